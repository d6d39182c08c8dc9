"""What each word of a text adds to the suggested leaf against the runner-up: exact, since the model only adds."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from classifier.features import Floats, Integers, Matrix, Occurrences
from classifier.scoring import Doubles
from complaints.prediction import WordEvidence

SHOWN_WORDS = 8


def weigh_words(
    found: Occurrences, entries: Integers, matrix: Matrix, weights: Floats, *, chosen: Integers, rival: Integers
) -> Doubles:
    """What each word of `found` adds to score(chosen) - score(rival) of its text.

    A word bears its own weight, that of its pieces, and half of that of its pairs; a feature's weight is spread evenly
    over where it stands. So the words of a text sum to the difference of its scores but for the intercepts.
    `weights` features x leaves; `chosen` and `rival` are leaf numbers, one per text.
    """
    times = np.bincount(entries, minlength=len(matrix.data))
    text_of = np.repeat(np.arange(found.size), np.diff(matrix.indptr))
    difference = weights[matrix.indices, chosen[text_of]] - weights[matrix.indices, rival[text_of]]
    half = (matrix.data * difference / times)[entries] / 2
    size = len(found.words)
    to_left = np.bincount(found.left, half, minlength=size)
    totals: Doubles = np.asarray(to_left + np.bincount(found.right, half, minlength=size), dtype=np.float64)
    return totals


def strongest_words(found: Occurrences, totals: Doubles) -> Iterator[tuple[WordEvidence, ...]]:
    """For each text the words that weigh most either way, the same word in any case added up; as first written."""
    ends = np.searchsorted(found.text_of, np.arange(found.size + 1)).tolist()
    weights = totals.tolist()
    keys = "\n".join(found.words).lower().split("\n")
    for start, end in pairwise(ends):
        added: dict[str, float] = {}
        for key, weight in zip(keys[start:end], weights[start:end], strict=True):
            if weight:
                added[key] = added.get(key, 0.0) + weight
        ranked = sorted([(-abs(weight), key) for key, weight in added.items()])[:SHOWN_WORDS]
        yield tuple(WordEvidence(word=found.words[keys.index(key, start, end)], weight=added[key]) for _, key in ranked)
