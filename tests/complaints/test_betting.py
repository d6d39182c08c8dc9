import math
import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from complaints.betting import count, labels_to_go, lower_rate, upper_rate, wealth_above, wealth_below
from complaints.guarantee import upper_bound

DELTA = 0.05


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(0, 2000))
    return draw(st.integers(0, n)), n


@given(counts())
def test_the_bounds_hold_the_observed_rate_between_them(case):
    errors, n = case
    outcomes = count(errors, n)
    rate = errors / n if n else 0.5
    assert lower_rate(outcomes, DELTA) <= rate + 1e-9
    assert upper_rate(outcomes, DELTA) >= rate - 1e-9


@given(counts(), st.floats(0.01, 0.99))
def test_one_outcome_more_multiplies_the_wealth_fairly(case, rate):
    """Under a rate that is exactly the claimed one, the expected wealth stays as it is: nobody can win."""
    errors, n = case
    for wealth in (wealth_below, wealth_above):
        now = wealth(count(errors, n), rate)
        wrong, right = wealth(count(errors + 1, n + 1), rate), wealth(count(errors, n + 1), rate)
        assert rate * math.exp(wrong - now) + (1 - rate) * math.exp(right - now) == pytest.approx(1)


def test_a_bound_for_every_moment_costs_more_labels_than_one_for_a_single_moment():
    assert upper_bound(0, 200, DELTA) < upper_rate(count(0, 200), DELTA) < 0.025


@given(counts(), st.floats(0.01, 0.2))
def test_as_many_labels_as_are_missing_are_enough_and_one_less_is_not(case, alpha):
    errors, n = case
    missing = labels_to_go(count(errors, n), alpha, DELTA)
    # The bound is found by halving, to within a billionth.
    assert upper_rate(count(errors, n + missing), DELTA) <= alpha + 1e-9
    if missing:
        assert upper_rate(count(errors, n + missing - 1), DELTA) > alpha - 1e-9


@pytest.mark.parametrize("rate", [0.02, 0.2])
def test_looking_after_every_label_the_bounds_miss_the_rate_in_at_most_delta_of_the_streams(rate):
    chance = random.Random(1)
    streams, delta, looks = 1000, 0.1, 300
    is_below = cache(lambda errors, n: wealth_below(count(errors, n), rate) >= -math.log(delta))
    is_above = cache(lambda errors, n: wealth_above(count(errors, n), rate) >= -math.log(delta))
    too_low = too_high = 0
    for _ in range(streams):
        errors, below, above = 0, False, False
        for n in range(1, looks + 1):
            errors += chance.random() < rate
            below = below or is_below(errors, n)
            above = above or is_above(errors, n)
        too_low += below
        too_high += above
    assert max(too_low, too_high) <= binom.ppf(0.999, streams, delta)
    assert too_low + too_high > 0
