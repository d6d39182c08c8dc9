"""The promise: at most a share alpha of what is routed by machine goes wrong, with confidence 1 - delta.

Exact binomial bounds (Clopper and Pearson 1934, Biometrika 26) and fixed-sequence testing over falling thresholds
(Angelopoulos et al. 2021, "Learn then Test"): the sequence is fixed by the scores alone, never by the labels.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

STARTS_AT = 4
STEPS = 200


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The lowest score that keeps the promise, with the bound there; `value` is None where no score does, see `why`."""

    value: float | None
    bound: float | None
    n: int
    errors: int
    why: str = ""


def upper_bound(errors: int, n: int, delta: float) -> float:
    """The Clopper-Pearson upper bound on a rate after `errors` in `n`, at confidence 1 - delta.

    The largest rate p with P(Binomial(n, p) <= errors) >= delta. Raises ValueError outside 0 <= errors <= n, n >= 1,
    and 0 < delta < 1.
    """
    if not 0 < delta < 1:
        raise ValueError(f"delta must lie between 0 and 1, not {delta}")
    if not 0 <= errors <= n or n < 1:
        raise ValueError(f"errors must lie in 0..n and n must be at least 1, not {errors} of {n}")
    if errors == n:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _binomial_cdf(errors, n, middle) > delta else (low, middle)
    return high


def _binomial_cdf(k: int, n: int, p: float) -> float:
    """P(Binomial(n, p) <= k) for 0 < p <= 1, summed downwards from k, whose term is taken as 1 until the end."""
    if k >= n or p >= 1:
        return 1.0 if k >= n else 0.0
    log_p, log_q = math.log(p), math.log1p(-p)
    term = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * log_p + (n - k) * log_q
    odds = math.exp(log_q - log_p)
    ratio, total = 1.0, 1.0
    for i in range(k, 0, -1):
        ratio *= i / (n - i + 1) * odds
        total += ratio
        if ratio < total * 1e-17 and i < n * p:
            break
    return min(1.0, math.exp(term + math.log(total))) if math.isfinite(total) else 1.0


def labels_needed(alpha: float, delta: float) -> int:
    """How many labels without one error a promise needs at the least: the smallest n with (1 - alpha)^n <= delta."""
    return math.ceil(math.log(delta) / math.log1p(-alpha))


def lowest_threshold(scores: Sequence[float], wrong: Sequence[bool], *, alpha: float, delta: float) -> Promise:
    """The lowest score down to which at most alpha go wrong with confidence 1 - delta.

    `scores` and `wrong` are aligned: the probability at which a report would be routed, and whether that is a misroute.
    They must come from reports that the model did not learn from, drawn as production draws them.
    """
    needed = labels_needed(alpha, delta)
    if len(scores) < needed:
        return Promise(
            value=None, bound=None, n=len(scores), errors=sum(wrong), why=f"labels_missing:{needed - len(scores)}"
        )
    ranked = sorted(zip(scores, wrong, strict=True), key=lambda pair: -pair[0])
    errors_until = [0]
    for _, is_wrong in ranked:
        errors_until.append(errors_until[-1] + is_wrong)
    kept = 0
    for n in _sequence(ranked, needed):
        if _binomial_cdf(errors_until[n], n, alpha) > delta:
            break
        kept = n
    if not kept:
        return Promise(value=None, bound=None, n=len(scores), errors=errors_until[-1], why="too_many_errors")
    bound = upper_bound(errors_until[kept], kept, delta)
    return Promise(value=ranked[kept - 1][0], bound=min(bound, alpha), n=kept, errors=errors_until[kept])


def _sequence(ranked: Sequence[tuple[float, bool]], needed: int) -> list[int]:
    """How many of the surest reports each test takes: growing, ending only where the score changes."""
    total = len(ranked)
    first = min(STARTS_AT * needed, total)
    counts = sorted({first + round((total - first) * step / STEPS) for step in range(STEPS + 1)})
    ends = []
    for count in counts:
        end = count
        while end < total and ranked[end][0] == ranked[end - 1][0]:
            end += 1
        ends.append(end)
    return sorted(set(ends))
