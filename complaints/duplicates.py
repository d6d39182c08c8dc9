"""Whether two reports tell the same matter: the same text again, or nearly the same words about the same place."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from complaints.report import Message, Place

WORD = re.compile(r"[^\W_]+")
LEAST_WORDS = 5
READ_AT_MOST = 20_000
PROPOSED_FROM = 0.55
"""The score from which a pair is put before a person; measured by benchmarks/duplicates.py."""
PIECE = 5
LEAST_PIECES = 40
DAYS = 90
TOO_LATE = 0.9
OTHER_PLACE = 0.7


class Likeness(StrEnum):
    """How a report is the same as another."""

    SAME_TEXT = "same_text"
    SAME_MATTER = "same_matter"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is compared of a report: never who wrote it."""

    message: Message
    reported_at: datetime

    @cached_property
    def text_hash(self) -> str:
        """See text_hash; made once, however many reports this one is compared with."""
        return text_hash(self.message)

    @cached_property
    def pieces(self) -> set[str]:
        """The runs of five letters in the text."""
        text = " ".join(WORD.findall(self.message.isi[:READ_AT_MOST].lower()))
        return {text[start : start + PIECE] for start in range(len(text) - PIECE + 1)}


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """How sure it is (0..1) that two reports are one matter, and how they are the same."""

    score: float
    how: Likeness


def text_hash(message: Message) -> str:
    """SHA-256 (hex) over the words of the body in small letters; with the title where the body has hardly any."""
    words = WORD.findall(message.isi.lower())
    if len(words) < LEAST_WORDS:
        words = WORD.findall(message.text.lower())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def compare(one: Seen, other: Seen) -> Duplicate:
    """How sure it is that these two reports are one matter.

    The score is the share of the shorter text that stands in the longer one, counted in runs of five letters (of 40 at
    least, so that a few words in common prove nothing), times 0.7 where both name different cities, times 0.9 where
    more than 90 days lie between them.
    """
    if one.text_hash == other.text_hash:
        return Duplicate(score=1.0, how=Likeness.SAME_TEXT)
    score = _shared(one.pieces, other.pieces)
    if _are_apart(one.message.place, other.message.place):
        score *= OTHER_PLACE
    if abs((one.reported_at - other.reported_at).days) > DAYS:
        score *= TOO_LATE
    return Duplicate(score=score, how=Likeness.SAME_MATTER)


def _shared(pieces: set[str], others: set[str]) -> float:
    return len(pieces & others) / max(LEAST_PIECES, min(len(pieces), len(others)))


def _are_apart(one: Place, other: Place) -> bool:
    return bool(one.kota and other.kota and one.kota.casefold() != other.kota.casefold())
