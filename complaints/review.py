"""What a reviewer may do with a report, what follows from it, and how two blind answers are settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from complaints.report import Status
from complaints.routing import Outcome

HELD_FOR = timedelta(minutes=10)
"""How long a report is held for whoever opened it, from the last sign of them."""
UNDO_WITHIN = timedelta(minutes=10)
"""How long a verdict can be undone by whoever gave it."""
SKIPPED_FOR = timedelta(hours=8)
"""How long a report that was skipped does not come up again by itself: a shift."""
BLIND_ANSWERS = 2
DISPOSISI = "disposisi"
NOT_OURS = "bukan-kewenangan"
QUESTION = "minta-informasi"


class Act(StrEnum):
    """What a reviewer does with a report."""

    ROUTE = "route"
    """Confirm the suggestion, or correct it."""
    NOT_OURS = "not_ours"
    """Bukan kewenangan: somebody else must handle it, whom the reviewer names."""
    DUPLICATE = "duplicate"
    ASK_REPORTER = "ask_reporter"
    """The report cannot be decided without more from the reporter."""
    SECOND_OPINION = "second_opinion"
    SKIP = "skip"


def status_after(act: Act) -> Status:
    """Where the report stands once this was done with it."""
    match act:
        case Act.ROUTE | Act.NOT_OURS | Act.DUPLICATE:
            return Status.REVIEWED
        case Act.ASK_REPORTER:
            return Status.AWAITING_INFO
        case Act.SECOND_OPINION | Act.SKIP:
            return Status.IN_REVIEW
        case _:
            assert_never(act)


class Restored(StrEnum):
    """Why a decision was taken back, so that a person sees the report again."""

    RETURNED = "returned"
    REOPENED = "reopened"


class Weighed(StrEnum):
    """How a person's decision came about where it was not the usual way: then it can be reopened, but not undone.

    After a blind verdict the suggestion may be seen; whoever gave it again would no longer be blind.
    """

    AUDITED = "audited"
    SETTLED = "settled"
    ASKED = "asked"


def may_be_undone(reasons: Sequence[str]) -> bool:
    """Whether a person's decision with these reasons was one that its author may undo."""
    return not {Weighed.AUDITED, Weighed.SETTLED} & set(reasons)


def needs_reason(outcome: str, sure: Sequence[str], chosen: Sequence[str]) -> bool:
    """Whether a reviewer must say why: they overturn what the policy was sure of.

    `sure` is the part of the suggested path that passed its threshold, `chosen` the path that the reviewer gives.
    """
    return outcome == Outcome.AUTO and bool(sure) and list(chosen[: len(sure)]) != list(sure)


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """What is sent on about a report, and to whom; `kind` as the outbox names it."""

    kind: str
    target: tuple[str, ...]
    office_id: str | None = None
    addressee: str = ""


def arrives_at(sent: Shipment, wanted: Shipment) -> bool:
    """Whether what is on its way, or was sent, arrives where it is wanted, so that nothing more must be sent.

    What went by itself names the part of the path that was sure: a person who confirms it names the rest.
    """
    if sent.kind != wanted.kind or wanted.kind != DISPOSISI:
        return sent == wanted
    is_above = bool(sent.target) and wanted.target[: len(sent.target)] == sent.target
    return is_above and wanted.office_id in (None, sent.office_id)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person says of a report, without having seen what others said (but for who settles)."""

    person: str
    path: tuple[str, ...]
    klasifikasi: str
    office_id: str | None = None
    addressee: str = ""


class Turn(StrEnum):
    """What a panel waits for from a person."""

    BLIND = "blind"
    """A blind answer."""
    SETTLE = "settle"
    """The answer that settles two that differ; both are shown."""
    NONE = "none"
    """Nothing: they asked for the opinion, or have answered."""


def agree(one: Answer, other: Answer) -> bool:
    """Whether both say the same; an office, or an addressee, that only one of them names is no contradiction."""
    return (
        one.path == other.path
        and one.klasifikasi == other.klasifikasi
        and _compatible(one.office_id, other.office_id)
        and _compatible(one.addressee.casefold(), other.addressee.casefold())
    )


def _compatible(one: str | None, other: str | None) -> bool:
    return not one or not other or one == other


def turn_of(person: str, asked_by: str, answers: Sequence[Answer]) -> Turn:
    """What this person may add: nobody answers twice, and who asked has seen the suggestion, so may only settle."""
    if person in {answer.person for answer in answers}:
        return Turn.NONE
    if len(answers) < BLIND_ANSWERS:
        return Turn.NONE if person == asked_by else Turn.BLIND
    return Turn.SETTLE


def settle(answers: Sequence[Answer]) -> Answer | None:
    """The answer that holds, or None while it is open: two that agree (with what either adds), else the third."""
    if len(answers) < BLIND_ANSWERS:
        return None
    if len(answers) > BLIND_ANSWERS:
        return answers[-1]
    first, second = answers
    if not agree(first, second):
        return None
    return Answer(
        person=second.person,
        path=second.path,
        klasifikasi=second.klasifikasi,
        office_id=second.office_id or first.office_id,
        addressee=second.addressee or first.addressee,
    )
