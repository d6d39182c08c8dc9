"""Offices by the Kanwil that they stand below, for filters and figures."""

from collections.abc import Sequence

from complaints.directory import Office
from complaints.kanwil import kanwil_by_office


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
