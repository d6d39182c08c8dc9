"""Entries of the audit log as people and spreadsheets read them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from api.page_words import DETAILS_OF_AUDIT
from complaints.cells import plain_cell
from database.audit_reading import Entry

COLUMNS = ("id", "at", "actor", "action", "subject", "details", "previous_hash", "hash")


def entry_view(entry: Entry) -> dict[str, Any]:
    """The entry with its details as pairs of label and text, and a link to what it speaks of."""
    kind, _, name = entry.subject.partition(":")
    links = {"office": f"/direktori/kantor/{name}", "model": f"/model/{name}", "quarantine": f"/karantina/{name}"}
    return {"entry": entry, "details": readable(entry.details), "link": links.get(kind, "")}


def readable(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each detail with its name and value in words."""
    return [(DETAILS_OF_AUDIT.get(key, key), _in_words(value)) for key, value in details.items()]


def _in_words(value: object) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Mapping):
        return "; ".join(f"{DETAILS_OF_AUDIT.get(key, key)}: {_in_words(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_in_words(one) for one in value)
    return str(value)


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """A line per entry below a header; details as JSON. No cell begins as a formula does."""
    yield csv_line(COLUMNS)
    for entry in entries:
        row = _row(entry)
        yield csv_line([json.dumps(value) if name == "details" else str(value) for name, value in row.items()])


def as_json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """An object per entry and line."""
    return (f"{json.dumps(_row(entry), ensure_ascii=False)}\n" for entry in entries)


def _row(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "at": entry.at.isoformat()}


def csv_line(cells: Iterable[str]) -> str:
    """One line of a CSV file that is safe to open in a spreadsheet: a formula is kept from being one by a quote."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([plain_cell(cell) for cell in cells])
    return buffer.getvalue()
