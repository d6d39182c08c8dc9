"""Offices as the directory's pages show them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from complaints.directory import Directory, Office
from complaints.directory.changes import DataStanding, fingerprint_of, standing_of
from complaints.directory.finding import Wanted, find_offices
from database.confirming import Confirmation

PAGE = 50


def list_view(
    directory: Directory,
    wanted: Wanted,
    said: Mapping[str, Confirmation],
    *,
    standing: str,
    after: str,
    now: datetime,
) -> dict[str, Any]:
    """A page of the offices that fit, behind the one with the id `after`; how many there are, and the filters."""
    standings = {office.id: _standing(office, said.get(office.id), now) for office in directory.offices}
    found = [office for office in find_offices(directory.offices, wanted) if standing in {"", standings[office.id]}]
    ids = [office.id for office in found]
    start = ids.index(after) + 1 if after in ids else 0
    shown = found[start : start + PAGE]
    return {
        "rows": [
            {"office": one, "standing": standings[one.id], "parent": _name(directory, one.parent_id)} for one in shown
        ],
        "count": len(found),
        "is_first": start == 0,
        "next_after": shown[-1].id if shown and start + PAGE < len(found) else "",
        "wanted": wanted,
        "standing": standing,
        "standings": list(DataStanding),
        "counts": {one: sum(value is one for value in standings.values()) for one in DataStanding},
        "units": directory.units,
        **_choices(directory),
    }


def _choices(directory: Directory) -> dict[str, Any]:
    above = {office.parent_id for office in directory.offices}
    kanwil = [office for office in directory.offices if office.id in above]
    return {
        "kinds": sorted({office.kind for office in directory.offices if office.kind}),
        "kanwil": sorted(kanwil, key=lambda office: office.name),
        "provinces": sorted({office.province for office in directory.offices if office.province}),
    }


def detail_view(directory: Directory, office_id: str, said: Sequence[Confirmation], *, now: datetime) -> dict[str, Any]:
    """All that is known of one office, and what people said of it (newest first). Raises NotFound."""
    office = directory.office(office_id)
    regions = {region.code: region.name for region in directory.regions}
    unit = next((unit for unit in directory.units if unit.id == office.unit_id), None)
    return {
        "office": office,
        "fingerprint": fingerprint_of(office),
        "standing": _standing(office, said[0] if said else None, now),
        "said": [{"entry": one, "is_of_this": one.fingerprint == fingerprint_of(office)} for one in said],
        "unit": unit.name if unit else office.unit_id,
        "parent": _link(directory, office.parent_id),
        "successors": [_link(directory, id_) for id_ in office.successors],
        "now": [one for one in directory.heirs_of(office_id) if one.id != office_id],
        "below": sorted((one for one in directory.offices if one.parent_id == office.id), key=lambda one: one.name),
        "served": [_area(code, regions) for code in office.served],
        "by_name_only": office.work_area == ("-",),
    }


def _standing(office: Office, newest: Confirmation | None, now: datetime) -> DataStanding:
    if newest is None:
        return DataStanding.UNCONFIRMED
    return standing_of(office, seen=newest.fingerprint, is_right=newest.is_right, said_at=newest.confirmed_at, now=now)


def _name(directory: Directory, office_id: str) -> str:
    known = directory.office_by_id.get(office_id)
    return known.name if known else office_id


def _link(directory: Directory, office_id: str) -> dict[str, Any] | None:
    if not office_id:
        return None
    return {"id": office_id, "name": _name(directory, office_id), "is_known": office_id in directory.office_by_id}


def _area(code: str, regions: Mapping[str, str]) -> str:
    name = regions.get(code.rstrip("*"), code)
    return f"{name} (sebagian)" if code.endswith("*") else name
