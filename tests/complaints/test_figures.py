"""Periods of whole days, the middle of counted durations, and the queue counted back from now."""

import math
import statistics
from collections import Counter
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from complaints.figures import first_open_moment, middle_of, period_of, start_of, waiting_at_ends

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


def test_a_period_ends_with_today_in_western_indonesia() -> None:
    period = period_of(NOW, days=7, step=1)
    assert (period.first, period.last) == (date(2026, 11, 17), date(2026, 11, 23))
    assert period.upto > NOW > period.since


@given(st.integers(1, 400), st.integers(1, 30))
def test_every_day_lies_in_the_step_that_holds_it(days: int, step: int) -> None:
    period = period_of(NOW, days=days, step=step)
    all_days = [date.fromordinal(period.first.toordinal() + offset) for offset in range(days)]
    assert {period.start_holding(day) for day in all_days} == set(period.starts)
    assert all(0 <= (day - period.start_holding(day)).days < step for day in all_days)


def test_a_quarter_of_an_hour_stays_open_for_an_hour_after_its_end() -> None:
    assert first_open_moment(datetime(2026, 11, 22, 17, 59, 59, tzinfo=UTC)) == datetime(
        2026, 11, 22, 16, 45, tzinfo=UTC
    )
    assert first_open_moment(datetime(2026, 11, 22, 18, 0, 1, tzinfo=UTC)) == start_of(date(2026, 11, 23))
    assert start_of(date(2026, 11, 22)) == datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


@given(st.lists(st.floats(1, 10**7), min_size=1, max_size=60))
def test_the_middle_is_the_median_but_for_a_step(seconds: list[float]) -> None:
    buckets = Counter(math.floor(4 * math.log(one) / math.log(2)) for one in seconds)
    found = middle_of(buckets)
    assert found is not None
    low, high = statistics.median_low(seconds), statistics.median_high(seconds)
    assert low / 2**0.25 * 0.999 <= found <= high * 2**0.25 * 1.001


def test_no_durations_have_no_middle() -> None:
    assert middle_of({}) is None


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20), st.integers(0, 1000))
def test_the_queue_counted_back_is_the_queue_counted_on(changes: list[tuple[int, int]], before: int) -> None:
    starts = tuple(date(2026, 1, day) for day in range(1, len(changes) + 1))
    expected, waiting = {}, before
    for start, (entered, left) in zip(starts, changes, strict=True):
        waiting += entered - left
        expected[start] = waiting
    assert waiting_at_ends(waiting, dict(zip(starts, changes, strict=True)), starts) == expected
