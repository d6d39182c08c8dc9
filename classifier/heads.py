"""Training the parts of a model on labelled rows, and scoring every row with a model that never saw its voice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from classifier.errors import TooFewRows
from classifier.estimators import LinearHead, TextFeatures
from classifier.rows import LabelledRow, group_of
from classifier.scoring import Doubles
from complaints.taxonomy import Taxonomy

FOLDS = 5
Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and how much there is."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A trained model: features, a head over the leaves, and one over klasifikasi (None where no row says it)."""

    features: TextFeatures
    leaves: LinearHead
    klasifikasi: LinearHead | None


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """Scores of every row by a model that never saw its voice.

    `leaves` is rows x leaves (classes in `names`), `klasifikasi` is rows x kinds (classes in `kinds`, may be empty).
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    leaves: Doubles
    klasifikasi: Doubles


def groups_above(taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    """For each leaf the nodes between the top level and the leaf, as text; of two levels, the node above it."""
    inner = range(2, len(taxonomy.levels)) or range(1, len(taxonomy.levels))
    return {leaf: tuple("/".join(path[:depth]) for depth in inner) for leaf, path in taxonomy.path_of_leaf.items()}


def train_parts(rows: Sequence[LabelledRow], taxonomy: Taxonomy) -> Parts:
    """Fit features and both heads. Raises TooFewRows where there are fewer than two categories."""
    if len({row.category for row in rows}) < 2:
        raise TooFewRows("all rows are of one category; a model needs at least two")
    features = TextFeatures()
    matrix = features.fit_transform([row.message.text for row in rows])
    leaves = LinearHead(above=groups_above(taxonomy)).fit(matrix, [row.category for row in rows])
    said = [number for number, row in enumerate(rows) if row.klasifikasi]
    kinds = [rows[number].klasifikasi for number in said]
    klasifikasi = LinearHead(C=1.0).fit(matrix[said], kinds) if len(set(kinds)) > 1 else None
    return Parts(features=features, leaves=leaves, klasifikasi=klasifikasi)


@dataclass(frozen=True, kw_only=True)
class Fold:
    """What was learnt on some rows, and its scores of the others (empty where there are none)."""

    parts: Parts
    check: NDArray[np.int64]
    leaves: NDArray[np.float32]
    klasifikasi: NDArray[np.float32] | None


def learn_and_check(
    rows: Sequence[LabelledRow], taxonomy: Taxonomy, *, jobs: int, progress: Progress
) -> tuple[Parts, HeldOut]:
    """Train on all rows; and for the scores leave voices out, a fifth of the rows at a time.

    Raises TooFewRows where there are fewer than two categories or two voices.
    """
    groups = group_of(rows)
    folds = min(FOLDS, len(set(groups)))
    if folds < 2:
        raise TooFewRows("all rows are of one voice; thresholds need texts of at least two")
    everything = np.arange(len(rows))
    splits = [(everything, everything[:0]), *GroupKFold(folds).split(rows, groups=groups)]
    work = (delayed(_learn_fold)(rows, taxonomy, learn, check) for learn, check in splits)
    results: Iterable[Fold] = Parallel(n_jobs=jobs, return_as="generator")(work)
    done: list[Fold] = []
    progress("folds", 0, len(splits))
    for result in results:
        done.append(result)
        progress("folds", len(done), len(splits))
    return done[0].parts, _gather(rows, done[1:])


def _learn_fold(
    rows: Sequence[LabelledRow], taxonomy: Taxonomy, learn: NDArray[np.int64], check: NDArray[np.int64]
) -> Fold:
    parts = train_parts([rows[number] for number in learn], taxonomy)
    matrix = parts.features.transform([rows[number].message.text for number in check])
    return Fold(
        parts=parts,
        check=check,
        leaves=parts.leaves.decision_function(matrix),
        klasifikasi=parts.klasifikasi.decision_function(matrix) if parts.klasifikasi else None,
    )


def _gather(rows: Sequence[LabelledRow], folds: Sequence[Fold]) -> HeldOut:
    """The scores of all folds, each in its rows' place."""
    names = tuple(sorted({row.category for row in rows}))
    kinds = tuple(sorted({row.klasifikasi for row in rows if row.klasifikasi}))
    leaves, klasifikasi = np.zeros((len(rows), len(names))), np.zeros((len(rows), len(kinds)))
    for fold in folds:
        leaves[fold.check] = _spread(fold.parts.leaves, fold.leaves, names)
        if fold.parts.klasifikasi is not None and fold.klasifikasi is not None:
            klasifikasi[fold.check] = _spread(fold.parts.klasifikasi, fold.klasifikasi, kinds)
    return HeldOut(names=names, kinds=kinds, leaves=leaves, klasifikasi=klasifikasi)


def _spread(head: LinearHead, scores: NDArray[np.float32], names: Sequence[str]) -> Doubles:
    """Scores in the columns of `names`; a class that this fold has not learnt gets the row's lowest score."""
    wide = np.repeat(scores.min(axis=1, keepdims=True).astype(np.float64), len(names), axis=1)
    wide[:, np.searchsorted(names, head.classes_)] = scores
    return wide
