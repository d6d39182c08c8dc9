"""The routing policy that belongs to a model: fitted on texts that it did not learn from, stored beside it."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from classifier.judging import Check, Sample, gather_samples, pool_samples
from complaints.guarantee import Terms, certify, first_step, labels_needed, upper_bound, why_none
from complaints.routing import BRANCH_DEPTH, RoutingPolicy, Threshold
from complaints.taxonomy import Taxonomy

# How much less doubt each level below the branch may leave: a milder line lets deep mistakes close the high levels.
STEEPNESS = 1 / 32


def fit_policy(
    leaves: Sequence[Mapping[str, float]],
    truth: Sequence[str],
    taxonomy: Taxonomy,
    *,
    terms: Terms | None = None,
    sampled: Sequence[float] | None = None,
) -> RoutingPolicy:
    """The lowest thresholds that keep the promise at every level of every branch, and for all that a branch routes.

    `leaves` are calibrated probabilities of texts that the model did not learn from, `truth` the right leaves, and
    `sampled` the probabilities with which these labels were drawn (all alike where None). A text belongs to the branch
    to which it is suggested; texts that are suggested to somebody else do not count, since no policy routes them. At
    each level the promises of all branches hold together with the level's confidence.

    A branch with too few labels for a promise of its own takes the thresholds that keep the promise for all branches
    taken together, unless its labels show that it breaks it; such thresholds have no bound, and `why` is "together".
    """
    terms = terms or Terms()
    samples = gather_samples(leaves, truth, taxonomy, sampled)
    together = _fit_branch((), pool_samples(samples.values()), taxonomy.levels, terms, 1)
    sharing = _sharing(samples, terms)
    thresholds = [
        threshold
        for branch, sample in samples.items()
        for threshold in _or_together(
            _fit_branch(branch, sample, taxonomy.levels, terms, sharing), together, sample, terms
        )
    ]
    policy = RoutingPolicy(
        version="",
        alpha=terms.alpha,
        delta=terms.delta,
        thresholds=tuple(thresholds),
        max_depth=len(taxonomy.levels),
        provisional=True,
    )
    return _with_version(policy)


def _sharing(samples: Mapping[tuple[str, ...], Sample], terms: Terms) -> int:
    """Among how many branches the confidence is shared: those with labels enough, which no label's content decides."""
    sizes = sorted((len(sample.sure) for sample in samples.values()), reverse=True)
    for count in range(len(sizes), 1, -1):
        if sizes[count - 1] >= labels_needed(terms.alpha, terms.delta / count):
            return count
    return 1


def _or_together(own: list[Threshold], together: Sequence[Threshold], sample: Sample, terms: Terms) -> list[Threshold]:
    """A branch's own thresholds, or, where it has none, those of all branches together."""
    if own[0].value is not None or not len(sample.sure):
        return own
    taken = [replace(one, value=pooled.value) for one, pooled in zip(own, together, strict=True)]
    described = [_count_over(one, sample, depth) for depth, one in enumerate(taken)]
    broken = any(one.n and _is_broken(one, *terms.at(one.level)) for one in described)
    return own if broken else [one if one.value is not None else kept for one, kept in zip(described, own, strict=True)]


def _count_over(threshold: Threshold, sample: Sample, depth: int) -> Threshold:
    passing = sample.sure[:, depth] >= (math.inf if threshold.value is None else threshold.value)
    errors = int(sample.wrong[passing, depth].sum())
    return replace(threshold, n=int(passing.sum()), errors=errors, why="together", delta=None)


def _is_broken(threshold: Threshold, alpha: float, delta: float) -> bool:
    """Whether the lower bound on the rate is above alpha."""
    return 1 - upper_bound(threshold.n - threshold.errors, threshold.n, delta) > alpha


def _fit_branch(
    branch: tuple[str, ...], sample: Sample, levels: Sequence[str], terms: Terms, sharing: int
) -> list[Threshold]:
    """From the highest level down: no level is easier to pass than the one above it."""
    test = [Check(alpha=alpha, delta=delta / sharing) for alpha, delta in map(terms.at, levels)]
    floor, first = _lowest_floor(sample, test[0])
    fitted: list[Threshold] = []
    for depth, level in enumerate(levels):
        # Nothing is sure where the whole is not.
        line = math.inf if floor is None else slope(floor, depth)
        least = max([line, *(one.value for one in fitted if one.value is not None)])
        if depth == 0:
            value = floor
        else:
            start = 0 if first is None else int((sample.sure[:, depth] >= slope(first, depth)).sum())
            value = _lowest_value(sample, depth, least, start, test[depth])
        fitted.append(_describe(sample, depth, value, test[depth], level=level, branch=branch))
    return fitted


def slope(floor: float, depth: int) -> float:
    """The lowest threshold that a level may have over this floor (depth 0 is the highest level, which has the floor).

    What a branch routes is tested as a whole along this line, which is fixed beforehand. A deeper level that asks for
    more only moves texts to where fewer go wrong, so the promise of the whole stays kept above the line.
    """
    return 1 - (1 - floor) * STEEPNESS ** max(0, depth + 1 - BRANCH_DEPTH)


def _lowest_floor(sample: Sample, test: Check) -> tuple[float | None, float | None]:
    """The lowest floor over which the whole keeps its promise (None: no floor does), and the first that was tested."""
    column = min(BRANCH_DEPTH, sample.sure.shape[1]) - 1
    scores = np.sort(sample.sure[:, column])[::-1]
    steps = certify(
        scores.tolist(), lambda n: _whole_passes(sample, float(scores[n - 1]), test), alpha=test.alpha, delta=test.delta
    )
    first = first_step(len(scores), alpha=test.alpha, delta=test.delta)
    return float(scores[steps[-1] - 1]) if steps else None, float(scores[first - 1]) if first else None


def _whole_passes(sample: Sample, floor: float, test: Check) -> bool:
    """Whether all that is routed over this floor keeps the promise, each text judged at the level to which it goes."""
    line = np.array([slope(floor, depth) for depth in range(sample.sure.shape[1])])
    taken = sample.sure >= line
    depth = taken.shape[1] - 1 - taken[:, ::-1].argmax(axis=1)
    routed = taken.any(axis=1)
    wrong = sample.wrong[np.arange(len(depth)), depth][routed]
    return test.passes(wrong, None if sample.sampled is None else sample.sampled[routed])


def _lowest_value(sample: Sample, depth: int, least: float, first: int, test: Check) -> float | None:
    """The lowest threshold, `least` or more, over which this level keeps its own promise."""
    order = np.argsort(-sample.sure[:, depth], kind="stable")
    scores, wrong = sample.sure[order, depth], sample.wrong[order, depth]
    sampled = None if sample.sampled is None else sample.sampled[order]

    def passes(n: int) -> bool:
        return test.passes(wrong[:n], None if sampled is None else sampled[:n])

    steps = certify(scores.tolist(), passes, alpha=test.alpha, delta=test.delta, first=first)
    return min((float(scores[n - 1]) for n in steps if scores[n - 1] >= least), default=None)


def _describe(
    sample: Sample, depth: int, value: float | None, test: Check, *, level: str, branch: tuple[str, ...]
) -> Threshold:
    """The threshold with the labels behind it."""
    taken = sample.sure[:, depth] >= (-math.inf if value is None else value)
    n, errors = int(taken.sum()), int(sample.wrong[taken, depth].sum())
    bound, why = None, ""
    if value is None:
        why = why_none(n, alpha=test.alpha, delta=test.delta)
    else:
        bound = test.alpha if sample.sampled is not None else min(test.alpha, upper_bound(errors, n, test.delta))
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
