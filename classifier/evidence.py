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
    flat, row = weights.ravel(), matrix.indices.astype(np.int64) * weights.shape[1]
    difference = flat[row + chosen[text_of]] - flat[row + rival[text_of]]
    each = (matrix.data * difference / times)[entries]
    size = len(found.words)
    totals = np.bincount(found.left[: found.alone], each[: found.alone], minlength=size)
    for ends in (found.left, found.right):
        totals += np.bincount(ends[found.alone :], each[found.alone :] / 2, minlength=size)
    return np.asarray(totals, dtype=np.float64)


def weigh_rest(dense: Floats, weights: Floats, *, chosen: Integers, rival: Integers) -> Doubles:
    """What the dense features (texts x dimensions) add to score(chosen) - score(rival); with the words that is all."""
    difference = (weights[:, chosen] - weights[:, rival]).T
    return np.asarray((dense * difference).sum(axis=1), dtype=np.float64)


def strongest_words(found: Occurrences, totals: Doubles) -> Iterator[tuple[WordEvidence, ...]]:
    """For each text the words that weigh most either way, the same word in any case added up; as first written."""
    kinds = int(found.keys.max(initial=0)) + 1
    pairs, first, place = np.unique(found.text_of * kinds + found.keys, return_index=True, return_inverse=True)
    added = np.bincount(place, totals, minlength=len(pairs))
    speaking = np.flatnonzero(added)
    order = speaking[np.lexsort((first[speaking], -np.abs(added[speaking]), pairs[speaking] // kinds))]
    text_of = pairs[order] // kinds
    starts = np.searchsorted(text_of, np.arange(found.size + 1))
    order = order[np.arange(len(order)) - starts[text_of] < SHOWN_WORDS]
    shown = [
        WordEvidence(word=found.words[number], weight=weight)
        for number, weight in zip(first[order].tolist(), added[order].tolist(), strict=True)
    ]
    ends = np.cumsum(np.minimum(np.diff(starts), SHOWN_WORDS)).tolist()
    for start, end in pairwise([0, *ends]):
        yield tuple(shown[start:end])
