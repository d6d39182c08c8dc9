"""Labels that come in from a file, each fault named by its row, its field and what to do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from classifier.rows import Columns, Record
from complaints.errors import ComplaintError
from complaints.report import Klasifikasi
from complaints.taxonomy import Taxonomy
from connectors.label_files import NotLabelStudio, read_annotations
from tepat.labelled import records_of

FIELDS = ("id", "category", "klasifikasi", "upt_id", "version")
SHOWN_FAULTS = 20


class LabelsRefused(ComplaintError):
    """Labels cannot be taken in; the text names row, field and remedy of each fault. Nothing was stored."""


@dataclass(frozen=True, kw_only=True)
class LabelRow:
    """What a row says of a report; `version` is that of the text that was looked at, None where it does not say."""

    place: str
    id: UUID
    version: int | None
    category: str
    klasifikasi: str
    office_id: str | None
    is_annotation: bool


def read_label_rows(path: Path, taxonomy: Taxonomy) -> list[LabelRow]:
    """Raises LabelsRefused, which names every fault and lists the categories that are not known."""
    wanted: list[LabelRow] = []
    faults: list[str] = []
    unknown: Counter[str] = Counter()
    for record, is_annotation in _records(path):
        try:
            one = replace(_label_row(record), is_annotation=is_annotation)
        except ValueError as error:
            faults.append(f"{record.place}: {error}")
            continue
        if one.category in taxonomy.path_of_leaf:
            wanted.append(one)
        else:
            unknown[one.category] += 1
            faults.append(f"{record.place}: field category: {one.category!r} is no leaf of the directory in force")
    if unknown:
        listed = ", ".join(f"{category} ({times})" for category, times in unknown.most_common())
        faults.insert(0, f"unknown categories: {listed}; correct them, or add them to the directory first")
    refuse(path, faults)
    if not wanted:
        raise LabelsRefused(f"{path.name}: no labels; give rows with id and category")
    return wanted


def _records(path: Path) -> Iterator[tuple[Record, bool]]:
    if path.suffix.lower() != ".json":
        columns = Columns(text="id", label="category")
        return ((record, False) for record in records_of(path, columns))
    try:
        annotations = read_annotations(path)
    except NotLabelStudio as error:
        raise LabelsRefused(f"{path.name}: is no JSON export of Label Studio; give a list of tasks") from error
    return (
        (Record(place=f"{path.name}, annotation {number}", cells=one, fault=str(one.get("fault", ""))), True)
        for number, one in enumerate(annotations, start=1)
    )


def _label_row(record: Record) -> LabelRow:
    """Raises ValueError, which names the field and the remedy."""
    cells = record.cells
    if record.fault:
        raise ValueError(record.fault)
    texts = {
        name: str(cells.get(name) or "").strip() for name in ("id", "category", "klasifikasi", "upt_id", "version")
    }
    try:
        id_ = UUID(texts["id"])
    except ValueError as error:
        raise ValueError(f"field id: {texts['id']!r} is no id of a report; keep the one that was exported") from error
    if not texts["category"]:
        raise ValueError("field category is empty; fill it in or remove the row")
    if texts["klasifikasi"] and texts["klasifikasi"] not in set(Klasifikasi):
        raise ValueError(f"field klasifikasi: {texts['klasifikasi']!r} is unknown; use one of {', '.join(Klasifikasi)}")
    if texts["version"] and not texts["version"].isdigit():
        raise ValueError(f"field version: {texts['version']!r} is no number; keep the one that was exported")
    return LabelRow(
        place=record.place,
        id=id_,
        version=int(texts["version"]) if texts["version"] else None,
        category=texts["category"],
        klasifikasi=texts["klasifikasi"],
        office_id=texts["upt_id"] or None,
        is_annotation=False,
    )


def refuse(path: Path, faults: Sequence[str]) -> None:
    """Raises LabelsRefused where there are any."""
    if faults:
        more = [f"... and {len(faults) - SHOWN_FAULTS} more"] if len(faults) > SHOWN_FAULTS else []
        raise LabelsRefused("\n".join([f"{path.name}: nothing was stored", *faults[:SHOWN_FAULTS], *more]))
