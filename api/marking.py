"""The words that decided, marked in the text that a reviewer reads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MAX_MARKS = 40


class Mark(StrEnum):
    """Why a stretch of text stands out."""

    PLAIN = "plain"
    WORD = "word"
    OFFICE = "office"
    URGENT = "urgent"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A piece of the text as it stands; all pieces together are the whole text."""

    text: str
    mark: Mark


def mark_text(text: str, words: Iterable[str], spans: Iterable[str], urgent: Iterable[str] = ()) -> list[Stretch]:
    """The text in stretches: those that make it urgent, name an office or decided, and what lies between."""
    marks = {word.casefold(): Mark.WORD for word in words if word.strip()}
    marks |= {span.casefold(): Mark.OFFICE for span in spans if span.strip()}
    marks |= {span.casefold(): Mark.URGENT for span in urgent if span.strip()}
    longest_first = sorted(marks, key=len, reverse=True)[:MAX_MARKS]
    if not longest_first:
        return [Stretch(text=text, mark=Mark.PLAIN)]
    wanted = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    pieces = wanted.split(text)
    return [
        Stretch(text=piece, mark=marks.get(piece.casefold(), Mark.WORD) if number % 2 else Mark.PLAIN)
        for number, piece in enumerate(pieces)
        if piece
    ]
