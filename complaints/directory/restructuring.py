"""What a new directory does to each office: new, renamed, merged, split, moved, closed, or otherwise changed. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from complaints.directory.changes import ChangedOffice, changes_between
from complaints.directory.facts import Directory, Office


class ChangeKind(StrEnum):
    """What becomes of an office; one may be renamed and moved at once."""

    NEW = "new"
    RENAMED = "renamed"
    MERGED = "merged"
    """It closes into an office that takes over from others as well."""
    SPLIT = "split"
    """It closes, and several take over."""
    MOVED = "moved"
    """It stands below another unit or office, or lies elsewhere."""
    CLOSED = "closed"
    CHANGED = "changed"


PLACE = ("unit_id", "parent_id", "kab_code", "city", "province")
BY_ITSELF = frozenset({"former_names"})
"""What follows from other changes and need not be told."""


@dataclass(frozen=True, kw_only=True)
class OfficeChange:
    """One change of one office. `details` say what was and what is, by column; `successors` who takes over, after the
    last day `day` (of a new office: its first)."""

    kind: ChangeKind
    id: str
    name: str
    details: Mapping[str, tuple[str, str]]
    successors: tuple[str, ...] = ()
    day: date | None = None


def restructured(before: Directory, after: Directory) -> list[OfficeChange]:
    """Every change, kind by kind in the order of ChangeKind, by id."""
    found = changes_between(before, after)
    closing = [office for office in found.closed if office.id in after.office_by_id]
    taken = Counter(office.successors[0] for office in closing if len(office.successors) == 1)
    changes = [
        *(_new(office) for office in found.added),
        *(_closing(office, taken) for office in closing),
        *(one for pair in (*found.renamed, *found.changed) for one in _altered(pair)),
    ]
    return sorted(changes, key=lambda one: (list(ChangeKind).index(one.kind), one.id))


def _new(office: Office) -> OfficeChange:
    return OfficeChange(kind=ChangeKind.NEW, id=office.id, name=office.name, details={}, day=office.valid_from)


def _closing(office: Office, taken: Mapping[str, int]) -> OfficeChange:
    kind = ChangeKind.CLOSED
    if len(office.successors) > 1:
        kind = ChangeKind.SPLIT
    elif office.successors and taken[office.successors[0]] > 1:
        kind = ChangeKind.MERGED
    return OfficeChange(
        kind=kind, id=office.id, name=office.name, details={}, successors=office.successors, day=office.valid_to
    )


def _altered(pair: ChangedOffice) -> Iterator[OfficeChange]:
    names = [name for name in pair.differing if name == "name"]
    place = [name for name in pair.differing if name in PLACE]
    rest = [name for name in pair.differing if name not in {*names, *place, *BY_ITSELF}]
    for kind, fields in ((ChangeKind.RENAMED, names), (ChangeKind.MOVED, place), (ChangeKind.CHANGED, rest)):
        if fields:
            details = {name.rstrip("_"): (_shown(pair.before, name), _shown(pair.after, name)) for name in fields}
            yield OfficeChange(kind=kind, id=pair.after.id, name=pair.after.name, details=details)


def _shown(office: Office, name: str) -> str:
    value = getattr(office, name)
    return ";".join(value) if isinstance(value, tuple) else str(value if value is not None else "")


def counted(changes: Sequence[OfficeChange]) -> dict[ChangeKind, int]:
    """How many there are of each kind, also of those of which there is none."""
    counts = Counter(one.kind for one in changes)
    return {kind: counts[kind] for kind in ChangeKind}
