"""The order of the queue: urgent, given back, the nearest deadline, and within a day what teaches most."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from complaints.teaching import MOST, Tier, place, teaches, tier_of
from complaints.urgency import UrgencyLevel

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
TAUGHT = st.integers(0, MOST)
FRIDAY = date(2026, 11, 20)


@given(st.sampled_from(Tier), DAYS, TAUGHT)
def test_a_place_fits_the_column_that_keeps_it(tier: Tier, day: date, taught: int) -> None:
    assert 0 <= place(tier, day, taught) < 2**31


@given(DAYS, TAUGHT, DAYS, TAUGHT)
def test_a_higher_tier_comes_first_however_much_time_it_has(first: date, more: int, second: date, less: int) -> None:
    for lower, higher in zip(list(Tier), list(Tier)[1:], strict=False):
        assert place(higher, first, more) > place(lower, second, less)


@given(DAYS, TAUGHT, TAUGHT)
def test_an_earlier_deadline_comes_first_whatever_it_teaches(day: date, one: int, other: int) -> None:
    assert place(Tier.REST, day - timedelta(days=1), one) > place(Tier.REST, day, other)


@given(TAUGHT, TAUGHT)
def test_within_a_day_what_teaches_more_comes_first(one: int, other: int) -> None:
    assert (place(Tier.REST, FRIDAY, one) > place(Tier.REST, FRIDAY, other)) == (one > other)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 500), st.integers(0, 500))
def test_the_less_sure_and_the_rarer_teaches_more(p: float, q: float, labels: int, others: int) -> None:
    unsure, sure = sorted((p, q))
    rare, known = sorted((labels, others))
    assert MOST >= teaches([unsure], rare) >= teaches([sure], known) >= 0


def test_only_the_deepest_step_says_how_sure_the_suggestion_is() -> None:
    assert teaches([0.99, 0.98, 0.4], 3) == teaches([0.5, 0.4], 3) > teaches([0.4, 0.9], 3)


def test_what_no_model_could_read_teaches_most() -> None:
    assert teaches([], 0) == MOST


def test_danger_is_before_a_deadline_and_both_before_what_was_given_back() -> None:
    danger, soon = tier_of(UrgencyLevel.DANGER, returned=True), tier_of(UrgencyLevel.SOON, returned=True)
    assert danger > soon > tier_of(UrgencyLevel.NONE, returned=True) > tier_of(UrgencyLevel.NONE)
