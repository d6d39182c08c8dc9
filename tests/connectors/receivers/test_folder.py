"""A folder of files by unit and day: whole at every moment, each row once, and no cell a formula."""

import csv
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from complaints.delivery import Delivered, Failed, Parcel
from connectors.receivers.folder import COLUMNS, Folder

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # the next day already, in WIB


def cells(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    book = load_workbook(path)
    assert all(cell.data_type == "s" for row in book.active.iter_rows() for cell in row if cell.value is not None)
    return [["" if value is None else str(value) for value in row] for row in book.active.iter_rows(values_only=True)]


@pytest.fixture(params=["xlsx", "csv"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    return Folder(path=tmp_path, kind=request.param, now=lambda: NOW)


def test_each_unit_has_a_file_a_day(folder: Folder, parcel: Callable[..., Parcel]) -> None:
    parcels = [parcel(1), parcel(2, office_id="KANIM/../BGR"), parcel(3)]

    carried = list(folder.carry(parcels))

    names = [f"imigrasi-2026-11-23.{folder.kind}", f"KANIM-BGR-2026-11-23.{folder.kind}"]
    assert [outcome for _, outcome in carried] == [Delivered(receipt=name) for name in names]
    rows = cells(folder.path / names[0])
    assert rows[0] == list(COLUMNS)
    assert [row[2] for row in rows[1:]] == ["9000001", "9000003"]
    assert not list(folder.path.glob("*.part"))


def test_the_same_parcel_again_adds_no_row(folder: Folder, parcel: Callable[..., Parcel]) -> None:
    for batch in ([parcel(1)], [parcel(1), parcel(2)], [parcel(2)]):
        list(folder.carry(batch))
    (file,) = (path for path in folder.path.iterdir() if not path.name.startswith("."))
    assert [row[0] for row in cells(file)[1:]] == [str(parcel(n).key) for n in (1, 2)]


def test_no_cell_is_a_formula_and_none_breaks_the_file(folder: Folder, parcel: Callable[..., Parcel]) -> None:
    list(folder.carry([parcel(1, judul='=HYPERLINK("http://jahat.example")', isi='baris\n"dua",\x0b;' + "x" * 40_000)]))
    list(folder.carry([parcel(2, judul="@SUM(1)", isi="+62", addressee="-1")]))
    (file,) = (path for path in folder.path.iterdir() if not path.name.startswith("."))
    rows = cells(file)
    assert [row[10] for row in rows[1:]] == ['\'=HYPERLINK("http://jahat.example")', "'@SUM(1)"]
    assert rows[1][11].startswith('baris\n"dua", ;x')
    assert (rows[2][11], rows[2][5]) == ("'+62", "'-1")


def test_two_who_write_at_once_lose_no_row(folder: Folder, parcel: Callable[..., Parcel]) -> None:
    def write(start: int) -> None:
        for number in range(start, start + 5):
            list(folder.carry([parcel(number)]))

    workers = [threading.Thread(target=write, args=(start,)) for start in (1, 101)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    (file,) = (path for path in folder.path.iterdir() if not path.name.startswith("."))
    assert len(cells(file)) == 11


def test_a_folder_that_is_gone_or_a_file_that_is_broken_is_said(folder: Folder, parcel: Callable[..., Parcel]) -> None:
    gone = Folder(path=folder.path / "tidak-ada", kind=folder.kind, now=lambda: NOW)
    assert gone.probe() == Failed(code="folder_unwritable", detail="FileNotFoundError", blames_receiver=True)
    assert folder.probe() == Delivered()
    (folder.path / f"imigrasi-2026-11-23.{folder.kind}").write_bytes(b"\xff\xfe\x00rusak")

    ((_, outcome),) = folder.carry([parcel(1)])

    assert isinstance(outcome, Failed)
    assert outcome.code == "folder_unwritable"
