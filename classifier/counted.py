"""Texts that are read and counted once, and what a model sees of them that learns from a part of them only.

A feature that stands in enough texts of a part stands in enough texts of the whole. So the vocabulary of a part, its
rarities and its weights follow from the counts of the whole, exactly as if the other texts had never been read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.features import Finder, Floats, Integers, Matrix, Vocabulary, count, weigh
from classifier.leaf_names import NAMELESS, LeafNames, NameFinder
from classifier.vocabulary import rarities
from classifier.words import normalise_word

AT_ONCE = 2_000
"""Texts that are read or weighed together: what stands in them is held several times over meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a model sees that learns from a part: its vocabulary (without names), the names of its leaves, the rarity of
    every feature, and the place of each feature of the whole in it (-1: none)."""

    vocabulary: Vocabulary
    rarity: Floats
    places: Integers


@dataclass(frozen=True, kw_only=True)
class CountedTexts:
    """The counts of all texts (texts x words, pairs and pieces of the whole), what of them is no feature (texts x 2),
    and their words one after the other: the text of each, and its number (-1: no feature)."""

    vocabulary: Vocabulary
    counts: Matrix
    unknown: NDArray[np.float64]
    text_of: Integers
    numbers: Integers

    def learn(self, part: Integers, names: LeafNames, *, least: int) -> Seen:
        """What learn_vocabulary would have learnt from this part of the texts and these names, all of them names of the
        whole."""
        whole = self.vocabulary
        times = np.bincount(self.counts[part].indices, minlength=self.counts.shape[1])
        kept = times >= least
        named = {word for own in names.own for word in own.split()}
        kept[: len(whole.words)] |= np.fromiter((word in named for word in whole.words), bool, len(whole.words))
        ends = np.cumsum([0, len(whole.words), len(whole.pairs), len(whole.pieces)])
        words, pairs, pieces = (
            [strings[number] for number in np.flatnonzero(kept[start:end]).tolist()]
            for strings, start, end in zip((whole.words, whole.pairs, whole.pieces), ends[:-1], ends[1:], strict=True)
        )
        return Seen(
            vocabulary=Vocabulary(words=words, pairs=pairs, pieces=pieces, names=names),
            rarity=rarities(times[kept], len(part), names),
            places=np.where(kept, np.cumsum(kept) - 1, -1),
        )

    def weigh(self, texts: Integers, seen: Seen) -> Matrix:
        """The weighted features of these texts (texts x features) for a model that sees this."""
        named = self._find_names(seen)
        blocks = [self._weigh(texts[start : start + AT_ONCE], seen, named) for start in range(0, len(texts), AT_ONCE)]
        return sparse.vstack(blocks or [self._weigh(texts, seen, named)], format="csr")

    def _weigh(self, texts: Integers, seen: Seen, named: Matrix) -> Matrix:
        counts = self.counts[texts]
        text_of = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
        places, kinds_from = seen.places[counts.indices], seen.vocabulary.kinds_from
        known, size = places >= 0, len(self.vocabulary.words)
        word, piece = (counts.indices < size), counts.indices >= self.vocabulary.pieces_from
        lost = [
            np.bincount(text_of[~known & of], counts.data[~known & of], minlength=len(texts)) for of in (word, piece)
        ]
        ends = np.concatenate([[0], np.cumsum(known)])[counts.indptr]
        plain = sparse.csr_matrix((counts.data[known], places[known], ends), shape=(len(texts), kinds_from))
        both = sparse.hstack([plain, named[texts]], format="csr")
        return weigh(both, self.unknown[texts] + np.stack(lost, axis=1), seen.rarity, seen.vocabulary)

    def _find_names(self, seen: Seen) -> Matrix:
        """Which names and kinds of leaves each text names (all texts x kinds and names)."""
        words = dict(zip(self.vocabulary.words, range(len(self.vocabulary.words)), strict=True))
        begin, _, name = NameFinder(seen.vocabulary.names, words, kinds_from=0).find(self.text_of, self.numbers)
        shape = (self.counts.shape[0], len(seen.vocabulary) - seen.vocabulary.kinds_from)
        found = sparse.csr_matrix((np.ones(len(name), dtype=np.float32), (self.text_of[begin], name)), shape=shape)
        found.sum_duplicates()
        return found


def count_texts(texts: Sequence[str], vocabulary: Vocabulary, *, shortest: int, longest: int) -> CountedTexts:
    """Read these texts and count what of this vocabulary stands in them."""
    plain = replace(vocabulary, names=NAMELESS)
    finder = Finder(plain, shortest=shortest, longest=longest)
    blocks = [finder.find(texts[start : start + AT_ONCE]) for start in range(0, len(texts), AT_ONCE)]
    numbers = dict(zip(plain.words, range(len(plain.words)), strict=True))
    number_of = {word: numbers.get(normalise_word(word), -1) for block in blocks for word in set(block.words)}
    words = [word for block in blocks for word in block.words]
    return CountedTexts(
        vocabulary=plain,
        counts=sparse.vstack([count(block, len(plain))[0] for block in blocks], format="csr"),
        unknown=np.concatenate([block.unknown for block in blocks]),
        text_of=np.concatenate([number * AT_ONCE + block.text_of for number, block in enumerate(blocks)]),
        numbers=np.fromiter(map(number_of.__getitem__, words), np.int64, len(words)),
    )
