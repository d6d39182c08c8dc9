"""A report that holds several matters, split into parts: each is a stretch of it, or the whole with its matter named.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.errors import Problem

FEWEST_PARTS = 2
MOST_PARTS = 8
MAX_MATTER = 200


@dataclass(frozen=True, kw_only=True)
class Part:
    """One matter: `text` is a stretch of the report (empty: all of it), `matter` what it is about, as its title."""

    text: str = ""
    matter: str = ""


@dataclass(frozen=True, kw_only=True)
class PartText:
    """What a part reads as a report of its own."""

    judul: str
    isi: str


def split_text(judul: str, isi: str, parts: Sequence[Part], *, field: str) -> tuple[list[PartText], list[Problem]]:
    """The texts of the parts, and all that is wrong with them: nobody puts words into a reporter's mouth.

    Each line of a part must stand in the report; where spaces and line ends differ, that does not count.
    """
    problems = []
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS:
        problems.append(Problem(code="parts_count", field=field, values={"least": FEWEST_PARTS, "limit": MOST_PARTS}))
    whole = _squeezed(f"{judul}\n{isi}")
    for number, part in enumerate(parts, start=1):
        problems += _wrong_with(part, number, whole, field)
    texts = [PartText(judul=part.matter or judul, isi=part.text.strip() or isi) for part in parts]
    if len(set(texts)) < len(texts):
        problems.append(Problem(code="parts_same", field=field))
    return texts, problems


def _wrong_with(part: Part, number: int, whole: str, field: str) -> list[Problem]:
    found = []
    strange = [line for line in map(_squeezed, part.text.splitlines()) if line not in whole]
    if strange:
        found.append(Problem(code="part_not_quoted", field=field, values={"number": number, "value": strange[0][:100]}))
    if not part.text.strip() and not part.matter:
        found.append(Problem(code="part_empty", field=field, values={"number": number}))
    if len(part.matter) > MAX_MATTER or "\n" in part.matter:
        found.append(Problem(code="part_matter", field=field, values={"number": number, "limit": MAX_MATTER}))
    return found


def _squeezed(text: str) -> str:
    return " ".join(text.split())
