"""The course of a report, read from all that was decided about it and done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from complaints.deadlines import Course, Milestone

UNIT_LEVELS = 3
"""Down to the unit: what changes below it leaves the report with the same people."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision, as far as deadlines depend on it. `path` is the part that was acted on; `restores` is the id of the
    decision that this one brings back."""

    id: int
    at: datetime
    acted: bool
    path: tuple[str, ...]
    office_id: str | None
    by_person: bool
    klasifikasi: str
    restores: int | None = None


@dataclass(frozen=True, kw_only=True)
class Past:
    """All that is known of a report: decisions in order, the last one in force. `taken_back_at` is when one was last
    returned or reopened, `given_away_at` when it was closed as a duplicate; `is_elsewhere` says that it was given to
    somebody else."""

    reported_at: datetime
    zone: tzinfo
    klasifikasi: str
    decisions: Sequence[Decided] = ()
    milestones: Sequence[Milestone] = ()
    taken_back_at: datetime | None = None
    given_away_at: datetime | None = None
    is_elsewhere: bool = False


def course_of(past: Past) -> Course:
    """What the deadlines of this report depend on."""
    chain = _acted_in_a_row(past.decisions)
    opened_at = past.taken_back_at or past.reported_at
    return Course(
        reported_at=past.reported_at,
        zone=past.zone,
        opened_at=opened_at,
        klasifikasi=_klasifikasi(past),
        settled_at=past.given_away_at or (chain[-1].at if chain else None),
        sent_at=_with_its_unit_since(chain),
        is_ours=past.given_away_at is None and not past.is_elsewhere,
        milestones=[one for one in past.milestones if past.taken_back_at is None or one.at >= past.taken_back_at],
    )


def _klasifikasi(past: Past) -> str:
    """What a person said; else what the source says; else what the machine suggests."""
    last = past.decisions[-1] if past.decisions else None
    said = last.klasifikasi if last else ""
    return (said if last and last.by_person else "") or past.klasifikasi or said


def _acted_in_a_row(decisions: Sequence[Decided]) -> list[Decided]:
    """The decisions that were acted on since the report last waited for one, the latest first.

    What brings back an earlier decision stands for that one, as if nothing had been in between.
    """
    place_of = {decision.id: place for place, decision in enumerate(decisions)}
    chain: list[Decided] = []
    place = len(decisions) - 1
    while place >= 0 and decisions[place].acted:
        restored = decisions[place].restores
        if restored in place_of:
            place = place_of[restored]
            continue
        chain.append(decisions[place])
        place -= 1
    return chain


def _with_its_unit_since(chain: Sequence[Decided]) -> datetime | None:
    """Since when the unit and office in charge have the report, whatever was confirmed meanwhile."""
    if not chain or not chain[0].path:
        return None
    since = chain[0]
    for earlier in chain[1:]:
        if not _is_same_address(earlier, since):
            break
        since = earlier
    return since.at


def _is_same_address(one: Decided, other: Decided) -> bool:
    shared = min(len(one.path), len(other.path), UNIT_LEVELS)
    same_unit = shared > 0 and one.path[:shared] == other.path[:shared]
    return same_unit and (one.office_id == other.office_id or None in (one.office_id, other.office_id))
