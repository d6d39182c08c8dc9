"""How urgent a report is by the rules and by a model together: either is enough, and each says that it was the one."""

from dataclasses import dataclass

from complaints.report import Message
from complaints.urgency import Urgency, UrgencyKind, UrgencyLevel, UrgentReason, urgency_of


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A model takes a text for urgent with probability `p`, most of all by these of its words."""

    level: UrgencyLevel
    p: float
    words: tuple[str, ...] = ()


def judge_urgency(message: Message, alarm: Alarm | None) -> Urgency:
    """What the rules find, and the alarm of a model where there is one; the higher level counts."""
    found = urgency_of(message)
    if alarm is None:
        return found
    reason = UrgentReason(kind=UrgencyKind.MODEL, spans=alarm.words, p=alarm.p)
    level = max(found.level, alarm.level, key=list(UrgencyLevel).index)
    return Urgency(level=level, reasons=(*found.reasons, reason))
