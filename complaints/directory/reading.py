"""A directory read from CSV files: all that is wrong with them is said at once."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from complaints.directory.checks import problems_of
from complaints.directory.facts import Directory, Office, OfficeWord, Region, Unit, WordUse
from complaints.errors import ComplaintError, InvalidDirectory, Problem
from complaints.messages import say
from complaints.taxonomy import read_taxonomy

Row = Mapping[str, str]
T = TypeVar("T")


class _Unreadable(ComplaintError):
    """A cell cannot be read; `problem` says why, but for the file and the row."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def read_directory(folder: Path) -> Directory:
    """Read the CSV files of a folder and check them against each other: units, offices, regions, words, taxonomy.

    Raises InvalidDirectory, which names file, row and remedy of everything that is wrong; InvalidTaxonomy likewise.
    """
    problems: list[Problem] = []
    directory = Directory(
        units=tuple(_rows(folder / "units.csv", _unit, problems)),
        offices=tuple(_rows(folder / "offices.csv", _office, problems)),
        regions=tuple(_rows(folder / "regions.csv", _region, problems)),
        office_words=tuple(_rows(folder / "office_kinds.csv", _office_word, problems)),
    )
    if not problems:
        problems = problems_of(directory, read_taxonomy(folder / "taxonomy.csv"))
    if problems:
        raise refused(problems)
    return directory


def refused(problems: Sequence[Problem]) -> InvalidDirectory:
    """What to raise for these."""
    return InvalidDirectory("\n".join(say(problem, "en") for problem in problems), problems)


def _rows(path: Path, build: Callable[[Row], T], problems: list[Problem]) -> Iterator[T]:
    if not path.exists():
        problems.append(Problem(code="directory_file", field=path.name))
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield build(row)
            except KeyError as error:
                problems.append(Problem(code="directory_column", field=path.name, values={"column": error.args[0]}))
                return
            except _Unreadable as error:
                values = {"row": number, **error.problem.values}
                problems.append(replace(error.problem, field=path.name, values=values))


def _unit(row: Row) -> Unit:
    return Unit(
        id=_text(row, "id"),
        ministry=_text(row, "ministry"),
        bidang=_text(row, "bidang"),
        level=_text(row, "level"),
        parent_id=_text(row, "parent_id"),
        name=_text(row, "name"),
        abbreviations=_list(row, "abbreviations"),
        former_name=_text(row, "former_name"),
        topics=_text(row, "topics"),
        keywords=_list(row, "keywords"),
        valid_from=_date(row, "valid_from"),
        valid_to=_date(row, "valid_to"),
        successor=_text(row, "successor"),
        source=_text(row, "source"),
    )


def _office(row: Row) -> Office:
    return Office(
        id=_text(row, "id"),
        kind=_text(row, "kind"),
        subtype=_text(row, "subtype"),
        class_=_text(row, "class"),
        name=_text(row, "name"),
        bidang=_text(row, "bidang"),
        unit_id=_text(row, "unit_id"),
        parent_id=_text(row, "parent_id"),
        kab_code=_text(row, "kab_code"),
        city=_text(row, "city"),
        province=_text(row, "province"),
        aliases=_list(row, "aliases"),
        former_names=_list(row, "former_names"),
        work_area=_list(row, "work_area"),
        status=_text(row, "status"),
        valid_from=_date(row, "valid_from"),
        valid_to=_date(row, "valid_to"),
        successors=_list(row, "successor"),
        source=_text(row, "source"),
    )


def _region(row: Row) -> Region:
    return Region(
        code=_text(row, "code"),
        level=_text(row, "level"),
        name=_text(row, "name"),
        parent_code=_text(row, "parent_code"),
        aliases=_list(row, "aliases"),
        source=_text(row, "source"),
        alias_source=_text(row, "alias_source"),
    )


def _office_word(row: Row) -> OfficeWord:
    use = _text(row, "use")
    if use not in set(WordUse):
        known = {"value": use, "known": ", ".join(WordUse)}
        raise _Unreadable(Problem(code="directory_use", field="use", values=known))
    return OfficeWord(
        kind=_text(row, "kind"), subtype=_text(row, "subtype"), words=_text(row, "words").lower(), use=WordUse(use)
    )


def _text(row: Row, column: str) -> str:
    return (row[column] or "").strip()


def _list(row: Row, column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(row, column).split(";") if part.strip())


def _date(row: Row, column: str) -> date | None:
    text = _text(row, column)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        values = {"column": column, "value": text}
        raise _Unreadable(Problem(code="directory_date", field=column, values=values)) from None
