import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom

from complaints.guarantee import labels_needed, lowest_threshold, upper_bound

DELTAS = st.floats(0.001, 0.5)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 3000))
    return draw(st.integers(0, n - 1)), n


@given(counts(), DELTAS)
def test_the_bound_is_the_one_of_clopper_and_pearson(count, delta):
    errors, n = count
    assert upper_bound(errors, n, delta) == pytest.approx(beta.ppf(1 - delta, errors + 1, n - errors), rel=1e-6)


@given(counts(), DELTAS)
def test_one_more_error_never_lowers_the_bound(count, delta):
    errors, n = count
    assert upper_bound(errors + 1, n, delta) >= upper_bound(errors, n, delta) > errors / n * 0.999


@pytest.mark.parametrize(("errors", "n", "delta"), [(-1, 5, 0.1), (6, 5, 0.1), (0, 0, 0.1), (0, 5, 0.0), (0, 5, 1.0)])
def test_counts_that_cannot_be_are_refused(errors, n, delta):
    with pytest.raises(ValueError, match="must"):
        upper_bound(errors, n, delta)


def test_a_promise_of_two_percent_at_95_percent_needs_149_labels():
    assert labels_needed(0.02, 0.05) == 149
    assert upper_bound(0, 149, 0.05) <= 0.02 < upper_bound(0, 148, 0.05)


def test_too_few_labels_say_how_many_are_missing():
    promise = lowest_threshold([0.9] * 100, [False] * 100, alpha=0.02, delta=0.05)
    assert (promise.value, promise.why) == (None, "labels_missing:49")


def test_too_many_errors_promise_nothing():
    promise = lowest_threshold([0.9] * 1000, [True] * 1000, alpha=0.02, delta=0.05)
    assert (promise.value, promise.errors, promise.why) == (None, 1000, "too_many_errors")


def test_a_faultless_model_is_promised_down_to_its_lowest_score():
    scores = [number / 1000 for number in range(1000)]
    promise = lowest_threshold(scores, [False] * 1000, alpha=0.02, delta=0.05)
    assert (promise.value, promise.n, promise.errors) == (0.0, 1000, 0)
    assert promise.bound == pytest.approx(upper_bound(0, 1000, 0.05))


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.7, 0.9]), st.booleans()), min_size=30, max_size=300))
def test_a_threshold_counts_all_reports_that_it_lets_through(pairs):
    scores, wrong = [score for score, _ in pairs], [is_wrong for _, is_wrong in pairs]
    promise = lowest_threshold(scores, wrong, alpha=0.3, delta=0.2)
    if promise.value is not None:
        passed = [is_wrong for score, is_wrong in pairs if score >= promise.value]
        assert (promise.n, promise.errors) == (len(passed), sum(passed))
        assert promise.bound <= 0.3


def misroute_rate(threshold: float) -> float:
    """Of what scores at least this much, where a score s in 0..1 is drawn evenly and goes wrong with 0.3 (1 - s)."""
    return 0.3 * (1 - threshold) / 2


def test_the_promise_is_broken_in_at_most_delta_of_a_thousand_draws():
    alpha, delta, draws = 0.1, 0.1, 1000
    chance = random.Random(20241021)
    broken = kept = 0
    for _ in range(draws):
        scores = [chance.random() for _ in range(400)]
        wrong = [chance.random() < 0.3 * (1 - score) for score in scores]
        promise = lowest_threshold(scores, wrong, alpha=alpha, delta=delta)
        kept += promise.value is not None
        broken += promise.value is not None and misroute_rate(promise.value) > alpha
    assert broken <= binom.ppf(0.999, draws, delta)
    # A promise that is never made is never broken: the count above says something only where most draws make one.
    assert kept > draws / 2
