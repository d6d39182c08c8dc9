"""How a text is cut into words, and a word into pieces, before anything is counted."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
REPEATED = re.compile(r"([^\W\d_])\1{2,}")
DIGIT = re.compile(r"\d")
READ_AT_MOST = 20_000
"""Characters of a text that are read: no honest report is longer, and a pasted log must not hold up the others."""
WORD_AT_MOST = 40
"""Characters of a word that are read, which bounds the pieces of one endless word."""


def cut_words(text: str) -> list[str]:
    """The words of a text as they stand there, compatibility forms resolved (NFKC)."""
    text = text[:READ_AT_MOST]
    return WORD.findall(text if text.isascii() else unicodedata.normalize("NFKC", text))


def normalise_word(word: str) -> str:
    """Lower case, every digit a 0, a letter that stands three times or more reduced to one ("tolooong": "tolong")."""
    return REPEATED.sub(r"\1", DIGIT.sub("0", word.lower()))[:WORD_AT_MOST]


def cut_pieces(word: str, shortest: int, longest: int) -> list[str]:
    """All runs of `shortest` to `longest` characters of the word, a space before and after it as marks of its ends."""
    marked = f" {word} "
    return [
        marked[start : start + size] for size in range(shortest, longest + 1) for start in range(len(marked) - size + 1)
    ]
