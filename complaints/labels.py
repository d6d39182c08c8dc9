"""What people said of a report, and which label follows from it.

Two people who agree weigh more than one, an adjudication (a settled second opinion, or a correction of the label
itself) more than both, and of equals the later holds. What was withdrawn, or said of an earlier text, does not count,
and what was refused later ("not ours") counts only where somebody says it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Source(StrEnum):
    """Where a label comes from."""

    REVIEW = "review"
    AUDIT = "audit"
    OPINION = "opinion"
    RETURN = "return"
    """A unit says that the category is wrong."""
    DISPOSITION = "disposition"
    """Another institution, or another unit, has it at LAPOR! now."""
    IMPORT = "import"
    CORRECTION = "correction"


ADJUDICATED = frozenset({Source.OPINION, Source.CORRECTION})


class Rule(StrEnum):
    """Why a label holds, the strongest first; or why none does."""

    ADJUDICATED = "adjudicated"
    AGREED = "agreed"
    SINGLE = "single"
    REFUSED = "refused"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class LabelEvent:
    """What one person said at one time.

    `model` is whose suggestion was at hand, which the person saw unless they judged `is_blind`. `audit_p` is the
    probability with which a random audit drew the report, `reach_p` the one with which the report came to a person at
    all by design: 1 in the queue, where doubt and not chance put it, None where somebody's objection or choice did.
    """

    id: int
    category: str
    klasifikasi: str
    office_id: str | None
    source: Source
    person: str
    at: datetime
    is_blind: bool = False
    model: str = ""
    is_withdrawn: bool = False
    is_outdated: bool = False
    audit_p: float | None = None
    reach_p: float | None = None
    note: str = field(default="", repr=False)

    @property
    def counts(self) -> bool:
        """Whether it says anything of the report as it reads now."""
        return not (self.is_withdrawn or self.is_outdated)


@dataclass(frozen=True, kw_only=True)
class LabelOfRecord:
    """The label that holds, None where none does; `refused` are the categories that it is known not to be."""

    event: LabelEvent | None
    rule: Rule
    people: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """The category, empty where no label holds."""
        return self.event.category if self.event else ""


def label_of_record(events: Sequence[LabelEvent]) -> LabelOfRecord:
    """The label that follows from these events about one report, in any order."""
    counting = sorted((event for event in events if event.counts), key=lambda event: (event.at, event.id))
    refused_at = {event.category: number for number, event in enumerate(counting) if event.source is Source.RETURN}
    said = [
        event
        for number, event in enumerate(counting)
        if event.source is not Source.RETURN and number > refused_at.get(event.category, -1)
    ]
    refused = tuple(sorted(set(refused_at) - {event.category for event in said}))
    adjudicated = [event for event in said if event.source in ADJUDICATED]
    if adjudicated:
        return LabelOfRecord(
            event=adjudicated[-1], rule=Rule.ADJUDICATED, people=(adjudicated[-1].person,), refused=refused
        )
    # Of one person the last word counts.
    last = list({event.person: event for event in said}.values())
    last.sort(key=lambda event: (event.at, event.id))
    if not last:
        return LabelOfRecord(event=None, rule=Rule.REFUSED if refused else Rule.NONE, refused=refused)
    agreed = [event for event in last if sum(other.category == event.category for other in last) > 1]
    if agreed:
        people = tuple(event.person for event in last if event.category == agreed[-1].category)
        return LabelOfRecord(event=agreed[-1], rule=Rule.AGREED, people=people, refused=refused)
    return LabelOfRecord(event=last[-1], rule=Rule.SINGLE, people=(last[-1].person,), refused=refused)


EXPLANATIONS = {
    Rule.ADJUDICATED: (
        "Ditetapkan oleh {people}: putusan atas beda pendapat, atau koreksi label, mengalahkan yang lain.",
        "Settled by {people}: an adjudication, or a correction of the label, beats all else.",
    ),
    Rule.AGREED: (
        "{people} sependapat: dua orang yang sependapat mengalahkan satu orang.",
        "{people} agree: two who agree beat one.",
    ),
    Rule.SINGLE: (
        "Dari {people}: belum ada orang kedua yang sependapat; yang terakhir berlaku.",
        "From {people}: nobody else agrees yet; the last word holds.",
    ),
    Rule.REFUSED: (
        "Belum ada label: {refused} ditolak unitnya, dan sesudah itu belum ada yang menilai lagi.",
        "No label yet: the unit refused {refused}, and nobody judged it again.",
    ),
    Rule.NONE: ("Belum ada yang memberi label.", "Nobody gave it a label yet."),
}


def explain_label(record: LabelOfRecord, language: Literal["id", "en"]) -> str:
    """One sentence that says why this label holds, or why none does."""
    people = (" dan " if language == "id" else " and ").join(record.people)
    text = EXPLANATIONS[record.rule][0 if language == "id" else 1]
    return text.format(people=people, refused=", ".join(record.refused))
