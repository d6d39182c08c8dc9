"""A LAPOR! export to try the product with: reports written for this project, from the holdout that no model learnt."""

import json
import os
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

from connectors.lapor_row import COLUMNS

KLASIFIKASI = {
    "berkadar": "Pengaduan Berkadar Pengawasan",
    "tidak-berkadar": "Pengaduan Tidak Berkadar Pengawasan",
    "aspirasi": "Aspirasi",
    "informasi": "Permintaan Informasi",
}
REPORTS = 300
# Nobody is still writing it: the inbox need not wait.
SETTLED_SECONDS = 60
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def drop_demo_export(training_data: Path, offices: Mapping[str, tuple[str, str]], inbox: Path, kept: Path) -> None:
    """Put the example into the inbox, once: `kept` remembers that it was dropped. `offices` gives province and city."""
    if kept.exists():
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Laporan")
    sheet.append(COLUMNS)
    for row in demo_rows(training_data, offices):
        sheet.append([row[column] for column in COLUMNS])
    inbox.mkdir(parents=True, exist_ok=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    book.save(kept)
    # The inbox sees the file whole or not at all.
    part = inbox / ".contoh-ekspor-lapor.part"
    part.write_bytes(kept.read_bytes())
    os.utime(part, (0, kept.stat().st_mtime - SETTLED_SECONDS))
    part.rename(inbox / "contoh-ekspor-lapor.xlsx")


def demo_rows(training_data: Path, offices: Mapping[str, tuple[str, str]]) -> Iterator[dict[str, str]]:
    """300 rows as an instansi's export has them, three of them broken the way real exports are."""
    with training_data.open(encoding="utf-8") as file:
        labelled = [row for row in map(json.loads, file) if row["split"] == "holdout"]
    chance = random.Random(20241021)  # noqa: S311 (not a secret: the example is the same on every machine)
    start = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=30)
    for number, row in enumerate(chance.sample(labelled, REPORTS), start=1):
        yield _spoiled(number, _row(number, row, offices, chance, start))


def _row(
    number: int,
    row: Mapping[str, str],
    offices: Mapping[str, tuple[str, str]],
    chance: random.Random,
    start: datetime,
) -> dict[str, str]:
    at = start + timedelta(minutes=number * 140 + chance.randrange(120))
    provinsi, kota = offices.get(row["upt_id"], ("", ""))
    kind = chance.choices(["", "Anonim", "Rahasia", "Anonim|Rahasia"], [80, 12, 5, 3])[0]
    return {
        **dict.fromkeys(COLUMNS, ""),
        "Tracking ID": str(9_000_000 + number),
        "Tanggal Laporan Masuk": f"{at.day} {MONTHS[at.month - 1]} {at.year}",
        "Waktu Laporan Masuk": f"{at:%H:%M:%S}",
        "Nama Pelapor": "" if "Anonim" in kind else f"Pelapor Contoh {number:03}",
        "Klasifikasi Laporan": KLASIFIKASI[row["klasifikasi"]],
        "Judul Laporan": row["judul"],
        "Isi Laporan Awal": row["isi"],
        "Tipe Laporan (Anonim/Rahasia)": kind,
        "Sumber Laporan": chance.choice(["Website", "Android", "Whatsapp"]),
        "Instansi Induk": "Kementerian Hukum dan HAM",
        "Status Laporan": "Belum Terverifikasi",
        "Provinsi": provinsi,
        "Kota/Kabupaten": kota,
    }


def _spoiled(number: int, row: dict[str, str]) -> dict[str, str]:
    match number:
        case 50:
            return {**row, "Isi Laporan Awal": ""}
        case 150:
            return {**row, "Tanggal Laporan Masuk": "31 Feb 2026"}
        case 250:
            return {**row, "Isi Laporan Awal": "\U0001f621\U0001f621\U0001f621", "Judul Laporan": ""}
        case _:
            return row
