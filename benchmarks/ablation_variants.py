"""The ways to train that benchmarks.ablation compares: each learns from some texts and scores others."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline, make_union

from classifier.encoders import Encoder
from classifier.estimators import LinearHead, TextFeatures
from classifier.features import Matrix, Vocabulary
from classifier.leaf_names import group_leaves
from classifier.vocabulary import unpack_vocabulary
from complaints.taxonomy import Taxonomy

Scores = NDArray[np.float64]
INFORMAL = {
    "tidak": "ga gak gk ngga nggak enggak tdk tak tda kagak",
    "sudah": "sdh udah udh dah",
    "belum": "blm blom belom",
    "yang": "yg yng",
    "dengan": "dgn dg sama",
    "untuk": "utk tuk buat",
    "karena": "krn karna gara",
    "saya": "sy aku gue gw",
    "bagaimana": "gimana gmn bgmn",
    "kenapa": "knp mengapa",
    "tolong": "tlg mhn mohon",
    "terima kasih": "makasih trims tks thx mksh",
    "jalan": "jl jln",
    "kelurahan": "kel",
    "kecamatan": "kec",
    "anak": "ank",
    "juga": "jg jga",
    "kalau": "kl klo kalo klu",
    "dari": "dr",
    "pada": "pd",
    "orang": "org",
    "rumah": "rmh",
    "sampai": "smp sampe",
    "bisa": "bs bsa",
    "banyak": "byk bnyk",
}
FORMAL = {short: long for long, shorts in INFORMAL.items() for short in shorts.split()}


@dataclass(frozen=True, kw_only=True)
class Task:
    """Texts to learn from with their labels, texts to score, the tree of the labels."""

    learn: Sequence[str]
    labels: Sequence[str]
    check: Sequence[str]
    taxonomy: Taxonomy

    @property
    def classes(self) -> list[str]:
        """The labels learnt, sorted: the columns of all scores."""
        return sorted(set(self.labels))


@dataclass(frozen=True, kw_only=True)
class Variant:
    """How to train. `keep` picks columns of the counted features, only without `names`; `names` learns from the names
    of leaves as `tepat train` does, `descriptions` from what is said of them, as one more text each."""

    strength: float = 0.3
    names: bool = True
    above: float = 0.3
    shortest: int = 3
    longest: int = 5
    keep: Callable[[Vocabulary], slice] | None = None
    rewrite: Callable[[str], str] = field(default=str)
    descriptions: bool = False
    encoder: Encoder | None = None

    def score(self, task: Task) -> Scores:
        """Texts x classes."""
        names = {leaf: task.taxonomy.leaf(leaf).name for leaf in task.classes} if self.names else {}
        more = {leaf: task.taxonomy.leaf(leaf).about for leaf in task.classes} if self.descriptions else names
        features = TextFeatures(shortest=self.shortest, longest=self.longest, names=names)
        features.fit([self.rewrite(text) for text in task.learn])
        learn = self._matrix(features, [*task.learn, *more.values()])
        check = self._matrix(features, task.check)
        head = LinearHead(
            above=group_leaves(task.taxonomy, names) if self.above else None,
            weight_above=self.above,
            C=self.strength,
            named_at=len(features.rarity_) - 1 - len(names) if names else None,
        )
        head.fit(learn, [*task.labels, *more])
        return np.asarray(head.decision_function(check), dtype=np.float64)

    def _matrix(self, features: TextFeatures, texts: Sequence[str]) -> Matrix:
        matrix = features.transform([self.rewrite(text) for text in texts])
        if self.keep:
            matrix = matrix[:, self.keep(unpack_vocabulary(vars(features)))]
        if self.encoder:
            matrix = sparse.hstack([matrix, sparse.csr_matrix(self.encoder.encode(list(texts)))], format="csr")
        return matrix


def formalise(text: str) -> str:
    """With short and spoken forms written out, by a small lexicon."""
    return re.sub(r"[a-z]+", lambda word: FORMAL.get(word.group(), word.group()), text.lower())


def score_hashed(task: Task) -> Scores:
    """The same words and pieces, hashed to 2^18 places instead of numbered."""
    words = HashingVectorizer(ngram_range=(1, 2), n_features=2**17, alternate_sign=False, norm=None)
    pieces = HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), n_features=2**17, alternate_sign=False, norm=None
    )
    weigh = [make_pipeline(one, TfidfTransformer(sublinear_tf=True)) for one in (words, pieces)]
    features = make_union(*weigh)
    head = LinearHead(C=0.3).fit(features.fit_transform(task.learn), task.labels)
    return np.asarray(head.decision_function(features.transform(task.check)), dtype=np.float64)


def add_bayes(scores: Scores, task: Task, weight: float = 0.25) -> Scores:
    """With complement naive Bayes (Rennie et al. 2003) over the same features, on the same scale."""
    features = TextFeatures().fit(task.learn)
    bayes = ComplementNB(alpha=0.3).fit(features.transform(task.learn), task.labels)
    return _mix(scores, bayes.predict_log_proba(features.transform(task.check)), weight)


def add_neighbours(scores: Scores, task: Task, weight: float = 0.25, most: int = 30) -> Scores:
    """With the votes of the nearest texts, by cosine over the same features."""
    features = TextFeatures().fit(task.learn)
    likeness = np.asarray((features.transform(task.check) @ features.transform(task.learn).T).todense())
    nearest = np.argpartition(-likeness, most, axis=1)[:, :most]
    heard = np.exp(np.take_along_axis(likeness, nearest, axis=1) / 0.15)
    votes = np.zeros_like(scores)
    columns = np.searchsorted(task.classes, np.array(task.labels)[nearest])
    np.add.at(votes, (np.arange(len(votes))[:, None], columns), heard)
    return _mix(scores, np.log(votes / votes.sum(axis=1, keepdims=True) + 0.003), weight)


def _mix(scores: Scores, others: Scores, weight: float) -> Scores:
    """Both measured from the best of their row, the others at the spread of the scores."""
    ours, theirs = (one - one.max(axis=1, keepdims=True) for one in (scores, others))
    mixed: Scores = (1 - weight) * ours + weight * theirs / theirs.std() * ours.std()
    return mixed


OURS = "ours: words, pairs, pieces of 3 to 5, names and kinds of leaves, C 0.3"
REAL: Mapping[str, Variant] = {
    OURS: Variant(),
    "without names and kinds of leaves": Variant(names=False),
    "without names, flat": Variant(names=False, above=0.0),
    "C 3": Variant(strength=3.0),
    "C 3, without names": Variant(strength=3.0, names=False),
    "words and pairs alone, without names": Variant(names=False, keep=lambda known: slice(0, known.pieces_from)),
    "words alone, without names": Variant(names=False, keep=lambda known: slice(0, len(known.words))),
    "pieces alone (characters), without names": Variant(
        names=False, keep=lambda known: slice(known.pieces_from, known.kinds_from)
    ),
    "pieces of 2 to 6": Variant(shortest=2, longest=6),
    "informal Indonesian written out": Variant(rewrite=formalise),
}
SHIPPED = "ours: words, pairs, pieces of 3 to 5, unit and bidang beside the leaf, C 3"
WRITTEN: Mapping[str, Variant] = {
    SHIPPED: Variant(strength=3.0, names=False),
    "flat: the leaf alone": Variant(strength=3.0, names=False, above=0.0),
    "with names of leaves": Variant(strength=3.0),
    "with descriptions of leaves as texts": Variant(strength=3.0, names=False, descriptions=True),
    "C 0.3": Variant(names=False),
    "words and pairs alone": Variant(strength=3.0, names=False, keep=lambda known: slice(0, known.pieces_from)),
    "pieces alone (characters)": Variant(
        strength=3.0, names=False, keep=lambda known: slice(known.pieces_from, known.kinds_from)
    ),
    "informal Indonesian written out": Variant(strength=3.0, names=False, rewrite=formalise),
}
