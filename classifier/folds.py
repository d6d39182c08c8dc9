"""Scoring every row with a model that never saw its voice, beside training the model on all of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from joblib import Parallel, delayed
from sklearn.model_selection import GroupKFold

from classifier.dense import Dense
from classifier.errors import TooFewRows
from classifier.estimators import LinearHead
from classifier.features import Floats, Integers
from classifier.heads import STRENGTHS, Heads, Material, Parts, Recipe, gather
from classifier.rows import LabelledRow, group_of
from classifier.scoring import Doubles, fit_temperature, negative_log_likelihood, softmax
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy

FOLDS = 5
QUICK_FOLDS = 3
HALVES = 40_000
"""From so many rows on halves are left out: two fits of a half take as long as the one of all rows beside them on the
other core. They learnt from less than the kept model, so they judge it a little harder than it deserves."""
TRIED = 10_000
"""The strength is chosen on so many rows at most."""
Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and how much there is."""
Split = tuple[Integers, Integers]
"""The numbers of the rows to learn from, and of those to check."""


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """Scores of every row by a model that never saw its voice.

    `leaves` is rows x leaves (classes in `names`), `klasifikasi` is rows x kinds (classes in `kinds`, may be empty).
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    leaves: Doubles
    klasifikasi: Doubles

    def take(self, chosen: Integers) -> "HeldOut":
        """The scores of these rows alone."""
        return replace(self, leaves=self.leaves[chosen], klasifikasi=self.klasifikasi[chosen])


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Rows that a model never saw, with its scores (rows x classes), in the columns of all classes."""

    check: Integers
    leaves: Doubles
    klasifikasi: Doubles | None


def split_rows(rows: Sequence[LabelledRow], recipe: Recipe) -> list[Split]:
    """Leave groups of rows (see group_of) out, a fifth of the rows at a time; a third or a half where it must be quick.

    Raises TooFewRows where there are fewer than two groups.
    """
    groups = group_of(rows)
    wanted = 2 if len(rows) >= HALVES else QUICK_FOLDS if recipe.is_quick(len(rows)) else FOLDS
    folds = min(wanted, len(set(groups)))
    if folds < 2:
        raise TooFewRows(Problem(code="rows_one_voice", field="isi"))
    return list(GroupKFold(folds).split(rows, groups=groups))


def learn_and_check(
    rows: Sequence[LabelledRow],
    taxonomy: Taxonomy,
    recipe: Recipe,
    *,
    dense: Dense | None = None,
    by_fold: Sequence[Dense] = (),
    jobs: int,
    progress: Progress,
) -> tuple[Parts, HeldOut]:
    """Train on all rows; and for the scores on the rows of each split (see split_rows) to check those left out.

    `dense` is what an encoder makes of the rows; `by_fold` stands in for it in each split, where the encoder learnt
    from rows. Without a strength the likelier of STRENGTHS on the first split is taken. Raises TooFewRows where there
    are fewer than two categories or two groups.
    """
    splits = split_rows(rows, recipe)
    features, material = gather(rows, taxonomy, recipe, dense)
    seen_by = [replace(material, dense=one) for one in by_fold] or [material] * len(splits)
    progress("folds", 0, len(splits) + 1)
    if recipe.strength is None:
        recipe = _choose_strength(seen_by[0], recipe, splits[0], jobs=jobs)
    # The longest work first, so that no core waits for it at the end.
    work = [delayed(material.learn)(np.arange(len(rows)), recipe)]
    work += [
        delayed(_learn_fold)(one, learn, check, recipe) for one, (learn, check) in zip(seen_by, splits, strict=True)
    ]
    results: Iterable[Heads | Scored] = Parallel(n_jobs=jobs, return_as="generator")(work)
    done: list[Heads | Scored] = []
    for result in results:
        done.append(result)
        progress("folds", len(done), len(work))
    heads, *scored = done
    assert isinstance(heads, Heads)
    parts = Parts(features=features, leaves=heads.leaves, klasifikasi=heads.klasifikasi)
    return parts, _gather_scores(material, [one for one in scored if isinstance(one, Scored)])


def _choose_strength(material: Material, recipe: Recipe, split: Split, *, jobs: int) -> Recipe:
    """With the strength for which the labels of the checked rows are likeliest, each with its best temperature."""
    learn, check = (_thin_out(part) for part in split)
    recipes = [replace(recipe, strength=strength) for strength in STRENGTHS]
    work = (delayed(_learn_fold)(material, learn, check, one) for one in recipes)
    tried: Iterable[Scored] = Parallel(n_jobs=jobs)(work)
    truth = np.searchsorted(material.leaves, material.categories[check])
    surprise = [
        negative_log_likelihood(softmax(one.leaves / fit_temperature(one.leaves, truth)), truth) for one in tried
    ]
    return recipes[int(np.argmin(surprise))]


def _thin_out(part: Integers) -> Integers:
    """Every so many of these rows, TRIED at most."""
    return part[:: -(-len(part) // TRIED)]


def _learn_fold(material: Material, learn: Integers, check: Integers, recipe: Recipe) -> Scored:
    heads = material.learn(learn, recipe)
    matrix = material.see(check, heads.seen)
    kinds = heads.klasifikasi
    return Scored(
        check=check,
        leaves=_spread(heads.leaves, heads.leaves.decision_function(matrix), material.leaves),
        klasifikasi=_spread(kinds, kinds.decision_function(matrix), _kinds_of(material)) if kinds else None,
    )


def _gather_scores(material: Material, scored: Sequence[Scored]) -> HeldOut:
    """The scores of all folds, each in its rows' place."""
    kinds, rows = _kinds_of(material), len(material.categories)
    leaves, klasifikasi = np.zeros((rows, len(material.leaves))), np.zeros((rows, len(kinds)))
    for one in scored:
        leaves[one.check] = one.leaves
        if one.klasifikasi is not None:
            klasifikasi[one.check] = one.klasifikasi
    return HeldOut(names=material.leaves, kinds=kinds, leaves=leaves, klasifikasi=klasifikasi)


def _kinds_of(material: Material) -> tuple[str, ...]:
    return tuple(kind for kind in np.unique(material.kinds).tolist() if kind)


def _spread(head: LinearHead, scores: Floats, names: Sequence[str]) -> Doubles:
    """Scores in the columns of `names`; a class that this fold has not learnt gets the row's lowest score."""
    wide = np.repeat(scores.min(axis=1, keepdims=True).astype(np.float64), len(names), axis=1)
    wide[:, np.searchsorted(names, head.classes_)] = scores
    return wide
