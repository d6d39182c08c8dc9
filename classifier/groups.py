"""Which rows must not be split between learning and checking: a model would meet again what it has learnt by heart."""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from classifier.words import cut_words, normalise_word

BLOCKS = 5
SHINGLE = 3
BANDS = 8
ROWS_PER_BAND = 4
MERSENNE = (1 << 31) - 1


class LeftOut(StrEnum):
    """What is left out together when a model is checked."""

    VOICES = "voices"
    TIME = "blocks of time"
    VOICES_AND_TIME = "voices and blocks of time"
    LIKENESS = "groups of texts that are nearly the same"


def group_by_time(moments: Sequence[datetime]) -> list[str]:
    """Five blocks of time with as many rows each, so that a check asks for another time than was learnt."""
    order = np.argsort([moment.timestamp() for moment in moments], kind="stable")
    block = np.empty(len(moments), dtype=np.int64)
    block[order] = np.arange(len(moments)) * BLOCKS // max(1, len(moments))
    return [f"time {number + 1}" for number in block.tolist()]


def group_by_likeness(texts: Sequence[str]) -> list[str]:
    """Texts that share most runs of three words are one group; so is every text that is like one of them.

    MinHash with banding (Broder 1997, "On the resemblance and containment of documents"): two texts of resemblance s
    meet with probability 1 - (1 - s^4)^8, which is 0.98 for s = 0.8 and 0.01 for s = 0.2.
    """
    factors, shifts = np.random.default_rng(0).integers(1, MERSENNE, (2, BANDS * ROWS_PER_BAND, 1), dtype=np.uint64)
    meeting: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for band in _bands(text, factors, shifts):
            meeting[band].append(number)
    pairs = [(one, other) for members in meeting.values() for one, other in pairwise(members)]
    left, right = zip(*pairs, strict=True) if pairs else ((), ())
    graph = sparse.coo_matrix((np.ones(len(pairs)), (left, right)), shape=(len(texts), len(texts)))
    _, groups = connected_components(graph, directed=False)
    return [f"like {group + 1}" for group in groups.tolist()]


def _bands(text: str, factors: NDArray[np.uint64], shifts: NDArray[np.uint64]) -> Iterator[tuple[int, bytes]]:
    """The parts of a text's signature: two texts that share one of them are taken for nearly the same."""
    words = [normalise_word(word) for word in cut_words(text)]
    runs = {" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}
    hashes = np.array([zlib.crc32(run.encode()) for run in runs], dtype=np.uint64) % MERSENNE
    signature = ((factors * hashes + shifts) % MERSENNE).min(axis=1).astype(np.uint32)
    for band in range(BANDS):
        yield band, signature[band * ROWS_PER_BAND : (band + 1) * ROWS_PER_BAND].tobytes()
