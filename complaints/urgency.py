"""Which reports cannot wait: life, violence in custody, trafficking, a child, suicide; and a deadline at the door.

Recall first: a false alarm costs a reviewer a look, a missed one may cost a life. An alarm only moves a report up.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from complaints.report import Message
from complaints.urgency_words import CutText, Found, cut, find_ideas

FILE = Path(__file__).with_name("urgency_rules.csv")
WITHIN_LEVEL = 1000
"""What lies between the precedences of two levels."""
READ_AT_MOST = 20_000
"""Characters of a text that are read, so that a pasted log does not hold up the others."""
DENIED_NEAR = 2
DENIED_FAR = 5
PAST_BEFORE = 6
TAUGHT_BEFORE = 5
# What may be denied ("tidak dipukul"); "tidak kuat, ingin mati" and "tidak dirujuk" are no denials.
DENIABLE = frozenset({"violence", "assault", "hit", "threat", "kill", "abuse"})


class UrgencyLevel(StrEnum):
    """How long a report can wait."""

    NONE = "none"
    SOON = "soon"
    DANGER = "danger"


class UrgencyKind(StrEnum):
    """What makes a report urgent."""

    LIFE = "life"
    CUSTODY_VIOLENCE = "custody_violence"
    TRAFFICKING = "trafficking"
    CHILD = "child"
    SUICIDE = "suicide"
    DEADLINE = "deadline"
    MODEL = "model"


@dataclass(frozen=True, kw_only=True)
class UrgentReason:
    """Why a report is urgent, with the stretches of its text that say so.

    `p` is the probability that a model gives (kind MODEL); None where a rule says it.
    """

    kind: UrgencyKind
    spans: tuple[str, ...]
    p: float | None = None

    def view(self) -> dict[str, object]:
        """As JSON values."""
        said: dict[str, object] = {"kind": self.kind.value, "spans": list(self.spans)}
        return said if self.p is None else {**said, "p": round(self.p, 4)}


@dataclass(frozen=True, kw_only=True)
class Urgency:
    """How urgent a report is; a reason for each kind that rules found, the gravest first, then that of the model."""

    level: UrgencyLevel = UrgencyLevel.NONE
    reasons: tuple[UrgentReason, ...] = ()

    @property
    def is_urgent(self) -> bool:
        return self.level is not UrgencyLevel.NONE

    @property
    def precedence(self) -> int:
        """What is added to the place in the queue: more than any other reason to look can give.

        Of one level what a rule found stands before what only a model suspects, and of that the likelier first.
        """
        certainty = max((1.0 if reason.p is None else reason.p / 2 for reason in self.reasons), default=0.0)
        return WITHIN_LEVEL * list(UrgencyLevel).index(self.level) + round(400 * certainty)

    def view(self) -> dict[str, object]:
        """What a reviewer is shown and what is stored with the decision."""
        return {"level": self.level.value, "reasons": [reason.view() for reason in self.reasons]}


@dataclass(frozen=True, kw_only=True)
class UrgencyRule:
    """Ideas that together make a report urgent, where each stands within so many words of the first."""

    kind: UrgencyKind
    level: UrgencyLevel
    ideas: tuple[str, ...]
    within: int


def urgency_of(message: Message) -> Urgency:
    """How urgent the message is by its words; what it denies or tells as long past does not count."""
    text = cut(message.text[:READ_AT_MOST])
    found = _alive(list(find_ideas(text.normal)))
    if not found:
        return Urgency()
    by_kind: dict[UrgencyKind, tuple[Found, ...]] = {}
    levels = {UrgencyLevel.NONE}
    for rule in _rules():
        together = _together(rule, found) if rule.kind not in by_kind else None
        if together:
            by_kind[rule.kind] = together
            levels.add(rule.level)
    reasons = tuple(_reason(kind, together, text) for kind, together in by_kind.items())
    return Urgency(level=max(levels, key=list(UrgencyLevel).index), reasons=reasons)


def _reason(kind: UrgencyKind, together: Iterable[Found], text: CutText) -> UrgentReason:
    return UrgentReason(kind=kind, spans=tuple(dict.fromkeys(text.stretch(one) for one in together)))


def _together(rule: UrgencyRule, found: Mapping[str, Sequence[Found]]) -> tuple[Found, ...] | None:
    """The first place where all ideas of the rule stand close enough, each in words of its own."""
    first, *others = rule.ideas
    for one in found.get(first, ()):
        near = [_nearest(one, found.get(idea, ()), rule.within) for idea in others]
        if all(near):
            return (one, *(other for other in near if other))
    return None


def _nearest(one: Found, others: Sequence[Found], within: int) -> Found | None:
    apart = [(_distance(one, other), other) for other in others]
    near = [(distance, other) for distance, other in apart if 0 < distance <= within]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _distance(one: Found, other: Found) -> int:
    """Words from one to the other; 0 where they share words."""
    return max(0, other.start - one.end + 1, one.start - other.end + 1)


def _alive(found: Sequence[Found]) -> dict[str, list[Found]]:
    """The ideas by name, without what the text denies, tells as long past, or only teaches about."""
    by_idea: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_idea[one.idea].append(one)
    return {
        idea: kept
        for idea, places in by_idea.items()
        if (kept := [one for one in places if not _set_aside(one, by_idea)])
    }


def _set_aside(one: Found, by_idea: Mapping[str, Sequence[Found]]) -> bool:
    if one.idea == "suicide":
        return False
    if one.idea in DENIABLE and (
        _before(one, by_idea.get("negation", ()), DENIED_NEAR) or _before(one, by_idea.get("never", ()), DENIED_FAR)
    ):
        return True
    if _before(one, by_idea.get("teaching", ()), TAUGHT_BEFORE):
        return True
    return "still" not in by_idea and _before(one, by_idea.get("past", ()), PAST_BEFORE)


def _before(one: Found, marks: Sequence[Found], words: int) -> bool:
    """Whether a mark ends at most so many words before the idea."""
    return any(0 <= one.start - mark.end < words for mark in marks)


@cache
def _rules() -> tuple[UrgencyRule, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            UrgencyRule(
                kind=UrgencyKind(row["kind"]),
                level=UrgencyLevel(row["level"]),
                ideas=tuple(row["ideas"].split()),
                within=int(row["within"]),
            )
            for row in csv.DictReader(file)
        )
