"""Which of several offices takes over the work of one that closed, and who reaches it then. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from complaints.access import Reach
from complaints.directory.facts import Directory, Office


class Turn(StrEnum):
    """What became of the office of a report."""

    SUCCEEDED = "office_succeeded"
    """One office has its work, or of several one alone fits."""
    SPLIT = "office_split"
    """Several have it, and what is known of the report does not say which."""
    CLOSED = "office_closed"
    """Nobody has it."""
    RESTORED = "office_restored"
    """It is at work again: an earlier directory was put in force."""


@dataclass(frozen=True, kw_only=True)
class About:
    """What is known of a report by which one of several successors is chosen: its path in the taxonomy, the kinds of
    office that handle its category, and where it comes from."""

    path: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    provinsi: str = ""
    kota: str = ""


def turn_of(directory: Directory, office_id: str, about: About) -> tuple[Turn, Office | None]:
    """Who has the work of this office, on the day of the directory, as far as this report goes.

    Of several successors the one that belongs to the bidang or unit of the report, is of a kind that handles its
    category, and serves the place where it comes from; where more than one is left, a person must say.
    """
    heirs = directory.heirs_of(office_id)
    if len(heirs) > 1:
        heirs = tuple(heir for heir in heirs if _is_of_branch(heir, about.path))
        if not heirs:
            return Turn.SPLIT, None
        heirs = _narrowed(heirs, lambda heir: heir.kind in about.kinds)
        for place in (about.kota, about.provinsi):
            heirs = _narrowed(heirs, lambda heir, place=place: _serves(directory, heir, place))  # type: ignore[misc]
    if len(heirs) == 1:
        return Turn.SUCCEEDED, heirs[0]
    return (Turn.SPLIT, None) if heirs else (Turn.CLOSED, None)


def _narrowed(heirs: tuple[Office, ...], fits: Callable[[Office], bool]) -> tuple[Office, ...]:
    """Those that fit; all where none does, since then it says nothing about them."""
    return tuple(heir for heir in heirs if fits(heir)) or heirs


def _is_of_branch(office: Office, path: Sequence[str]) -> bool:
    marks = {office.bidang, office.unit_id} - {""}
    return not marks or not marks.isdisjoint(path)


def _serves(directory: Directory, office: Office, place: str) -> bool:
    codes = {code.rstrip("*") for code in office.served}
    names = {office.city, office.province, *(region.name for region in directory.regions if region.code in codes)}
    return bool(place) and place.casefold() in {name.casefold() for name in names}


def widen_reach(reach: Reach, directory: Directory) -> Reach:
    """The reach with the offices that took over from those it names, where it is clear which: on the day of the
    directory. What it named stays: what an office finished before it closed can be read on."""
    known = set(reach.offices)
    heirs = [heir for id_ in reach.offices for heir in [heir_within(reach, directory, id_)] if heir]
    added = tuple(dict.fromkeys(heir.id for heir in heirs if heir.id not in known))
    return replace(reach, offices=(*reach.offices, *added)) if added else reach


def heir_within(reach: Reach, directory: Directory, office_id: str) -> Office | None:
    """Who has the work of this office as far as the reach's branch goes; None where nobody, or it is not clear."""
    return turn_of(directory, office_id, About(path=reach.path))[1]


def as_before(current: Directory, earlier: Directory) -> Directory:
    """The earlier directory, in which each office that only the current one knows is closed in favour of those that it
    succeeded: so what came to it in the meantime finds its way back."""
    assert earlier.on is not None
    before = {
        office.id: tuple(one.id for one in current.offices if office.id in one.successors) for office in current.offices
    }
    gone = tuple(
        replace(office, valid_from=None, valid_to=earlier.on - timedelta(days=1), successors=before[office.id])
        for office in current.offices
        if office.id not in earlier.office_by_id
    )
    return replace(earlier, offices=(*earlier.offices, *gone))
