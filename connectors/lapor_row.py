"""One row of a LAPOR! export: its columns, and how they become a report."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from complaints.errors import InvalidReport, Problem
from complaints.intake import RawReport, accept, clean_text, shorten
from complaints.report import IncomingReport, Reporter
from connectors.kept_cells import cut_problems

SOURCE = "lapor"
ID = "Tracking ID"
DATE = "Tanggal Laporan Masuk"
CLOCK = "Waktu Laporan Masuk"
REPORTER = "Nama Pelapor"
FIRST_TEXT = "Isi Laporan Awal"
FINAL_TEXT = "Isi Laporan Akhir"
TIPE = "Tipe Laporan (Anonim/Rahasia)"
COLUMN_OF = {
    "external_id": ID,
    "judul": "Judul Laporan",
    "isi": FIRST_TEXT,
    "reported_at": DATE,
    "reported_time": CLOCK,
    "klasifikasi": "Klasifikasi Laporan",
    "channel": "Sumber Laporan",
    "category_hint": "Kategori",
    "provinsi": "Provinsi",
    "kota": "Kota/Kabupaten",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
}
COLUMNS = (
    *(
        ID,
        DATE,
        CLOCK,
        REPORTER,
        "Klasifikasi Laporan",
        "ID Kategori",
        "Kategori",
        "Judul Laporan",
        FIRST_TEXT,
        FINAL_TEXT,
    ),
    *(TIPE, "Sumber Laporan", "Instansi Induk", "ID Instansi Terdisposisi", "Instansi Terdisposisi", "Status Laporan"),
    *("Alasan Tunda/Arsip", "Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan"),
)
KNOWN = frozenset(COLUMNS)
NEEDED = (ID, DATE, FIRST_TEXT)
LABELS = {**COLUMN_OF, "reporter": REPORTER}
EXCEL_SHORTENED = re.compile(r"[0-9][.,]?[0-9]*[eE]\+[0-9]+")
TIPE_SAYS_NOTHING = frozenset({"", "-", "tidak", "normal", "publik", "terbuka", "biasa"})


def squeeze(header: str) -> str:
    """A column name without case, space and signs: `TRACKING_ID ` and `Tracking ID` are the same column."""
    return re.sub(r"[\W_]+", "", clean_text(header[:200]).casefold())


NAME_OF = {**{squeeze(column): column for column in COLUMNS}, "tipelaporan": TIPE}


def find_columns(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands in this header; unknown ones are left out, the first of two equal ones counts."""
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        column = NAME_OF.get(squeeze(name))
        if column is not None:
            found.setdefault(column, index)
    return found


def missing_columns(found: Mapping[str, int]) -> list[str]:
    """Needed columns that the header lacks. Names without the column that says who asked for anonymity are refused."""
    needed = (*NEEDED, TIPE) if REPORTER in found else NEEDED
    return [column for column in needed if column not in found]


def read_row(raw: Mapping[str, str], reporter: Reporter | None, *, now: datetime) -> IncomingReport:
    """The report in a row (column name to cell), the same at import and when a mended row is replayed.

    The first text of the citizen counts; the final one where the first has no letter. Raises InvalidReport, which holds
    every problem at once.
    """
    cells = {column if column in KNOWN else NAME_OF.get(squeeze(column), column): raw[column] for column in raw}
    tipe, problems = read_tipe(cells.get(TIPE, ""))
    problems += cut_problems(cells)
    if EXCEL_SHORTENED.fullmatch(cells.get(ID, "").strip()):
        problems.append(Problem(code="id_shortened", field=ID, values={"value": shorten(cells[ID])}))
    text = FIRST_TEXT if any(map(str.isalpha, cells.get(FIRST_TEXT, ""))) or not cells.get(FINAL_TEXT) else FINAL_TEXT
    columns = {**COLUMN_OF, "isi": text}
    report = RawReport(
        source=SOURCE,
        anonim="anonim" in tipe,
        rahasia="rahasia" in tipe,
        reporter=reporter,
        labels={**LABELS, "isi": text},
        **{name: cells.get(column, "") for name, column in columns.items()},
    )
    return _accept_with(problems, report, now=now)


def _accept_with(problems: list[Problem], report: RawReport, *, now: datetime) -> IncomingReport:
    try:
        accepted = accept(report, now=now)
    except InvalidReport as error:
        raise InvalidReport([*problems, *error.problems]) from error
    if problems:
        raise InvalidReport(problems)
    return accepted


def read_tipe(cell: str) -> tuple[frozenset[str], list[Problem]]:
    """What the type column asks for, of anonim and rahasia, and a problem where it says something else."""
    if not cell:
        return frozenset(), []
    parts = {part.strip().casefold() for part in re.split(r"[|,;/&\n]", clean_text(cell[:1000]))} - TIPE_SAYS_NOTHING
    unknown = parts - {"anonim", "rahasia"}
    problems = [Problem(code="tipe_unknown", field=TIPE, values={"value": shorten(cell)})] if unknown else []
    return frozenset(parts - unknown), problems


def split_identity(cells: Mapping[str, str]) -> tuple[dict[str, str], Reporter | None]:
    """The row without the name of the reporter, and the reporter: None where they are, or may be, anonim."""
    tipe, problems = read_tipe(cells.get(TIPE, ""))
    name = cells.get(REPORTER, "")
    reporter = Reporter(name=name) if name and "anonim" not in tipe and not problems else None
    return {column: text for column, text in cells.items() if column != REPORTER}, reporter
