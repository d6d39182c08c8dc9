"""Labelled reports from records of any file, with every fault named by its row."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from classifier.errors import InvalidRows
from classifier.groups import group_by_likeness, group_by_time
from complaints.errors import Position, Problem
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

    place: Position
    cells: Mapping[str, Any]
    fault: Problem | None = None


def read_rows(path: Path, taxonomy: Taxonomy, *, split: str = "") -> list[LabelledRow]:
    """The rows of this file of JSON lines, as in training_data/, of one split only where it is named.

    Raises InvalidRows, which names up to ten faulty lines with field and remedy, or says that there are no rows.
    """
    chosen = [row for row in rows_of(json_records(path), taxonomy) if not split or row.split == split]
    if not chosen:
        of_split = Problem(code="rows_none_of_split", field=path.name, values={"split": split})
        raise InvalidRows(of_split if split else Problem(code="rows_none", field=path.name))
    return chosen


def json_records(path: Path) -> Iterator[Record]:
    """The lines of a file as records; empty lines are passed over."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _json_record(Position(file=path.name, unit="line", number=number), line)


def _json_record(place: Position, line: bytes) -> Record:
    try:
        raw = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        fault = Problem(code="row_no_json", field="", values={"cause": str(error)})
        return Record(place=place, cells={}, fault=fault)
    if not isinstance(raw, dict):
        return Record(place=place, cells={}, fault=Problem(code="row_no_object", field=""))
    return Record(place=place, cells=raw)


def rows_of(records: Iterable[Record], taxonomy: Taxonomy, columns: Columns = Columns()) -> list[LabelledRow]:
    """The rows that these records hold; with a time column, rows without a voice get their block of time as one.

    Raises InvalidRows, which names up to ten faulty rows with field and remedy.
    """
    rows: list[LabelledRow] = []
    moments: list[datetime] = []
    faults: list[Problem] = []
    for record in records:
        try:
            if record.fault:
                raise InvalidRows(record.fault)
            rows.append(_read_row(record.cells, taxonomy, columns))
            if columns.time:
                moments.append(_moment(record.cells, columns.time))
        except InvalidRows as error:
            faults.extend(replace(problem, place=record.place) for problem in error.problems)
    if faults:
        raise InvalidRows(*first_of(faults, SHOWN_FAULTS))
    blocks = group_by_time(moments) if columns.time else [""] * len(rows)
    return [replace(row, voice=row.voice or block) for row, block in zip(rows, blocks, strict=True)]


def first_of(faults: Sequence[Problem], shown: int) -> list[Problem]:
    """The first ones, and how many there are beside them."""
    more = Problem(code="rows_more", field="", values={"count": len(faults) - shown})
    return [*faults[:shown], more] if len(faults) > shown else list(faults)


def _moment(raw: Mapping[str, Any], field: str) -> datetime:
    written = _text(raw, field, needed=True)
    try:
        return read_timestamp(written)
    except (UnreadableDate, UnreadableTime) as error:
        raise InvalidRows(Problem(code="row_date", field=field, values={"value": written})) from error


def _read_row(raw: Mapping[str, Any], taxonomy: Taxonomy, columns: Columns) -> LabelledRow:
    """Raises InvalidRows, which names the field and the remedy."""
    category = _text(raw, columns.label, needed=True).strip()
    leaves = taxonomy.resolve(category)
    if len(leaves) > 1:
        values = {"value": category, "leaves": ", ".join(leaves)}
        raise InvalidRows(Problem(code="row_split_leaf", field=columns.label, values=values))
    if not leaves:
        raise InvalidRows(Problem(code="row_no_leaf", field=columns.label, values={"value": category}))
    klasifikasi = _text(raw, "klasifikasi")
    if klasifikasi and klasifikasi not in set(Klasifikasi):
        values = {"value": klasifikasi, "known": ", ".join(Klasifikasi)}
        raise InvalidRows(Problem(code="row_klasifikasi", field="klasifikasi", values=values))
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
        raise InvalidRows(Problem(code="row_no_text", field=field))
    if needed and not (value or "").strip():
        raise InvalidRows(Problem(code="row_empty", field=field))
    return value or ""


def mask_rows(rows: Sequence[LabelledRow]) -> list[LabelledRow]:
    """The rows with what identifies a person masked, so that no model learns it."""
    return [replace(row, message=mask_message(row.message)) for row in rows]


def group_of(rows: Sequence[LabelledRow]) -> list[str]:
    """What must not be split between learning and checking: the voice; where there is none, texts nearly the same."""
    alike = iter(group_by_likeness([row.message.text for row in rows if not row.voice]))
    return [row.voice or next(alike) for row in rows]
