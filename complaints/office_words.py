"""The words by which people call a kind of office, and finding them in a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from complaints.directory import OfficeWord, WordUse

WORD = re.compile(r"[^\W_]+")
CLASS_WORDS = frozenset({"kelas", "klas", "kls", "kl", "tpi", "non", "khusus"})
RANKS = {"1": "I", "2": "II", "3": "III", "1a": "IA", "1b": "IB", "2a": "IIA", "2b": "IIB"} | {
    rank.lower(): rank for rank in ("I", "II", "III", "IA", "IB", "IIA", "IIB")
}
SHORT_WORDS = {"tg": "tanjung", "tj": "tanjung", "tjg": "tanjung", "tanjng": "tanjung", "tjung": "tanjung"}
"""Short forms that stand for one word wherever they begin a name."""
SHORT_TOWNS = {"jkt": "jakarta", "sby": "surabaya", "bdg": "bandung", "mdn": "medan", "mks": "makassar"} | {
    "pku": "pekanbaru",
    "bjm": "banjarmasin",
    "mlg": "malang",
    "smg": "semarang",
    "bpp": "balikpapan",
}
"""Short forms of towns that mean something else elsewhere ("smg": semoga), so only directly behind a kind of office."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KindWords:
    """A phrase that stands before the name of an office: the kinds that it may mean, none for somebody else's."""

    kinds: frozenset[str]
    subtype: str


PhraseTable = Mapping[str, Sequence[tuple[tuple[str, ...], KindWords]]]
"""From the first word to the phrases that start with it, longest first, and what they mean."""


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without punctuation."""
    return WORD.findall(text.lower())


def phrases_of(words: Iterable[OfficeWord], uses: set[WordUse]) -> PhraseTable:
    """The phrases of these uses; the same phrase may stand for several kinds."""
    kinds: dict[tuple[str, ...], set[str]] = defaultdict(set)
    subtype: dict[tuple[str, ...], str] = {}
    for word in words:
        if word.use in uses:
            phrase = tuple(words_of(word.words))
            kinds[phrase].update([word.kind] if word.use != WordUse.OTHER else [])
            subtype[phrase] = word.subtype
    table: dict[str, list[tuple[tuple[str, ...], KindWords]]] = defaultdict(list)
    for phrase in sorted(kinds, key=len, reverse=True):
        table[phrase[0]].append((phrase, KindWords(kinds=frozenset(kinds[phrase]), subtype=subtype[phrase])))
    return dict(table)


def subtypes_of(words: Iterable[OfficeWord]) -> dict[str, frozenset[tuple[str, str]]]:
    """From a word to the pairs of kind and subtype that it may mean."""
    table: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for word in words:
        if word.use == WordUse.SUBTYPE:
            table[word.words].add((word.kind, word.subtype))
    return {word: frozenset(pairs) for word, pairs in table.items()}


def phrase_at(table: PhraseTable, words: Sequence[str], at: int) -> tuple[int, KindWords] | None:
    """The longest phrase of the table that starts there, as the index behind it and what it means."""
    for phrase, meaning in table.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return at + len(phrase), meaning
    return None
