"""A folder that a unit looks into: one file for each unit and day, xlsx or csv, that grows and is always whole."""

import csv
import fcntl
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from complaints.cells import plain_cell
from complaints.delivery import Delivered, Failed, Outcome, Parcel
from connectors.receivers.carrier import Carried
from connectors.tables import UnreadableFile
from connectors.xlsx_file import xlsx_tables

WIB = timezone(timedelta(hours=7), "WIB")
COLUMNS = (
    *("Kunci", "Jenis kiriman", "Tracking ID", "Tujuan", "Satuan kerja", "Kepada", "Klasifikasi"),
    *("Dilaporkan", "Diputus", "Tanda", "Judul", "Isi", "Pesan"),
)
MOST_IN_A_CELL = 32_000
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9-]+")
# What no workbook can hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class Folder:
    """Adds rows to the file of the unit and the day; a row whose key stands in it already is not added again."""

    path: Path
    kind: str
    now: Callable[[], datetime]

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[Carried]:
        day = self.now().astimezone(WIB).date().isoformat()
        for unit in dict.fromkeys(_unit_of(parcel) for parcel in parcels):
            mine = [parcel for parcel in parcels if _unit_of(parcel) == unit]
            yield mine, self._add(f"{unit}-{day}.{self.kind}", mine)

    def probe(self) -> Outcome:
        place = self.path / f".uji-{os.getpid()}"
        try:
            place.write_bytes(b"")
            place.unlink()
        except OSError as error:
            return _unwritable(error)
        return Delivered()

    def _add(self, name: str, parcels: Sequence[Parcel]) -> Outcome:
        target = self.path / name
        try:
            with _alone(self.path / f".{name}.kunci"):
                rows = _rows_of(target)
                known = {row[0] for row in rows}
                rows += [_row(parcel) for parcel in parcels if str(parcel.key) not in known]
                _replace(target, rows)
        except (OSError, UnicodeError, csv.Error, UnreadableFile) as error:
            return _unwritable(error)
        return Delivered(receipt=name)


def _unwritable(error: Exception) -> Failed:
    return Failed(code="folder_unwritable", detail=type(error).__name__, blames_receiver=True)


def _unit_of(parcel: Parcel) -> str:
    """The office, or else the lowest code of the path, fit for the name of a file."""
    name = parcel.office_id or (parcel.target[-1] if parcel.target else parcel.kind)
    return NOT_IN_NAMES.sub("-", name).strip("-")[:80] or "kiriman"


def _row(parcel: Parcel) -> list[str]:
    marks = [name for name, is_set in (("ANONIM", parcel.anonim), ("RAHASIA", parcel.rahasia)) if is_set]
    cells = [
        *(str(parcel.key), parcel.kind, parcel.external_id, " / ".join(parcel.target), parcel.office_id or ""),
        *(parcel.addressee, parcel.klasifikasi, _moment(parcel.reported_at), _moment(parcel.decided_at)),
        *(" ".join(marks), parcel.judul, parcel.isi, parcel.message),
    ]
    return [plain_cell(CONTROL.sub(" ", cell)[:MOST_IN_A_CELL]) for cell in cells]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(WIB):%Y-%m-%d %H:%M} WIB"


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Nobody else writes this file meanwhile."""
    with place.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _rows_of(target: Path) -> list[list[str]]:
    """The rows below the header, none where there is no file. Raises UnreadableFile."""
    if not target.exists():
        return []
    if target.suffix == ".xlsx":
        rows = [list(row.cells) for table in xlsx_tables(target) for row in table]
    else:
        with target.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    return [[*row, *[""] * len(COLUMNS)][: len(COLUMNS)] for row in rows[1:]]


def _replace(target: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write the file beside itself and put it in its place: a reader sees it whole, before or after."""
    part = target.with_name(f".{target.name}.part")
    if target.suffix == ".xlsx":
        _write_xlsx(part, rows)
    else:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\r\n").writerows([COLUMNS, *rows])
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)


def _write_xlsx(part: Path, rows: Sequence[Sequence[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kiriman")
    for row in [COLUMNS, *rows]:
        cells = [WriteOnlyCell(sheet, value=text) for text in row]
        for cell in cells:
            # Whatever it looks like, it is text.
            cell.data_type = "s"
        sheet.append(cells)
    book.save(part)
