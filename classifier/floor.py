"""One floor under the thresholds of all levels, so that the promise holds for everything that is routed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.scoring import Doubles
from complaints.guarantee import STARTS_AT, STEPS, labels_needed, upper_bound
from complaints.prediction import suggested_path
from complaints.taxonomy import Taxonomy


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Texts that a policy may route (texts x levels): how sure the suggestion is, and whether it is wrong."""

    sure: Doubles
    wrong: NDArray[np.bool_]


def gather_sample(leaves: Sequence[Mapping[str, float]], truth: Sequence[str], taxonomy: Taxonomy) -> Sample:
    """The suggested paths of these texts beside the truth, without those that `decide` calls outside."""
    sure: list[list[float]] = []
    wrong: list[list[bool]] = []
    for probabilities, leaf in zip(leaves, truth, strict=True):
        steps = suggested_path(taxonomy, probabilities)
        if taxonomy.is_outside(steps[0].path) or taxonomy.is_outside(steps[-1].path):
            continue
        right = taxonomy.path_of_leaf[leaf]
        sure.append([step.p for step in steps])
        wrong.append([step.path != right[: len(step.path)] for step in steps])
    shape = (-1, len(taxonomy.levels))
    return Sample(sure=np.array(sure).reshape(shape), wrong=np.array(wrong, dtype=bool).reshape(shape))


def lowest_floor(sample: Sample, values: Sequence[float | None], *, alpha: float, delta: float) -> float | None:
    """The lowest floor under these thresholds (None: a level is not automated) that keeps the promise for the whole.

    At each floor a text goes to the deepest level that it is sure of, and is judged there. Fixed-sequence testing over
    falling floors (Angelopoulos et al. 2021), which the scores alone fix; None where not even the first test passes.
    """
    lowest = np.array([np.inf if value is None else value for value in values])
    best: float | None = None
    for floor in _falling_floors(sample, lowest, STARTS_AT * labels_needed(alpha, delta)):
        taken = sample.sure >= np.maximum(lowest, floor)
        routed = taken.any(axis=1)
        depth = taken.shape[1] - 1 - taken[:, ::-1].argmax(axis=1)
        wrong = sample.wrong[np.arange(len(depth)), depth] & routed
        if upper_bound(int(wrong.sum()), int(routed.sum()), delta) > alpha:
            break
        best = floor
    return best


def _falling_floors(sample: Sample, lowest: Doubles, first: int) -> list[float]:
    """Floors at which evenly growing numbers of texts are routed, from `first` on."""
    if not len(sample.sure):
        return []
    enters = np.where(sample.sure >= lowest, sample.sure, -np.inf).max(axis=1)
    ranked = np.sort(enters[np.isfinite(enters)])[::-1]
    if not len(ranked):
        return []
    counts = np.linspace(min(first, len(ranked)), len(ranked), STEPS + 1).round().astype(int)
    return [float(ranked[count - 1]) for count in sorted(set(counts.tolist()))]
