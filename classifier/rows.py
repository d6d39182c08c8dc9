"""Labelled reports from a file of JSON lines, as in training_data/, with every fault named by its line."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from classifier.errors import InvalidRows
from complaints.privacy import mask_message
from complaints.report import Klasifikasi, Message, Place
from complaints.taxonomy import Taxonomy

SHOWN_FAULTS = 10


@dataclass(frozen=True, kw_only=True)
class LabelledRow:
    """A report with what people say of it.

    `klasifikasi` is empty where nobody said; `office` is the office that the text determines, "" where it determines
    none, None where nobody said. Rows of one `voice` (one writer, one source) resemble each other.
    """

    id: str
    message: Message
    category: str
    klasifikasi: str = ""
    office: str | None = None
    voice: str = ""
    split: str = ""


def read_rows(path: Path, taxonomy: Taxonomy, *, split: str = "") -> list[LabelledRow]:
    """The rows of this file, of one split only where it is named.

    Raises InvalidRows, which names up to ten faulty lines with field and remedy, or says that there are no rows.
    """
    rows: list[LabelledRow] = []
    faults: list[str] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                rows.append(_read_row(line, taxonomy))
            except ValueError as error:
                faults.append(f"{path.name}, line {number}: {error}")
    if faults:
        more = [f"... and {len(faults) - SHOWN_FAULTS} more lines"] if len(faults) > SHOWN_FAULTS else []
        raise InvalidRows("\n".join(faults[:SHOWN_FAULTS] + more))
    chosen = [row for row in rows if not split or row.split == split]
    if not chosen:
        of_split = f" of split {split}" if split else ""
        raise InvalidRows(f"{path.name}: no rows{of_split}; give one JSON object per line with isi and category")
    return chosen


def _read_row(line: bytes, taxonomy: Taxonomy) -> LabelledRow:
    """Raises ValueError, which names the field and the remedy."""
    try:
        raw = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"is no JSON in UTF-8 ({error}); write one JSON object per line") from error
    if not isinstance(raw, dict):
        raise ValueError("is no JSON object; write one JSON object per line")
    category = _text(raw, "category", needed=True)
    if category not in taxonomy.path_of_leaf:
        raise ValueError(f"category {category!r} is not in the taxonomy; use one of its leaves, or add it there")
    klasifikasi = _text(raw, "klasifikasi")
    if klasifikasi and klasifikasi not in set(Klasifikasi):
        known = ", ".join(Klasifikasi)
        raise ValueError(f"klasifikasi {klasifikasi!r} is unknown; use one of {known}, or leave it empty")
    place = Place(provinsi=_text(raw, "provinsi"), kota=_text(raw, "kota"))
    return LabelledRow(
        id=_text(raw, "id"),
        message=Message(judul=_text(raw, "judul"), isi=_text(raw, "isi", needed=True), place=place),
        category=category,
        klasifikasi=klasifikasi,
        office=_text(raw, "upt_id") if "upt_id" in raw else None,
        voice=_text(raw, "voice"),
        split=_text(raw, "split"),
    )


def _text(raw: Mapping[str, Any], field: str, *, needed: bool = False) -> str:
    value = raw.get(field)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"field {field} is no text; put it in quotes")
    if needed and not (value or "").strip():
        raise ValueError(f"field {field} is empty; fill it in or remove the line")
    return value or ""


def mask_rows(rows: Sequence[LabelledRow]) -> list[LabelledRow]:
    """The rows with what identifies a person masked, so that no model learns it."""
    return [replace(row, message=mask_message(row.message)) for row in rows]


def group_of(rows: Sequence[LabelledRow]) -> list[str]:
    """What must not be split between learning and checking: the voice, or the row itself where it has none."""
    return [row.voice or f"row {number}" for number, row in enumerate(rows)]
