"""What was looked up of each word, kept in arrays so that many words are read at once."""

import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

KEPT_WORDS = 100_000
FACTS = 6
Numbers = NDArray[np.int64]


class Looked(NamedTuple):
    """What a word adds: its number (-1: none), the numbers of its features, how much of it is no feature."""

    number: int
    features: Sequence[int]
    unknown_words: int
    unknown_pieces: int


class Read(NamedTuple):
    """Of each word its number (-1: none), the number that it has in any case, how many features it has (`known`) and
    how much of it is none (words x 2); and all features, one word's after the other's."""

    numbers: Numbers
    keys: Numbers
    known: Numbers
    unknown: Numbers
    features: Numbers


class WordBook:
    """Looks up every word once, and forgets all where they become too many. Threads may share it."""

    def __init__(self, look_up: Callable[[str], Looked]) -> None:
        self._look_up = look_up
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._places: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._facts = np.zeros((1024, FACTS), dtype=np.int64)
        self._features = np.zeros(32_768, dtype=np.int32)
        self._used = 0

    def read(self, words: Sequence[str]) -> Read:
        """What is known of these words, in their order."""
        with self._lock:
            new = set(words).difference(self._places)
            if len(self._places) + len(new) > KEPT_WORDS:
                self._forget()
                new = set(words)
            for word in new:
                self._add(word)
            places = np.fromiter(map(self._places.__getitem__, words), dtype=np.int64, count=len(words))
            number, key, start, known, *_ = facts = self._facts[places].T
            ends = np.cumsum(known)
            at = np.arange(known.sum()) + np.repeat(start - (ends - known), known)
            return Read(number, key, known, facts[4:].T, self._features[at].astype(np.int64))

    def _add(self, word: str) -> None:
        looked = self._look_up(word)
        place, end = len(self._places), self._used + len(looked.features)
        if place == len(self._facts):
            self._facts = np.concatenate([self._facts, np.zeros_like(self._facts)])
        while end > len(self._features):
            self._features = np.concatenate([self._features, np.zeros_like(self._features)])
        self._features[self._used : end] = looked.features
        key = self._keys.setdefault(word.lower(), len(self._keys))
        counts = (len(looked.features), looked.unknown_words, looked.unknown_pieces)
        self._facts[place] = (looked.number, key, self._used, *counts)
        self._used = end
        self._places[word] = place
