"""How many urgent reports are seen, and how many alarms are false: by the rules, by the model, by both together.

`python -m benchmarks.urgency`. Nothing here was used to choose the head of the model or its threshold: these come from
training_data/urgency.jsonl and voices left out (classifier/alarm_training.py); the head is learnt here as `tepat train`
learns it.

Short texts written for it (benchmarks/data/urgency.csv): the words of the rules were chosen with the tune half in view;
the test half is in other styles, but of the same hand, so both flatter the rules. Harder, and what counts: a sample of
training_data, by other hands, from the nine categories where urgent reports fall, read and labelled one by one
(urgency_sample.csv); the model that judges a text of it never saw its voice. Each row is weighted by how many texts it
stands for, so that recall is an estimate (Horvitz and Thompson 1952). Last, the share of training_data that raises an
alarm, by a model that never saw the voice of the text.
"""

import csv
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from classifier.alarm_training import LearntAlarm, learn_alarm, p_urgent
from classifier.estimators import TextFeatures
from classifier.rows import mask_rows, read_rows
from classifier.urgent_texts import read_urgent_texts
from complaints.directory import shipped_taxonomy
from complaints.report import Message
from complaints.urgency import UrgencyLevel, urgency_of
from tepat.settings import Settings

FOLDER = Path(__file__).parent / "data"
WRITTEN = FOLDER / "urgency.csv"
SAMPLE = FOLDER / "urgency_sample.csv"
KINDS = {"custody": "custody_violence"}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Whether a text is urgent, what rules and model say, and for how many texts it stands."""

    urgent: bool
    rules: bool
    model: bool
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Alarms:
    """The head on all texts, and for each report of training_data whether a head that never saw its voice alarms."""

    features: TextFeatures
    learnt: LearntAlarm
    of_report: Mapping[str, bool]

    def raised(self, texts: Sequence[str]) -> list[bool]:
        """Whether the head takes these texts, written for nothing else, for urgent."""
        p = p_urgent(self.learnt.head, self.learnt.head.decision_function(self.features.transform(texts)))
        return [bool(one) for one in p >= self.learnt.figures.threshold]


def main() -> None:
    """Measure, print the table, write benchmarks/results/urgency.json."""
    settings = Settings()
    rows = read_rows(settings.training_data, shipped_taxonomy())
    messages = {row.id: row.message for row in rows}
    learning = mask_rows([row for row in rows if row.split == "train"])
    features = TextFeatures().fit([row.message.text for row in learning])
    learnt = learn_alarm(features, read_urgent_texts(settings.urgency_texts), learning)
    threshold = learnt.figures.threshold
    of_report = {row.id: bool(p >= threshold) for row, p in zip(learning, learnt.p_of_reports, strict=True)}
    alarms = Alarms(features=features, learnt=learnt, of_report=of_report)
    figures = {
        **{f"left_out_{name}": value for name, value in learnt.figures.to_dict().items() if name != "sha256"},
        **of_written(alarms, "tune"),
        **of_written(alarms, "test"),
        **of_sample(alarms, messages),
        **of_all(alarms, messages),
    }
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.3f}")
    Console().print(table)
    files = (settings.training_data, settings.urgency_texts)
    write("urgency", figures, {path.name: fingerprint(path) for path in files})


def of_written(alarms: Alarms, split: str) -> dict[str, float]:
    """Recall, precision, and how often the right kind is among the reasons of the rules, on one half of the written
    texts."""
    rows = [row for row in _read(WRITTEN) if row["split"] == split]
    found = [urgency_of(Message(judul="", isi=row["text"])) for row in rows]
    raised = alarms.raised([row["text"] for row in rows])
    judged = [
        Judged(urgent=row["kind"] != "none", rules=one.is_urgent, model=model)
        for row, one, model in zip(rows, found, raised, strict=True)
    ]
    named = [
        KINDS.get(row["kind"], row["kind"]) in {reason.kind for reason in one.reasons}
        for row, one in zip(rows, found, strict=True)
        if row["kind"] != "none" and one.is_urgent
    ]
    return {f"{split}_texts": len(rows), **_shares(split, judged), f"{split}_right_kind": sum(named) / len(named)}


def of_sample(alarms: Alarms, messages: Mapping[str, Message]) -> dict[str, float]:
    """Recall and precision on the labelled sample of training texts."""
    rows = _read(SAMPLE)
    judged = [
        Judged(
            urgent=row["urgent"] == "yes",
            rules=urgency_of(messages[row["id"]]).is_urgent,
            model=_alarm_of(alarms, row["id"], messages[row["id"]]),
            weight=float(row["weight"]),
        )
        for row in rows
    ]
    return {"sample_texts": len(rows), **_shares("sample", judged)}


def _alarm_of(alarms: Alarms, id_: str, message: Message) -> bool:
    """By a head that never saw the voice of this report: the final one where it learnt from no report of that voice."""
    return alarms.of_report[id_] if id_ in alarms.of_report else alarms.raised([message.text])[0]


def of_all(alarms: Alarms, messages: Mapping[str, Message]) -> dict[str, float]:
    """The share of all texts that raises an alarm, and how fast the rules say so."""
    started = time.perf_counter()
    levels = {id_: urgency_of(message).level for id_, message in messages.items()}
    seconds = time.perf_counter() - started
    together = [alarm or levels[id_] is not UrgencyLevel.NONE for id_, alarm in alarms.of_report.items()]
    return {
        "training_data_rules_danger": list(levels.values()).count(UrgencyLevel.DANGER) / len(levels),
        "training_data_rules_soon": list(levels.values()).count(UrgencyLevel.SOON) / len(levels),
        "training_data_together": float(np.mean(together)),
        "rules_texts_per_second": len(levels) / seconds,
    }


def _shares(name: str, judged: Sequence[Judged]) -> dict[str, float]:
    return {
        **_share(f"{name}_rules", ((one.urgent, one.rules, one.weight) for one in judged)),
        **_share(f"{name}_model", ((one.urgent, one.model, one.weight) for one in judged)),
        **_share(f"{name}_together", ((one.urgent, one.rules or one.model, one.weight) for one in judged)),
    }


def _share(name: str, cases: Iterable[tuple[bool, bool, float]]) -> dict[str, float]:
    rows = list(cases)
    seen = sum(weight for urgent, alarm, weight in rows if urgent and alarm)
    return {
        f"{name}_recall": seen / sum(weight for urgent, _, weight in rows if urgent),
        f"{name}_precision": seen / max(1e-9, sum(weight for _, alarm, weight in rows if alarm)),
        f"{name}_false_alarms": sum(weight for urgent, alarm, weight in rows if alarm and not urgent)
        / sum(weight for urgent, _, weight in rows if not urgent),
    }


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
