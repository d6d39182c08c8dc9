"""How well duplicates are found: texts of training_data sent again with realistic edits, among all the others.

`python -m benchmarks.duplicates`. Each edited text is looked for among all texts by its vector, and the nearest are
compared as the report page does. A proposal is right where it names the text that was edited. Beside it, every text is
looked for among the others unedited: what is proposed there is a false alarm, unless two writers really wrote the same.
"""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from classifier.likeness import likeness_vectors
from complaints.duplicates import PROPOSED_FROM, Seen, compare
from complaints.report import Message
from database.similar import NEAREST
from tepat.settings import Settings

SEED = 20261122
TEXTS = 800
LEAST_CHARACTERS = 60
WHEN = datetime(2026, 1, 5, tzinfo=UTC)
THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.7, 0.8)
GREETINGS = ("Assalamualaikum, ", "Yth. Bapak Menteri, ", "Selamat pagi min. ", "Dengan hormat, ", "Halo admin, ")
CLOSINGS = (" Terima kasih.", " Mohon segera ditindaklanjuti.", " Tolong dibantu ya.", " Demikian, terima kasih.")
SHORT = {"saya": "sy", "yang": "yg", "tidak": "gak", "sudah": "udah", "belum": "blm", "dengan": "dgn", "untuk": "utk"}
LONG = {short: long for long, short in SHORT.items()}


def again(text: str, _: random.Random) -> str:
    """The same words in other letters and spaces."""
    return text.upper().replace(".", " !! ")


def greeted(text: str, chance: random.Random) -> str:
    """Another greeting and closing."""
    return chance.choice(GREETINGS) + text + chance.choice(CLOSINGS)


def mistyped(text: str, chance: random.Random) -> str:
    """Short forms, and one word in eight with two letters swapped."""
    words = [SHORT.get(word.lower(), LONG.get(word.lower(), word)) for word in text.split()]
    return " ".join(_swapped(word, chance) if chance.random() < 0.125 else word for word in words)


def shortened(text: str, chance: random.Random) -> str:
    """A stretch of 60 % of the words."""
    words = text.split()
    kept = max(6, round(len(words) * 0.6))
    start = chance.randrange(max(1, len(words) - kept + 1))
    return " ".join(words[start : start + kept])


def retold(text: str, chance: random.Random) -> str:
    """Sentences in another order, a third of the words of each left out, misspelt and greeted."""
    sentences = [part for part in text.split(". ") if part]
    chance.shuffle(sentences)
    kept = " ".join(word for part in sentences for word in part.split() if chance.random() > 0.33)
    return greeted(mistyped(kept, chance), chance)


def _swapped(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


EDITS: Mapping[str, Callable[[str, random.Random], str]] = {
    "again": again,
    "greeted": greeted,
    "mistyped": mistyped,
    "shortened": shortened,
    "retold": retold,
}
Scored = list[tuple[float, bool]]


def main() -> None:
    """Measure, print the tables, write benchmarks/results/duplicates.json."""
    path = Settings().training_data
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    messages = [Message(judul=row["judul"], isi=row["isi"]) for row in rows]
    categories = [row["category"] for row in rows]
    vectors = _scaled(messages)
    chance = random.Random(SEED)
    chosen = chance.sample([n for n, one in enumerate(messages) if len(one.isi) >= LEAST_CHARACTERS], TEXTS)
    found = {
        name: [_best(edit(messages[n].isi, chance), n, messages, vectors) for n in chosen]
        for name, edit in EDITS.items()
    }
    alone = [_best_other(n, messages, vectors, categories) for n in chosen]
    figures = figures_of(found, alone)
    print_tables(found, alone, figures)
    write("duplicates", figures, {"texts": "training_data/reports.jsonl", "sha256": fingerprint(path), "seed": SEED})


def _scaled(messages: Sequence[Message]) -> NDArray[np.float32]:
    vectors = likeness_vectors(messages).astype(np.float32)
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(vectors / lengths, dtype=np.float32)


def _best(text: str, original: int, messages: Sequence[Message], vectors: NDArray[np.float32]) -> tuple[float, bool]:
    """The score of the best proposal for an edited text, and whether it is the text that was edited."""
    message = Message(judul="", isi=text)
    score, number = _nearest(message, vectors @ _scaled([message])[0], messages)
    return score, messages[number].isi == messages[original].isi


def _best_other(
    n: int, messages: Sequence[Message], vectors: NDArray[np.float32], categories: Sequence[str]
) -> tuple[float, bool]:
    """The score of the best proposal for a text among the others, and whether that has the same category."""
    cosines = vectors @ vectors[n]
    cosines[n] = -1.0
    score, number = _nearest(messages[n], cosines, messages)
    return score, categories[number] == categories[n]


def _nearest(message: Message, cosines: NDArray[np.float32], messages: Sequence[Message]) -> tuple[float, int]:
    nearest = np.argsort(-cosines)[:NEAREST].tolist()
    seen = Seen(message=message, reported_at=WHEN)
    return max((compare(seen, Seen(message=messages[n], reported_at=WHEN)).score, n) for n in nearest)


def figures_of(found: Mapping[str, Scored], alone: Scored) -> dict[str, float]:
    """Recall by edit, false alarms and precision at the threshold in force; precision where a tenth are duplicates."""
    recall = {f"recall_{name}": _recall(scored, PROPOSED_FROM) for name, scored in found.items()}
    return {
        **recall,
        "precision": _precision(found, alone, PROPOSED_FROM),
        "false_alarms": _alarms(alone, PROPOSED_FROM),
        "threshold": PROPOSED_FROM,
    }


def _recall(scored: Scored, threshold: float) -> float:
    return sum(right and score >= threshold for score, right in scored) / len(scored)


def _alarms(alone: Scored, threshold: float) -> float:
    return sum(score >= threshold for score, _ in alone) / len(alone)


def _precision(found: Mapping[str, Scored], alone: Scored, threshold: float) -> float:
    """The share of right proposals where one report in ten is a duplicate, all edits being equally common."""
    every = [pair for scored in found.values() for pair in scored]
    right = 0.1 * _recall(every, threshold)
    wrong = 0.1 * sum(not fits and score >= threshold for score, fits in every) / len(every)
    wrong += 0.9 * _alarms(alone, threshold)
    return right / (right + wrong) if right else 0.0


def print_tables(found: Mapping[str, Scored], alone: Scored, figures: Mapping[str, float]) -> None:
    """Recall of each edit and the price of it, by threshold."""
    table = Table(title=f"{len(alone)} texts; in force: {figures['threshold']}")
    for column in ("from score", *(f"found: {name}" for name in found), "false alarms", "precision at 10 %"):
        table.add_column(column, justify="right")
    for threshold in THRESHOLDS:
        recall = [f"{_recall(scored, threshold):.1%}" for scored in found.values()]
        precision = _precision(found, alone, threshold)
        table.add_row(f"{threshold}", *recall, f"{_alarms(alone, threshold):.2%}", f"{precision:.1%}")
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
