"""Spans, indicators and tables of Monev."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.directory import Office
from complaints.monev import Cell, Measured, PromiseKept, UnknownPeriod, span_holding, span_named, summed, value_of
from complaints.monev_document import by_level, definitions, figure, mix, promise_table, rounded, summary
from complaints.monev_export import charts_of, everything, printed
from complaints.monev_indicators import INDICATORS
from complaints.monev_shapes import Level, Names, written
from complaints.taxonomy import build_taxonomy

IMI, PAS = ("M", "imi", "IMI"), ("M", "pas", "PAS")
ROWS = [
    {"ministry": "M", "bidang": "imi", "unit": "IMI", "category": "paspor", "category_name": "Paspor"},
    {"ministry": "M", "bidang": "pas", "unit": "PAS", "category": "kunjungan"},
]
NAMES = Names(
    taxonomy=build_taxonomy(["ministry", "bidang", "unit", "category", "category_name"], ROWS),
    offices=(
        Office(id="A", kind="Kanim", name="Kanim A", parent_id="KW"),
        Office(id="B", kind="Kanim", name="Kanim B", parent_id="KW"),
        Office(id="KW", kind="Kanwil", name="Kanwil"),
    ),
    kinds={"informasi": "Permintaan informasi"},
    standings={"holds": "Terbukti"},
)
ANONYMOUS = next(one for one in INDICATORS if one.code == "anonim")


def measured(*cells: Cell, before: tuple[Cell, ...] = ()) -> Measured:
    promise = PromiseKept(path=IMI[:2], standing="holds", alpha=0.02, audited=300, errors=1, lower=0.0, upper=0.017)
    return Measured(span=span_named("2026-Q3"), made_at="kini", cells=cells, before=before, promises=[promise])


def cell(path: tuple[str, ...], office: str = "", **counts: int) -> Cell:
    return Cell(path=path, office_id=office, counts={key.replace("__", ":"): count for key, count in counts.items()})


@pytest.mark.parametrize(
    ("code", "first", "last", "before"),
    [
        ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3"),
        ("2024-S1", "2024-01-01", "2024-06-30", "2023-S2"),
        ("2026", "2026-01-01", "2026-12-31", "2025"),
    ],
)
def test_a_span_is_known_by_its_code(code: str, first: str, last: str, before: str) -> None:
    span = span_named(code)
    assert (str(span.first), str(span.last), span.before.code) == (first, last, before)


@pytest.mark.parametrize("code", ["2026-Q5", "2026-q3", "26-Q3", "2026-S3", "1999", "Q3-2026", "2026-Q3 ", ""])
def test_what_names_no_span_is_refused(code: str) -> None:
    with pytest.raises(UnknownPeriod, match=f"^{code}$"):
        span_named(code)


@given(st.dates(min_value=span_named("2001").first, max_value=span_named("2190").last), st.sampled_from(["Q", "S", ""]))
def test_spans_follow_each_other_without_a_gap(day, kind) -> None:
    span = span_holding(day, kind)
    assert span.first <= day <= span.last
    assert span.before.last + timedelta(days=1) == span.first
    assert span_named(span.code) == span


def test_a_share_of_nothing_is_no_figure() -> None:
    assert [value_of(one, {}).number for one in INDICATORS if one.bottom] == [None] * len(
        [one for one in INDICATORS if one.bottom]
    )


def test_every_indicator_says_what_it_counts_and_where_from() -> None:
    rows = definitions().rows
    assert len(rows) == len(INDICATORS) == len({one.code for one in INDICATORS})
    assert all(all(cells) for cells in rows)


def test_the_summary_compares_with_the_span_before() -> None:
    now, earlier = cell(IMI, **{"in": 8, "anonymous": 4}), cell(IMI, **{"in": 5, "anonymous": 1})
    table = summary(measured(now, before=(earlier,)), is_public=False)
    rows = {cells[0]: cells for cells in table.written()}
    assert rows["Laporan masuk"][1:4] == ["8", "5", "+3"]
    assert rows["Anonim"][1:] == ["50,0%", "20,0%", "+30,00 poin", "4", "8"]
    assert rows["Kesepakatan peninjau"][1:4] == ["–", "–", "–"]


def test_places_are_told_by_their_own_names_and_the_largest_first() -> None:
    cells = (cell(IMI, "A", **{"in": 2}), cell(IMI, "B", **{"in": 7}), cell(PAS, **{"in": 1}), cell((), **{"in": 3}))
    found = {
        level: [tuple(row[:2]) for row in by_level(measured(*cells), level, NAMES, is_public=False).rows]
        for level in Level
    }
    assert found == {
        Level.INSTANSI: [("M", 10), ("Belum diketahui", 3)],
        Level.UNIT: [("IMI", 9), ("PAS", 1)],
        Level.KANWIL: [("Kanwil", 9)],
        Level.OFFICE: [("Kanim B", 7), ("Kanim A", 2)],
    }


def test_an_office_that_closed_keeps_its_figures_and_name_and_one_that_is_unknown_its_id() -> None:
    closed = replace(NAMES.offices[0], id="T", name="Kanim Tutup", parent_id="", valid_to=date(2026, 1, 31))
    cells = (cell(IMI, "T", **{"in": 2}), cell(IMI, "X", **{"in": 1}))
    names = replace(NAMES, offices=(*NAMES.offices, closed))
    for level in (Level.KANWIL, Level.OFFICE):
        found = by_level(measured(*cells), level, names, is_public=False)
        assert [tuple(row[:2]) for row in found.rows] == [("Kanim Tutup", 2), ("X", 1)]


def test_units_of_one_name_are_told_apart_and_one_below_two_bidang_is_one() -> None:
    rows = [
        {
            "ministry": ministry,
            "bidang": bidang,
            "unit": "SETJEN",
            "unit_name": "Setjen",
            "category": f"{ministry}{bidang}",
        }
        for ministry, bidang in (("M", "a"), ("M", "b"), ("N", "c"))
    ]
    tree = build_taxonomy(["ministry", "bidang", "unit", "unit_name", "category"], rows)
    cells = [
        cell((*path, "SETJEN"), **{"in": count}) for path, count in ((("M", "a"), 2), (("M", "b"), 3), (("N", "c"), 1))
    ]
    found = by_level(measured(*cells), Level.UNIT, replace(NAMES, taxonomy=tree), is_public=False)
    assert [row[:2] for row in found.rows] == [["Setjen (M)", 5], ["Setjen (N)", 1]]


def test_in_public_a_small_place_is_not_told_and_small_counts_of_reporters_are_hidden() -> None:
    cells = (
        cell(IMI, "A", **{"in": 4, "anonymous": 4}),
        cell(IMI, "B", **{"in": 40, "anonymous": 3}),
    )
    table = by_level(measured(*cells), Level.OFFICE, NAMES, is_public=True)
    column = [one.name for one in table.columns].index("Anonim")
    assert table.rows[1][:3] == ["Kanim A", "<5", None]
    assert table.rows[0][column] == "<5"
    within = by_level(measured(*cells), Level.OFFICE, NAMES, is_public=False)
    assert within.rows[0][column] == 3 / 40


@given(st.integers(0, 60), st.integers(0, 60))
def test_what_is_hidden_cannot_be_told_from_the_sum(one: int, other: int) -> None:
    shown = [figure(ANONYMOUS, {"in": 100, "anonymous": count}, is_public=True) for count in (one, other, one + other)]
    for value, count in zip(shown, (one, other, one + other), strict=True):
        assert value == ("<5" if count < 5 else rounded(count) / 100)
    if shown[0] == "<5" and shown[1] != "<5" and shown[2] != "<5":
        # The sum and the other part leave room for several counts, not one.
        room = [
            count
            for count in range(5)
            for known in range(rounded(other) - 2, rounded(other) + 3)
            if rounded(known + count) == rounded(one + other)
        ]
        assert len(set(room)) > 1


def test_what_came_is_told_by_category_with_the_names_of_the_tree() -> None:
    table = mix(measured(cell(IMI, category__paspor=6, category__lain=2)), "category", "Kategori", NAMES.category,
                is_public=True)  # fmt: skip
    assert table.written() == [["Paspor", "6", "<5", "75,0%"], ["lain", "<5", "<5", "–"]]


def test_a_promise_is_told_with_its_bounds() -> None:
    assert promise_table(measured(), NAMES).written() == [["imi", "Terbukti", "2,0%", "300", "1", "0,0%", "1,7%"]]


def test_charts_hold_both_spans_and_shares_in_whole_percent() -> None:
    now = cell(IMI, **{"in": 9, "due:follow_up": 3, "kept:follow_up": 2})
    came, kept = charts_of(measured(now, before=(cell(IMI, **{"in": 5}),)), NAMES)
    assert (came.labels, came.series) == (["IMI"], [("2026-Q2", [5]), ("2026-Q3", [9])])
    assert dict(kept.series)["tindak lanjut pertama"] == [67]


def test_no_table_has_a_row_that_does_not_fit_its_columns() -> None:
    cells = measured(cell(IMI, "A", **{"in": 9, "category:paspor": 9, "kind:informasi": 9}), cell(PAS, **{"in": 1}))
    tables = [*everything(cells, NAMES, is_public=True), *printed(cells, NAMES, is_public=False)]
    assert all(len(cells) == len(table.columns) for table in tables for cells in table.rows)
    assert len({table.title[:31] for table in everything(cells, NAMES, is_public=True)}) == 17


def test_counts_of_cells_add_up() -> None:
    assert summed([cell(IMI, a=1, b=2), cell(PAS, b=3)]) == {"a": 1, "b": 5}
    assert written(1234567, None) == "1.234.567"
