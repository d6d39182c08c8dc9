"""What the pages around the work of review say of offices, levels, settings and the log, in plain Indonesian."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.delivery_words import ANSWERS
from complaints.conduct import Consent
from complaints.directory.changes import DataStanding
from complaints.numerals import numeral
from complaints.routing import Automation

BULAN = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
LEVELS: Mapping[str, str] = {"ministry": "kementerian", "bidang": "bidang", "unit": "unit", "category": "kategori"}
DATA_STANDINGS: Mapping[str, str] = {
    DataStanding.UNCONFIRMED: "Belum dikonfirmasi",
    DataStanding.STALE: "Perlu dilihat lagi",
    DataStanding.DISPUTED: "Dilaporkan keliru",
    DataStanding.CONFIRMED: "Sudah dikonfirmasi",
}
CONSENTS: Mapping[str, str] = {
    Consent.ASK: "Menunggu persetujuan orang",
    Consent.AUTO: "Langsung berlaku bila terbukti lebih baik",
}
SHORT_MODES: Mapping[str, str] = {
    Automation.SHADOW: "Bayangan",
    Automation.PROVISIONAL: "Sementara",
    Automation.PROMISED: "Berjanji",
}
MODE_MEANINGS: Mapping[str, str] = {
    Automation.SHADOW: "Untuk bulan-bulan pertama: tidak ada yang terkirim sendiri, dan Anda melihat seberapa sering "
    "usulan mesin sama dengan putusan peninjau.",
    Automation.PROVISIONAL: "Laporan yang melewati ambang dikirim sendiri, tetapi janjinya belum terbukti untuk "
    "laporan di sini. Audit acak berjalan; cabang yang terbukti terlalu sering salah direm dengan sendirinya.",
    Automation.PROMISED: "Cabang lain menunggu peninjau sampai auditnya cukup. Ini keadaan yang dituju.",
}
OFFICE_FIELDS: Mapping[str, str] = {
    "kind": "jenis",
    "subtype": "subjenis",
    "class_": "kelas",
    "bidang": "bidang",
    "unit_id": "unit",
    "parent_id": "kantor di atasnya",
    "kab_code": "kode wilayah",
    "city": "kota",
    "province": "provinsi",
    "aliases": "sebutan lain",
    "former_names": "nama lama",
    "work_area": "wilayah kerja",
    "status": "status",
    "valid_from": "berlaku sejak",
    "valid_to": "berlaku sampai",
    "successors": "penerus",
    "source": "sumber",
}
DETAILS_OF_AUDIT: Mapping[str, str] = {
    "acted": "dikirim",
    "answers": "kabar",
    "alpha": "alpha",
    "audit_p": "peluang diaudit",
    "audited": "audit",
    "automation": "otomatisasi",
    "changed": "berubah",
    "decision": "putusan",
    "delivery": "kiriman",
    "delta": "delta",
    "directory": "direktori",
    "errors": "salah",
    "files": "berkas",
    "lower_rate": "batas bawah salah",
    "mended": "kolom diperbaiki",
    "model": "model",
    "origin": "asal",
    "outcome": "hasil",
    "policies": "kebijakan",
    "policy": "kebijakan",
    "problems": "masalah",
    "reason": "sebab",
    "receiver": "penerima",
    "report": "laporan",
    "right": "data benar",
    "row": "baris",
    "target": "tujuan",
    "urgency": "kemendesakan",
    "version": "versi",
    "why": "alasan",
}


def in_percent(share: float | None) -> str:
    """2,5 for 0.025; empty for None."""
    return "" if share is None else numeral(round(share * 100, 6), ".12g")


def day_in_words(day: date) -> str:
    return f"{day.day} {BULAN[day.month - 1]} {day.year}"


def why_no_threshold(why: str) -> str:
    """Why a branch has no threshold, from the code of its policy."""
    code, _, number = why.partition(":")
    if code == "labels_missing":
        return f"teks berlabel kurang {number}"
    return "tidak ada ambang yang cukup jarang salah"


def page_filters() -> dict[str, Any]:
    """The filters of these pages."""
    return {
        "konfirmasi": lambda code: DATA_STANDINGS.get(code, code),
        "tanggal": day_in_words,
        "kolom": lambda name: OFFICE_FIELDS.get(name, name),
        "tingkat": lambda level: LEVELS.get(level, level),
        "kabar": lambda code: ANSWERS.get(code, code),
        "sebab_ambang": why_no_threshold,
        "arti_mode": lambda code: MODE_MEANINGS.get(code, ""),
        "angka": in_percent,
        "mode_singkat": lambda code: SHORT_MODES.get(code, code),
    }
