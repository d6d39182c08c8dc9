"""The share of wrong ones as a logistic curve of the score, fitted to labels of unequal weight."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

PRIOR = 5.0
"""The spread of the prior on base and slope: wide, it only keeps them finite where all labels agree."""
STEPS, LONGEST = 40, 2.0


@dataclass(frozen=True, kw_only=True)
class Curve:
    """The log odds of being wrong are `base` - `slope` x score; `spread` is the covariance (base, both, slope)."""

    base: float
    slope: float
    spread: tuple[float, float, float]

    def wrong(self, score: float) -> float:
        """The share (0..1) of wrong ones at this score."""
        return 1 / (1 + math.exp(min(30.0, self.slope * score - self.base)))

    def expected(self, scores: Sequence[float]) -> list[tuple[float, float]]:
        """The rate among the first n of these scores and its standard error (delta method), for each n."""
        found, total, by_base, by_slope = [], 0.0, 0.0, 0.0
        for n, score in enumerate(scores, start=1):
            wrong = self.wrong(score)
            total += wrong
            by_base += wrong * (1 - wrong)
            by_slope -= wrong * (1 - wrong) * score
            variance = by_base**2 * self.spread[0] + 2 * by_base * by_slope * self.spread[1]
            variance += by_slope**2 * self.spread[2]
            found.append((total / n, math.sqrt(max(0.0, variance)) / n))
        return found


def fit_curve(told: Sequence[tuple[float, bool, float]]) -> Curve:
    """The likeliest curve of these (score, wrong, weight), by Newton's steps."""
    curve = Curve(base=0.0, slope=1.0, spread=(0.0, 0.0, 0.0))
    for _ in range(STEPS):
        pull, bend = _slopes(curve, told)
        spread = _inverse(bend)
        step = (spread[0] * pull[0] + spread[1] * pull[1], spread[1] * pull[0] + spread[2] * pull[1])
        longest = max(map(abs, step))
        short = min(1.0, LONGEST / longest) if longest else 1.0
        curve = Curve(base=curve.base + short * step[0], slope=curve.slope + short * step[1], spread=spread)
        if longest < 1e-6:
            break
    return curve


def _slopes(
    curve: Curve, told: Sequence[tuple[float, bool, float]]
) -> tuple[tuple[float, float], tuple[float, float, float]]:
    """The first and the (negative) second derivatives of the log likelihood by base and slope."""
    base, slope = -curve.base / PRIOR**2, -(curve.slope - 1) / PRIOR**2
    base2, both, slope2 = 1 / PRIOR**2, 0.0, 1 / PRIOR**2
    for score, happened, weight in told:
        wrong = curve.wrong(score)
        base += weight * (happened - wrong)
        slope -= weight * (happened - wrong) * score
        spread = weight * wrong * (1 - wrong)
        base2 += spread
        both -= spread * score
        slope2 += spread * score * score
    return (base, slope), (base2, both, slope2)


def _inverse(bend: tuple[float, float, float]) -> tuple[float, float, float]:
    """The inverse of a symmetric matrix of two rows."""
    base2, both, slope2 = bend
    size = base2 * slope2 - both * both
    return slope2 / size, -both / size, base2 / size
