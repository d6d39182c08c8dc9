"""What is kept of a rejected row, so that a person can mend it: fit for a database, and honest about what was cut."""

import re
from collections.abc import Mapping

from complaints.errors import Problem
from complaints.intake import clean_text
from complaints.report import Reporter

MAX_KEPT = 20_000
MAX_IDENTITY = 1_000
NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
CUT = re.compile(r"… \[dipotong, aslinya ([0-9]+) karakter\]$")


def keep(cells: Mapping[str, str]) -> dict[str, str]:
    """The filled cells, each at most MAX_KEPT characters; a longer one ends with a mark that says how long it was.

    NUL and lone surrogates, which PostgreSQL text cannot hold, are shown as U+FFFD.
    """
    return {column: _keep_cell(text) for column, text in cells.items() if text}


def _keep_cell(text: str) -> str:
    kept = NOT_STORABLE.sub("\ufffd", text[:MAX_KEPT])
    return kept if len(text) <= MAX_KEPT else f"{kept}… [dipotong, aslinya {len(text)} karakter]"


def cut_problems(cells: Mapping[str, str]) -> list[Problem]:
    """One problem for each cell that still ends with the mark of `keep`: half a report is never accepted as a whole."""
    marks = {column: CUT.search(text[-100:]) for column, text in cells.items()}
    return [
        Problem(code="cell_cut", field=column, values={"length": int(mark[1])})
        for column, mark in marks.items()
        if mark
    ]


def keep_identity(reporter: Reporter | None) -> Reporter | None:
    """The identity, cleaned and cut to MAX_IDENTITY characters; None where nothing is left of it."""
    if reporter is None:
        return None
    name = clean_text(reporter.name[:MAX_IDENTITY])[:MAX_IDENTITY]
    contact = clean_text(reporter.contact[:MAX_IDENTITY])[:MAX_IDENTITY]
    return Reporter(name=name, contact=contact) if name or contact else None
