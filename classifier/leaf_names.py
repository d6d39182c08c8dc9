"""What the names of leaves tell: "Kelurahan Mojo" is one of many of its kind, and a text may name it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.words import cut_words, normalise_word
from complaints.taxonomy import Taxonomy

Numbers = NDArray[np.int64]
COMMON = 5
"""From so many leaves on, a word with which their names begin is a kind, and a word in their names tells none of them
from the others."""


@dataclass(frozen=True, kw_only=True)
class LeafNames:
    """For each leaf its `own` words, with a space between them, and its `kind` ("" for none); in the same order."""

    own: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def distinct_kinds(self) -> tuple[str, ...]:
        """The kinds, sorted."""
        return tuple(sorted(set(self.kinds) - {""}))


NAMELESS = LeafNames()


def read_names(names: Mapping[str, str]) -> LeafNames:
    """Kinds and own words from the names of the leaves, sorted by leaf. A name of common words alone is its own."""
    words = [[normalise_word(word) for word in cut_words(names[leaf])] for leaf in sorted(names)]
    first = Counter(one[0] for one in words if len(one) > 1)
    spread = Counter(word for one in words for word in set(one))
    own = [[word for word in one if spread[word] < COMMON] or one for one in words]
    kinds = [one[0] if len(one) > 1 and first[one[0]] >= COMMON else "" for one in words]
    return LeafNames(own=tuple(" ".join(one) for one in own), kinds=tuple(kinds))


def group_leaves(taxonomy: Taxonomy, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each leaf the nodes between the top level and the leaf, as text (of two levels, the node above it); and for
    the leaves in `names`, where any of these are of a kind, the kind, or the leaf itself where it has none.
    """
    inner = range(2, len(taxonomy.levels)) or range(1, len(taxonomy.levels))
    above = {leaf: tuple("/".join(path[:depth]) for depth in inner) for leaf, path in taxonomy.path_of_leaf.items()}
    kinds = dict(zip(sorted(names), read_names(names).kinds, strict=True))
    if not any(kinds.values()):
        return above
    return {leaf: (*above[leaf], kind or leaf) for leaf, kind in kinds.items()}


class NameFinder:
    """Finds the own words of leaves, one after the other, in texts whose words are numbers."""

    def __init__(self, names: LeafNames, words: Mapping[str, int], *, kinds_from: int) -> None:
        kinds = names.distinct_kinds
        leaves_from = kinds_from + len(kinds)
        self._by_first: defaultdict[int, list[tuple[list[int], list[int]]]] = defaultdict(list)
        for number, (own, kind) in enumerate(zip(names.own, names.kinds, strict=True)):
            run = [words[word] for word in own.split()]
            features = [leaves_from + number, *([kinds_from + kinds.index(kind)] if kind else [])]
            if run:
                self._by_first[run[0]].append((run, features))
        self._begins = np.zeros(len(words) + 1, dtype=bool)
        self._begins[list(self._by_first)] = True

    def find(self, text_of: Numbers, numbers: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """First word, last word and feature of each name; `numbers` are -1 where a word is unknown."""
        found: list[tuple[int, int, int]] = []
        for first in np.flatnonzero(self._begins[numbers]).tolist():
            for run, features in self._by_first[int(numbers[first])]:
                end = first + len(run)
                if numbers[first:end].tolist() == run and text_of[first] == text_of[end - 1]:
                    found += [(first, end - 1, feature) for feature in features]
        places = np.array(found, dtype=np.int64).reshape(-1, 3)
        return places[:, 0], places[:, 1], places[:, 2]
