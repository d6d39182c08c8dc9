"""Thresholds follow the stream upwards, and never fall below where they were tested."""

import math
import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.prediction import Prediction
from complaints.raising import LEAST, NOTHING_PASSES, Scored, Seen, judge_threshold, raise_thresholds
from complaints.routing import Outcome, Reason, RoutingPolicy, Threshold, decide
from complaints.score_curve import fit_curve
from complaints.taxonomy import build_taxonomy

LEVELS = ["bidang", "category"]
AT = Threshold(level="category", value=0.9)
SCORES = st.floats(0.3, 1.0)


def stream(rate_at_cut: float, *, count: int = 1500, audited: float = 0.2, seed: int = 1) -> list[Scored]:
    """Reports of sixty days whose odds of being wrong fall with the score; over 0.9 only audits are labelled."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        log_odds = chance.uniform(0, 6)
        p, at = 1 / (1 + math.exp(-log_odds)), math.log(rate_at_cut / (1 - rate_at_cut))
        wrong = chance.random() < 1 / (1 + math.exp(0.6 * (log_odds - math.log(9)) - at))
        known = p < 0.9 or chance.random() < audited
        found.append(Scored(p=p, age=chance.uniform(0, 60), wrong=wrong if known else None))
    return found


def rate_over(column: Sequence[Scored], cut: float, rate_at_cut: float) -> float:
    """The true rate of wrong ones at or over this score."""
    at = math.log(rate_at_cut / (1 - rate_at_cut))
    odds = [math.log(one.p / (1 - one.p)) for one in column if one.p >= cut]
    return sum(1 / (1 + math.exp(0.6 * (one - math.log(9)) - at)) for one in odds) / len(odds)


def test_a_threshold_that_keeps_its_promise_stays() -> None:
    raised = judge_threshold(stream(0.05), AT, 0.05)
    assert raised is not None
    assert raised.value is None
    assert abs(raised.rate - rate_over(stream(0.05), 0.9, 0.05)) < 3 * raised.error


def test_a_threshold_rises_to_where_the_promise_is_kept_again() -> None:
    rates = []
    for seed in range(12):
        column = stream(0.2, count=6000, seed=seed)
        assert rate_over(column, 0.9, 0.2) > 0.08
        raised = judge_threshold(column, AT, 0.05)
        assert raised is not None
        assert raised.value is not None
        assert 0.9 < raised.value < 1
        rates.append(rate_over(column, raised.value, 0.2))
    # One standard error is kept: one in six ends above the line by chance.
    assert sum(rate > 0.05 for rate in rates) <= 4
    assert sum(rates) / len(rates) <= 0.05


def test_where_nothing_is_sure_enough_nothing_passes() -> None:
    column = [Scored(p=0.5 + 0.49 * (n % 100) / 100, age=1, wrong=n % 3 == 0) for n in range(900)]
    raised = judge_threshold(column, AT, 0.05)
    assert raised is not None
    assert raised.value == NOTHING_PASSES


def test_few_labels_move_nothing() -> None:
    column = [Scored(p=0.95, age=1, wrong=True) for _ in range(LEAST - 1)]
    assert judge_threshold([*column, *column[:50]][: LEAST - 1], AT, 0.05) is None
    assert judge_threshold([*column, *column], AT, 0.05) is not None


def test_what_was_said_long_ago_counts_less() -> None:
    bad_then = [Scored(p=0.95, age=300, wrong=True) for _ in range(150)]
    good_now = [Scored(p=0.95, age=1, wrong=False) for _ in range(300)]
    raised = judge_threshold([*bad_then, *good_now], AT, 0.05)
    assert raised is not None
    assert raised.value is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SCORES, st.floats(0, 90), st.sampled_from([True, False, None])), min_size=150, max_size=400))
def test_a_threshold_never_falls_and_is_one_of_the_scores(
    rows: list[tuple[float, float, bool | None]],
) -> None:
    raised = judge_threshold([Scored(p=p, age=age, wrong=wrong) for p, age, wrong in rows], AT, 0.05)
    if raised is not None:
        assert 0 <= raised.rate <= 1
        assert raised.value is None or raised.value == NOTHING_PASSES or raised.value in {p for p, _, _ in rows}
        assert raised.value is None or raised.value >= 0.9


@given(st.lists(st.tuples(st.floats(-3, 7), st.booleans(), st.floats(0.01, 1)), min_size=1, max_size=60))
def test_a_fitted_curve_is_finite_and_its_rates_lie_between_none_and_all(
    told: list[tuple[float, bool, float]],
) -> None:
    curve = fit_curve(told)
    assert all(0 <= rate <= 1 and error >= 0 for rate, error in curve.expected([7, 3, 0, -2]))


def seen(p: Sequence[float], label: tuple[str, ...] | None) -> Seen:
    return Seen(path=("imigrasi", "paspor"), path_p=tuple(p), age=1, label=label)


def policy() -> RoutingPolicy:
    thresholds = (
        Threshold(level="bidang", branch=("imigrasi",), value=0.8),
        Threshold(level="category", branch=("imigrasi",), value=0.9),
    )
    return RoutingPolicy(version="p", alpha=0.05, delta=0.05, thresholds=thresholds, max_depth=2)


def test_each_level_is_judged_on_what_no_deeper_one_takes() -> None:
    right, elsewhere, other = ("imigrasi", "paspor"), ("imigrasi", "visa"), ("hukum", "merek")
    deep = [seen((0.99, 0.95), right if n % 4 else elsewhere) for n in range(400)]
    shallow = [seen((0.9, 0.5), right if n % 2 else elsewhere) for n in range(400)]
    found = raise_thresholds(policy(), LEVELS, [*deep, *shallow])
    # A quarter of the deep ones have another category, none another bidang: now they are judged as a bidang too.
    assert found["category", ("imigrasi",)].value == NOTHING_PASSES
    assert found["bidang", ("imigrasi",)].value is None
    assert found["bidang", ("imigrasi",)].labels == 800
    lost = [seen((0.9, 0.5), right if n % 4 else other) for n in range(400)]
    assert raise_thresholds(policy(), LEVELS, lost)["bidang", ("imigrasi",)].value == NOTHING_PASSES


def test_a_report_below_a_raised_threshold_waits_and_says_why() -> None:
    tree = build_taxonomy(LEVELS, [{"bidang": "imigrasi", "category": name} for name in ("paspor", "visa")])
    prediction = Prediction(leaves={"paspor": 0.93, "visa": 0.07}, klasifikasi={}, model="m")
    raised = {("category", ("imigrasi",)): 0.95, ("bidang", ("imigrasi",)): NOTHING_PASSES}
    assert decide(prediction, policy(), tree).depth == 2
    held = decide(prediction, policy(), tree, raised)
    assert (held.outcome, held.reasons) == (Outcome.REVIEW, (Reason.RAISED,))
    # One level higher it is still sure.
    assert decide(prediction, policy(), tree, {("category", ("imigrasi",)): 0.95}).depth == 1
    unsure = Prediction(leaves={"paspor": 0.6, "visa": 0.4}, klasifikasi={}, model="m")
    strict = RoutingPolicy(version="p", alpha=0.05, delta=0.05, thresholds=policy().thresholds[1:], max_depth=2)
    assert decide(unsure, strict, tree, raised).reasons == (Reason.UNSURE,)
