"""Rows of the quarantine as pages and spreadsheets show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.problem_texts import explain
from complaints.errors import Problem
from connectors.lapor_row import COLUMNS, FIRST_TEXT, REPORTER
from connectors.open311_record import READ_FIELDS
from connectors.replaying import mendable_columns
from database.quarantine import Quarantined

DATA_COLUMNS = (*(name for name in COLUMNS if name != REPORTER), *READ_FIELDS)
HEADER = ("Nomor", "Asal", "Baris", "Masalah", *DATA_COLUMNS)
LONG = 80
LONG_COLUMNS = (FIRST_TEXT, "description")
HIDDEN = "(rahasia)"


def summary_view(row: Quarantined, *, hidden: Collection[str]) -> dict[str, Any]:
    """The row in the list, with what is wrong in words."""
    return {
        "id": row.id,
        "origin": row.origin,
        "row": row.row_number,
        "found_at": row.found_at,
        "problems": [explain(_without_quote(problem, hidden), "id") for problem in row.what_is_wrong],
    }


def row_view(
    row: Quarantined,
    *,
    hidden: Collection[str],
    entered: Mapping[str, str] | None = None,
    problems: Sequence[Problem] | None = None,
) -> dict[str, Any]:
    """The row with a field per column: first those with a problem, then what is filled, then the rest.

    `entered` and `problems` come from an attempt to mend it that did not suffice.
    """
    wrong = [_without_quote(problem, hidden) for problem in (problems or row.what_is_wrong)]
    cells = {**row.raw, **(entered or {})}
    fields = [
        _field(name, cells.get(name, ""), [explain(one, "id") for one in wrong if one.field == name])
        for name in mendable_columns(row.source_key)
        if name not in hidden
    ]
    return {
        "row": summary_view(row, hidden=hidden),
        "replayed_at": row.replayed_at,
        "is_whole_file": row.row_number == 0,
        "tried": problems is not None,
        "problems": [explain(one, "id") for one in wrong],
        "wrong": [field for field in fields if field["problems"]],
        "filled": [field for field in fields if not field["problems"] and field["value"]],
        "empty": [field for field in fields if not field["problems"] and not field["value"]],
        "hidden": sorted(hidden),
    }


def _field(name: str, value: str, problems: Sequence[str]) -> dict[str, Any]:
    is_long = name in LONG_COLUMNS or len(value) > LONG or "\n" in value
    return {"name": name, "value": value, "problems": problems, "is_long": is_long}


def _without_quote(problem: Problem, hidden: Collection[str]) -> Problem:
    """A problem with a hidden column does not quote what stands there."""
    if problem.field not in hidden or "value" not in problem.values:
        return problem
    return replace(problem, values={**problem.values, "value": HIDDEN})


def download_cells(row: Quarantined, *, hidden: Collection[str]) -> list[str]:
    """The cells of the row below HEADER."""
    problems = " ".join(summary_view(row, hidden=hidden)["problems"])
    cells = [HIDDEN if name in hidden and name in row.raw else row.raw.get(name, "") for name in DATA_COLUMNS]
    return [str(row.id), row.origin, str(row.row_number), problems, *cells]
