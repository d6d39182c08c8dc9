import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.scoring import (
    calibration_error,
    calibration_interval,
    fit_temperature,
    negative_log_likelihood,
    reliability,
    softmax,
)

SCORES = st.lists(st.floats(-50, 50), min_size=2, max_size=6)


@given(SCORES)
def test_shares_sum_to_one_and_keep_the_order_of_the_scores(scores: list[float]) -> None:
    (shares,) = softmax([scores])
    assert shares.sum() == pytest.approx(1)
    assert shares[int(np.argmax(scores))] == shares.max()


def test_the_temperature_that_made_the_labels_is_found() -> None:
    chance = np.random.default_rng(0)
    scores = chance.normal(size=(4000, 5))
    truth = np.array([chance.choice(5, p=shares) for shares in softmax(scores / 0.3)])
    assert fit_temperature(scores, truth) == pytest.approx(0.3, rel=0.1)


def test_no_other_temperature_is_likelier() -> None:
    chance = np.random.default_rng(1)
    scores = chance.normal(size=(500, 3))
    truth = np.array([chance.choice(3, p=shares) for shares in softmax(scores)])
    best = fit_temperature(scores, truth)
    likelihood = [negative_log_likelihood(softmax(scores / t), truth) for t in (best, best * 1.2, best / 1.2)]
    assert min(likelihood) == likelihood[0]


def test_a_model_that_means_what_it_says_has_no_calibration_error() -> None:
    assert calibration_error(reliability([0.75] * 4, [True, True, True, False])) == 0


def test_calibration_error_is_the_gap_between_saying_and_being_right() -> None:
    assert calibration_error(reliability([0.9] * 2 + [0.5] * 2, [True, False, True, False])) == pytest.approx(0.2)


def test_full_confidence_falls_into_the_last_bin() -> None:
    assert [(one.n, one.accuracy) for one in reliability([1.0, 0.95], [True, True])] == [(2, 1.0)]


def test_the_interval_of_the_calibration_error_shrinks_with_more_predictions_and_holds_the_truth() -> None:
    chance = np.random.default_rng(2)

    def interval(size: int) -> tuple[float, float]:
        sure = chance.uniform(0.5, 1.0, size)
        return calibration_interval(sure, chance.uniform(size=size) < sure - 0.1)

    few, many = interval(200), interval(20_000)
    assert few[0] < 0.1 < few[1]
    assert many[0] < 0.1 < many[1]
    assert many[1] - many[0] < (few[1] - few[0]) / 4


def test_without_predictions_there_is_no_calibration_error() -> None:
    assert calibration_interval([], []) == (0.0, 0.0)
