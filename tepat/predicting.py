"""What `tepat predict` answers: the same model, directory and policy as the flows, with no database and no server."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any

from classifier.predictor import Predictor, load_predictor
from complaints.answer import answer
from complaints.cleaning import clean_text
from complaints.directory import Directory, shipped_directory, shipped_taxonomy
from complaints.directory.snapshot import open_snapshot, read_files
from complaints.errors import Problem
from complaints.mendable import Mendable
from complaints.report import Message, Place
from complaints.routing import decide
from complaints.taxonomy import Taxonomy
from complaints.timestamps import day_of
from tepat.settings import Settings

LINES_AT_ONCE = 256


class NothingToPredict(Mendable):
    """The text holds nothing that could be read."""


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line of the input that is no report."""

    line: int
    reason: str

    def answer(self) -> dict[str, Any]:
        """What stands in the output where the answer would, so that lines keep their order."""
        return {"id": None, "error": {"line": self.line, "reason": self.reason}}


def open_directory(settings: Settings) -> tuple[Directory, Taxonomy]:
    """The directory that was imported on this machine, or else the one that comes along."""
    imported = settings.place / "directory"
    return open_snapshot(read_files(imported)) if imported.is_dir() else (shipped_directory(), shipped_taxonomy())


def open_predictor(settings: Settings) -> Predictor:
    """The current model with the directory of this machine."""
    directory, taxonomy = open_directory(settings)
    return load_predictor(settings.models, directory.as_of(day_of(datetime.now(UTC))), taxonomy)


def message_of(text: str) -> Message:
    """The text as the model reads it. Raises NothingToPredict."""
    message = Message(judul="", isi=clean_text(text))
    if not message.isi:
        raise NothingToPredict(Problem(code="text_empty", field="TEXT"))
    return message


def predict_text(settings: Settings, text: str) -> dict[str, Any]:
    """The answer for one text. Raises NothingToPredict, NoModel or ModelDamaged."""
    message = message_of(text)
    return _answers(open_predictor(settings), [("1", message)])[0]


def predict_lines(settings: Settings, lines: IO[str]) -> Iterator[dict[str, Any] | BadLine]:
    """Answers in the order of the lines, a chunk at a time. Empty lines are passed over."""
    predictor = open_predictor(settings)
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    while chunk := list(islice(numbered, LINES_AT_ONCE)):
        parsed = [_parse(number, line) for number, line in chunk]
        answers = iter(_answers(predictor, [item for item in parsed if not isinstance(item, BadLine)]))
        for item in parsed:
            yield item if isinstance(item, BadLine) else next(answers)


def _parse(number: int, line: str) -> tuple[str, Message] | BadLine:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return BadLine(line=number, reason="JSON?")
    if not isinstance(row, dict):
        return BadLine(line=number, reason="JSON object?")
    for field in ("judul", "isi", "provinsi", "kota"):
        if not isinstance(row.get(field, ""), str):
            return BadLine(line=number, reason=f"{field}: string?")
    place = Place(provinsi=clean_text(row.get("provinsi", "")), kota=clean_text(row.get("kota", "")))
    message = Message(judul=clean_text(row.get("judul", "")), isi=clean_text(row.get("isi", "")), place=place)
    if not message.text.strip():
        return BadLine(line=number, reason="isi: -")
    return str(row.get("id", number)), message


def _answers(predictor: Predictor, items: list[tuple[str, Message]]) -> list[dict[str, Any]]:
    predictions = predictor.predict([message for _, message in items])
    return [
        answer(id_, message, decide(prediction, predictor.policy, predictor.taxonomy), prediction, predictor.taxonomy)
        for (id_, message), prediction in zip(items, predictions, strict=True)
    ]
