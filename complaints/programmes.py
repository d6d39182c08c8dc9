"""Joint programmes (program bersama): categories that several instansi work on together, from a table with validity."""

import csv
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from complaints.errors import InvalidProgrammes

TABLE = Path(__file__).parent / "joint_programmes.csv"


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A name for a list of categories. Valid from the first day to the last, both included, None where open."""

    code: str
    name: str
    categories: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def is_valid_in(self, first: date, last: date) -> bool:
        """Whether it holds on any day of these."""
        return (self.valid_from or first) <= last and (self.valid_to or last) >= first


EXPECTED = {
    "code": "a code of its own; write a short word that no other row has",
    "name": "a name; write what people call the programme",
    "categories": "categories of the taxonomy; write their codes, split by ;",
    "valid_from": "a day; write it as 2026-01-31, or leave it empty",
    "valid_to": "a day not before valid_from; write it as 2026-01-31, or leave it empty",
    "source": "a source; write where the programme is laid down",
}


def read_programmes(path: Path = TABLE, *, known: Container[str] | None = None) -> tuple[Programme, ...]:
    """Read the table; `known` are the categories that there are (None: any).

    Raises InvalidProgrammes, which names the row, the column and the remedy.
    """
    seen: dict[str, Programme] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            one = _programme(path.name, number, row, seen, known)
            seen[one.code] = one
    return tuple(seen.values())


@cache
def shipped_programmes() -> tuple[Programme, ...]:
    """The programmes that come with this package."""
    return read_programmes()


def _programme(
    name: str, number: int, row: dict[str, str], seen: Container[str], known: Container[str] | None
) -> Programme:
    column = ""
    try:
        column = "code"
        code = _given(row[column])
        if code in seen:
            raise ValueError(code)
        column = "name"
        called = _given(row[column])
        column = "categories"
        categories = tuple(dict.fromkeys(part.strip() for part in _given(row[column]).split(";") if part.strip()))
        if known is not None and any(category not in known for category in categories):
            raise ValueError(categories)
        column = "valid_from"
        first = date.fromisoformat(row[column]) if row[column] else None
        column = "valid_to"
        last = date.fromisoformat(row[column]) if row[column] else None
        if first and last and last < first:
            raise ValueError(last)
        column = "source"
        source = _given(row[column])
    except (KeyError, ValueError, AttributeError) as error:
        said = row.get(column)
        raise InvalidProgrammes(f"{name}, row {number}, column {column}: {said!r} is not {EXPECTED[column]}") from error
    return Programme(code=code, name=called, categories=categories, valid_from=first, valid_to=last, source=source)


def _given(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text.strip()
