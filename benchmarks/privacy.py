"""How much of what identifies a person is found, and how much that is found identifies nobody.

    python -m benchmarks.privacy

Measured on the test half of training_data/privacy.jsonl only; the rules were tuned on the other half. An identifier
counts as found where kind, start and end are right.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from complaints.identifiers import IdentifierKind
from complaints.privacy import find_identifiers, mask

ROOT = Path(__file__).parent.parent
SENTENCES = ROOT / "training_data" / "privacy.jsonl"
REPORTS = ROOT / "training_data" / "reports.jsonl"
Span = tuple[str, int, int]


def main() -> None:
    """Measure, print a table, write benchmarks/results/privacy.json."""
    sentences = [row for row in read_lines(SENTENCES) if row["half"] == "test"]
    figures = {"sentences": float(len(sentences)), **measure(sentences), **measure_speed(read_lines(REPORTS))}
    console = Console()
    print_table(console, figures)
    data = {"sentences": fingerprint(SENTENCES), "reports": fingerprint(REPORTS)}
    console.print(f"[dim]{write('privacy', figures, data)}[/]")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measure(sentences: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Per kind and for all: how many there are, how many were found, recall and precision; and what was not masked."""
    there: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    left = 0
    for row in sentences:
        labelled: set[Span] = {(span["kind"], span["start"], span["end"]) for span in row["spans"]}
        said: set[Span] = {(str(one.kind), one.start, one.end) for one in find_identifiers(row["text"])}
        there.update(kind for kind, *_ in labelled)
        found.update(kind for kind, *_ in said)
        right.update(kind for kind, *_ in labelled & said)
        masked = mask(row["text"])
        left += sum(row["text"][start:end] in masked for _, start, end in labelled)
    figures: dict[str, float] = {}
    for kind in IdentifierKind:
        figures |= scores(str(kind), there[kind], found[kind], right[kind])
    return {**figures, **scores("all", there.total(), found.total(), right.total()), "left_in_masked_text": left}


def scores(name: str, there: int, found: int, right: int) -> dict[str, float]:
    """Counts and shares under this name; a share of nothing is 1."""
    return {
        f"{name}_labelled": there,
        f"{name}_found": found,
        f"{name}_recall": right / there if there else 1.0,
        f"{name}_precision": right / found if found else 1.0,
    }


def measure_speed(reports: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Microseconds of the processor to mask a report, in the mean."""
    texts = [f"{row['judul']}\n{row['isi']}" for row in reports]
    started = time.process_time()
    for text in texts:
        mask(text)
    return {"mask_mean_us": (time.process_time() - started) / len(texts) * 1e6}


def print_table(console: Console, figures: Mapping[str, float]) -> None:
    """A line per kind, then the rest."""
    table = Table("kind", "labelled", "found", "recall", "precision")
    for name in [*map(str, IdentifierKind), "all"]:
        counts = [f"{figures[f'{name}_{key}']:.0f}" for key in ("labelled", "found")]
        table.add_row(name, *counts, *(f"{figures[f'{name}_{key}']:.3f}" for key in ("recall", "precision")))
    console.print(table)
    console.print(
        f"{figures['sentences']:.0f} sentences; {figures['left_in_masked_text']:.0f} identifiers stand in the masked "
        f"text; {figures['mask_mean_us']:.0f} microseconds a report"
    )


if __name__ == "__main__":
    main()
