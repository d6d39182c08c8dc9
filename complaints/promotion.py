"""Whether a challenger may take the place of the model that is live: judged on reports that neither learnt from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from complaints.guarantee import labels_needed
from complaints.paired import CONFIDENCE, Branch, Compared, Difference, Measure, compare
from complaints.weighting import effective_labels

LEAST_OF_BRANCH = 30
EVERYTHING: Branch = ()
THE_REST: Branch = ("lainnya",)


class Verdict(StrEnum):
    """What is to be done with the challenger."""

    PROMOTE = "promote"
    WORSE = "worse"
    NOT_BETTER = "not_better"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The verdict with what it rests on: `labels` that are worth `effective` ones drawn alike; `missing` more are
    needed where these are too few."""

    verdict: Verdict
    labels: int
    effective: float
    missing: int
    differences: tuple[Difference, ...] = ()

    @property
    def telling(self) -> tuple[Difference, ...]:
        """The differences that decided."""
        wanted = "is_worse" if self.verdict is Verdict.WORSE else "is_better"
        return tuple(one for one in self.differences if getattr(one, wanted))


def judge(compared: Sequence[Compared], *, alpha: float, delta: float) -> Judgement:
    """Promote where no measure is worse in any branch beyond noise, and one is better somewhere beyond noise.

    It takes as many labels as a promise needs to be seen at all. That something is worse is believed at CONFIDENCE in
    each comparison, that something is better only where it holds in all comparisons together.
    """
    effective = effective_labels([1 / one.sampled for one in compared])
    needed = labels_needed(alpha, delta)
    if effective < needed:
        missing = ceil((needed - effective) * (len(compared) / effective if effective else 1))
        return Judgement(verdict=Verdict.TOO_LITTLE, labels=len(compared), effective=effective, missing=missing)
    groups = group_branches(compared)
    strict = (1 - CONFIDENCE) / 2 / (len(groups) * len(Measure))
    differences = tuple(
        difference for branch, members in groups.items() for difference in compare(branch, members, alpha, strict)
    )
    worse, better = any(one.is_worse for one in differences), any(one.is_better for one in differences)
    verdict = Verdict.WORSE if worse else Verdict.PROMOTE if better else Verdict.NOT_BETTER
    return Judgement(verdict=verdict, labels=len(compared), effective=effective, missing=0, differences=differences)


def group_branches(compared: Sequence[Compared]) -> dict[Branch, list[Compared]]:
    """All together, each branch with labels enough, and the other branches as one where they have enough together."""
    by_branch: defaultdict[Branch, list[Compared]] = defaultdict(list)
    for one in compared:
        by_branch[one.branch].append(one)
    groups = {EVERYTHING: list(compared)}
    rest: list[Compared] = []
    for branch, members in sorted(by_branch.items()):
        if _is_enough(members):
            groups[branch] = members
        else:
            rest += members
    return groups | ({THE_REST: rest} if _is_enough(rest) else {})


def _is_enough(members: Sequence[Compared]) -> bool:
    return effective_labels([1 / one.sampled for one in members]) >= LEAST_OF_BRANCH
