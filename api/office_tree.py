"""Offices by the Kanwil that they stand below, for filters and figures."""

from collections.abc import Sequence

from complaints.directory import Office
from complaints.kanwil import kanwil_by_office


def offices_below(kanwil: str, offices: Sequence[Office]) -> tuple[str, ...]:
    """This office and all below it; itself alone where the directory does not know it."""
    return (kanwil, *(id_ for id_, top in kanwil_by_office(offices).items() if top == kanwil and id_ != kanwil))


def offices_of(kanwil: str, kantor: str, offices: Sequence[Office]) -> tuple[str, ...]:
    """The offices that both choices leave, none of them where they exclude each other; empty where none is chosen.

    With those that they succeeded: what was decided for them stands with whoever has their work.
    """
    if not kanwil:
        return with_predecessors((kantor,), offices) if kantor else ()
    below = offices_below(kanwil, offices)
    if not kantor:
        return with_predecessors(below, offices)
    return with_predecessors((kantor,), offices) if kantor in below else ("",)


def with_predecessors(ids: Sequence[str], offices: Sequence[Office]) -> tuple[str, ...]:
    """These offices and all that they took over from, however long ago."""
    found = dict.fromkeys(ids)
    while True:
        before = [one.id for one in offices if one.id not in found and not found.keys().isdisjoint(one.successors)]
        if not before:
            return tuple(found)
        found.update(dict.fromkeys(before))
