"""What another model, policy or directory says of reports that were decided before, and what follows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from complaints.report import Status
from complaints.routing import Decision, Outcome


class Difference(StrEnum):
    """How the new decision differs from the one in force; the first that holds."""

    SAME = "same"
    ELSEWHERE = "elsewhere"
    """Sure of another place than the one to which the report was sent."""
    SENT = "sent"
    """It waited for a person, and would be sent on by itself."""
    HELD = "held"
    """It was sent on by itself, and would wait for a person."""
    DEPTH = "depth"
    """Sure of the same branch, to another depth."""
    SUGGESTION = "suggestion"
    """Not sure, before and now; the category suggested is another."""
    OFFICE = "office"


class Consequence(StrEnum):
    """What is done about a difference."""

    NOTHING = "nothing"
    ANEW = "anew"
    """It waits for a person: it is routed as if it had just come in."""
    LOOK = "look"
    """It was sent on by itself, elsewhere: a person looks at it, and what was sent stands until then."""


@dataclass(frozen=True, kw_only=True)
class InForceThen:
    """The decision that is in force, as far as it can differ. `outcome` is that of the policy, or `person`.

    `touched` says that a person had a part in it: judged it, gave it back, or was asked for an opinion.
    """

    status: Status
    outcome: str
    touched: bool
    path: tuple[str, ...]
    depth: int
    office_id: str | None

    @property
    def by_person(self) -> bool:
        return self.outcome not in set(Outcome)

    @property
    def target(self) -> tuple[str, ...]:
        """Down to where a person sent it, or the policy was sure."""
        return self.path if self.by_person else self.path[: self.depth]


def compare(before: InForceThen, after: Decision) -> Difference:
    """How the new decision differs. What a person decided can only differ by place."""
    path = after.steps[-1].path if after.steps else ()
    is_sure = after.outcome is Outcome.AUTO
    was_sure = before.by_person or before.outcome == Outcome.AUTO
    if is_sure and was_sure and _contradict(before.target, after.target):
        return Difference.ELSEWHERE
    if before.by_person:
        return Difference.SAME if path == before.path else Difference.SUGGESTION
    if is_sure != was_sure:
        return Difference.SENT if is_sure else Difference.HELD
    if is_sure and len(before.target) != len(after.target):
        return Difference.DEPTH
    if path != before.path:
        return Difference.SUGGESTION
    office = after.office.id if after.office else None
    return Difference.SAME if office == before.office_id else Difference.OFFICE


def follow(before: InForceThen, difference: Difference) -> Consequence:
    """What is done about it: nothing where a person had a part, nor where what was sent on still belongs there."""
    if before.by_person or before.touched or difference is Difference.SAME:
        return Consequence.NOTHING
    match before.status:
        case Status.IN_REVIEW:
            return Consequence.ANEW
        case Status.ROUTED:
            return Consequence.LOOK if difference is Difference.ELSEWHERE else Consequence.NOTHING
        case Status.RECEIVED | Status.REVIEWED | Status.AWAITING_INFO:
            return Consequence.NOTHING
        case _:
            assert_never(before.status)


def _contradict(one: Sequence[str], other: Sequence[str]) -> bool:
    shared = min(len(one), len(other))
    return tuple(one[:shared]) != tuple(other[:shared])
