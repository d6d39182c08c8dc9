"""How many urgent reports are seen, and how many alarms are false.

`python -m benchmarks.urgency`. Short texts written for it (benchmarks/data/urgency.csv): the words were chosen with the
tune half in view; the test half is in other styles, but of the same hand, so both flatter. Harder, and what counts: a
sample of training_data, by other hands, from the nine categories where urgent reports fall, read and labelled one by
one (urgency_sample.csv). Each row is weighted by how many texts it stands for, so that recall is an estimate (Horvitz
and Thompson 1952). Last, the share of training_data that raises an alarm.
"""

import csv
import json
import time
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from complaints.report import Message
from complaints.urgency import UrgencyLevel, urgency_of
from tepat.settings import Settings

FOLDER = Path(__file__).parent / "data"
WRITTEN = FOLDER / "urgency.csv"
SAMPLE = FOLDER / "urgency_sample.csv"
KINDS = {"custody": "custody_violence"}
Judged = tuple[bool, bool, float]
"""Whether it is urgent, whether an alarm was raised, and for how many texts it stands."""


def main() -> None:
    """Measure, print the table, write benchmarks/results/urgency.json."""
    path = Settings().training_data
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    messages = {row["id"]: Message(judul=row["judul"], isi=row["isi"]) for row in rows}
    figures = {**of_written("tune"), **of_written("test"), **of_sample(messages), **of_all(messages.values())}
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.3f}")
    Console().print(table)
    write("urgency", figures, {"texts": "training_data/reports.jsonl", "sha256": fingerprint(path)})


def of_written(split: str) -> dict[str, float]:
    """Recall, precision, and how often the right kind is among the reasons, on one half of the written texts."""
    rows = [row for row in _read(WRITTEN) if row["split"] == split]
    found = [urgency_of(Message(judul="", isi=row["text"])) for row in rows]
    judged = [(row["kind"] != "none", one.is_urgent, 1.0) for row, one in zip(rows, found, strict=True)]
    named = [
        KINDS.get(row["kind"], row["kind"]) in {reason.kind for reason in one.reasons}
        for row, one in zip(rows, found, strict=True)
        if row["kind"] != "none" and one.is_urgent
    ]
    return {f"{split}_texts": len(rows), **_shares(split, judged), f"{split}_right_kind": sum(named) / len(named)}


def of_sample(messages: dict[str, Message]) -> dict[str, float]:
    """Recall and precision on the labelled sample of training texts."""
    rows = _read(SAMPLE)
    judged = [(row["urgent"] == "yes", urgency_of(messages[row["id"]]).is_urgent, float(row["weight"])) for row in rows]
    return {"sample_texts": len(rows), **_shares("sample", judged)}


def of_all(messages: Iterable[Message]) -> dict[str, float]:
    """The share of all texts at each level, and how fast that is said."""
    started = time.perf_counter()
    levels = [urgency_of(message).level for message in messages]
    seconds = time.perf_counter() - started
    return {
        "training_data_danger": levels.count(UrgencyLevel.DANGER) / len(levels),
        "training_data_soon": levels.count(UrgencyLevel.SOON) / len(levels),
        "texts_per_second": len(levels) / seconds,
    }


def _shares(name: str, judged: Iterable[Judged]) -> dict[str, float]:
    rows = list(judged)
    seen = sum(weight for urgent, alarm, weight in rows if urgent and alarm)
    return {
        f"{name}_recall": seen / sum(weight for urgent, _, weight in rows if urgent),
        f"{name}_precision": seen / sum(weight for _, alarm, weight in rows if alarm),
    }


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
