"""What two models did with the same reports, and which of their differences are more than noise.

Noise is told by a paired bootstrap over reports, weighted by 1 / probability: each report is drawn a Poisson number of
times (Hanley and MacGibbon 2006, "Creating non-parametric bootstrap samples using Poisson frequencies"), so that many
reports alike are drawn together. One report on which the models differ is noise; it takes four that all say the same.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaints.weighting import estimate_rate

DRAWS = 2000
CONFIDENCE = 0.95
NORMAL_FROM = 30
Branch = tuple[str, ...]


class Measure(StrEnum):
    """What is compared: of what was routed, how much went wrong; how much is routed while the promise is not seen to
    break; how often the whole suggested path is right."""

    MISROUTED = "misrouted"
    AUTOMATED = "automated"
    SUGGESTED = "suggested"


@dataclass(frozen=True, kw_only=True)
class Did:
    """What one model does with a report; `is_wrong` only where it is routed."""

    routed: bool
    is_wrong: bool
    is_suggested: bool


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One report whose label is known: the branch where it belongs, with which probability it came to be labelled."""

    branch: Branch
    sampled: float
    champion: Did
    challenger: Did


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One measure in one branch (or in several together), 0..1 for either model.

    The difference challenger - champion lies between `low` and `high` with CONFIDENCE.
    """

    branch: Branch
    measure: Measure
    champion: float
    challenger: float
    low: float
    high: float
    is_worse: bool
    is_better: bool


def compare(branch: Branch, members: Sequence[Compared], alpha: float, strict: float) -> Iterator[Difference]:
    """Every measure of these reports, which stand for `branch`; there are some.

    That something is better is believed where it is so but in a share `strict` of the draws.
    """
    broken, other_broken = (_is_broken(members, which, alpha) for which in ("champion", "challenger"))
    cells = Counter(
        (1 / one.sampled, _kept(one.champion, broken), _kept(one.challenger, other_broken)) for one in members
    )
    seen = [_measure(cells, which) for which in (1, 2)]
    chance = random.Random(0)  # noqa: S311 (no secret: the same labels always give the same verdict)
    drawn: dict[Measure, list[float]] = {measure: [] for measure in Measure}
    for _ in range(DRAWS):
        times = {cell: _poisson(chance, count) for cell, count in cells.items()}
        one, other = _measure(times, 1), _measure(times, 2)
        for measure, differences in drawn.items():
            differences.append(other[measure] - one[measure])
    for measure, differences in drawn.items():
        yield _difference(branch, measure, seen, sorted(differences), strict)


def _poisson(chance: random.Random, mean: int) -> int:
    """A Poisson number: counted (Knuth) where the mean is small, from the normal distribution where it is not."""
    if mean > NORMAL_FROM:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, times, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        times += 1
        product *= chance.random()
    return times


def _difference(
    branch: Branch, measure: Measure, seen: Sequence[Mapping[Measure, float]], drawn: Sequence[float], strict: float
) -> Difference:
    low, high = _at(drawn, (1 - CONFIDENCE) / 2), _at(drawn, 1 - (1 - CONFIDENCE) / 2)
    surely_low, surely_high = _at(drawn, strict), _at(drawn, 1 - strict)
    less_is_better = measure is Measure.MISROUTED
    return Difference(
        branch=branch,
        measure=measure,
        champion=seen[0][measure],
        challenger=seen[1][measure],
        low=low,
        high=high,
        is_worse=low > 0 if less_is_better else high < 0,
        is_better=surely_high < 0 if less_is_better else surely_low > 0,
    )


def _at(ranked: Sequence[float], share: float) -> float:
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


State = tuple[bool, bool, bool, bool]
Cell = tuple[float, State, State]
"""1 / probability, and for each model: routed, wrong, right suggestion, routed while the promise holds."""


def _kept(did: Did, is_broken: bool) -> State:
    return did.routed, did.is_wrong, did.is_suggested, did.routed and not is_broken


def _is_broken(members: Sequence[Compared], which: str, alpha: float) -> bool:
    """Whether the labels show that more than alpha of what this model routes goes wrong."""
    routed = [one for one in members if getattr(one, which).routed]
    found = estimate_rate([getattr(one, which).is_wrong for one in routed], [one.sampled for one in routed])
    return found.low > alpha


def _measure(times: Mapping[Cell, int], which: int) -> dict[Measure, float]:
    total = routed = wrong = suggested = under_promise = 0.0
    for cell, count in times.items():
        each = cell[0] * count
        is_routed, is_wrong, is_suggested, is_under_promise = cell[which]  # type: ignore[misc]
        total += each
        routed += each * is_routed
        wrong += each * is_wrong
        suggested += each * is_suggested
        under_promise += each * is_under_promise
    return {
        Measure.MISROUTED: wrong / routed if routed else 0.0,
        Measure.AUTOMATED: under_promise / total if total else 0.0,
        Measure.SUGGESTED: suggested / total if total else 0.0,
    }
