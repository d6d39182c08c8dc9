"""What the figures of the work mean: periods of whole days, and the middle of durations that were counted in steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from complaints.timestamps import WIB

STEPS_PER_DOUBLING = 4
"""Durations are counted in steps that grow by 2 ** (1 / 4), so a middle is off by 19 % at the very most."""
STILL_OPEN = timedelta(hours=1)
"""So long a moment may still change: a transaction may have begun before it."""
QUARTER = 15
"""Minutes by which figures are rolled up."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole days in WIB, `first` and `last` included, shown in steps of `step` days."""

    first: date
    last: date
    step: int = 1

    @property
    def since(self) -> datetime:
        return start_of(self.first)

    @property
    def upto(self) -> datetime:
        """The moment after its end."""
        return start_of(self.last + timedelta(days=1))

    @property
    def starts(self) -> tuple[date, ...]:
        """The first day of each step; the last step may be shorter."""
        days = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=offset) for offset in range(0, days, self.step))

    def start_holding(self, day: date) -> date:
        """The first day of the step that holds this day."""
        return day - timedelta(days=(day - self.first).days % self.step)


def start_of(day: date) -> datetime:
    """The first moment of the day in WIB."""
    return datetime.combine(day, time.min, WIB)


def period_of(now: datetime, *, days: int, step: int) -> Period:
    """The last so many days, today included."""
    today = now.astimezone(WIB).date()
    return Period(first=today - timedelta(days=days - 1), last=today, step=step)


def ends_of_today(now: datetime) -> tuple[datetime, datetime]:
    """Now, and the moment after the last at which what is due today ends in western Indonesia."""
    return now, start_of(now.astimezone(WIB).date() + timedelta(days=1)) + timedelta(seconds=1)


def first_open_moment(now: datetime) -> datetime:
    """The first moment whose figures may still change, on the quarter of an hour in WIB."""
    upto = now.astimezone(WIB) - STILL_OPEN
    return upto.replace(minute=upto.minute - upto.minute % QUARTER, second=0, microsecond=0)


def parted(period: Period, open_from: date) -> tuple[Period, Period]:
    """The days of the period that are over, and those from this first open day on; either may hold none."""
    eve = open_from - timedelta(days=1)
    closed = replace(period, last=max(period.first - timedelta(days=1), min(period.last, eve)))
    return closed, replace(period, first=max(period.first, open_from))


def middle_of(buckets: Mapping[int, int]) -> float | None:
    """The median in seconds of durations counted by bucket; None without any. See quantile_of."""
    return quantile_of(buckets, 0.5)


def quantile_of(buckets: Mapping[int, int], share: float, steps: int = STEPS_PER_DOUBLING) -> float | None:
    """The seconds that this share (0..1) of durations, counted by bucket, do not exceed; None without any.

    Bucket b holds durations between 2 ** (b / steps) and 2 ** ((b + 1) / steps); within it they are taken to lie
    evenly.
    """
    wanted = sum(buckets.values()) * share
    if not wanted:
        return None
    before = 0
    for bucket, count in sorted(buckets.items()):
        if before + count >= wanted:
            within = (wanted - before) / count
            low, high = (2 ** ((bucket + edge) / steps) for edge in (0, 1))
            return low + (high - low) * within
        before += count
    raise AssertionError("the last bucket reaches the total")


def waiting_at_ends(
    now_waiting: int, changes: Mapping[date, tuple[int, int]], starts: tuple[date, ...]
) -> dict[date, int]:
    """How many waited at the end of each step, counted back from now; `changes` holds (entered, left) by step."""
    waiting, ends = now_waiting, {}
    for start in reversed(starts):
        ends[start] = waiting
        entered, left = changes.get(start, (0, 0))
        waiting -= entered - left
    return dict(sorted(ends.items()))
