"""Labels that come in from a file, each fault named by its row, its field and what to do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from classifier.errors import InvalidRows
from classifier.rows import Columns, Record, first_of
from complaints.errors import Position, Problem
from complaints.mendable import Mendable
from complaints.report import Klasifikasi
from complaints.taxonomy import Taxonomy
from connectors.label_files import NotLabelStudio, read_annotations
from tepat.labelled import records_of

FIELDS = ("id", "category", "klasifikasi", "upt_id", "version")
SHOWN_FAULTS = 20


class LabelsRefused(Mendable):
    """Labels cannot be taken in; `problems` name row, field and remedy of each fault. Nothing was stored."""


@dataclass(frozen=True, kw_only=True)
class LabelRow:
    """What a row says of a report; `version` is that of the text that was looked at, None where it does not say."""

    place: Position
    id: UUID
    version: int | None
    category: str
    klasifikasi: str
    office_id: str | None
    is_annotation: bool


def read_label_rows(path: Path, taxonomy: Taxonomy) -> list[LabelRow]:
    """Raises LabelsRefused, which names every fault and lists the categories that are not known."""
    wanted: list[LabelRow] = []
    faults: list[Problem] = []
    unknown: Counter[str] = Counter()
    for record, is_annotation in _records(path):
        try:
            one = replace(_label_row(record), is_annotation=is_annotation)
        except LabelsRefused as error:
            faults.extend(replace(problem, place=record.place) for problem in error.problems)
            continue
        if one.category in taxonomy.path_of_leaf:
            wanted.append(one)
        else:
            unknown[one.category] += 1
            values = {"value": one.category}
            faults.append(Problem(code="label_not_in_force", field="category", values=values, place=record.place))
    if unknown:
        listed = ", ".join(f"{category} ({times})" for category, times in unknown.most_common())
        faults.insert(0, Problem(code="labels_unknown", field="category", values={"listed": listed}))
    refuse(path, faults)
    if not wanted:
        raise LabelsRefused(Problem(code="labels_none", field=path.name))
    return wanted


def _records(path: Path) -> Iterator[tuple[Record, bool]]:
    if path.suffix.lower() != ".json":
        columns = Columns(text="id", label="category")
        try:
            return ((record, False) for record in records_of(path, columns))
        except InvalidRows as error:
            problems = (Problem(code="labels_columns", field=one.field, values=one.values) for one in error.problems)
            raise LabelsRefused(*problems) from error
    try:
        annotations = read_annotations(path)
    except NotLabelStudio as error:
        raise LabelsRefused(Problem(code="labels_no_studio", field=path.name)) from error
    return ((_annotation(path.name, number, one), True) for number, one in enumerate(annotations, start=1))


def _annotation(file: str, number: int, cells: Mapping[str, Any]) -> Record:
    fault = Problem(code="label_two", field="category") if cells["is_unclear"] else None
    return Record(place=Position(file=file, unit="annotation", number=number), cells=cells, fault=fault)


def _label_row(record: Record) -> LabelRow:
    """Raises LabelsRefused, which names the field and the remedy."""
    cells = record.cells
    if record.fault:
        raise LabelsRefused(record.fault)
    texts = {
        name: str(cells.get(name) or "").strip() for name in ("id", "category", "klasifikasi", "upt_id", "version")
    }
    try:
        id_ = UUID(texts["id"])
    except ValueError as error:
        raise LabelsRefused(Problem(code="label_id", field="id", values={"value": texts["id"]})) from error
    if not texts["category"]:
        raise LabelsRefused(Problem(code="row_empty", field="category"))
    if texts["klasifikasi"] and texts["klasifikasi"] not in set(Klasifikasi):
        values = {"value": texts["klasifikasi"], "known": ", ".join(Klasifikasi)}
        raise LabelsRefused(Problem(code="row_klasifikasi", field="klasifikasi", values=values))
    if texts["version"] and not texts["version"].isdigit():
        raise LabelsRefused(Problem(code="label_version", field="version", values={"value": texts["version"]}))
    return LabelRow(
        place=record.place,
        id=id_,
        version=int(texts["version"]) if texts["version"] else None,
        category=texts["category"],
        klasifikasi=texts["klasifikasi"],
        office_id=texts["upt_id"] or None,
        is_annotation=False,
    )


def refuse(path: Path, faults: Sequence[Problem]) -> None:
    """Raises LabelsRefused where there are any."""
    if faults:
        raise LabelsRefused(Problem(code="labels_unstored", field=path.name), *first_of(faults, SHOWN_FAULTS))
