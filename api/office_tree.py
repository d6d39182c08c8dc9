"""Offices by the Kanwil that they stand below, for filters and figures."""

from collections.abc import Mapping, Sequence

from complaints.directory import Office


def kanwil_by_office(offices: Sequence[Office]) -> dict[str, str]:
    """The id of the office on top of each office: the Kanwil of an UPT; an office with none above it is its own."""
    above = {office.id: office.parent_id for office in offices}
    return {office.id: _top(office.id, above) for office in offices}


def offices_below(kanwil: str, offices: Sequence[Office]) -> tuple[str, ...]:
    """This office and all below it; itself alone where the directory does not know it."""
    return (kanwil, *(id_ for id_, top in kanwil_by_office(offices).items() if top == kanwil and id_ != kanwil))


def offices_of(kanwil: str, kantor: str, offices: Sequence[Office]) -> tuple[str, ...]:
    """The offices that both choices leave, none of them where they exclude each other; empty where none is chosen."""
    if not kanwil:
        return (kantor,) if kantor else ()
    below = offices_below(kanwil, offices)
    if not kantor:
        return below
    return (kantor,) if kantor in below else ("",)


def _top(office_id: str, above: Mapping[str, str]) -> str:
    seen = {office_id}
    while (parent := above.get(office_id, "")) in above and parent not in seen:
        seen.add(parent)
        office_id = parent
    return office_id
