"""What the replay speaks of: reports, labels, judgements, days, and what a machine must be able to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from complaints.raising import Seen
from complaints.report import Message


class Order(StrEnum):
    """In which order people see what waits: as in service, by what a label teaches alone, or by chance."""

    PLACE = "place"
    TEACHES = "teaches"
    RANDOM = "random"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came in, and where a person would send it."""

    number: int
    moment: datetime
    message: Message
    leaf: str


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a person said; `drawn` is the probability of the label over the smallest of its time: see
    complaints.coverage."""

    report: Report
    drawn: float


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a machine says of a report: where it belongs (empty: no idea), how sure it is, whether it sends it on."""

    leaf: str
    p: float
    sure: bool


class Machine(Protocol):
    """What learns and judges. `policy` names its rule of the day ("" while it sends nothing on); `is_watched` says that
    what it sends on is audited, and braked where the audits say so; `is_raised` its threshold is raised for now."""

    is_watched: bool

    @property
    def policy(self) -> str: ...

    @property
    def is_raised(self) -> bool: ...

    def learn(self, labels: Sequence[Label]) -> None:
        """Learn anew from all labels so far, in the order of time."""

    def judge(self, reports: Sequence[Report]) -> Sequence[Judged]:
        """What is to be done with each of these."""

    def heed(self, seen: Sequence[Seen]) -> None:
        """Take note of what it judged since it learnt last, and of what people said of it."""


@dataclass(kw_only=True)
class Day:
    """How many reports came, were sent on by machine, wrongly among these; were reviewed, of these audits; how many
    waited at night; whether in the morning the brake was on, or the threshold raised."""

    day: date
    came: int
    braked: bool
    raised: bool
    automatic: int = 0
    wrong: int = 0
    reviewed: int = 0
    audited: int = 0
    waiting: int = 0
    trained: bool = False


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A report as the machine in force judged it."""

    report: Report
    judged: Judged


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A report before people; `policy` is the one whose route is audited, empty where none is."""

    report: Report
    wrong: bool
    policy: str = ""
