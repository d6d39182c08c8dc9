"""The promise: at most a share alpha of what is routed by machine goes wrong, with confidence 1 - delta.

Exact binomial bounds (Clopper and Pearson 1934, Biometrika 26) and fixed-sequence testing over falling thresholds
(Angelopoulos et al. 2021, "Learn then Test"): the sequence is fixed by the scores alone, never by the labels. Labels
that were drawn with known, unequal probabilities are weighed by 1 / probability, and tested by the same bound at the
number of labels that they are worth (Korn and Graubard 1998; see complaints/weighting.py).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from complaints.sequence import certify
from complaints.weighting import effective_labels, is_below


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an instansi promises: at most `alpha` of what is routed goes wrong, with confidence 1 - `delta`.

    `alpha_of` and `delta_of` hold other values for some levels, `alpha_in` other alphas for some branches, or for all
    branches below a node; these alphas may only be stricter. Raises ValueError for rates outside 0..1 and for a level
    or branch that is promised less than the whole.
    """

    alpha: float = 0.02
    delta: float = 0.05
    alpha_of: Mapping[str, float] = field(default_factory=dict)
    delta_of: Mapping[str, float] = field(default_factory=dict)
    alpha_in: Mapping[tuple[str, ...], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        alphas = (*self.alpha_of.values(), *self.alpha_in.values())
        for rate in (self.alpha, self.delta, *alphas, *self.delta_of.values()):
            if not 0 < rate < 1:
                raise ValueError(f"alpha and delta must lie between 0 and 1, not {rate}")
        if any(alpha > self.alpha for alpha in alphas):
            raise ValueError(f"the alpha of a level or branch must not be above the alpha of the whole, {self.alpha}")

    def at(self, level: str, branch: Sequence[str] = ()) -> tuple[float, float]:
        """alpha and delta of this level in this branch, or (empty) in all branches together."""
        of_branch = [alpha for node, alpha in self.alpha_in.items() if tuple(branch[: len(node)]) == node]
        return min([self.alpha_of.get(level, self.alpha), *of_branch]), self.delta_of.get(level, self.delta)


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
        low, high = (middle, high) if binomial_cdf(errors, n, middle) > delta else (low, middle)
    return high


def binomial_cdf(k: int, n: int, p: float) -> float:
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


def keeps(errors: int, n: int, *, alpha: float, delta: float) -> bool:
    """Whether `errors` in `n` show, at confidence 1 - delta, that at most alpha go wrong."""
    return n > 0 and binomial_cdf(errors, n, alpha) <= delta


def keeps_weighted(wrong: Sequence[bool], sampled: Sequence[float], *, alpha: float, delta: float) -> bool:
    """The same for labels that were drawn with probabilities in proportion to `sampled` (aligned), whatever these
    depend on; exact where they are alike, else by an interval that covers in simulations."""
    if not sampled or min(sampled) == max(sampled):
        return keeps(sum(wrong), len(wrong), alpha=alpha, delta=delta)
    return is_below(wrong, sampled, alpha, delta=delta)


def lowest_threshold(
    scores: Sequence[float],
    wrong: Sequence[bool],
    *,
    alpha: float,
    delta: float,
    sampled: Sequence[float] | None = None,
) -> Promise:
    """The lowest score down to which at most alpha go wrong with confidence 1 - delta.

    `scores` and `wrong` are aligned: the probability at which a report would be routed, and whether that is a misroute.
    They must come from reports that the model did not learn from, drawn as production draws them, or each with the
    known probability in `sampled`. With weights `bound` is alpha itself.
    """
    order = sorted(range(len(scores)), key=lambda number: -scores[number])
    ranked, flags = [scores[number] for number in order], [wrong[number] for number in order]
    errors = [0]
    for flag in flags:
        errors.append(errors[-1] + flag)
    drawn = [sampled[number] for number in order] if sampled is not None else None

    def passes(n: int) -> bool:
        if drawn is not None:
            return keeps_weighted(flags[:n], drawn[:n], alpha=alpha, delta=delta)
        return keeps(errors[n], n, alpha=alpha, delta=delta)

    kept = certify(ranked, passes, needed=labels_needed(alpha, delta), sampled=drawn)
    if not kept:
        worth = len(scores) if drawn is None else math.floor(effective_labels([1 / p for p in drawn]))
        why = why_none(worth, alpha=alpha, delta=delta)
        return Promise(value=None, bound=None, n=len(scores), errors=errors[-1], why=why)
    n = kept[-1]
    bound = alpha if drawn is not None else min(alpha, upper_bound(errors[n], n, delta))
    return Promise(value=ranked[n - 1], bound=bound, n=n, errors=errors[n])


def why_none(n: int, *, alpha: float, delta: float) -> str:
    """Why n labels promise nothing: how many are missing, or too many errors among them."""
    missing = labels_needed(alpha, delta) - n
    return f"labels_missing:{missing}" if missing > 0 else "too_many_errors"
