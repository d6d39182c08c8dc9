"""Texts that say how urgent they are, to learn from: training_data/urgency.jsonl."""

import json
from dataclasses import dataclass
from pathlib import Path

from classifier.errors import InvalidRows
from complaints.errors import Position, Problem
from complaints.privacy import mask_message
from complaints.report import Message
from complaints.urgency import UrgencyKind, UrgencyLevel

LEVELS = {
    UrgencyLevel.NONE.value: UrgencyLevel.NONE,
    **{kind.value: UrgencyLevel.DANGER for kind in UrgencyKind if kind is not UrgencyKind.MODEL},
    UrgencyKind.DEADLINE.value: UrgencyLevel.SOON,
}
"""From the kind that a text is labelled with to how long it can wait."""


@dataclass(frozen=True, kw_only=True)
class UrgentText:
    """A masked text and how urgent it is (NONE: not at all); texts of one `voice` resemble each other."""

    message: Message
    level: UrgencyLevel
    voice: str


def read_urgent_texts(path: Path) -> list[UrgentText]:
    """The texts of this file of JSON lines, masked. Raises InvalidRows, which names a faulty line and its remedy."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        _read(Position(file=path.name, unit="line", number=number), line) for number, line in enumerate(lines, start=1)
    ]


def _read(place: Position, line: str) -> UrgentText:
    try:
        raw = json.loads(line)
        text, voice, level = raw["text"], raw["voice"], LEVELS[raw["kind"]]
    except (ValueError, KeyError, TypeError) as error:
        known = ", ".join(LEVELS)
        problem = Problem(code="row_urgent", field="text, voice, kind", values={"known": known}, place=place)
        raise InvalidRows(problem) from error
    return UrgentText(message=mask_message(Message(judul="", isi=text)), level=level, voice=voice)
