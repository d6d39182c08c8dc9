"""Weighted estimates against streams whose truth is known."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from complaints.weighting import beta_cdf, effective_labels, estimate_rate, proportion_interval

SIMULATIONS = 300
MONTE_CARLO = 3 * math.sqrt(0.95 * 0.05 / SIMULATIONS)


def reviewed_stream(
    chance: random.Random, *, size: int, share: float, doubtful: float
) -> tuple[list[bool], list[float]]:
    """Of this stream what is doubtful (wrong in 40 of 100) is always reviewed, and a share of the rest (2 of 100)."""
    wrong, sampled = [], []
    for _ in range(size):
        is_doubtful = chance.random() < doubtful
        p = 1.0 if is_doubtful else share
        is_wrong = chance.random() < (0.4 if is_doubtful else 0.02)
        if chance.random() < p:
            wrong.append(is_wrong)
            sampled.append(p)
    return wrong, sampled


@pytest.mark.parametrize(("size", "share", "doubtful"), [(1000, 0.05, 0.3), (300, 0.2, 0.3), (200, 0.1, 0.4)])
def test_where_doubt_is_reviewed_more_the_weighted_rate_covers_the_truth_and_the_naive_one_does_not(
    size: int, share: float, doubtful: float
) -> None:
    truth = doubtful * 0.4 + (1 - doubtful) * 0.02
    chance = random.Random(20261122)
    covered = naive = 0
    for _ in range(SIMULATIONS):
        wrong, sampled = reviewed_stream(chance, size=size, share=share, doubtful=doubtful)
        weighted = estimate_rate(wrong, sampled)
        covered += weighted.low <= truth <= weighted.high
        low, high = proportion_interval(sum(wrong), len(wrong), 0.05)
        naive += low <= truth <= high
    assert covered / SIMULATIONS >= 0.95 - MONTE_CARLO
    assert naive / SIMULATIONS < 0.5


def test_the_interval_is_not_wider_than_the_labels_deserve() -> None:
    chance = random.Random(1)
    streams = [reviewed_stream(chance, size=1000, share=0.05, doubtful=0.3) for _ in range(50)]
    widths = [(found := estimate_rate(*stream)).high - found.low for stream in streams]
    assert sum(widths) / len(widths) < 0.13


@pytest.mark.parametrize(("rate", "share"), [(0.02, 0.05), (0.1, 0.2)])
def test_it_covers_where_errors_are_as_rare_among_what_is_seldom_drawn(rate: float, share: float) -> None:
    chance = random.Random(7)
    covered = 0
    for _ in range(SIMULATIONS):
        drawn = [
            (chance.random() < rate, p) for _ in range(600) if chance.random() < (p := chance.choice((1.0, share)))
        ]
        found = estimate_rate([wrong for wrong, _ in drawn], [p for _, p in drawn])
        covered += found.low <= rate <= found.high
    assert covered / SIMULATIONS >= 0.95 - MONTE_CARLO


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_labels_that_are_drawn_alike_are_merely_counted(wrong: list[bool]) -> None:
    found = estimate_rate(wrong, [0.25] * len(wrong))
    assert found.rate == pytest.approx(sum(wrong) / len(wrong))
    assert found.low <= found.rate <= found.high
    assert 0 < found.effective <= len(wrong)


def test_nothing_is_known_without_labels() -> None:
    found = estimate_rate([], [])
    assert (found.low, found.high, found.n) == (0.0, 1.0, 0)


@pytest.mark.parametrize("p", [0.0, -0.1, 1.2])
def test_what_can_never_be_drawn_is_told_by_no_label(p: float) -> None:
    with pytest.raises(ValueError, match="probabilities"):
        estimate_rate([True], [p])


def test_one_label_that_stands_for_much_is_worth_little_more_than_itself() -> None:
    assert effective_labels([1.0] * 10) == pytest.approx(10)
    assert effective_labels([100.0, *[1.0] * 10]) < 1.3
    assert effective_labels([]) == 0


@given(st.floats(0.3, 500), st.floats(0.3, 500), st.floats(0.001, 0.999))
def test_the_beta_distribution_is_that_of_scipy(a: float, b: float, x: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(float(beta.cdf(x, a, b)), abs=1e-9)
