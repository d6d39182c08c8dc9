"""Offices as people look for them: by name, alias or town, kind, the office above them, and province."""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.directory.facts import Office


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for; empty fields ask for nothing."""

    words: str = ""
    kind: str = ""
    parent_id: str = ""
    province: str = ""


def find_offices(offices: Iterable[Office], wanted: Wanted) -> list[Office]:
    """The offices that fit, by name; those whose own name or alias holds the words as they were written come first."""
    words = wanted.words.casefold().split()
    fitting = [office for office in offices if _fits(office, wanted, words)]
    phrase = " ".join(words)
    return sorted(fitting, key=lambda office: (phrase not in _called(office), office.name, office.id))


def _fits(office: Office, wanted: Wanted, words: Iterable[str]) -> bool:
    if wanted.kind not in {"", office.kind} or wanted.province not in {"", office.province}:
        return False
    if wanted.parent_id not in {"", office.parent_id}:
        return False
    text = f"{_called(office)} {office.city} {office.province} {office.id}".casefold()
    return all(word in text for word in words)


def _called(office: Office) -> str:
    return " ; ".join((office.name, *office.aliases)).casefold()
