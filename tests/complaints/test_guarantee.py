import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapie.risk_control import BinaryClassificationController
from scipy.stats import beta, binom

from complaints.guarantee import Terms, keeps, labels_needed, lowest_threshold, upper_bound
from complaints.sequence import STEPS

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


def draw_where_errors_are_seldom_looked_at(chance: random.Random) -> tuple[list[float], list[bool], list[float]]:
    """Scores, misroutes and sampling probabilities of the labels that were drawn: of long texts, which are right,
    all are drawn, of short ones, where most errors are, a quarter. Of all texts 13 % go wrong, of the labels fewer."""
    scores, wrong, sampled = [], [], []
    for _ in range(1200):
        is_short = chance.random() < 0.5
        is_wrong = chance.random() < (0.24 if is_short else 0.02)
        p = 0.25 if is_short else 1.0
        if chance.random() < p:
            scores.append(chance.random())
            wrong.append(is_wrong)
            sampled.append(p)
    return scores, wrong, sampled


def test_weights_keep_the_promise_where_labels_are_drawn_unevenly_and_the_naive_count_breaks_it():
    alpha, delta, draws = 0.1, 0.1, 1000
    chance = random.Random(20241022)
    naive = weighted = 0
    for _ in range(draws):
        scores, wrong, sampled = draw_where_errors_are_seldom_looked_at(chance)
        # The score says nothing here, so that every threshold misroutes 13 % and any promise of 10 % is broken.
        naive += lowest_threshold(scores, wrong, alpha=alpha, delta=delta).value is not None
        weighted += lowest_threshold(scores, wrong, alpha=alpha, delta=delta, sampled=sampled).value is not None
    assert weighted <= binom.ppf(0.999, draws, delta)
    assert naive > 2 * delta * draws


def test_weights_promise_too_where_hardly_anything_goes_wrong():
    chance = random.Random(5)
    sampled = [chance.choice([0.25, 1.0]) for _ in range(3000)]
    scores = [chance.random() for _ in sampled]
    promise = lowest_threshold(scores, [chance.random() < 0.01 for _ in sampled], alpha=0.1, delta=0.1, sampled=sampled)
    assert promise.value == min(scores)


def test_too_few_weighted_labels_say_how_many_are_missing():
    sampled = [0.05] * 100 + [1.0] * 300
    promise = lowest_threshold([0.9] * 400, [False] * 400, alpha=0.02, delta=0.05, sampled=sampled)
    assert promise.value is None
    assert promise.why.startswith("labels_missing:")


# One step of forty over scores between 0 and 1.
STEP = 1 / 40


@pytest.mark.filterwarnings("ignore:Fixed sequence testing requires a monotonic risk")
@pytest.mark.parametrize("seed", range(5))
def test_what_mapie_promises_is_promised_here_too(seed):
    """Both test falling thresholds in a fixed sequence; MAPIE by Hoeffding's and Bentkus's bounds, here exactly."""
    chance = np.random.default_rng(seed)
    scores = chance.random(2000)
    wrong = chance.random(2000) < 0.4 * (1 - scores)
    alpha, delta = 0.1, 0.1
    grid = np.linspace(0.95, 0.05, STEPS)
    controller = BinaryClassificationController(
        predict_function=lambda x: np.column_stack([1 - x, x]),
        risk="precision",
        target_level=1 - alpha,
        confidence_level=1 - delta,
        list_predict_params=grid,
        fwer_method="fixed_sequence",
    )
    controller.calibrate(scores, (~wrong).astype(int))
    passing = [float(p) <= delta for p in np.ravel(controller.p_values)]
    theirs = [float(value) for value in grid[: passing.index(False)]]
    assert theirs
    for value in theirs:
        passed = scores >= value
        assert keeps(int(wrong[passed].sum()), int(passed.sum()), alpha=alpha, delta=delta)
    ours = lowest_threshold(scores.tolist(), wrong.tolist(), alpha=alpha, delta=delta).value
    assert ours is not None
    # A step of the sequence between them, and no more than the looser bound explains.
    assert min(theirs) - 0.1 <= ours <= min(theirs) + STEP


@pytest.mark.parametrize(
    "values", [{"alpha": 0.0}, {"delta": 1.0}, {"alpha_of": {"unit": 0.05}}, {"delta_of": {"unit": 0.0}}]
)
def test_terms_that_contradict_themselves_are_refused(values):
    with pytest.raises(ValueError, match="alpha"):
        Terms(**values)


def test_a_level_has_its_own_terms_where_they_are_set():
    terms = Terms(alpha_of={"category": 0.01}, delta_of={"category": 0.1})
    assert (terms.at("category"), terms.at("bidang")) == ((0.01, 0.1), (0.02, 0.05))
