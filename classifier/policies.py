"""The routing policy that belongs to a model: fitted on texts that it did not learn from, stored beside it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from complaints.guarantee import lowest_threshold
from complaints.prediction import Step, suggested_path
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
    """The lowest threshold of every level that keeps the promise, from the deepest level up.

    `leaves` are calibrated probabilities of texts that the model did not learn from, `truth` the right leaves. At each
    level the promise counts all that is routed there or deeper, as it would be routed; so it holds for everything that
    is routed, and not level by level only.
    """
    paths = [suggested_path(taxonomy, one) for one in leaves]
    right = [taxonomy.path_of_leaf[leaf] for leaf in truth]
    eligible = [(steps, path) for steps, path in zip(paths, right, strict=True) if not _is_outside(taxonomy, steps)]
    depth_of = [0] * len(eligible)
    thresholds: list[Threshold] = []
    for depth in range(len(taxonomy.levels), 0, -1):
        scores = [1.0 if deeper else steps[depth - 1].p for (steps, _), deeper in zip(eligible, depth_of, strict=True)]
        wrong = [
            steps[(deeper or depth) - 1].path != path[: deeper or depth]
            for (steps, path), deeper in zip(eligible, depth_of, strict=True)
        ]
        kept = lowest_threshold(scores, wrong, alpha=alpha, delta=delta)
        level = taxonomy.levels[depth - 1]
        thresholds.append(
            Threshold(level=level, value=kept.value, bound=kept.bound, n=kept.n, errors=kept.errors, why=kept.why)
        )
        if kept.value is not None:
            depth_of = [deeper or (depth if p >= kept.value else 0) for deeper, p in zip(depth_of, scores, strict=True)]
    return _with_version(
        RoutingPolicy(
            version="",
            alpha=alpha,
            delta=delta,
            thresholds=tuple(reversed(thresholds)),
            max_depth=len(taxonomy.levels),
            provisional=True,
        )
    )


def _is_outside(taxonomy: Taxonomy, steps: Sequence[Step]) -> bool:
    """Whether `complaints.routing.decide` would leave it to a person as somebody else's matter."""
    return taxonomy.is_outside(steps[0].path) or taxonomy.is_outside(steps[-1].path)


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
