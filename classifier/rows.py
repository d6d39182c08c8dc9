"""Labelled reports from records of any file, with every fault named by its row."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from classifier.errors import InvalidRows
from classifier.groups import group_by_likeness, group_by_time
from complaints.privacy import mask_message
from complaints.report import Klasifikasi, Message, Place
from complaints.taxonomy import Taxonomy
from complaints.timestamps import UnreadableDate, UnreadableTime, read_timestamp

SHOWN_FAULTS = 10


@dataclass(frozen=True, kw_only=True)
class LabelledRow:
    """A report with what people say of it.

    `klasifikasi` is empty where nobody said; `office` is the office that the text determines, "" where it determines
    none, None where nobody said. Rows of one `voice` (one writer, one source, one time) resemble each other.
    """

    id: str
    message: Message
    category: str
    klasifikasi: str = ""
    office: str | None = None
    voice: str = ""
    split: str = ""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where a file keeps the text, its label (a leaf of the taxonomy) and, if it has one, its time."""

    text: str = "isi"
    label: str = "category"
    time: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row of a file, not yet judged. `place` says where it stands; `fault` why it cannot be read at all."""

    place: str
    cells: Mapping[str, Any]
    fault: str = ""


def read_rows(path: Path, taxonomy: Taxonomy, *, split: str = "") -> list[LabelledRow]:
    """The rows of this file of JSON lines, as in training_data/, of one split only where it is named.

    Raises InvalidRows, which names up to ten faulty lines with field and remedy, or says that there are no rows.
    """
    chosen = [row for row in rows_of(json_records(path), taxonomy) if not split or row.split == split]
    if not chosen:
        of_split = f" of split {split}" if split else ""
        raise InvalidRows(f"{path.name}: no rows{of_split}; give one JSON object per line with isi and category")
    return chosen


def json_records(path: Path) -> Iterator[Record]:
    """The lines of a file as records; empty lines are passed over."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _json_record(f"{path.name}, line {number}", line)


def _json_record(place: str, line: bytes) -> Record:
    try:
        raw = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        return Record(place=place, cells={}, fault=f"is no JSON in UTF-8 ({error}); write one JSON object per line")
    if not isinstance(raw, dict):
        return Record(place=place, cells={}, fault="is no JSON object; write one JSON object per line")
    return Record(place=place, cells=raw)


def rows_of(records: Iterable[Record], taxonomy: Taxonomy, columns: Columns = Columns()) -> list[LabelledRow]:
    """The rows that these records hold; with a time column, rows without a voice get their block of time as one.

    Raises InvalidRows, which names up to ten faulty rows with field and remedy.
    """
    rows: list[LabelledRow] = []
    moments: list[datetime] = []
    faults: list[str] = []
    for record in records:
        try:
            if record.fault:
                raise ValueError(record.fault)
            rows.append(_read_row(record.cells, taxonomy, columns))
            if columns.time:
                moments.append(_moment(record.cells, columns.time))
        except ValueError as error:
            faults.append(f"{record.place}: {error}")
    if faults:
        more = [f"... and {len(faults) - SHOWN_FAULTS} more lines"] if len(faults) > SHOWN_FAULTS else []
        raise InvalidRows("\n".join(faults[:SHOWN_FAULTS] + more))
    blocks = group_by_time(moments) if columns.time else [""] * len(rows)
    return [replace(row, voice=row.voice or block) for row, block in zip(rows, blocks, strict=True)]


def _moment(raw: Mapping[str, Any], field: str) -> datetime:
    written = _text(raw, field, needed=True)
    try:
        return read_timestamp(written)
    except (UnreadableDate, UnreadableTime) as error:
        raise ValueError(f"field {field}: {written!r} is no date; write it as 2024-01-31 or 31/01/2024") from error


def _read_row(raw: Mapping[str, Any], taxonomy: Taxonomy, columns: Columns) -> LabelledRow:
    """Raises ValueError, which names the field and the remedy."""
    category = _text(raw, columns.label, needed=True).strip()
    leaves = taxonomy.resolve(category)
    if len(leaves) > 1:
        raise ValueError(f"{columns.label} {category!r} was split into {', '.join(leaves)}; say which of them it is")
    if not leaves:
        raise ValueError(f"{columns.label} {category!r} is not in the taxonomy; use one of its leaves, or add it there")
    klasifikasi = _text(raw, "klasifikasi")
    if klasifikasi and klasifikasi not in set(Klasifikasi):
        known = ", ".join(Klasifikasi)
        raise ValueError(f"klasifikasi {klasifikasi!r} is unknown; use one of {known}, or leave it empty")
    place = Place(provinsi=_text(raw, "provinsi"), kota=_text(raw, "kota"))
    return LabelledRow(
        id=str(raw.get("id") or ""),
        message=Message(judul=_text(raw, "judul"), isi=_text(raw, columns.text, needed=True), place=place),
        category=leaves[0],
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
    """What must not be split between learning and checking: the voice; where there is none, texts nearly the same."""
    alike = iter(group_by_likeness([row.message.text for row in rows if not row.voice]))
    return [row.voice or next(alike) for row in rows]
