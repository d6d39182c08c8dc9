"""Monev as a workbook and on paper."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from complaints.monev import Kind
from complaints.monev_shapes import Chart, Column, Table
from connectors.monev_pdf import write_pdf
from connectors.monev_xlsx import write_workbook

TABLE = Table(
    key="unit",
    title="Per unit",
    columns=[Column(name="Unit"), Column(name="Masuk", kind=Kind.COUNT), Column(name="Anonim", kind=Kind.SHARE)],
    rows=[["=1+1 & <Unit>", 1200, 0.25], ["Unit dua", 3, "<5"], ["Unit tiga", 0, None]],
)
CHART = Chart(
    key="masuk",
    title="Masuk",
    labels=["Unit satu yang panjang namanya", "Dua"],
    series=[("Q2", [1, 2]), ("Q3", [3, 4])],
)


def test_a_workbook_holds_numbers_as_numbers_and_names_as_text() -> None:
    book = load_workbook(BytesIO(write_workbook("Monev", ["catatan"], [TABLE], [CHART])))
    sheet = book["Per unit"]
    assert [cell.value for cell in sheet[2]] == ["=1+1 & <Unit>", 1200, 0.25]
    assert (sheet["A2"].data_type, sheet["C2"].number_format) == ("s", "0.0%")
    assert [cell.value for cell in sheet[3]] == ["Unit dua", 3, "<5"]
    assert sheet["C4"].value is None
    assert [cell.value for cell in book["Monev"]["A"][:2]] == ["Monev", "catatan"]


def test_a_workbook_draws_each_chart_from_its_data() -> None:
    book = load_workbook(BytesIO(write_workbook("Monev", [], [TABLE], [CHART, CHART])))
    rows = [[cell.value for cell in row] for row in book["Data grafik"].iter_rows()]
    assert rows[:3] == [["Masuk", "Q2", "Q3"], ["Unit satu yang panjang namanya", 1, 3], ["Dua", 2, 4]]
    drawn = book["Monev"]._charts
    assert len(drawn) == 2
    assert drawn[1].series[0].val.numRef.f == "'Data grafik'!$B$5:$B$6"


def test_a_pdf_is_the_same_each_time_and_takes_any_name() -> None:
    made = [write_pdf("Monev <2026>", ["catatan & lain"], [TABLE] * 40, [CHART]) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-")
    assert made[0].count(b"/Type /Page\n") > 1


def test_a_chart_of_shares_that_are_all_none_has_the_axis_of_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = Chart(key="tepat", title="Tepat waktu (%)", labels=["Satu"], series=[("selesai", [0])], most=100)
    monkeypatch.setattr("reportlab.rl_config.pageCompression", 0)
    written = write_pdf("Monev", [], [TABLE], [shares])
    assert b"(100)" in written
    assert b"(0.01)" not in written


def test_a_pdf_of_nothing_is_a_page() -> None:
    empty = Table(key="x", title="Kosong", columns=[Column(name="Unit")], rows=[])
    assert write_pdf("Monev", [], [empty], [Chart(key="x", title="x", labels=[], series=[])]).startswith(b"%PDF-")
