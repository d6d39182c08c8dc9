"""Thresholds that follow the stream: raised while recent labels say that too much of what passes them goes wrong.

A threshold was fitted to the labels of its day. Where the stream changes afterwards, audits alone tell it late: a brake
needs more than a thousand of them to prove that 7 % go wrong where 5 % are promised. But what lies just below the
threshold is reviewed in full, and turns bad together with what lies above. So the share of wrong ones near a threshold
is fitted as a logistic curve of the score (as Platt 1999 does, "Probabilistic outputs for support vector machines"), to
all that people said of late, newer labels counting more. Who gets a label depends on the score alone, so within a curve
of the score none needs a weight (Little and Rubin 2002, "Statistical Analysis with Missing Data", chapter 1.3). The
threshold is raised to where the rate that the curve expects of what would be sent on stays one standard error below
alpha. It never falls below where it was fitted and tested.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from complaints.routing import Key, RoutingPolicy, Threshold
from complaints.score_curve import fit_curve

NEAR = 10.0
"""Labels count from a tenth of the odds of the threshold on."""
LEAST = 100
"""With fewer labels near it a threshold stays where it is."""
LEAST_SENT = 20
HALF_LIFE, WINDOW = 30.0, 60.0
"""Days after which a label counts half, and days of what would have been sent on, over which the rate is taken."""
ERRORS = 1.0
"""Standard errors that are kept below alpha."""
HIGHEST = 7.0
"""Log odds from which on scores count alike: one wrong in a thousand and none look the same to any number of labels."""
NOTHING_PASSES = math.inf


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A report as the policy's model judged it `age` days before the newest one: the suggested path, the probability at
    each of its levels, and the path that people gave it (None: nobody did yet)."""

    path: tuple[str, ...]
    path_p: tuple[float, ...]
    age: float
    label: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class Scored:
    """The same as one threshold sees it: its score, and whether sending it on would be a misroute (None: not known)."""

    p: float
    age: float
    wrong: bool | None


@dataclass(frozen=True, kw_only=True)
class Raised:
    """What recent labels ask of a threshold: to lie at `value` (NOTHING_PASSES: to let nothing pass), None where it may
    stay. Of what it lets pass as it was fitted, `rate` (0..1) is expected to go wrong, with the standard error `error`.
    """

    value: float | None
    rate: float
    error: float
    labels: int

    @property
    def passed_from(self) -> float | None:
        """The lowest score that passes where it is raised; None where none does."""
        return None if self.value == NOTHING_PASSES else self.value


def raise_thresholds(policy: RoutingPolicy, levels: Sequence[str], seen: Sequence[Seen]) -> dict[Key, Raised]:
    """What `seen`, all judged by the model of this policy, asks of each threshold; none where too little is known.

    From the deepest level up, each is judged on what no deeper one takes.
    """
    found: dict[Key, Raised] = {}
    left = list(seen)
    for depth in range(min(policy.max_depth, len(levels)), 0, -1):
        level, of_threshold = levels[depth - 1], defaultdict[Threshold, list[Seen]](list)
        for one in left:
            threshold = policy.threshold_for(level, one.path)
            if threshold is not None and threshold.value is not None and len(one.path) >= depth:
                of_threshold[threshold].append(one)
        taken: set[int] = set()
        for threshold, members in of_threshold.items():
            raised = judge_threshold([_scored(one, depth) for one in members], threshold, policy.alpha)
            if raised is not None:
                found[threshold.key] = raised
            least = _least(threshold, raised)
            taken.update(id(one) for one in members if one.path_p[depth - 1] >= least)
        left = [one for one in left if id(one) not in taken]
    return found


def judge_threshold(column: Sequence[Scored], threshold: Threshold, alpha: float) -> Raised | None:
    """What these reports ask of this threshold, which promises its own alpha or else this one; None where too few of
    them are labelled."""
    value, alpha = threshold.value or 0.0, threshold.alpha or alpha
    at = _log_odds(value)
    near = [one for one in column if _log_odds(one.p) >= at - math.log(NEAR)]
    told = [(_log_odds(one.p) - at, one.wrong, 0.5 ** (one.age / HALF_LIFE)) for one in near if one.wrong is not None]
    sent = sorted((one.p for one in near if one.p >= value and one.age <= WINDOW), reverse=True)
    if len(told) < LEAST or len(sent) < LEAST_SENT:
        return None
    expected = fit_curve(told).expected([_log_odds(p) - at for p in sent])
    rate, error = expected[-1]
    return Raised(value=_lowest(sent, expected, alpha), rate=rate, error=error, labels=len(told))


def _scored(one: Seen, depth: int) -> Scored:
    wrong = None if one.label is None else one.label[:depth] != one.path[:depth]
    return Scored(p=one.path_p[depth - 1], age=one.age, wrong=wrong)


def _least(threshold: Threshold, raised: Raised | None) -> float:
    value = threshold.value or 0.0
    return value if raised is None or raised.value is None else raised.value


def _lowest(sent: Sequence[float], expected: Sequence[tuple[float, float]], alpha: float) -> float | None:
    """The lowest of these falling scores over which what is expected keeps alpha; None where all of them do."""
    kept = [number for number, (rate, error) in enumerate(expected) if rate + ERRORS * error <= alpha]
    if not kept:
        return NOTHING_PASSES
    return None if kept[-1] == len(sent) - 1 else sent[kept[-1]]


def _log_odds(p: float) -> float:
    return HIGHEST if p >= 1 else min(HIGHEST, math.log(max(p, 1e-9) / (1 - p)))
