"""Thresholds that keep the promise for all branches taken together: for branches that have no labels for their own."""

import math
from collections.abc import Sequence

import numpy as np

from classifier.judging import Check, Column, Sample
from classifier.scoring import Doubles
from complaints.guarantee import labels_needed
from complaints.routing import BRANCH_DEPTH
from complaints.sequence import certify


def fit_together(sample: Sample, tests: Sequence[Check]) -> list[float | None]:
    """A threshold per level, None where none keeps the promise; `sample` holds all branches, `tests` one per level.

    First each level gets the lowest threshold over which all that passes keeps the level's promise. Then all are
    raised to one floor, the lowest over which the whole keeps the promise, each text judged at the level to which it
    goes. Levels above the branch are left out: they are surer by nature and would set the floor for the others.
    """
    highest = min(BRANCH_DEPTH, len(tests)) - 1
    everything = np.ones(len(sample.sure), dtype=bool)
    lowest = [
        None if depth < highest else Column.of(sample, depth, everything).lowest_value(test)
        for depth, test in enumerate(tests)
    ]
    while True:
        floor = _lowest_floor(sample, lowest, tests[highest])
        raised = [None if value is None or floor is None else max(value, floor) for value in lowest]
        broken = {depth for depth, value in enumerate(raised) if not _keeps(sample, depth, value, tests[depth])}
        if not broken:
            return raised
        lowest = [None if depth in broken else value for depth, value in enumerate(lowest)]


def _keeps(sample: Sample, depth: int, value: float | None, test: Check) -> bool:
    """Whether what passes this value at this level keeps the level's promise; without a value nothing is promised."""
    if value is None:
        return True
    taken = sample.sure[:, depth] >= value
    return test.passes(sample.wrong[taken, depth], None if sample.sampled is None else sample.sampled[taken])


def _lowest_floor(sample: Sample, values: Sequence[float | None], test: Check) -> float | None:
    """The lowest floor under these thresholds that keeps the promise of the whole; the scores alone fix the steps."""
    lowest = np.array([math.inf if value is None else value for value in values])
    enters = np.where(sample.sure >= lowest, sample.sure, -math.inf).max(axis=1, initial=-math.inf)
    passing = np.flatnonzero(np.isfinite(enters))
    passing = passing[np.argsort(-enters[passing], kind="stable")]
    floors = enters[passing]
    steps = certify(
        floors.tolist(),
        lambda n: _whole_passes(sample, np.maximum(lowest, floors[n - 1]), test),
        needed=labels_needed(test.alpha, test.delta),
        sampled=None if sample.sampled is None else sample.sampled[passing].tolist(),
    )
    return float(floors[steps[-1] - 1]) if steps else None


def _whole_passes(sample: Sample, line: Doubles, test: Check) -> bool:
    """Whether all that passes these thresholds keeps the promise, each text judged at the level to which it goes."""
    taken = sample.sure >= line
    depth = taken.shape[1] - 1 - taken[:, ::-1].argmax(axis=1)
    routed = taken.any(axis=1)
    wrong = sample.wrong[np.arange(len(depth)), depth][routed]
    return test.passes(wrong, None if sample.sampled is None else sample.sampled[routed])
