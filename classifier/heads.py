"""Training the parts of a model on labelled rows that were read and counted once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.counted import CountedTexts, Seen, count_texts
from classifier.dense import Dense
from classifier.errors import TooFewRows
from classifier.estimators import LinearHead, TextFeatures
from classifier.features import Integers, Matrix
from classifier.leaf_names import LeafNames, group_leaves, read_names
from classifier.rows import LabelledRow
from classifier.vocabulary import unpack_vocabulary
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy

STRENGTHS = (0.3, 3.0)
"""Small for noisy labels, as people's are; large for clean ones."""
TOLERANCE, QUICK_TOLERANCE = 1e-4, 1e-2
MANY = 20_000
"""From so many rows on a hundredth of tolerance and three folds say as much as the usual ones of fewer rows."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to train: the C of the support vectors (None: chosen on a part of the rows), and whether the names of leaves
    are learnt from, which helps rare leaves: as one more text of each, as what a text may name, and as kinds of leaf.

    A leaf with less than `few` texts is helped along: its name and description are one more text, and it speaks louder
    (see LinearHead). That is for texts whose shares are not those of the stream: a leaf is rare there as it is new.
    `quick` trains to a tolerance of 0.01 instead of 0.0001 and checks in three folds instead of five (None: where there
    are many rows).
    """

    strength: float | None = None
    names: bool = True
    few: int = 0
    quick: bool | None = None

    def is_quick(self, rows: int) -> bool:
        """Whether so many rows are trained on quickly."""
        return rows >= MANY if self.quick is None else self.quick


SHIPPED_RECIPE = Recipe(strength=STRENGTHS[-1], names=False, few=100)
"""That of the model that comes along: its texts are clean, and how many there are of a leaf says nothing of reports."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A trained model: features, a head over the leaves, and one over klasifikasi (None where no row says it)."""

    features: TextFeatures
    leaves: LinearHead
    klasifikasi: LinearHead | None


@dataclass(frozen=True, kw_only=True)
class Heads:
    """Both heads of a model that learnt from a part of the rows, and what it saw of them."""

    seen: Seen
    leaves: LinearHead
    klasifikasi: LinearHead | None


@dataclass(frozen=True, kw_only=True)
class Material:
    """Rows that are read and counted once, to learn from any part of them: the labels of each, its text, and behind the
    texts of all rows the names of all leaves, and then what is said of them (each where it is learnt from), by leaf.

    `above` maps each leaf to the groups that it belongs to; see group_leaves.
    """

    categories: NDArray[np.str_]
    kinds: NDArray[np.str_]
    leaves: tuple[str, ...]
    names: LeafNames
    above: Mapping[str, tuple[str, ...]]
    counted: CountedTexts
    least: int
    dense: Dense | None

    def learn(self, part: Integers, recipe: Recipe) -> Heads:
        """Fit both heads on these rows. Raises TooFewRows where they are of fewer than two categories."""
        known, times = np.unique(self.categories[part], return_counts=True)
        if len(known) < 2:
            raise TooFewRows(Problem(code="rows_one_category", field="category"))
        named = np.flatnonzero(np.isin(self.leaves, known)) if recipe.names else np.zeros(0, dtype=np.int64)
        names = LeafNames(
            own=tuple(self.names.own[number] for number in named),
            kinds=tuple(self.names.kinds[number] for number in named),
        )
        seen = self.counted.learn(part, names, least=self.least)
        leaves = LinearHead(
            above=self.above,
            C=recipe.strength or STRENGTHS[-1],
            named_at=len(seen.rarity) - 1 - len(named) if recipe.names else None,
            few=recipe.few,
            tol=self._tolerance(recipe),
        )
        told, of = self._tell(known, times, recipe)
        matrix = self.see(np.concatenate([part, told]), seen)
        leaves.fit(matrix, [*self.categories[part], *of])
        return Heads(seen=seen, leaves=leaves, klasifikasi=self._learn_kinds(part, matrix, recipe))

    def _tell(self, known: NDArray[np.str_], times: Integers, recipe: Recipe) -> tuple[Integers, NDArray[np.str_]]:
        """Which texts about leaves are learnt from, and of which: what is said of a rare one, else its name."""
        named_from = len(self.categories)
        said_from = named_from + len(self.leaves) * recipe.names
        rare, numbers = times < recipe.few, np.searchsorted(self.leaves, known)
        told = rare | recipe.names
        return (np.where(rare, said_from, named_from) + numbers)[told], known[told]

    def _learn_kinds(self, part: Integers, matrix: Matrix, recipe: Recipe) -> LinearHead | None:
        """The head over klasifikasi; what stands in the matrix behind these rows has none."""
        said = np.flatnonzero(self.kinds[part] != "")
        kinds = self.kinds[part][said].tolist()
        return LinearHead(C=1.0, tol=self._tolerance(recipe)).fit(matrix[said], kinds) if len(set(kinds)) > 1 else None

    def _tolerance(self, recipe: Recipe) -> float:
        return QUICK_TOLERANCE if recipe.is_quick(len(self.categories)) else TOLERANCE

    def see(self, texts: Integers, seen: Seen) -> Matrix:
        """Counted features of these texts, and behind them the dense ones."""
        counted = self.counted.weigh(texts, seen)
        if self.dense is None:
            return counted
        leaves = self.dense.leaves_in(self.leaves)
        everything = np.vstack([self.dense.texts, leaves, leaves])
        return sparse.hstack([counted, sparse.csr_matrix(everything[texts])], format="csr")


def gather(
    rows: Sequence[LabelledRow], taxonomy: Taxonomy, recipe: Recipe, dense: Dense | None = None
) -> tuple[TextFeatures, Material]:
    """The features of a model that learns from all of these rows, and the rows to learn from."""
    texts, leaves = [row.message.text for row in rows], sorted({row.category for row in rows})
    names = {leaf: taxonomy.leaf(leaf).name for leaf in leaves} if recipe.names else {}
    said = [_describe(taxonomy, leaf) for leaf in leaves] if recipe.few else []
    features = TextFeatures(names=names).fit(texts)
    counted = count_texts(
        [*texts, *names.values(), *said],
        unpack_vocabulary(vars(features)),
        shortest=features.shortest,
        longest=features.longest,
    )
    return features, Material(
        categories=np.array([row.category for row in rows]),
        kinds=np.array([row.klasifikasi for row in rows]),
        leaves=tuple(leaves),
        names=read_names(names),
        above=group_leaves(taxonomy, names),
        counted=counted,
        least=features.least,
        dense=dense,
    )


def _describe(taxonomy: Taxonomy, code: str) -> str:
    """Name and description of this leaf."""
    leaf = taxonomy.leaf(code)
    return f"{leaf.name}. {leaf.about}" if leaf.about else leaf.name


def train_parts(rows: Sequence[LabelledRow], taxonomy: Taxonomy, recipe: Recipe, dense: Dense | None = None) -> Parts:
    """Fit features and both heads. Raises TooFewRows where there are fewer than two categories."""
    features, material = gather(rows, taxonomy, recipe, dense)
    heads = material.learn(np.arange(len(rows)), recipe)
    return Parts(features=features, leaves=heads.leaves, klasifikasi=heads.klasifikasi)
