"""Working days in Indonesia: Monday to Friday but for national holidays and joint leave (cuti bersama).

Both are set for one year at a time by a joint decree (SKB Tiga Menteri); the package `holidays` holds them. A year that
it does not know yet is never taken to be without holidays: what is counted in it says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache, lru_cache

import holidays
from holidays.version import __version__ as holidays_version

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class YearState(StrEnum):
    """What is known of the holidays of a year."""

    DECREED = "decreed"
    ESTIMATED = "estimated"
    """The decree is known, but the package still gives days that follow the moon as estimates."""
    UNKNOWN = "unknown"
    """No joint leave is known yet: only weekends and the holidays that can be computed count."""


@dataclass(frozen=True, kw_only=True)
class Year:
    """The holidays of one year, joint leave among them, and what is known of them."""

    days: frozenset[date]
    state: YearState


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """The last day on which something is in time; `uncertain` holds the years on the way that are not DECREED."""

    day: date
    uncertain: tuple[int, ...] = ()


CALENDAR_VERSION = holidays_version
"""With another version more years may be known."""
Calendar = Callable[[int], Year]
"""Gives the holidays of a year."""


@cache
def indonesian_year(year: int) -> Year:
    """National holidays and joint leave of this year, as the package `holidays` knows them."""
    public = holidays.country_holidays("ID", years=year, categories=("public",), language="en_US")
    leave = holidays.country_holidays("ID", years=year, categories=("government",), language="en_US")
    is_estimated = any("(estimated)" in name for name in public.values())
    decreed = YearState.ESTIMATED if is_estimated else YearState.DECREED
    return Year(days=frozenset({*public, *leave}), state=decreed if leave else YearState.UNKNOWN)


def is_working_day(day: date, calendar: Calendar = indonesian_year) -> bool:
    """Whether offices work on this day, as far as is known."""
    return day.weekday() < SATURDAY and day not in calendar(day.year).days


@lru_cache(maxsize=20_000)
def due_day(start: date, days: int, calendar: Calendar = indonesian_year) -> DueDay:
    """The day on which so many working days are over; the first of them is the first one after `start`."""
    day, left, uncertain = start, days, set[int]()
    while left:
        day += ONE_DAY
        if calendar(day.year).state is not YearState.DECREED:
            uncertain.add(day.year)
        left -= is_working_day(day, calendar)
    return DueDay(day=day, uncertain=tuple(sorted(uncertain)))


def end_of(day: date, zone: tzinfo) -> datetime:
    """The first moment that is not this day any more, where this is the zone."""
    return datetime.combine(day + ONE_DAY, time.min, zone)
