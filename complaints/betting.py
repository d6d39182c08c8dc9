"""Bounds on an error rate that hold at every moment, however often one looks: confidence sequences by betting.

Who bets against a false claim about a rate gets rich (Waudby-Smith and Ramdas 2023, "Estimating means of bounded random
variables by betting", JRSS B 86). Each claim is bet against with a fixed mixture of stakes; under a true claim the
mean wealth never grows, so by Ville's inequality it reaches 1 / delta with probability delta at most.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping

Outcomes = Mapping[bool, int]
"""How often wrong ones were seen (True), and right ones."""

# Half of the purse on the boldest stake, since a good branch shows hardly an error; then ever less on smaller ones.
STAKES_BELOW = tuple((1 / 2**k, 1 / 2 ** min(k + 1, 7)) for k in range(8))
# As shares of the boldest stake that cannot ruin; how often a broken branch errs is not known beforehand.
STAKES_ABOVE = tuple((1 / 2**k, 1 / 7) for k in range(1, 8))
HALVINGS = 40


def count(errors: int, n: int) -> Outcomes:
    """Outcomes of n labels."""
    return {True: errors, False: n - errors}


def wealth_below(outcomes: Outcomes, rate: float) -> float:
    """Log of the wealth won against "the error rate is at least `rate`"; grows with `rate`, in 0..1."""
    return _mixed(
        math.log(purse) + sum(times * _log(1 - stake * (wrong - rate)) for wrong, times in outcomes.items())
        for stake, purse in STAKES_BELOW
    )


def wealth_above(outcomes: Outcomes, rate: float) -> float:
    """Log of the wealth won against "the error rate is at most `rate`"; falls with `rate`, above 0 and at most 1."""
    return _mixed(
        math.log(purse) + sum(times * _log(1 + share / rate * (wrong - rate)) for wrong, times in outcomes.items())
        for share, purse in STAKES_ABOVE
    )


def upper_rate(outcomes: Outcomes, delta: float) -> float:
    """The upper bound on the error rate at confidence 1 - delta; 1 where nothing is known."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if wealth_below(outcomes, middle) >= -math.log(delta) else (middle, high)
    return high


def lower_rate(outcomes: Outcomes, delta: float) -> float:
    """The lower bound on the error rate at confidence 1 - delta; 0 where nothing is known."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if wealth_above(outcomes, middle) >= -math.log(delta) else (low, middle)
    return low


def labels_to_go(outcomes: Outcomes, alpha: float, delta: float) -> int:
    """How many more labels, none of them wrong, until the upper bound is at most alpha; 0 where it is already."""

    def is_enough(more: int) -> bool:
        return wealth_below({**outcomes, False: outcomes.get(False, 0) + more}, alpha) >= -math.log(delta)

    enough = 1
    while not is_enough(enough):
        enough *= 2
    return bisect_left(range(enough + 1), True, key=is_enough)


def _log(factor: float) -> float:
    return math.log(factor) if factor > 0 else -math.inf


def _mixed(logs: Iterable[float]) -> float:
    values = list(logs)
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values)) if math.isfinite(top) else top
