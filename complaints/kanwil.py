"""Offices by the Kanwil that they stand below."""

from collections.abc import Mapping, Sequence

from complaints.directory import Office


def kanwil_by_office(offices: Sequence[Office]) -> dict[str, str]:
    """The id of the office on top of each office: the Kanwil of an UPT; an office with none above it is its own."""
    above = {office.id: office.parent_id for office in offices}
    return {office.id: _top(office.id, above) for office in offices}


def _top(office_id: str, above: Mapping[str, str]) -> str:
    seen = {office_id}
    while (parent := above.get(office_id, "")) in above and parent not in seen:
        seen.add(parent)
        office_id = parent
    return office_id
