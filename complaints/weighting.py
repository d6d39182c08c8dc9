"""Rates of a whole stream from labels that were drawn with known, unequal probabilities.

Estimate: Hajek 1971 (in Godambe and Sprott, "Foundations of Statistical Inference"): weighted by 1 / probability.
Interval: Korn and Graubard 1998, "Confidence intervals for proportions with small expected number of positive counts
estimated from survey data", Survey Methodology 24: Clopper and Pearson's interval at the number of labels that a simple
random sample would need to know as much; the variance behind that number is smoothed (see _squares).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = 60
FRACTIONS = 300
TINY = 1e-30
ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A rate (0..1) with its two-sided interval; `n` labels know as much as `effective` ones drawn alike."""

    rate: float
    low: float
    high: float
    n: int
    effective: float


NOTHING_KNOWN = Estimate(rate=0.0, low=0.0, high=1.0, n=0, effective=0.0)


def effective_labels(weights: Sequence[float]) -> float:
    """Kish's effective sample size: (sum of weights)^2 / sum of squares; 0 where there are none."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def estimate_rate(happened: Sequence[bool], sampled: Sequence[float], *, delta: float = 0.05) -> Estimate:
    """The rate in the whole stream at confidence 1 - delta, from labels drawn with these probabilities (aligned).

    Labels must be drawn independently of each other, given what their probability follows from. Raises ValueError for
    probabilities outside 0..1 (0 excluded): what can never be drawn is told by no label.
    """
    if not all(0 < p <= 1 for p in sampled):
        raise ValueError("probabilities must lie above 0 and not above 1")
    if not sampled:
        return NOTHING_KNOWN
    rate, effective = _weigh(happened, [1 / p for p in sampled])
    low, high = proportion_interval(rate * effective, effective, delta)
    return Estimate(rate=rate, low=low, high=high, n=len(sampled), effective=effective)


def is_below(happened: Sequence[bool], sampled: Sequence[float], limit: float, *, delta: float) -> bool:
    """Whether these labels show, at confidence 1 - delta, that the rate is at most `limit` (0..1).

    The same as that the upper end of the interval (with all of delta on that side) lies there, found with one look.
    `sampled` are above 0, to any common scale.
    """
    if not sampled:
        return False
    rate, effective = _weigh(happened, [1 / p for p in sampled])
    hits = rate * effective
    return hits < effective and 1 - beta_cdf(limit, hits + 1, effective - hits) <= delta


def _weigh(happened: Sequence[bool], weights: Sequence[float]) -> tuple[float, float]:
    """The rate, and how many labels drawn alike would know as much."""
    total = sum(weights)
    rate = sum(weight for one, weight in zip(happened, weights, strict=True) if one) / total
    variance = _squares(list(zip(happened, weights, strict=True)), rate) / total**2
    spread = min(max(rate, 0.5 / len(weights)), 1 - 0.5 / len(weights))
    return rate, min(spread * (1 - spread) / variance, len(weights))


def _squares(outcomes: Sequence[tuple[bool, float]], rate: float) -> float:
    """The sum of (weight x (outcome - rate))^2 that is to be expected, class by class of weights within an octave.

    Each class gets half a label more on either side (Jeffreys): where no error was seen among ten labels that stand for
    much, there may still be some.
    """
    classes: defaultdict[int, list[tuple[bool, float]]] = defaultdict(list)
    for happened, weight in outcomes:
        classes[math.floor(math.log2(weight) + ROUNDING)].append((happened, weight))
    total = 0.0
    for members in classes.values():
        likely = (sum(happened for happened, _ in members) + 0.5) / (len(members) + 1)
        total += sum(weight * weight for _, weight in members) * (likely * (1 - likely) + (likely - rate) ** 2)
    return total


def proportion_interval(hits: float, n: float, delta: float) -> tuple[float, float]:
    """Clopper and Pearson's interval for `hits` in `n`, neither of which needs to be whole."""
    low = _quantile(delta / 2, hits, n - hits + 1) if hits > 0 else 0.0
    high = _quantile(1 - delta / 2, hits + 1, n - hits) if hits < n else 1.0
    return low, high


def _quantile(p: float, a: float, b: float) -> float:
    """Where the beta distribution with these parameters reaches p."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_cdf(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for x in 0..1, a and b above 0 (DLMF 8.17.22)."""
    if not 0 < x < 1:
        return min(1.0, max(0.0, x))
    if x <= (a + 1) / (a + b + 2):
        return _lower_tail(x, a, b)
    return 1 - _lower_tail(1 - x, b, a)


def _lower_tail(x: float, a: float, b: float) -> float:
    """The continued fraction, evaluated as Lentz does (1976, Applied Optics 15)."""
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    fraction, upper, lower, term = TINY, TINY, 0.0, 1.0
    for step in range(1, FRACTIONS):
        lower = 1 / _away_from_zero(1 + term * lower)
        upper = _away_from_zero(1 + term / upper)
        fraction *= upper * lower
        if abs(upper * lower - 1) < 1e-14:
            break
        term = _term(step, x, a, b)
    return math.exp(log_front) * fraction / a


def _term(step: int, x: float, a: float, b: float) -> float:
    half, is_odd = divmod(step, 2)
    if is_odd:
        return -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
    return half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))


def _away_from_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
