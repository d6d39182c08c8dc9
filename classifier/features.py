"""Texts as weighted counts of words, pairs of words and pieces of words. Without scikit-learn, since serving uses it.

The pieces of a word never cross its ends, so what a word adds is looked up once and kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.words import cut_pieces, cut_words, normalise_word

KEPT_WORDS = 200_000
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Matrix = Any
"""A scipy.sparse.csr_matrix of float32; scipy has no types."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The features that a model knows, numbered in this order: words, pairs ("buat paspor"), pieces (" pasp")."""

    words: Sequence[str]
    pairs: Sequence[str]
    pieces: Sequence[str]

    def __len__(self) -> int:
        return len(self.words) + len(self.pairs) + len(self.pieces)

    @property
    def pieces_from(self) -> int:
        """The number of the first piece."""
        return len(self.words) + len(self.pairs)


@dataclass(frozen=True, kw_only=True)
class Occurrences:
    """What was found in `size` texts, in the order of reading.

    `words[i]` is a word as it stands in text `text_of[i]`. Occurrence j is of feature `features[j]`; the words
    `left[j]` and `right[j]` made it (the same word but for pairs). `unknown` (size x 2) counts words and pieces that
    are no feature.
    """

    size: int
    words: list[str]
    text_of: Integers
    features: Integers
    left: Integers
    right: Integers
    unknown: NDArray[np.float64]


class Looked(NamedTuple):
    """What a word adds: its number (-1: none), its `known` features (int32 bytes), how much of it is no feature."""

    number: int
    features: bytes
    known: int
    unknown_words: int
    unknown_pieces: int


class Finder:
    """Finds the features of a vocabulary in texts, and remembers what it looked up."""

    def __init__(self, vocabulary: Vocabulary, *, shortest: int, longest: int) -> None:
        words, pieces = vocabulary.words, vocabulary.pieces
        self._words = dict(zip(words, range(len(words)), strict=True))
        self._pairs = self._number_pairs(vocabulary.pairs)
        self._order = np.argsort(self._pairs)
        self._pieces = dict(zip(pieces, range(vocabulary.pieces_from, len(vocabulary)), strict=True))
        self._sizes = (shortest, longest)
        self._seen: dict[str, Looked] = {}

    def find(self, texts: Sequence[str]) -> Occurrences:
        """Every occurrence of a known feature in these texts."""
        cut = [cut_words(text) for text in texts]
        words = [word for words in cut for word in words]
        looked = [self._seen.get(word) or self._look_up(word) for word in words]
        alone = np.frombuffer(b"".join([one.features for one in looked]), dtype=np.int32).astype(np.int64)
        owner = np.repeat(np.arange(len(words)), np.array([one.known for one in looked], dtype=np.int64))
        text_of = np.repeat(np.arange(len(texts)), np.array([len(words) for words in cut], dtype=np.int64))
        first, pair = self._find_pairs(text_of, np.array([one.number for one in looked], dtype=np.int64))
        return Occurrences(
            size=len(texts),
            words=words,
            text_of=text_of,
            features=np.concatenate([alone, pair]),
            left=np.concatenate([owner, first]),
            right=np.concatenate([owner, first + 1]),
            unknown=_count_unknown(looked, text_of, len(texts)),
        )

    def _number_pairs(self, pairs: Sequence[str]) -> Integers:
        """Two words as one number. A pair stands in no more texts than its words, so both words are features."""
        words = [pair.split(" ") for pair in pairs]
        return np.array([self._words[a] * len(self._words) + self._words[b] for a, b in words], dtype=np.int64)

    def _find_pairs(self, text_of: Integers, numbers: Integers) -> tuple[Integers, Integers]:
        """The first words of all known pairs, and the features that these are."""
        if not len(self._pairs):
            return self._pairs, self._pairs
        known = (numbers[:-1] >= 0) & (numbers[1:] >= 0) & (text_of[:-1] == text_of[1:])
        first = np.flatnonzero(known)
        wanted = numbers[first] * len(self._words) + numbers[first + 1]
        place = np.searchsorted(self._pairs, wanted, sorter=self._order)
        pair = self._order[np.minimum(place, len(self._order) - 1)]
        found = self._pairs[pair] == wanted
        return first[found], pair[found] + len(self._words)

    def _look_up(self, word: str) -> Looked:
        normal = normalise_word(word)
        number = self._words.get(normal, -1)
        ids = [number] if number >= 0 else []
        known_word = len(ids)
        pieces = cut_pieces(normal, *self._sizes)
        ids += [self._pieces[piece] for piece in pieces if piece in self._pieces]
        unknown_pieces = len(pieces) - (len(ids) - known_word)
        looked = Looked(number, np.array(ids, dtype=np.int32).tobytes(), len(ids), 1 - known_word, unknown_pieces)
        if len(self._seen) >= KEPT_WORDS:
            self._seen = {}
        self._seen[word] = looked
        return looked


def _count_unknown(looked: Sequence[Looked], text_of: Integers, size: int) -> NDArray[np.float64]:
    words = np.array([one.unknown_words for one in looked], dtype=np.float64)
    pieces = np.array([one.unknown_pieces for one in looked], dtype=np.float64)
    by_text = [np.bincount(text_of, counts, minlength=size) for counts in (words, pieces)]
    return np.stack(by_text, axis=1)


def count(found: Occurrences, features: int) -> tuple[Matrix, Integers]:
    """How often each feature stands in each text (texts x features), and to which entry each occurrence went."""
    keys = found.text_of[found.left] * features + found.features
    if found.size * features < 2**31:
        keys = keys.astype(np.int32)  # half as wide sorts twice as fast
    unique, entries, times = np.unique(keys, return_inverse=True, return_counts=True)
    ends = np.searchsorted(unique, np.arange(found.size + 1) * features)
    shape = (found.size, features)
    return sparse.csr_matrix((times.astype(np.float32), unique % features, ends), shape=shape), entries


def weigh(counts: Matrix, unknown: NDArray[np.float64], rarity: Floats, pieces_from: int) -> Matrix:
    """(1 + log count) x rarity; then words with pairs, and pieces, each scaled to length 1 in every text.

    Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval". What is unknown counts in the
    length as if it were as rare as can be (`rarity[-1]`): a text of which little is known gets low scores, not loud
    ones. `counts` texts x features, `unknown` texts x 2 (words, pieces), `rarity` features + 1.
    """
    texts = counts.shape[0]
    text_of = np.repeat(np.arange(texts), np.diff(counts.indptr))
    values = (1.0 + np.log(counts.data)) * rarity[counts.indices]
    block = 2 * text_of + (counts.indices >= pieces_from)
    known = np.bincount(block, values.astype(np.float64) ** 2, minlength=2 * texts)
    lengths = np.sqrt(known + unknown.ravel() * float(rarity[-1]) ** 2)
    scaled = (values / lengths[block]).astype(np.float32)
    return sparse.csr_matrix((scaled, counts.indices, counts.indptr), shape=counts.shape)
