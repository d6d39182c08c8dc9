"""Training the parts of a model on labelled rows, and scoring every row with a model that never saw its voice."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from sklearn.model_selection import GroupKFold

from classifier.encoders import Dense
from classifier.errors import TooFewRows
from classifier.estimators import LinearHead, TextFeatures
from classifier.features import Floats, Matrix
from classifier.leaf_names import group_leaves
from classifier.rows import LabelledRow, group_of
from classifier.scoring import Doubles, fit_temperature, negative_log_likelihood, softmax
from complaints.taxonomy import Taxonomy

FOLDS = 5
STRENGTHS = (0.3, 3.0)
"""Small for noisy labels, as people's are; large for clean ones."""
Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and how much there is."""
Split = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The numbers of the rows to learn from, and of those to check."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to train: the C of the support vectors (None: chosen on a fifth of the rows), and whether the names of leaves
    are learnt from, which helps rare leaves: as one more text of each, as what a text may name, and as kinds of leaf.

    A leaf with less than `few` texts is helped along: its name and description are one more text, and it speaks louder
    (see LinearHead). That is for texts whose shares are not those of the stream: a leaf is rare there as it is new.
    """

    strength: float | None = None
    names: bool = True
    few: int = 0


SHIPPED_RECIPE = Recipe(strength=STRENGTHS[-1], names=False, few=100)
"""That of the model that comes along: its texts are clean, and how many there are of a leaf says nothing of reports."""


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


def train_parts(rows: Sequence[LabelledRow], taxonomy: Taxonomy, recipe: Recipe, dense: Dense | None = None) -> Parts:
    """Fit features and both heads. Raises TooFewRows where there are fewer than two categories."""
    known = sorted({row.category for row in rows})
    if len(known) < 2:
        raise TooFewRows("all rows (or all but a fifth) are of one category; a model needs at least two, in many rows")
    names = {leaf: taxonomy.leaf(leaf).name for leaf in known} if recipe.names else {}
    features = TextFeatures(names=names).fit([row.message.text for row in rows])
    matrix = features_of(features, [row.message.text for row in rows], dense.texts if dense else None)
    told = names | _describe_rare(rows, taxonomy, recipe.few)
    more = features_of(features, list(told.values()), dense.leaves_in(told) if dense else None)
    leaves = LinearHead(
        above=group_leaves(taxonomy, names),
        C=recipe.strength or STRENGTHS[-1],
        named_at=len(features.rarity_) - 1 - len(known) if names else None,
        few=recipe.few,
    )
    leaves.fit(sparse.vstack([matrix, more], format="csr"), [row.category for row in rows] + list(told))
    said = [number for number, row in enumerate(rows) if row.klasifikasi]
    kinds = [rows[number].klasifikasi for number in said]
    klasifikasi = LinearHead(C=1.0).fit(matrix[said], kinds) if len(set(kinds)) > 1 else None
    return Parts(features=features, leaves=leaves, klasifikasi=klasifikasi)


def _describe_rare(rows: Sequence[LabelledRow], taxonomy: Taxonomy, few: int) -> dict[str, str]:
    """For each leaf with less than `few` texts its name and what is said of it, sorted by leaf."""
    times = Counter(row.category for row in rows)
    rare = [taxonomy.leaf(leaf) for leaf in sorted(times) if times[leaf] < few]
    return {leaf.code: f"{leaf.name}. {leaf.about}" if leaf.about else leaf.name for leaf in rare}


def features_of(features: TextFeatures, texts: Sequence[str], dense: Floats | None) -> Matrix:
    """Counted features, and behind them the dense ones of the same texts (None: without)."""
    counted = features.transform(texts)
    return counted if dense is None else sparse.hstack([counted, sparse.csr_matrix(dense)], format="csr")


@dataclass(frozen=True, kw_only=True)
class Fold:
    """What was learnt on some rows, and its scores of the others (empty where there are none)."""

    parts: Parts
    check: NDArray[np.int64]
    leaves: NDArray[np.float32]
    klasifikasi: NDArray[np.float32] | None


def learn_and_check(
    rows: Sequence[LabelledRow],
    taxonomy: Taxonomy,
    recipe: Recipe,
    *,
    dense: Dense | None = None,
    jobs: int,
    progress: Progress,
) -> tuple[Parts, HeldOut]:
    """Train on all rows; and for the scores leave groups of rows (see group_of) out, a fifth of the rows at a time.

    Without a strength the likelier of STRENGTHS on the first of these is taken. Raises TooFewRows where there are fewer
    than two categories or two groups.
    """
    groups = group_of(rows)
    folds = min(FOLDS, len(set(groups)))
    if folds < 2:
        raise TooFewRows("all rows are of one voice, or nearly the same text; thresholds need texts of at least two")
    everything = np.arange(len(rows))
    splits = [(everything, everything[:0]), *GroupKFold(folds).split(rows, groups=groups)]
    if recipe.strength is None:
        recipe = _choose_strength(rows, taxonomy, recipe, splits[1], dense=dense, jobs=jobs)
    work = (delayed(_learn_fold)(rows, taxonomy, learn, check, recipe, dense=dense) for learn, check in splits)
    results: Iterable[Fold] = Parallel(n_jobs=jobs, return_as="generator")(work)
    done: list[Fold] = []
    progress("folds", 0, len(splits))
    for result in results:
        done.append(result)
        progress("folds", len(done), len(splits))
    return done[0].parts, _gather(rows, done[1:])


def _choose_strength(
    rows: Sequence[LabelledRow], taxonomy: Taxonomy, recipe: Recipe, split: Split, *, dense: Dense | None, jobs: int
) -> Recipe:
    """With the strength for which the labels of the checked rows are likeliest, each with its best temperature."""
    learn, check = split
    recipes = [replace(recipe, strength=strength) for strength in STRENGTHS]
    work = (delayed(_learn_fold)(rows, taxonomy, learn, check, one, dense=dense) for one in recipes)
    tried: Iterable[Fold] = Parallel(n_jobs=jobs)(work)
    names = tuple(sorted({row.category for row in rows}))
    truth = np.searchsorted(names, [rows[number].category for number in check])
    wide = [_spread(fold.parts.leaves, fold.leaves, names) for fold in tried]
    surprise = [negative_log_likelihood(softmax(scores / fit_temperature(scores, truth)), truth) for scores in wide]
    return recipes[int(np.argmin(surprise))]


def _learn_fold(
    rows: Sequence[LabelledRow],
    taxonomy: Taxonomy,
    learn: NDArray[np.int64],
    check: NDArray[np.int64],
    recipe: Recipe,
    *,
    dense: Dense | None,
) -> Fold:
    parts = train_parts([rows[number] for number in learn], taxonomy, recipe, dense.take(learn) if dense else None)
    texts = [rows[number].message.text for number in check]
    matrix = features_of(parts.features, texts, dense.texts[check] if dense else None)
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
