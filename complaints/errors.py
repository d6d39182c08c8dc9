"""Everything that can be wrong with a report or a rule, each named for what went wrong."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


class ComplaintError(Exception):
    """Something that the rules of this product refuse."""


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where in a file: `unit` is what is counted there, from 1: lines, rows or annotations."""

    file: str
    unit: Literal["line", "row", "annotation"]
    number: int


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong with one field of one report.

    `code` names a text in complaints/messages.py, which says what is wrong and what to do about it;
    `values` fills its placeholders; `place` says where in a file, where it is not part of the text.
    """

    code: str
    field: str
    values: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    place: Position | None = None


class InvalidReport(ComplaintError):
    """The report cannot be accepted as it is; `problems` says which field, why, and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.field}: {problem.code}" for problem in problems))


class InvalidDirectory(ComplaintError):
    """A directory file breaks a rule; the text names the file, the row and the remedy, and so do `problems`."""

    def __init__(self, told: str, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(told)


class InvalidProgrammes(ComplaintError):
    """A table of joint programmes breaks a rule; the text names the file, the row, the column and the remedy."""


class InvalidDeadlineRules(ComplaintError):
    """A table of time limits breaks a rule; the text names the file, the row, the column and the remedy."""


class AlreadyReviewed(ComplaintError):
    """Someone else reviewed this report first."""


class HeldByAnother(ComplaintError):
    """Someone else holds this report just now; `person` is who, `until` is when their time is over."""

    def __init__(self, person: str, until: datetime) -> None:
        self.person = person
        self.until = until
        super().__init__(f"held by {person} until {until.isoformat()}")


class KeptBack(ComplaintError):
    """This report is rahasia, and not for this person to read: so it is not for them to decide."""


class JudgedBlind(ComplaintError):
    """This report is being judged blind: only a blind answer, or leaving it to others, is possible."""


class NotYourTurn(ComplaintError):
    """This person asked for the opinion or gave one already: others must answer."""


class NotUndoable(ComplaintError):
    """This verdict is not the person's own, is too old, or was sent on already: it can be reopened instead."""


class NothingToReopen(ComplaintError):
    """No decision about this report is in force that could be taken back."""


class NothingToCopy(ComplaintError):
    """No decision about this report was sent on, so that nobody can get a copy of it."""


class NotSplittable(ComplaintError):
    """This report is a part of another already."""


class PartsDecided(ComplaintError):
    """A part of this report was decided, or is judged blind: the report stays split."""


class NotMergeable(ComplaintError):
    """This report cannot be closed as a duplicate of that one."""


class NotFound(ComplaintError):
    """No such report, office or category."""
