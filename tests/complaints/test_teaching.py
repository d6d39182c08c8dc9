"""The order of the queue: urgent, given back, the oldest day, and within a day what teaches most."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from complaints.teaching import MOST, Tier, place, teaches, tier_of
from complaints.timestamps import WIB
from complaints.urgency import UrgencyLevel

MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=WIB)
)
TAUGHT = st.integers(0, MOST)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=WIB)


@given(st.sampled_from(Tier), MOMENTS, TAUGHT)
def test_a_place_fits_the_column_that_keeps_it(tier: Tier, moment: datetime, taught: int) -> None:
    assert 0 <= place(tier, moment, taught) < 2**31


@given(MOMENTS, TAUGHT, MOMENTS, TAUGHT)
def test_a_higher_tier_comes_first_however_young(first: datetime, more: int, second: datetime, less: int) -> None:
    for lower, higher in zip(list(Tier), list(Tier)[1:], strict=False):
        assert place(higher, first, more) > place(lower, second, less)


@given(MOMENTS, TAUGHT, TAUGHT)
def test_an_older_day_comes_first_whatever_it_teaches(moment: datetime, one: int, other: int) -> None:
    assert place(Tier.REST, moment - timedelta(days=1), one) > place(Tier.REST, moment, other)


@given(TAUGHT, TAUGHT)
def test_within_a_day_what_teaches_more_comes_first(one: int, other: int) -> None:
    morning, evening = NOON.replace(hour=0), NOON.replace(hour=23)
    assert (place(Tier.REST, morning, one) > place(Tier.REST, evening, other)) == (one > other)


def test_a_day_is_one_of_western_indonesia() -> None:
    late, midnight = NOON.replace(hour=23, minute=59), NOON.replace(hour=0) + timedelta(days=1)
    assert place(Tier.REST, late, 0) > place(Tier.REST, midnight, 0)


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
