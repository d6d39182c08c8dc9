"""How well offices are found, in the training texts as they are and with a slip of the pen in the name of the office.

    python -m benchmarks.offices

The kinds of office come from the labelled category, so this is the matcher alone, without the model. A slip is one
letter left out, put in, changed or swapped with the one before it, never the first, at random from a fixed seed.
"""

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from classifier.rows import LabelledRow, read_rows
from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.office import OfficeMatcher
from complaints.prediction import OfficeMatch
from complaints.taxonomy import Taxonomy

TEXTS = Path(__file__).parent.parent / "training_data" / "reports.jsonl"
SHORTEST = 5
LETTERS = "aiueonrtsk"


def main() -> None:
    """Measure, print a table, write benchmarks/results/offices.json."""
    taxonomy = shipped_taxonomy()
    matcher = OfficeMatcher(shipped_directory())
    rows = read_rows(TEXTS, taxonomy, split="train")
    started = time.process_time()
    found = [find(matcher, taxonomy, row) for row in rows]
    seconds = time.process_time() - started
    slipped = with_slips(rows, found, random.Random(7))
    figures = {
        **measure("as_written", rows, found),
        **measure("slips", slipped, [find(matcher, taxonomy, row) for row in slipped]),
        "mean_us": seconds / len(rows) * 1e6,
    }
    console = Console()
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.4f}" if value <= 1 else f"{value:,.0f}")
    console.print(table)
    console.print(f"[dim]{write('offices', figures, {'texts': fingerprint(TEXTS)})}[/]")


def find(matcher: OfficeMatcher, taxonomy: Taxonomy, row: LabelledRow) -> tuple[OfficeMatch, ...]:
    """The offices of a row among the kinds that its category names."""
    return matcher.match(row.message, taxonomy.leaf(row.category).office_types)


def with_slips(
    rows: Sequence[LabelledRow], found: Sequence[tuple[OfficeMatch, ...]], chance: random.Random
) -> list[LabelledRow]:
    """The rows whose labelled office was found by name, with a slip in the last word of the name wherever it stands."""
    slipped = []
    for row, offices in zip(rows, found, strict=True):
        if not row.office or [office.id for office in offices] != [row.office]:
            continue
        before, _, last = offices[0].span.rpartition(" ")
        if before and len(last) >= SHORTEST and last.isalpha():
            wrong = f"{before} {slip(last, chance)}"
            judul, isi = (part.replace(offices[0].span, wrong) for part in (row.message.judul, row.message.isi))
            slipped.append(replace(row, message=replace(row.message, judul=judul, isi=isi)))
    return slipped


def slip(word: str, chance: random.Random) -> str:
    """The word with one slip behind its first letter."""
    at = chance.randrange(1, len(word))
    letter = chance.choice(LETTERS)
    swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word[:1] + word[2:]
    return chance.choice(
        [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], swapped]
    )


def measure(name: str, rows: Sequence[LabelledRow], found: Sequence[tuple[OfficeMatch, ...]]) -> dict[str, float]:
    """Over the rows whose text determines an office: how many are decided and rightly so."""
    counts: Counter[str] = Counter()
    for row, offices in zip(rows, found, strict=True):
        if row.office:
            counts["rows"] += 1
            counts["decided"] += len(offices) == 1
            counts["right"] += [office.id for office in offices] == [row.office]
    return {
        f"{name}_rows": counts["rows"],
        f"{name}_recall": counts["right"] / counts["rows"],
        f"{name}_precision": counts["right"] / counts["decided"],
    }


if __name__ == "__main__":
    main()
