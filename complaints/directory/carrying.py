"""What a new list of offices keeps of the one before: former names, and the offices that are gone, closed. Pure.

So no old name is ever lost, whoever wrote the new list, and putting the same list in force twice changes nothing.
"""

import csv
import io
from collections.abc import Collection, Mapping
from datetime import date, timedelta

Row = dict[str, str]


def with_earlier_offices(new: str, current: str, today: date, *, units: str, regions: str) -> str:
    """The text of offices.csv with what it must keep of the one in force.

    An office that has another name has the one before among its former names; one that is not named any more is closed,
    its last day being yesterday, without successor, and names no unit or region that is gone from these files. Nothing
    else changes, not by a byte.
    """
    rows, columns = _rows(new)
    before, _ = _rows(current)
    known = {row["id"]: row for row in before}
    kept = [_with_names(row, known.get(row["id"])) for row in rows]
    named = {row["id"] for row in rows}
    known_units, known_regions = _ids(units, "id"), _ids(regions, "code")
    gone = [_closed(row, today, known_units, known_regions) for row in before if row["id"] not in named]
    return new if kept == rows and not gone else _text([*kept, *gone], columns)


def _rows(text: str) -> tuple[list[Row], list[str]]:
    reader = csv.DictReader(io.StringIO(text))
    rows = [{name: value or "" for name, value in row.items() if name} for row in reader]
    return [row for row in rows if row.get("id")], list(reader.fieldnames or ())


def _with_names(row: Row, before: Mapping[str, str] | None) -> Row:
    if before is None:
        return row
    renamed = [before["name"]] if _said(before["name"]) != _said(row["name"]) else []
    names = dict.fromkeys([*_list(row), *_list(before), *renamed])
    names.pop(row["name"].strip(), None)
    return row if list(names) == _list(row) else {**row, "former_names": ";".join(names)}


def _said(name: str) -> str:
    return " ".join(name.split())


def _list(row: Mapping[str, str]) -> list[str]:
    return [name.strip() for name in row.get("former_names", "").split(";") if name.strip()]


def _ids(text: str, column: str) -> set[str]:
    return {(row.get(column) or "").strip() for row in csv.DictReader(io.StringIO(text))}


def _closed(row: Row, today: date, units: Collection[str], regions: Collection[str]) -> Row:
    """A first day that has not come is one that it never had."""
    last = row.get("valid_to") or (today - timedelta(days=1)).isoformat()
    areas = [area for area in row.get("work_area", "").split(";") if area.strip(" *") in {*regions, "-"}]
    return {
        **row,
        "valid_from": row["valid_from"] if row.get("valid_from", "") <= last else last,
        "valid_to": last,
        "unit_id": row["unit_id"] if row["unit_id"].strip() in units else "",
        "kab_code": row["kab_code"] if row["kab_code"].strip() in regions else "",
        "work_area": ";".join(areas) if row.get("work_area") else "",
    }


def _text(rows: list[Row], columns: list[str]) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()
