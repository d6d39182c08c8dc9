"""From scores to probabilities that mean something, and how to see whether they do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Doubles = NDArray[np.float64]
TEMPERATURES = (0.02, 20.0)
BINS = 10
RESAMPLES = 500


def softmax(scores: ArrayLike) -> Doubles:
    """Rows that sum to 1, by exp(score)."""
    values = np.asarray(scores, dtype=np.float64)
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    shares: Doubles = powers / powers.sum(axis=1, keepdims=True)
    return shares


def negative_log_likelihood(probabilities: Doubles, truth: NDArray[np.int64]) -> float:
    """The mean of -ln p of the true class. `probabilities` texts x classes, `truth` class numbers."""
    return float(-np.log(np.maximum(probabilities[np.arange(len(truth)), truth], 1e-12)).mean())


def fit_temperature(scores: Doubles, truth: NDArray[np.int64]) -> float:
    """The temperature at which softmax(scores / temperature) gives the truth the highest likelihood.

    Guo et al. 2017, "On Calibration of Modern Neural Networks". By golden section over the logarithm: the likelihood
    has one peak in 1 / temperature. `scores` must come from texts that the model did not learn from.
    """
    low, high = (float(np.log(limit)) for limit in TEMPERATURES)
    golden = (5**0.5 - 1) / 2
    for _ in range(40):
        left, right = high - golden * (high - low), low + golden * (high - low)
        at_left, at_right = (negative_log_likelihood(softmax(scores / np.exp(point)), truth) for point in (left, right))
        low, high = (low, right) if at_left < at_right else (left, high)
    return float(np.exp((low + high) / 2))


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Predictions of similar confidence: how many, how sure on average, and what share was right."""

    n: int
    confidence: float
    accuracy: float


def reliability(confidence: ArrayLike, right: ArrayLike) -> tuple[Bin, ...]:
    """Ten bins of equal width over the confidence; empty ones are left out."""
    sure, hits = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    number = np.minimum((sure * BINS).astype(int), BINS - 1)
    chosen = (number == i for i in range(BINS))
    return tuple(
        Bin(n=int(mask.sum()), confidence=float(sure[mask].mean()), accuracy=float(hits[mask].mean()))
        for mask in chosen
        if mask.any()
    )


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """Expected calibration error: the mean gap between confidence and accuracy, weighted by bin size."""
    total = sum(one.n for one in bins)
    return sum(one.n * abs(one.confidence - one.accuracy) for one in bins) / total if total else 0.0


def calibration_interval(confidence: ArrayLike, right: ArrayLike) -> tuple[float, float]:
    """Between what the calibration error of 95 of 100 samples of these predictions lies (percentile bootstrap).

    Efron 1979, "Bootstrap Methods: Another Look at the Jackknife". With few predictions it lies above the error itself,
    since resampling adds noise of its own.
    """
    sure, hits = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if not len(sure):
        return 0.0, 0.0
    number = np.minimum((sure * BINS).astype(int), BINS - 1)
    chance = np.random.default_rng(0)
    draws = (chance.integers(0, len(sure), len(sure)) for _ in range(RESAMPLES))
    gaps = [np.abs(np.bincount(number[one], (sure - hits)[one], minlength=BINS)).sum() / len(sure) for one in draws]
    low, high = np.quantile(gaps, (0.025, 0.975))
    return float(low), float(high)
