"""The routing policy that belongs to a model: fitted on texts that it did not learn from, stored beside it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from classifier.floor import Sample, gather_sample, lowest_floor
from complaints.guarantee import lowest_threshold, upper_bound
from complaints.routing import RoutingPolicy, Threshold
from complaints.taxonomy import Taxonomy

ALPHA = 0.02
DELTA = 0.05


def fit_policy(
    leaves: Sequence[Mapping[str, float]],
    truth: Sequence[str],
    taxonomy: Taxonomy,
    *,
    alpha: float = ALPHA,
    delta: float = DELTA,
) -> RoutingPolicy:
    """The lowest thresholds that keep the promise at every level, and for all that is routed together.

    `leaves` are calibrated probabilities of texts that the model did not learn from, `truth` the right leaves. Texts
    that are suggested to somebody else do not count, since no policy routes them. First each level gets the lowest
    threshold that keeps its promise; then all are raised to one floor, the lowest for which the promise holds for
    everything that is routed, each report judged at the level to which it goes.
    """
    sample = gather_sample(leaves, truth, taxonomy)
    kept = [
        lowest_threshold(sample.sure[:, depth].tolist(), sample.wrong[:, depth].tolist(), alpha=alpha, delta=delta)
        for depth in range(len(taxonomy.levels))
    ]
    thresholds = [
        Threshold(level=level, value=one.value, bound=one.bound, n=one.n, errors=one.errors, why=one.why)
        for level, one in zip(taxonomy.levels, kept, strict=True)
    ]
    policy = RoutingPolicy(
        version="",
        alpha=alpha,
        delta=delta,
        thresholds=tuple(_raise_together(thresholds, sample, alpha=alpha, delta=delta)),
        max_depth=len(taxonomy.levels),
        provisional=True,
    )
    return _with_version(policy)


def _raise_together(
    thresholds: Sequence[Threshold], sample: Sample, *, alpha: float, delta: float
) -> Sequence[Threshold]:
    """Raise all to one floor; a level that does not keep its own promise up there is taken off, and the rest tried."""
    floor = lowest_floor(sample, [one.value for one in thresholds], alpha=alpha, delta=delta)
    raised = [_raise(one, floor, sample, depth, delta=delta) for depth, one in enumerate(thresholds)]
    kept = [
        replace(one, value=None, bound=None, why="too_many_errors") if one.bound and one.bound > alpha else one
        for one in raised
    ]
    return kept if kept == raised else _raise_together(kept, sample, alpha=alpha, delta=delta)


def _raise(threshold: Threshold, floor: float | None, sample: Sample, depth: int, *, delta: float) -> Threshold:
    """A level's threshold at the floor, with what stands behind it there."""
    if threshold.value is None or floor is None:
        return replace(threshold, value=None, bound=None, why=threshold.why or "too_many_errors")
    value = max(threshold.value, floor)
    taken = sample.sure[:, depth] >= value
    n, errors = int(taken.sum()), int(sample.wrong[taken, depth].sum())
    return replace(threshold, value=value, bound=upper_bound(errors, n, delta) if n else None, n=n, errors=errors)


def _with_version(policy: RoutingPolicy) -> RoutingPolicy:
    """Named by its content, so that the same policy has the same name everywhere."""
    content = json.dumps(asdict(policy), sort_keys=True).encode()
    return replace(policy, version=f"policy-{hashlib.sha256(content).hexdigest()[:10]}")


def policy_to_dict(policy: RoutingPolicy) -> dict[str, Any]:
    """The policy as JSON values."""
    return asdict(policy)


def policy_from_dict(raw: Mapping[str, Any]) -> RoutingPolicy:
    """The policy that policy_to_dict wrote. Raises KeyError or TypeError where it is none."""
    thresholds = tuple(Threshold(**{**one, "branch": tuple(one["branch"])}) for one in raw["thresholds"])
    return RoutingPolicy(**{**raw, "thresholds": thresholds})
