"""Rejected rows tried again after a person mended them, whichever source they came from."""

from collections.abc import Mapping
from datetime import datetime

from complaints.errors import Problem
from complaints.mendable import Mendable
from complaints.report import IncomingReport
from connectors.lapor_row import (
    COLUMN_OF,
    COLUMNS,
    FINAL_TEXT,
    FIRST_TEXT,
    NAME_OF,
    REPORTER,
    TIPE,
    read_row,
    read_tipe,
    squeeze,
)
from connectors.open311_record import READ_FIELDS, read_record

SECRET = frozenset({COLUMN_OF["judul"], FIRST_TEXT, FINAL_TEXT})


class UnknownColumn(Mendable):
    """The source of this row has no such column; `problems` name the columns that it has."""


def read_kept_row(
    source_key: str, raw: Mapping[str, str], mended: Mapping[str, str], *, now: datetime
) -> IncomingReport:
    """The report in a row as quarantine keeps it, with mended columns in place of the kept ones; without a reporter.

    Raises InvalidReport with all problems that are left, UnknownColumn for a mended column that the source lacks.
    """
    if source_key.startswith("open311:"):
        _check_columns(mended, {name: name for name in READ_FIELDS})
        return read_record({**raw, **mended}, None, source=source_key, now=now)
    _check_columns({squeeze(column): text for column, text in mended.items()}, NAME_OF)
    by_name = {NAME_OF[squeeze(column)]: text for column, text in mended.items()}
    return read_row({**raw, **by_name}, None, now=now)


def mendable_columns(source_key: str) -> tuple[str, ...]:
    """The columns that a row of this source may have: never the reporter's."""
    return READ_FIELDS if source_key.startswith("open311:") else tuple(name for name in COLUMNS if name != REPORTER)


def hidden_columns(raw: Mapping[str, str]) -> frozenset[str]:
    """The columns of a kept row that only those who may read what is rahasia are shown.

    A type that cannot be read may have been meant to say so.
    """
    tipe, problems = read_tipe(raw.get(TIPE, ""))
    return SECRET if problems or "rahasia" in tipe else frozenset()


def _check_columns(mended: Mapping[str, str], known: Mapping[str, str]) -> None:
    unknown = [column for column in mended if known.get(column, REPORTER) == REPORTER]
    if unknown:
        names = ", ".join(name for name in dict.fromkeys((*COLUMNS, *known.values())) if name in set(known.values()))
        raise UnknownColumn(Problem(code="column_unknown", field=", ".join(unknown), values={"known": names}))
