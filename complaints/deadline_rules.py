"""How many working days each step of a report may take, and since when: complaints/deadline_rules.csv."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from complaints.errors import InvalidDeadlineRules
from complaints.report import Klasifikasi

TABLE = Path(__file__).parent / "deadline_rules.csv"
MOST_DAYS = 999


class Step(StrEnum):
    """What has a time limit, in the order in which it comes."""

    VERIFICATION = "verification"
    """The report is decided upon: sent to a unit, to somebody else, or back to the reporter with a question."""
    FOLLOW_UP = "follow_up"
    """The unit that it was sent to answers or acts for the first time."""
    CLOSING = "closing"
    """After a follow-up that the reporter does not reply to, the report closes by itself."""
    TOTAL = "total"
    """The whole way of the report, by its klasifikasi; nothing restarts it."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """So many working days for a step; `klasifikasi` None means any. Valid from the first day to the last, both
    included, None where unknown or open."""

    step: Step
    klasifikasi: Klasifikasi | None
    days: int
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def holds(self, step: Step, klasifikasi: str, on: date) -> bool:
        """Whether this rule says how long such a report of that day has for the step."""
        in_force = (self.valid_from or on) <= on <= (self.valid_to or on)
        return self.step is step and self.klasifikasi in (None, klasifikasi) and in_force


def days_for(rules: Sequence[Rule], step: Step, klasifikasi: str, on: date) -> int | None:
    """How many working days a report of that day and kind has for the step; None where no rule says so."""
    return next((rule.days for rule in rules if rule.holds(step, klasifikasi, on)), None)


EXPECTED = {
    "step": f"a step; write one of {', '.join(Step)}",
    "klasifikasi": f"a klasifikasi; write one of {', '.join(Klasifikasi)}, or leave it empty for all",
    "days": "a number of working days; write a whole number from 1 to 999",
    "valid_from": "a day; write it as 2026-01-31, or leave it empty",
    "valid_to": "a day; write it as 2026-01-31, or leave it empty",
}


def read_rules(path: Path = TABLE) -> tuple[Rule, ...]:
    """Read rules from CSV. Raises InvalidDeadlineRules, which names the row, the column and the remedy."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_rule(path.name, number, row) for number, row in enumerate(csv.DictReader(file), start=2))


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """The rules that come with this package."""
    return read_rules()


def _rule(name: str, number: int, row: dict[str, str]) -> Rule:
    column = ""
    try:
        column = "step"
        step = Step(row[column])
        column = "klasifikasi"
        klasifikasi = Klasifikasi(row[column]) if row[column] else None
        column = "days"
        days = _days(row[column])
        column = "valid_from"
        first = date.fromisoformat(row[column]) if row[column] else None
        column = "valid_to"
        last = date.fromisoformat(row[column]) if row[column] else None
        return Rule(
            step=step, klasifikasi=klasifikasi, days=days, valid_from=first, valid_to=last, source=row["source"]
        )
    except (KeyError, ValueError) as error:
        said = row.get(column)
        raise InvalidDeadlineRules(
            f"{name}, row {number}, column {column}: {said!r} is not {EXPECTED[column]}"
        ) from error


def _days(text: str) -> int:
    if not 1 <= int(text) <= MOST_DAYS:
        raise ValueError(text)
    return int(text)
