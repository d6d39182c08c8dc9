"""Which features of the training texts a model keeps, and how rare each of them is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.features import Floats, Vocabulary
from classifier.leaf_names import NAMELESS, LeafNames
from classifier.words import cut_pieces, cut_words, normalise_word


def learn_vocabulary(
    texts: Sequence[str], *, shortest: int, longest: int, least: int, names: LeafNames = NAMELESS
) -> tuple[Vocabulary, Floats]:
    """The features that stand in at least `least` texts, sorted, and their rarity: ln((1 + texts) / (1 + with it)) + 1.

    The words of the `names` are kept in any case; a name weighs the more the more words it has. The rarity has one
    value more than there are features: that of a feature that stands nowhere.
    """
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    cut = [cut_words(text) for text in texts]
    normal_of = {word: normalise_word(word) for word in {word for one in cut for word in one}}
    for one in cut:
        normal = [normal_of[word] for word in one]
        words.update(set(normal))
        pairs.update({f"{left} {right}" for left, right in pairwise(normal)})
    pieces = _count_pieces(cut, normal_of, shortest, longest)
    kept = [{key for key, times in counted.items() if times >= least} for counted in (words, pairs, pieces)]
    kept[0].update(word for own in names.own for word in own.split())
    found = [sorted(keys) for keys in kept]
    times = [counted[key] for counted, keys in zip((words, pairs, pieces), found, strict=True) for key in keys]
    vocabulary = Vocabulary(words=found[0], pairs=found[1], pieces=found[2], names=names)
    return vocabulary, rarities(np.array(times, dtype=np.int64), len(texts), names)


def rarities(times: NDArray[np.int64], texts: int, names: LeafNames) -> Floats:
    """The rarity of every feature, see learn_vocabulary; `times` says in how many of the texts each stands, without
    kinds and names."""
    rarity = np.log((1 + texts) / (1 + np.append(times, 0))) + 1
    told = [1.0] * len(names.distinct_kinds) + [len(own.split()) ** 0.5 for own in names.own]
    return np.concatenate([rarity[:-1], told, rarity[-1:]]).astype(np.float32)


def _count_pieces(
    cut: Sequence[Sequence[str]], normal_of: Mapping[str, str], shortest: int, longest: int
) -> Counter[str]:
    """In how many texts, cut into words, each piece stands."""
    pieces_of = {normal: cut_pieces(normal, shortest, longest) for normal in set(normal_of.values())}
    counted: Counter[str] = Counter()
    for words in cut:
        found: set[str] = set()
        found.update(*(pieces_of[normal] for normal in {normal_of[word] for word in words}))
        counted.update(found)
    return counted


def pack_strings(strings: Sequence[str]) -> NDArray[np.uint8]:
    """Strings without line breaks as one array of UTF-8 bytes, a line each: quick to store, to check and to load."""
    return np.frombuffer("\n".join(strings).encode(), dtype=np.uint8)


def unpack_strings(packed: NDArray[np.uint8]) -> list[str]:
    """The strings that pack_strings packed."""
    text = packed.tobytes().decode()
    return text.split("\n") if text else []


def unpack_vocabulary(stored: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary among the attributes of stored features."""
    words, pairs, pieces, own, kinds = (
        unpack_strings(stored[name]) for name in ("words_", "pairs_", "pieces_", "own_names_", "kinds_")
    )
    names = LeafNames(own=tuple(own), kinds=tuple(kinds))
    return Vocabulary(words=words, pairs=pairs, pieces=pieces, names=names)
