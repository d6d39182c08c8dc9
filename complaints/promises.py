"""From provisional to real: what an instansi's own audits say of the promise, branch by branch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from complaints.betting import count, labels_to_go, lower_rate, upper_rate
from complaints.routing import RoutingPolicy


class Standing(StrEnum):
    """How the promise of a branch stands."""

    HOLDS = "holds"
    LABELS_MISSING = "labels_missing"
    NO_THRESHOLD = "no_threshold"
    BRAKED = "braked"


@dataclass(frozen=True, kw_only=True)
class AuditCount:
    """How many audits of a branch were judged, how many of these were misroutes, and how many wait for a person."""

    audited: int = 0
    wrong: int = 0
    waiting: int = 0


NONE_YET = AuditCount()


@dataclass(frozen=True, kw_only=True)
class BranchPromise:
    """The promise of one branch after `n` audits with `errors` misroutes.

    The misroute rate lies between `lower` and `upper` (0..1), whenever one looks, each with confidence 1 - delta.
    `missing` is how many more audits without a misroute it takes until the promise holds; 0 where it does. `why` says
    for a branch without any threshold what its policy lacked.
    """

    branch: tuple[str, ...]
    standing: Standing
    alpha: float
    delta: float
    n: int
    errors: int
    lower: float
    upper: float
    missing: int
    why: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the instansi's own audits prove it."""
        return self.standing is Standing.HOLDS


def branches_of(policy: RoutingPolicy) -> tuple[tuple[str, ...], ...]:
    """Every branch to which the policy promises anything, or could not."""
    return tuple(sorted({threshold.branch for threshold in policy.thresholds}))


def branch_holding(policy: RoutingPolicy, path: Sequence[str]) -> tuple[str, ...]:
    """The most specific branch of the policy that holds this whole suggested path; the empty one where none does."""
    holding = [branch for branch in branches_of(policy) if tuple(path[: len(branch)]) == branch]
    return max(holding, key=len, default=())


def alpha_in(policy: RoutingPolicy, branch: tuple[str, ...]) -> float:
    """The misroute rate that is promised to this branch: that of its loosest level."""
    own = [threshold.alpha for threshold in policy.thresholds if threshold.branch == branch]
    return max((policy.alpha if alpha is None else alpha for alpha in own), default=policy.alpha)


def delta_each(policy: RoutingPolicy) -> float:
    """The share of delta that one branch may spend, so that all promises hold together."""
    return policy.delta / max(1, len(branches_of(policy)))


def judge_all(
    policy: RoutingPolicy, counts: Mapping[tuple[str, ...], AuditCount], braked: Collection[tuple[str, ...]]
) -> dict[tuple[str, ...], BranchPromise]:
    """How each branch of the policy stands by its audits."""
    found = {branch: counts.get(branch, NONE_YET) for branch in branches_of(policy)}
    return {
        branch: judge_branch(policy, branch, n=one.audited, errors=one.wrong, is_braked=branch in braked)
        for branch, one in found.items()
    }


def judge_branch(
    policy: RoutingPolicy, branch: tuple[str, ...], *, n: int, errors: int, is_braked: bool
) -> BranchPromise:
    """How the promise of this branch stands after n audits of the policy's own routes, `errors` of them misroutes."""
    alpha, delta = alpha_in(policy, branch), delta_each(policy)
    lower, upper, missing = _bounds(errors, n, alpha, delta)
    own = [threshold for threshold in policy.thresholds if threshold.branch == branch]
    has_threshold = any(threshold.value is not None for threshold in own)
    return BranchPromise(
        branch=branch,
        standing=_standing(is_braked=is_braked, has_threshold=has_threshold, missing=missing),
        alpha=alpha,
        delta=delta,
        n=n,
        errors=errors,
        lower=lower,
        upper=upper,
        missing=missing,
        why="" if has_threshold else next((threshold.why for threshold in own), ""),
    )


# A page asks for every branch each time, and an audit changes one.
@lru_cache(maxsize=4096)
def _bounds(errors: int, n: int, alpha: float, delta: float) -> tuple[float, float, int]:
    """The bounds on the misroute rate, and how many more audits without a misroute it takes until they keep alpha."""
    outcomes = count(errors, n)
    return lower_rate(outcomes, delta), upper_rate(outcomes, delta), labels_to_go(outcomes, alpha, delta)


def _standing(*, is_braked: bool, has_threshold: bool, missing: int) -> Standing:
    if is_braked:
        return Standing.BRAKED
    if not has_threshold:
        return Standing.NO_THRESHOLD
    return Standing.LABELS_MISSING if missing else Standing.HOLDS
