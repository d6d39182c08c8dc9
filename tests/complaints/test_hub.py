"""The coordinating ministry's table, and the joint programmes."""

from datetime import date
from pathlib import Path

import pytest

from complaints.errors import InvalidProgrammes
from complaints.hub import standings
from complaints.programmes import Programme, read_programmes, shipped_programmes

HEADER = "code,name,categories,valid_from,valid_to,source\n"


def test_an_instansi_stands_before_its_units_and_holds_their_sums() -> None:
    counted = [
        (("A", "a", "U"), {"checked": 2, "sent": 1}),
        (("A", "a", "V"), {"checked": 3}),
        (("A",), {"waiting": 4}),
        (("B", "b", "W"), {"overdue": 1}),
        ((), {"waiting": 9}),
    ]
    rows = standings(counted, {("A", "a", "U"): {0: 1}, ("A", "a", "V"): {40: 3}}, {})
    assert [row.path for row in rows] == [("A",), ("A", "a", "U"), ("A", "a", "V"), ("B",), ("B", "b", "W")]
    assert {name: count for name, count in rows[0].counts.items() if count} == {"checked": 5, "sent": 1, "waiting": 4}
    assert rows[0].to_route is not None and 2**10 < rows[0].to_route < 2**10.25
    assert rows[0].to_follow_up is None


@pytest.mark.parametrize(
    ("first", "last", "valid"), [((1, 1), (1, 31), False), ((1, 1), (2, 1), True), ((4, 1), (5, 1), False)]
)
def test_a_programme_holds_while_it_is_valid(first: tuple[int, int], last: tuple[int, int], valid: bool) -> None:
    programme = Programme(
        code="p", name="P", categories=("x",), valid_from=date(2026, 2, 1), valid_to=date(2026, 3, 31)
    )
    assert programme.is_valid_in(date(2026, *first), date(2026, *last)) is valid


def test_programmes_are_read_with_their_categories(tmp_path: Path) -> None:
    table = tmp_path / "p.csv"
    table.write_text(HEADER + "p,Paspor haji,imi-paspor; imi-visa;imi-paspor,2026-01-01,,Perpres contoh\n")
    (one,) = read_programmes(table, known={"imi-paspor", "imi-visa"})
    assert (one.categories, one.valid_from, one.valid_to) == (("imi-paspor", "imi-visa"), date(2026, 1, 1), None)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",P,x,,,s", "code"),
        ("p,,x,,,s", "name"),
        ("p,P,,,,s", "categories"),
        ("p,P,tidak-ada,,,s", "categories"),
        ("p,P,x,besok,,s", "valid_from"),
        ("p,P,x,2026-02-01,2026-01-01,s", "valid_to"),
        ("p,P,x,,,", "source"),
        ("p,P,x,,,s\np,P,x,,,s", "code"),
    ],
)
def test_a_wrong_row_is_named_with_its_column_and_the_remedy(tmp_path: Path, row: str, column: str) -> None:
    table = tmp_path / "p.csv"
    table.write_text(HEADER + row + "\n")
    with pytest.raises(InvalidProgrammes, match=rf"row \d, column {column}: .* is not .*; write"):
        read_programmes(table, known={"x"})


def test_the_shipped_table_can_be_read() -> None:
    assert all(one.source for one in shipped_programmes())
