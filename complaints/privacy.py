"""Find what identifies a person in a text, and put a tag in its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from complaints.identifier_marks import find_marks
from complaints.identifier_names import find_names
from complaints.identifier_numbers import find_numbers
from complaints.identifiers import Identifier, IdentifierKind
from complaints.report import Message

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w-]{1,64}(?:\.[\w-]{1,64})+", re.IGNORECASE)
MASK = re.compile(rf"\[(?:{'|'.join(kind.upper() for kind in IdentifierKind)})\]")
"""What stands in a masked text where an identifier stood."""
LONGEST_BODY = 20_000
MASKED_AT_MOST = 20
"""Rounds: a mask shortens a text, which may bring a telling word into the reach of the next number."""


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Every identifier in the order of the text, none overlapping another: of two the longer one stands."""
    lowered = text.lower()
    found = [*_find_addresses(text), *find_numbers(text), *find_marks(text, lowered), *find_names(text, lowered)]
    return _without_overlaps(found) if found else ()


def _find_addresses(text: str) -> Iterator[Identifier]:
    if "@" in text or "at)" in text or "at]" in text:
        for match in EMAIL.finditer(text):
            yield Identifier(kind=IdentifierKind.EMAIL, start=match.start(), end=match.end())


def _without_overlaps(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    kept: list[Identifier] = []
    for one in sorted(found, key=lambda item: (item.start - item.end, item.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda item: item.start))


def mask(text: str) -> str:
    """The text with a tag such as [NIK] for every identifier.

    Masking twice changes nothing, but for lists of a hundred numbers behind one telling word.
    """
    for _ in range(MASKED_AT_MOST):
        found = find_identifiers(text)
        if not found:
            break
        text = _replace(text, found)
    return text


def _replace(text: str, found: Iterable[Identifier]) -> str:
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start], f"[{one.kind.upper()}]"]
        at = one.end
    return "".join([*parts, text[at:]])


def mask_message(message: Message) -> Message:
    """The message with title and body masked; the place is none of a person and stays.

    A body is cut at LONGEST_BODY characters: the time to mask grows with the square of how many numbers it holds, and
    nobody may hold up a run with a body of digits. What is cut is learnt by no model and stands in no evidence.
    """
    judul, isi = mask(message.judul), mask(message.isi[:LONGEST_BODY])
    return message if (judul, isi) == (message.judul, message.isi) else replace(message, judul=judul, isi=isi)
