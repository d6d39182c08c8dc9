"""Monitoring and evaluation (Monev): what is measured over a quarter, of what, and from which rows.

Everything is counted by path (down to the unit) and office, so that the figures of any part of the directory are sums.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from complaints.agreement import cohens_kappa
from complaints.errors import ComplaintError
from complaints.figures import Period, quantile_of

CODE = re.compile(r"([0-9]{4})(?:-(Q[1-4]|S[12]))?")
MONTHS_OF = {"Q": 3, "S": 6, "": 12}
EARLIEST, LATEST = 2000, 2199
FINE = 16
"""Durations of Monev are counted in steps that grow by 2 ** (1 / 16), so that a quantile is off by 5 % at the most."""
SMALL = 5
"""Counts below this could point to a reporter."""


class UnknownPeriod(ComplaintError):
    """No such period: write a quarter as 2026-Q3, a half year as 2026-S1, or a year as 2026."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """A quarter, half year or year by its code; whole days in WIB, both included."""

    code: str
    first: date
    last: date

    @property
    def period(self) -> Period:
        return Period(first=self.first, last=self.last)

    @property
    def before(self) -> "Span":
        """The span of the same length before this one."""
        return span_holding(self.first - timedelta(days=1), self.code[5:6])


def span_named(code: str) -> Span:
    """The span with this code. Raises UnknownPeriod."""
    match = CODE.fullmatch(code)
    if match is None or not EARLIEST <= int(match[1]) <= LATEST:
        raise UnknownPeriod(code)
    part = match[2] or ""
    months = MONTHS_OF[part[:1]]
    first_month = 1 + months * (int(part[1:] or 1) - 1)
    year, after = int(match[1]), first_month + months
    end = date(year + after // 13, (after - 1) % 12 + 1, 1)
    return Span(code=code, first=date(year, first_month, 1), last=end - timedelta(days=1))


def span_holding(day: date, kind: str = "Q") -> Span:
    """The quarter ("Q"), half year ("S") or year ("") that holds the day."""
    number = (day.month - 1) // MONTHS_OF[kind] + 1
    return span_named(f"{day.year}-{kind}{number}" if kind else f"{day.year}")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What was counted for a path and office; `counts` by the keys of database/monev_counts.py."""

    path: tuple[str, ...]
    office_id: str
    counts: Mapping[str, int]


def summed(cells: Iterable[Cell]) -> Counter[str]:
    """All counts together."""
    total: Counter[str] = Counter()
    for cell in cells:
        total.update(cell.counts)
    return total


class Kind(StrEnum):
    """How a figure is read."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    SCORE = "score"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A figure: how it is counted, and in plain Indonesian what it means. `top` and `bottom` are keys of counts; of
    days `top` begins the keys of durations and `at` is the quantile. `is_personal`: a small one could point to a
    reporter."""

    code: str
    name: str
    kind: Kind
    top: str
    bottom: str = ""
    at: float = 0.5
    numerator: str
    denominator: str = "–"
    source: str
    is_personal: bool = False


@dataclass(frozen=True, kw_only=True)
class Value:
    """The figure of an indicator: None where there is nothing to divide by. `top` and `bottom` are its parts."""

    number: float | None
    top: int = 0
    bottom: int = 0


def value_of(indicator: Indicator, counts: Mapping[str, int]) -> Value:
    """What the indicator says of these counts: a number, a share in 0..1, days of 24 hours, or kappa in -1..1."""
    match indicator.kind:
        case Kind.COUNT:
            top = counts.get(indicator.top, 0)
            return Value(number=top, top=top)
        case Kind.SHARE:
            top, bottom = counts.get(indicator.top, 0), counts.get(indicator.bottom, 0)
            return Value(number=top / bottom if bottom else None, top=top, bottom=bottom)
        case Kind.DAYS:
            buckets = part_of(counts, indicator.top)
            seconds = quantile_of({int(key): count for key, count in buckets.items()}, indicator.at, FINE)
            return Value(number=None if seconds is None else seconds / 86_400, bottom=sum(buckets.values()))
        case Kind.SCORE:
            pairs = _pairs(part_of(counts, indicator.top))
            return Value(number=cohens_kappa(pairs), bottom=len(pairs))


def part_of(counts: Mapping[str, int], prefix: str) -> dict[str, int]:
    """The counts whose key begins with this prefix and a colon, by the rest of it."""
    start = f"{prefix}:"
    return {key.removeprefix(start): count for key, count in counts.items() if key.startswith(start)}


def _pairs(counted: Mapping[str, int]) -> Sequence[tuple[str, str]]:
    found = []
    for key, count in counted.items():
        one, _, other = key.partition("|")
        found += [(one, other)] * count
    return found


@dataclass(frozen=True, kw_only=True)
class PromiseKept:
    """How the promise of a branch stood at the end of a span: see complaints.promises.BranchPromise."""

    path: tuple[str, ...]
    standing: str
    alpha: float
    audited: int
    errors: int
    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What was measured over a span, and over the one before; empty where that was not measured."""

    span: Span
    made_at: str = ""
    cells: Sequence[Cell] = field(default=(), repr=False)
    before: Sequence[Cell] = field(default=(), repr=False)
    promises: Sequence[PromiseKept] = ()
