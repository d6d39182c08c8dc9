"""The time limits of a report: what must be done by when, from the rules that were in force on its day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from complaints.deadline_rules import Rule, Step, days_for, shipped_rules
from complaints.working_days import Calendar, due_day, end_of, indonesian_year


class MilestoneKind(StrEnum):
    """What a unit, the reporter or LAPOR! did with a report once it was sent on."""

    FOLLOW_UP = "follow_up"
    REPLY = "reply"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """That something was done, and when (aware of its zone)."""

    kind: MilestoneKind
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Course:
    """What became of a report, as far as its deadlines depend on it.

    `opened_at` is when it came, or was last taken back; since then it waits until `settled_at`. `sent_at` is since when
    the unit in charge has it, None where none has. `milestones` are those of this stretch, in order of time. What is
    not `is_ours` (anymore) was given to somebody else, or closed as a duplicate.
    """

    reported_at: datetime
    zone: tzinfo
    opened_at: datetime
    klasifikasi: str = ""
    settled_at: datetime | None = None
    sent_at: datetime | None = None
    is_ours: bool = True
    milestones: Sequence[Milestone] = ()

    def first(self, *kinds: MilestoneKind) -> datetime | None:
        """When one of these was first done, None where it was not."""
        return next((one.at for one in self.milestones if one.kind in kinds), None)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The step is in time until `due_at`, the end of the day `due_on` where the report comes from.

    `uncertain`: holidays of a year on the way are not fully known yet, so the day may move.
    """

    step: Step
    started_at: datetime
    due_on: date
    due_at: datetime
    met_at: datetime | None = None
    uncertain: bool = False


class Standing(StrEnum):
    """How a deadline stands at a moment."""

    MET = "met"
    MET_LATE = "met_late"
    RUNNING = "running"
    TODAY = "today"
    OVERDUE = "overdue"


def plan(
    course: Course, rules: Sequence[Rule] | None = None, calendar: Calendar = indonesian_year
) -> tuple[Deadline, ...]:
    """The deadlines of a report on this course, by the rules of the day on which it was reported."""
    known = shipped_rules() if rules is None else rules
    reported_on = course.reported_at.astimezone(course.zone).date()
    planned = []
    for step, start, met_at in _starts(course):
        days = days_for(known, step, course.klasifikasi, reported_on)
        if days is not None:
            due = due_day(start.astimezone(course.zone).date(), days, calendar)
            planned.append(
                Deadline(
                    step=step,
                    started_at=start,
                    due_on=due.day,
                    due_at=end_of(due.day, course.zone),
                    met_at=met_at,
                    uncertain=bool(due.uncertain),
                )
            )
    return tuple(planned)


def _starts(course: Course) -> Iterable[tuple[Step, datetime, datetime | None]]:
    """Each step that runs or ran, when it began, and when it was done."""
    closed = course.first(MilestoneKind.CLOSED)
    answered = course.first(MilestoneKind.FOLLOW_UP, MilestoneKind.CLOSED)
    yield Step.VERIFICATION, course.opened_at, course.settled_at or course.first(*MilestoneKind)
    if not course.is_ours:
        return
    if course.sent_at is not None:
        yield Step.FOLLOW_UP, course.sent_at, answered
    last = course.milestones[-1:] if closed is None else [one for one in course.milestones if one.at < closed][-1:]
    if last and last[0].kind is MilestoneKind.FOLLOW_UP:
        yield Step.CLOSING, last[0].at, closed
    yield Step.TOTAL, course.reported_at, closed


def next_due(deadlines: Iterable[Deadline]) -> Deadline | None:
    """The open deadline that comes first; None where none is open."""
    return min((one for one in deadlines if one.met_at is None), key=lambda one: one.due_at, default=None)


def standing_of(due_at: datetime, met_at: datetime | None, now: datetime) -> Standing:
    """How a deadline stands: done in time is done before `due_at`."""
    if met_at is not None:
        return Standing.MET if met_at < due_at else Standing.MET_LATE
    if now >= due_at:
        return Standing.OVERDUE
    return Standing.TODAY if now >= due_at - timedelta(days=1) else Standing.RUNNING
