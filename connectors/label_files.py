"""Labels on their way out: JSON lines, CSV, Excel, and Label Studio's tasks."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET = "label"
COLUMNS = (
    "id",
    "version",
    "judul",
    "isi",
    "provinsi",
    "kota",
    "category",
    "klasifikasi",
    "upt_id",
    "rule",
    "people",
    "reported_at",
    "labelled_at",
)
"""Of a table of labels, also where there are none."""
Row = Mapping[str, Any]


def write_json_lines(path: Path, rows: Iterable[Row]) -> None:
    """One object per line, in UTF-8: what pandas.read_json(lines=True) and datasets read."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """A header and a line per row; what a spreadsheet would take for a formula is written as text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([_harmless(row[name]) for name in COLUMNS])


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def write_xlsx(path: Path, rows: Sequence[Row]) -> None:
    """The same as a workbook, every text a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(COLUMNS)
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=row[name]) for name in COLUMNS]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
        sheet.append(cells)
    book.save(path)


def write_label_studio(path: Path, rows: Sequence[Row]) -> None:
    """Tasks with the label of record as a prediction: what people say there comes back as annotations.

    See https://labelstud.io/guide/tasks (format of a task) and the labelling interface in docs/data-team.md.
    """
    tasks = [{"data": dict(row), "predictions": [_prediction(row)]} for row in rows]
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1), encoding="utf-8")


def _prediction(row: Row) -> dict[str, Any]:
    chosen = {"from_name": "category", "to_name": "isi", "type": "choices", "value": {"choices": [row["category"]]}}
    return {"model_version": "label-of-record", "result": [chosen]}


WRITERS = {"jsonl": write_json_lines, "csv": write_csv, "xlsx": write_xlsx, "label-studio": write_label_studio}


class NotLabelStudio(ValueError):
    """The file is no list of Label Studio tasks."""


def read_annotations(path: Path) -> list[dict[str, Any]]:
    """What people said in an export of Label Studio (JSON): a record per annotation, and whether it is unclear.

    Predictions and annotations that were cancelled say nothing. Raises NotLabelStudio.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise NotLabelStudio(str(error)) from error
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise NotLabelStudio
    return [_annotated(task, one) for task in tasks for one in _made_by_people(task)]


def _made_by_people(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [one for one in task.get("annotations") or [] if isinstance(one, dict) and not one.get("was_cancelled")]


def _annotated(task: Mapping[str, Any], annotation: Mapping[str, Any]) -> dict[str, Any]:
    data = task.get("data") if isinstance(task.get("data"), dict) else {}
    assert isinstance(data, dict)
    choices = [
        choice
        for result in annotation.get("result") or []
        if isinstance(result, dict) and result.get("type") == "choices" and result.get("from_name") == "category"
        for choice in (result.get("value") or {}).get("choices") or []
    ]
    record = {"id": data.get("id"), "version": data.get("version"), "category": choices[0] if choices else None}
    return record | {"is_unclear": len(choices) > 1}
