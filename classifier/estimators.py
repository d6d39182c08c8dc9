"""The parts of the model as scikit-learn estimators: what is trained and what is stored with skops."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.svm import LinearSVC

from classifier.features import Finder, Floats, Matrix, count, weigh
from classifier.leaf_names import read_names
from classifier.scoring import softmax
from classifier.vocabulary import learn_vocabulary, pack_strings, unpack_vocabulary

LOUDEST = 10
"""At most the root of this many times as loud does a rare class speak: one or two texts prove little."""


class TextFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to a weighted sparse matrix (texts x features): words, pairs of words, pieces of words, and, where the
    names of the leaves are given, which kinds of leaves and which leaves a text names (in the order of the leaves).

    `least` is the number of texts in which a feature must stand to be kept.
    """

    def __init__(
        self, shortest: int = 3, longest: int = 5, least: int = 2, names: Mapping[str, str] | None = None
    ) -> None:
        self.shortest = shortest
        self.longest = longest
        self.least = least
        self.names = names

    def fit(self, X: Sequence[str], y: object = None) -> Self:  # noqa: N803
        vocabulary, self.rarity_ = learn_vocabulary(
            X, shortest=self.shortest, longest=self.longest, least=self.least, names=read_names(self.names or {})
        )
        self.words_ = pack_strings(vocabulary.words)
        self.pairs_ = pack_strings(vocabulary.pairs)
        self.pieces_ = pack_strings(vocabulary.pieces)
        self.own_names_ = pack_strings(vocabulary.names.own)
        self.kinds_ = pack_strings(vocabulary.names.kinds)
        return self

    def transform(self, X: Sequence[str]) -> Matrix:  # noqa: N803
        vocabulary = unpack_vocabulary(vars(self))
        found = Finder(vocabulary, shortest=self.shortest, longest=self.longest).find(X)
        counts, _ = count(found, len(vocabulary))
        return weigh(counts, found.unknown, self.rarity_, vocabulary)


class LinearHead(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One-vs-rest linear support vectors, with a softmax over score / temperature for probabilities.

    `above` maps each class to the groups that it belongs to (its bidang, its unit): each way of grouping trains a
    machine of its own, whose scores are added to those of the classes with `weight_above` in all. The sum of linear
    machines is one linear machine, so it costs nothing in use. From feature `named_at` on there is one for each class
    that says that the text names it (see TextFeatures): nothing is learnt from these, each speaks for its class with
    `weight_named`, all alike. The machine of a class with n < `few` texts speaks sqrt(few / n) times as loud, measured
    from -1, its plain no: how far it gets from there on unseen texts shrinks with the root of n, and unaided it is
    outvoted by those that have seen more. `temperature_` is 1 until it is set from scores on unseen texts.
    """

    def __init__(
        self,
        *,
        above: Mapping[str, Sequence[str]] | None = None,
        weight_above: float = 0.3,
        named_at: int | None = None,
        weight_named: float = 0.25,
        few: int = 0,
        C: float = 3.0,  # noqa: N803
        tol: float = 1e-4,
        random_state: int = 0,
    ) -> None:
        self.above = above
        self.weight_above = weight_above
        self.named_at = named_at
        self.weight_named = weight_named
        self.few = few
        self.C = C
        self.tol = tol
        self.random_state = random_state

    def fit(self, X: Matrix, y: Sequence[str]) -> Self:  # noqa: N803
        self.classes_ = np.array(sorted(set(y)))
        plain = self._without_names(X)
        weights, intercept = self._fit_labels(plain, np.array(y), self.classes_)
        times = np.unique(np.array(y), return_counts=True)[1]
        louder = np.sqrt(np.clip(self.few / times, 1, LOUDEST))
        weights, intercept = weights * louder, intercept * louder + (louder - 1)
        groupings = list(zip(*(self.above[label] for label in self.classes_), strict=True)) if self.above else []
        for groups in (np.array(grouping) for grouping in groupings if len(set(grouping)) > 1):
            of_class = dict(zip(self.classes_, groups, strict=True))
            more, constant = self._fit_labels(plain, np.array([of_class[label] for label in y]), groups)
            weights += self.weight_above / len(groupings) * more
            intercept += self.weight_above / len(groupings) * constant
        if self.named_at is not None:
            named = self.weight_named * np.eye(len(self.classes_))
            weights = np.concatenate([weights[: self.named_at], named, weights[self.named_at :]])
        self.weights_ = weights.astype(np.float16)
        self.intercept_ = intercept.astype(np.float32)
        self.temperature_ = 1.0
        return self

    def _without_names(self, X: Matrix) -> Matrix:  # noqa: N803
        if self.named_at is None:
            return X
        behind = X[:, self.named_at + len(self.classes_) :]
        return sparse.hstack([X[:, : self.named_at], behind], format="csr")

    def _fit_labels(self, X: Matrix, y: NDArray[Any], columns: NDArray[Any]) -> tuple[Any, Any]:  # noqa: N803
        """Weights (features x columns) and intercepts for these labels, a column for each entry of `columns`."""
        machine = LinearSVC(C=self.C, tol=self.tol, random_state=self.random_state).fit(X, y)
        weights, intercept = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights, intercept = np.vstack([-weights, weights]), np.concatenate([-intercept, intercept])
        order = np.searchsorted(machine.classes_, columns)
        return weights[order].T.copy(), intercept[order].copy()

    def decision_function(self, X: Matrix) -> Floats:  # noqa: N803
        scores: Floats = np.asarray(X @ self.weights_.astype(np.float32)) + self.intercept_
        return scores

    def predict_proba(self, X: Matrix) -> NDArray[np.float64]:  # noqa: N803
        return softmax(self.decision_function(X) / self.temperature_)

    def predict(self, X: Matrix) -> NDArray[Any]:  # noqa: N803
        labels: NDArray[Any] = self.classes_[self.decision_function(X).argmax(axis=1)]
        return labels
