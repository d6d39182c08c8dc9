"""Fixed-sequence testing over falling thresholds: what is tested first, and what next (Angelopoulos et al. 2021, "Learn
then Test"). The sequence follows from the scores and the probabilities of the draw alone, never from the labels.
"""

import math
from collections.abc import Callable, Sequence
from itertools import accumulate

STARTS_AT = 4
STREAM_STARTS_AT = 8
"""The same for labels of a stream, of which people got some wrong too: where three of a hundred count as wrong and five
are promised, a first test of four times the least fails in every second case, and that ends the sequence."""
STEPS = 40


def certify(
    ranked: Sequence[float], passes: Callable[[int], bool], *, needed: int, sampled: Sequence[float] | None = None
) -> list[int]:
    """How many of the surest reports may be routed: every step of the sequence up to the first that does not pass.

    `ranked` are falling scores. `passes` tests, at confidence 1 - delta, what is routed when the n surest are; with
    probability 1 - delta no step is returned that breaks its promise. No test can pass with less than `needed` labels.
    Labels that were drawn with the probabilities `sampled` (aligned with `ranked`) count as what they are worth.
    """
    kept: list[int] = []
    worth = range(1, len(ranked) + 1) if sampled is None else _worth(sampled)
    if not worth or worth[-1] < needed:
        return kept
    starts_at = STARTS_AT if sampled is None else STREAM_STARTS_AT
    first = first_step(math.floor(worth[-1]), needed=needed, starts_at=starts_at)
    for n in _sequence(ranked, next(number for number, one in enumerate(worth, start=1) if one >= first)):
        if not passes(n):
            break
        kept.append(n)
    return kept


def first_step(size: int, *, needed: int, starts_at: int = STARTS_AT) -> int:
    """How many of `size` labels the first test takes: enough that one early error does not end the sequence.

    A third of them, but as many as a promise needs without any error, and no more than `starts_at` times that.
    """
    return min(size, max(needed, min(starts_at * needed, size // 3)))


def _worth(sampled: Sequence[float]) -> Sequence[float]:
    """How many labels drawn alike the first n are worth, for each n (Kish's effective sample size), never falling."""
    most = max(sampled, default=1.0)
    weights = [most / p for p in sampled]
    sums, squares = accumulate(weights), accumulate(weight * weight for weight in weights)
    return list(accumulate((total * total / square for total, square in zip(sums, squares, strict=True)), max))


def _sequence(ranked: Sequence[float], first: int) -> list[int]:
    """How many of the surest reports each test takes: growing, ending only where the score changes."""
    total = len(ranked)
    counts = sorted({first + round((total - first) * step / STEPS) for step in range(STEPS + 1)})
    ends = []
    for count in counts:
        end = count
        while end < total and ranked[end] == ranked[end - 1]:
            end += 1
        ends.append(end)
    return sorted(set(ends))
