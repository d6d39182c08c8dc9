"""Texts as weighted counts of words, pairs of words and pieces of words. Without scikit-learn, since serving uses it.

The pieces of a word never cross its ends, so what a word adds is looked up once and kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.leaf_names import NAMELESS, LeafNames, NameFinder
from classifier.word_book import Looked, WordBook
from classifier.words import cut_pieces, cut_words, normalise_word

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Matrix = Any
"""A scipy.sparse.csr_matrix of float32; scipy has no types."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The features that a model knows, numbered in this order: words, pairs ("buat paspor"), pieces (" pasp"), that a
    leaf of some kind is named (one feature for each kind), and that a leaf is named (one for each leaf).

    The words of the names must be among the `words`.
    """

    words: Sequence[str]
    pairs: Sequence[str]
    pieces: Sequence[str]
    names: LeafNames = NAMELESS

    def __len__(self) -> int:
        return self.kinds_from + len(self.names.distinct_kinds) + len(self.names.own)

    @property
    def pieces_from(self) -> int:
        """The number of the first piece."""
        return len(self.words) + len(self.pairs)

    @property
    def kinds_from(self) -> int:
        """The number of the first kind of leaf: from here on a feature stands in a text or does not."""
        return self.pieces_from + len(self.pieces)


@dataclass(frozen=True, kw_only=True)
class Occurrences:
    """What was found in `size` texts, in the order of reading.

    `words[i]` is a word as it stands in text `text_of[i]`; in any case it has the same number `keys[i]`. Occurrence j
    is of feature `features[j]`; the words from `left[j]` to `right[j]` made it. `unknown` (size x 2) counts words and
    pieces that are no feature.
    """

    size: int
    words: list[str]
    keys: Integers
    text_of: Integers
    features: Integers
    left: Integers
    right: Integers
    alone: int
    unknown: NDArray[np.float64]

    def of_texts(self, chosen: NDArray[np.bool_]) -> "Occurrences":
        """What was found in the chosen texts alone, as if there were no others."""
        spoken = chosen[self.text_of]
        kept = spoken[self.left]
        place = np.cumsum(spoken) - 1
        return Occurrences(
            size=int(chosen.sum()),
            words=[self.words[number] for number in np.flatnonzero(spoken).tolist()],
            keys=self.keys[spoken],
            text_of=(np.cumsum(chosen) - 1)[self.text_of[spoken]],
            features=self.features[kept],
            left=place[self.left[kept]],
            right=place[self.right[kept]],
            alone=int(kept[: self.alone].sum()),
            unknown=self.unknown[chosen],
        )


class Finder:
    """Finds the features of a vocabulary in texts, and remembers what it looked up."""

    def __init__(self, vocabulary: Vocabulary, *, shortest: int, longest: int) -> None:
        words, pieces = vocabulary.words, vocabulary.pieces
        self._words = dict(zip(words, range(len(words)), strict=True))
        pairs = self._number_pairs(vocabulary.pairs)
        self._order = np.argsort(pairs)
        self._pairs = pairs[self._order]
        self._pieces = dict(zip(pieces, range(vocabulary.pieces_from, vocabulary.kinds_from), strict=True))
        self._names = NameFinder(vocabulary.names, self._words, kinds_from=vocabulary.kinds_from)
        self._sizes = (shortest, longest)
        self._book = WordBook(self._look_up)

    def find(self, texts: Sequence[str]) -> Occurrences:
        """Every occurrence of a known feature in these texts."""
        cut = [cut_words(text) for text in texts]
        words = [word for words in cut for word in words]
        read = self._book.read(words)
        owner = np.repeat(np.arange(len(words)), read.known)
        text_of = np.repeat(np.arange(len(texts)), np.array([len(words) for words in cut], dtype=np.int64))
        first, pair = self._find_pairs(text_of, read.numbers)
        begin, end, name = self._names.find(text_of, read.numbers)
        unknown = [np.bincount(text_of, counts, minlength=len(texts)) for counts in read.unknown.T]
        return Occurrences(
            size=len(texts),
            words=words,
            keys=read.keys,
            text_of=text_of,
            features=np.concatenate([read.features, pair, name]),
            left=np.concatenate([owner, first, begin]),
            right=np.concatenate([owner, first + 1, end]),
            alone=len(owner),
            unknown=np.stack(unknown, axis=1),
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
        place = np.minimum(np.searchsorted(self._pairs, wanted), len(self._pairs) - 1)
        found = self._pairs[place] == wanted
        return first[found], self._order[place[found]] + len(self._words)

    def _look_up(self, word: str) -> Looked:
        normal = normalise_word(word)
        number = self._words.get(normal, -1)
        pieces = cut_pieces(normal, *self._sizes)
        known = [self._pieces[piece] for piece in pieces if piece in self._pieces]
        features = [number, *known] if number >= 0 else known
        return Looked(number, features, int(number < 0), len(pieces) - len(known))


def count(found: Occurrences, features: int) -> tuple[Matrix, Integers]:
    """How often each feature stands in each text (texts x features), and to which entry each occurrence went."""
    keys = found.text_of[found.left] * features + found.features
    if found.size * features < 2**31:
        keys = keys.astype(np.int32)  # half as wide sorts twice as fast
    order = np.argsort(keys, kind="stable")  # texts follow each other already, which this makes use of
    ranked = keys[order]
    first = np.flatnonzero(np.diff(ranked, prepend=-1))
    unique, times = ranked[first], np.diff(first, append=len(keys))
    entries = np.empty(len(keys), dtype=np.int64)
    entries[order] = np.repeat(np.arange(len(unique)), times)
    ends = np.searchsorted(unique, np.arange(found.size + 1) * features)
    shape = (found.size, features)
    return sparse.csr_matrix((times.astype(np.float32), unique % features, ends), shape=shape), entries


def weigh(counts: Matrix, unknown: NDArray[np.float64], rarity: Floats, vocabulary: Vocabulary) -> Matrix:
    """(1 + log count) x rarity; then words with pairs, and pieces, each scaled to length 1 in every text.

    Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval". What is unknown counts in the
    length as if it were as rare as can be (`rarity[-1]`): a text of which little is known gets low scores, not loud
    ones. Kinds and names of leaves weigh what `rarity` says, however long the text. `counts` texts x features,
    `unknown` texts x 2 (words, pieces), `rarity` features + 1.
    """
    texts = counts.shape[0]
    text_of = np.repeat(np.arange(texts), np.diff(counts.indptr))
    values = (1.0 + np.log(counts.data)) * rarity[counts.indices]
    named = counts.indices >= vocabulary.kinds_from
    block = 2 * text_of + (counts.indices >= vocabulary.pieces_from)
    known = np.bincount(block, np.where(named, 0.0, values.astype(np.float64) ** 2), minlength=2 * texts)
    lengths = np.sqrt(known + unknown.ravel() * float(rarity[-1]) ** 2)
    scaled = np.where(named, rarity[counts.indices], values / np.maximum(lengths, 1e-12)[block]).astype(np.float32)
    return sparse.csr_matrix((scaled, counts.indices, counts.indptr), shape=counts.shape)
