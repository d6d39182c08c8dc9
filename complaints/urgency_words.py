"""Ideas that make a report urgent, found by the words that people use for them (urgency_words.csv)."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("urgency_words.csv")
WORD = re.compile(r"[^\W_]+")
REPEATED = re.compile(r"([^\W\d_])\1{2,}")
GAP = "~"
GAP_WORDS = 2
STEM = 3
# Ways to write the same small word, without which every phrase would stand in the file ten times.
SHORT_FORMS = {
    **dict.fromkeys(
        ("tdk", "gak", "ga", "gk", "g", "nggak", "ngga", "enggak", "engga", "tak", "ndak", "kagak"), "tidak"
    ),
    **dict.fromkeys(("blm", "blom", "belom"), "belum"),
    **dict.fromkeys(("kalo", "kl"), "kalau"),
    **dict.fromkeys(("sy", "gw", "gue", "gua", "ane"), "saya"),
    **dict.fromkeys(("idup", "hdp"), "hidup"),
    **dict.fromkeys(("plg", "pulng"), "pulang"),
    "mkn": "makan",
    "dr": "dari",
    "jd": "jadi",
    "brgkt": "berangkat",
    "bkn": "bukan",
}


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Words that stand for an idea; `*` in a word is any letters, `~` up to two words in between."""

    idea: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """An idea in a text: the words from `start` until before `end`."""

    idea: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class CutText:
    """The words of a text, `normal` as they are looked up, and where each stands in it."""

    text: str = field(repr=False)
    normal: Sequence[str] = field(repr=False)
    places: Sequence[tuple[int, int]] = field(repr=False)

    def stretch(self, found: Found) -> str:
        """The words of an idea as they stand in the text."""
        return self.text[self.places[found.start][0] : self.places[found.end - 1][1]]


def cut(text: str) -> CutText:
    """The words of the text in small letters, short forms written out, drawn-out letters ("tolooong") once."""
    matches = list(WORD.finditer(text))
    normal = [_normalise(match.group()) for match in matches]
    return CutText(text=text, normal=normal, places=[match.span() for match in matches])


def find_ideas(words: Sequence[str]) -> Iterator[Found]:
    """Every idea in these words, in the order of its first word."""
    for start, word in enumerate(words):
        for phrase in _phrases_from(word):
            end = _end_of(phrase.words, 1, words, start + 1)
            if end is not None:
                yield Found(idea=phrase.idea, start=start, end=end)


def _end_of(wanted: Sequence[str], upto: int, words: Sequence[str], at: int) -> int | None:
    """Where the phrase ends whose first `upto` words are found before `at`, or None where it does not go on."""
    if upto == len(wanted):
        return at
    if wanted[upto] == GAP:
        ends = (_end_of(wanted, upto + 1, words, at + passed) for passed in range(GAP_WORDS + 1))
        return next((end for end in ends if end is not None), None)
    if at < len(words) and _fits(wanted[upto], words[at]):
        return _end_of(wanted, upto + 1, words, at + 1)
    return None


@lru_cache(maxsize=50_000)
def _normalise(word: str) -> str:
    plain = REPEATED.sub(r"\1", word.lower())
    return SHORT_FORMS.get(plain, plain)


@lru_cache(maxsize=50_000)
def _phrases_from(word: str) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in _phrases_by_start().get(word[:STEM], ()) if _fits(phrase.words[0], word))


def _fits(pattern: str, word: str) -> bool:
    """`*` stands for any letters."""
    if "*" not in pattern:
        return pattern == word
    before, _, behind = pattern.partition("*")
    return len(word) >= len(before) + len(behind) and word.startswith(before) and word.endswith(behind)


@cache
def _phrases_by_start() -> dict[str, list[Phrase]]:
    """Phrases by the first letters of their first word, in which no `*` may stand."""
    by_start: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in _phrases():
        by_start[phrase.words[0].removesuffix("*")[:STEM]].append(phrase)
    return dict(by_start)


@cache
def _phrases() -> tuple[Phrase, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Phrase(idea=row["idea"], words=tuple(phrase.split()))
            for row in csv.DictReader(file)
            for phrase in row["phrases"].split(";")
        )
