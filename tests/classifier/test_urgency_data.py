"""training_data/urgency.jsonl, the texts that are labelled for urgency."""

import csv
import json
from collections import Counter
from pathlib import Path

from classifier.urgent_texts import LEVELS, read_urgent_texts
from complaints.privacy import mask_message
from complaints.report import Message
from complaints.urgency import UrgencyLevel

ROOT = Path(__file__).parent.parent.parent
TEXTS = ROOT / "training_data" / "urgency.jsonl"
ROWS = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]


def test_every_kind_has_texts_of_many_voices_and_calm_ones_are_not_fewer_than_urgent_ones() -> None:
    assert len(ROWS) >= 500
    voices = {kind: {row["voice"] for row in ROWS if row["kind"] == kind} for kind in LEVELS}
    assert min(len(known) for known in voices.values()) >= 15
    levels = Counter(text.level for text in read_urgent_texts(TEXTS))
    assert levels[UrgencyLevel.NONE] >= levels[UrgencyLevel.DANGER] + levels[UrgencyLevel.SOON]


def test_no_text_stands_twice_and_none_is_measured_with() -> None:
    with (ROOT / "benchmarks" / "data" / "urgency.csv").open(encoding="utf-8", newline="") as file:
        measured = {row["text"] for row in csv.DictReader(file)}
    texts = [row["text"] for row in ROWS]
    assert len(set(texts)) == len(texts) == len({row["id"] for row in ROWS})
    assert not measured & set(texts)


def test_no_text_holds_what_identifies_a_person() -> None:
    messages = [Message(judul="", isi=row["text"]) for row in ROWS]
    assert [one.isi for one in messages if mask_message(one) != one] == []
