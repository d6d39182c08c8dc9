"""Which texts a policy may route, how sure it is of them at each level, and what of it is wrong."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.scoring import Doubles
from complaints.guarantee import keeps, keeps_weighted, lowest_threshold, upper_bound
from complaints.prediction import suggested_path
from complaints.routing import branch_of
from complaints.taxonomy import Taxonomy
from complaints.weighting import is_below

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Texts that a policy may route (texts x levels): how sure the suggestion is, and whether it is wrong.

    `sampled` holds the probabilities (texts) with which their labels were drawn, None where all are alike.
    """

    sure: Doubles
    wrong: Flags
    sampled: Doubles | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """One test of a promise: at most `alpha` go wrong, at confidence 1 - `delta`."""

    alpha: float
    delta: float

    def passes(self, wrong: Flags, sampled: Doubles | None) -> bool:
        """Whether these labels, drawn with these probabilities (aligned; alike where None), show that it is kept."""
        if sampled is not None:
            return keeps_weighted(wrong.tolist(), sampled.tolist(), alpha=self.alpha, delta=self.delta)
        return keeps(int(wrong.sum()), len(wrong), alpha=self.alpha, delta=self.delta)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One level of those texts of a sample that no deeper level takes (aligned; see Sample)."""

    sure: Doubles
    wrong: Flags
    sampled: Doubles | None = None

    @classmethod
    def of(cls, sample: Sample, depth: int, left: Flags) -> "Column":
        """The level at this depth (0 is the highest) of the texts that are left."""
        sampled = None if sample.sampled is None else sample.sampled[left]
        return cls(sure=sample.sure[left, depth], wrong=sample.wrong[left, depth], sampled=sampled)

    def count(self, value: float) -> tuple[int, int]:
        """How many pass this threshold, and how many of them are wrong."""
        taken = self.sure >= value
        return int(taken.sum()), int(self.wrong[taken].sum())

    def is_broken(self, value: float, test: Check) -> bool:
        """Whether the labels over this threshold show, at confidence 1 - delta, that more than alpha go wrong."""
        taken = self.sure >= value
        n, errors = self.count(value)
        if not n:
            return False
        if self.sampled is None:
            return 1 - upper_bound(n - errors, n, test.delta) > test.alpha
        right = (~self.wrong[taken]).tolist()
        return is_below(right, self.sampled[taken].tolist(), 1 - test.alpha, delta=test.delta)

    def lowest_value(self, test: Check) -> float | None:
        """The lowest threshold that keeps the promise, None where none does."""
        sampled = None if self.sampled is None else self.sampled.tolist()
        return lowest_threshold(
            self.sure.tolist(), self.wrong.tolist(), alpha=test.alpha, delta=test.delta, sampled=sampled
        ).value


def pool_samples(samples: Collection[Sample]) -> Sample:
    """All samples as one."""
    weights = [one.sampled for one in samples if one.sampled is not None]
    return Sample(
        sure=np.concatenate([one.sure for one in samples]),
        wrong=np.concatenate([one.wrong for one in samples]),
        sampled=np.concatenate(weights) if weights else None,
    )


def gather_samples(
    leaves: Sequence[Mapping[str, float]],
    truth: Sequence[str],
    taxonomy: Taxonomy,
    sampled: Sequence[float] | None = None,
) -> dict[tuple[str, ...], Sample]:
    """A sample for each branch that texts may be routed into, by suggestion: empty where no text is suggested to it.

    Texts that `decide` calls outside do not count.
    """
    paths = [path for path in taxonomy.path_of_leaf.values() if not taxonomy.is_outside(path)]
    places: dict[tuple[str, ...], list[int]] = {branch_of(path): [] for path in sorted(paths)}
    suggested = [suggested_path(taxonomy, one) for one in leaves]
    for number, steps in enumerate(suggested):
        if not (taxonomy.is_outside(steps[0].path) or taxonomy.is_outside(steps[-1].path)):
            places[branch_of(steps[-1].path)].append(number)
    shape = (-1, len(taxonomy.levels))
    sure = np.array([[step.p for step in steps] for steps in suggested]).reshape(shape)
    wrong = np.array(
        [
            [step.path != taxonomy.path_of_leaf[leaf][: len(step.path)] for step in steps]
            for steps, leaf in zip(suggested, truth, strict=True)
        ],
        dtype=bool,
    ).reshape(shape)
    weights = None if sampled is None else np.array(sampled, dtype=float)
    return {
        branch: Sample(sure=sure[at], wrong=wrong[at], sampled=None if weights is None else weights[at])
        for branch, at in places.items()
    }


def gather_kinds(
    kinds: Sequence[Mapping[str, float]], truth: Sequence[str], sampled: Sequence[float] | None = None
) -> dict[tuple[str, ...], Sample]:
    """A sample of one level for each klasifikasi, by suggestion; texts of which nobody said theirs do not count."""
    said = [
        (number, *max(one.items(), key=lambda item: (item[1], item[0])))
        for number, (one, kind) in enumerate(zip(kinds, truth, strict=True))
        if one and kind
    ]
    weights = None if sampled is None else np.array(sampled, dtype=float)
    samples: dict[tuple[str, ...], Sample] = {}
    for name in sorted({name for one in kinds for name in one}):
        at = [number for number, suggested, _ in said if suggested == name]
        sure, wrong = [p for _, suggested, p in said if suggested == name], [truth[number] != name for number in at]
        samples[(name,)] = Sample(
            sure=np.array(sure, dtype=float).reshape(-1, 1),
            wrong=np.array(wrong, dtype=bool).reshape(-1, 1),
            sampled=None if weights is None else weights[at],
        )
    return samples
