"""The routing policy that belongs to a model: fitted on texts that it did not learn from, stored beside it."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from classifier.judging import Check, Column, Sample, gather_samples, pool_samples
from classifier.pooling import fit_together
from complaints.guarantee import Terms, labels_needed, upper_bound, why_none
from complaints.routing import KLASIFIKASI, RoutingPolicy, Threshold
from complaints.taxonomy import Taxonomy


def fit_policy(
    leaves: Sequence[Mapping[str, float]],
    truth: Sequence[str],
    taxonomy: Taxonomy,
    *,
    terms: Terms | None = None,
    sampled: Sequence[float] | None = None,
) -> RoutingPolicy:
    """The lowest thresholds that keep the promise for what is routed to every level of every branch, and so for all.

    `leaves` are calibrated probabilities of texts that the model did not learn from, `truth` the right leaves, and
    `sampled` the probabilities with which these labels were drawn (all alike where None). A text belongs to the branch
    to which it is suggested; texts that are suggested to somebody else do not count, since no policy routes them. At
    each level the promises of all branches hold together with the level's confidence.

    A level of a branch with too few labels for a promise of its own takes the threshold that keeps the promise for all
    branches taken together, unless its labels show that it breaks it; such a threshold has no bound, and its `why` is
    "together".
    """
    return fit_samples(gather_samples(leaves, truth, taxonomy, sampled), taxonomy.levels, terms or Terms())


Samples = Mapping[tuple[str, ...], Sample]


def fit_samples(
    samples: Samples, levels: Sequence[str], terms: Terms, kinds: Samples = MappingProxyType({})
) -> RoutingPolicy:
    """The same from the samples of all branches, as gather_samples makes them: they are all that thresholds need.

    `kinds`, as gather_kinds makes them, give the thresholds of the klasifikasi by the same rule, a level of its own.
    """
    policy = RoutingPolicy(
        version="",
        alpha=terms.alpha,
        delta=terms.delta,
        thresholds=_fit_branches(samples, levels, terms),
        max_depth=len(levels),
        provisional=True,
        kinds=_fit_branches(kinds, [KLASIFIKASI], terms),
    )
    return _with_version(policy)


def _fit_branches(samples: Samples, levels: Sequence[str], terms: Terms) -> tuple[Threshold, ...]:
    if not samples:
        return ()
    tests = [Check(alpha=alpha, delta=delta) for alpha, delta in map(terms.at, levels)]
    together = fit_together(pool_samples(samples.values()), tests)
    sharing = _sharing(samples, terms)
    return tuple(
        threshold
        for branch, sample in samples.items()
        for threshold in _fit_branch(branch, sample, levels, terms, sharing=sharing, together=together)
    )


def _sharing(samples: Mapping[tuple[str, ...], Sample], terms: Terms) -> int:
    """Among how many branches the confidence is shared: those with labels enough, which no label's content decides."""
    sizes = sorted((len(sample.sure) for sample in samples.values()), reverse=True)
    for count in range(len(sizes), 1, -1):
        if sizes[count - 1] >= labels_needed(terms.alpha, terms.delta / count):
            return count
    return 1


def _fit_branch(
    branch: tuple[str, ...],
    sample: Sample,
    levels: Sequence[str],
    terms: Terms,
    *,
    sharing: int,
    together: Sequence[float | None],
) -> tuple[Threshold, ...]:
    """From the deepest level up: the lowest threshold over which what stops at this level keeps the promise.

    Each level judges only what no deeper one takes, which is what will be routed to it. So the promise of the whole
    follows: it is made of parts that each keep theirs.
    """
    left = np.ones(len(sample.sure), dtype=bool)
    fitted: list[Threshold] = []
    for depth in reversed(range(len(levels))):
        alpha, delta = terms.at(levels[depth], branch)
        part = Column.of(sample, depth, left)
        own = _describe(part, Check(alpha=alpha, delta=delta / sharing), level=levels[depth], branch=branch)
        chosen = _borrow(own, together[depth], part, terms) if own.value is None else own
        if chosen.value is not None:
            left &= sample.sure[:, depth] < chosen.value
        fitted.append(chosen)
    return tuple(reversed(fitted))


def _borrow(own: Threshold, pooled: float | None, part: Column, terms: Terms) -> Threshold:
    """The threshold of all branches together, unless the labels here show that it breaks the promise.

    A branch that is promised more than the others has no part in theirs.
    """
    alpha, delta = terms.at(own.level)
    if pooled is None or not len(part.sure) or own.alpha != alpha:
        return own
    n, errors = part.count(pooled)
    borrowed = replace(own, value=pooled, bound=None, n=n, errors=errors, why="together", delta=None)
    return own if part.is_broken(pooled, Check(alpha=alpha, delta=delta)) else borrowed


def _describe(part: Column, test: Check, *, level: str, branch: tuple[str, ...]) -> Threshold:
    """The level's own threshold, with the labels behind it."""
    value = part.lowest_value(test)
    n, errors = part.count(-math.inf if value is None else value)
    bound, why = None, ""
    if value is None:
        why = why_none(n, alpha=test.alpha, delta=test.delta)
    else:
        bound = test.alpha if part.sampled is not None else min(test.alpha, upper_bound(errors, n, test.delta))
    return Threshold(
        level=level,
        branch=branch,
        value=value,
        bound=bound,
        n=n,
        errors=errors,
        why=why,
        alpha=test.alpha,
        delta=test.delta,
    )


def _with_version(policy: RoutingPolicy) -> RoutingPolicy:
    """Named by its content, so that the same policy has the same name everywhere; no kinds count as never heard of."""
    said = {name: value for name, value in asdict(policy).items() if name != "kinds" or value}
    content = json.dumps(said, sort_keys=True).encode()
    return replace(policy, version=f"policy-{hashlib.sha256(content).hexdigest()[:10]}")


def policy_to_dict(policy: RoutingPolicy) -> dict[str, Any]:
    """The policy as JSON values."""
    return asdict(policy)


def policy_from_dict(raw: Mapping[str, Any]) -> RoutingPolicy:
    """The policy that policy_to_dict wrote. Raises KeyError or TypeError where it is none."""
    thresholds, kinds = (
        tuple(Threshold(**{**one, "branch": tuple(one["branch"])}) for one in part)
        for part in (raw["thresholds"], raw.get("kinds", ()))
    )
    return RoutingPolicy(**{**raw, "thresholds": thresholds, "kinds": kinds})
