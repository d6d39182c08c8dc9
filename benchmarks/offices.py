"""How well offices are found, in the training texts as they are and with a slip of the pen in the name of the office.

    python -m benchmarks.offices

The kinds of office come from the labelled category, so this is the matcher alone, without the model. A slip is one
letter left out, put in, changed or swapped with the one before it, never the first, at random from a fixed seed.

The way "place" (the province and the city that a report gives, with the kinds of its category) never occurs in the
training texts, which give no place. So the words that name the office are taken out of each text, and the report gets a
place instead: where the office lies, or one of the regions that it serves, at random. That tells how often the
directory leads from a place to the right office where the place is right; where citizens give their home instead of the
place of the matter, nothing here tells.

Short texts that name two offices (benchmarks/data/offices.csv): the words in complaints/office_choice.py were chosen
with the tune half in view, the test half only measured; both are of one hand.
"""

import csv
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from classifier.rows import LabelledRow, read_rows
from complaints.directory import Directory, Office, shipped_directory, shipped_taxonomy
from complaints.office import OfficeMatcher
from complaints.prediction import OfficeMatch
from complaints.report import Message, Place
from complaints.taxonomy import Taxonomy

TEXTS = Path(__file__).parent.parent / "training_data" / "reports.jsonl"
CONTENDING = Path(__file__).parent / "data" / "offices.csv"
KINDS = {"pas": frozenset({"Lapas", "Rutan", "LPKA", "Bapas"}), "imi": frozenset({"Kanim"})}
SHORTEST = 5
LETTERS = "aiueonrtsk"


def main() -> None:
    """Measure, print a table, write benchmarks/results/offices.json."""
    taxonomy = shipped_taxonomy()
    directory = shipped_directory()
    matcher = OfficeMatcher(directory)
    rows = read_rows(TEXTS, taxonomy, split="train")
    started = time.process_time()
    found = [find(matcher, taxonomy, row) for row in rows]
    seconds = time.process_time() - started
    slipped = with_slips(rows, found, random.Random(7))
    figures = {
        **measure("as_written", rows, found),
        **measure("slips", slipped, [find(matcher, taxonomy, row) for row in slipped]),
        **measure_place(matcher, taxonomy, rows, found, directory, random.Random(7)),
        **measure_contending(matcher, "tune"),
        **measure_contending(matcher, "test"),
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


def measure_place(
    matcher: OfficeMatcher,
    taxonomy: Taxonomy,
    rows: Sequence[LabelledRow],
    found: Sequence[tuple[OfficeMatch, ...]],
    directory: Directory,
    chance: random.Random,
) -> dict[str, float]:
    """How often a place decides and rightly so, where a text no longer names its office but gives a place."""
    counts: Counter[str] = Counter()
    for row, offices in zip(rows, found, strict=True):
        if row.office and [office.id for office in offices] == [row.office]:
            office = directory.office_by_id[row.office]
            judul, isi = (part.replace(offices[0].span, " ") for part in (row.message.judul, row.message.isi))
            for name, place in _places(office, directory, chance):
                silent = replace(row, message=Message(judul=judul, isi=isi, place=place))
                said = find(matcher, taxonomy, silent)
                if said and said[0].how == "place":
                    counts[f"{name}_rows"] += 1
                    counts[f"{name}_decided"] += len(said) == 1
                    counts[f"{name}_right"] += [one.id for one in said] == [row.office]
    return {
        f"place_{name}_{figure}": value
        for name in ("seat", "served")
        for figure, value in (
            ("rows", counts[f"{name}_rows"]),
            ("recall", counts[f"{name}_right"] / counts[f"{name}_rows"]),
            ("precision", counts[f"{name}_right"] / counts[f"{name}_decided"]),
        )
    }


def _places(office: Office, directory: Directory, chance: random.Random) -> Iterator[tuple[str, Place]]:
    """Where the office lies, and one of the regions that it serves (where it serves whole provinces, its seat)."""
    regions = {region.code: region for region in directory.regions}
    served = [regions[code.rstrip("*")] for code in office.served]
    towns = [region.name for region in served if region.parent_code] or [office.city]
    yield "seat", Place(provinsi=office.province, kota=office.city)
    yield "served", Place(provinsi=office.province, kota=chance.choice(towns))


def measure_contending(matcher: OfficeMatcher, split: str) -> dict[str, float]:
    """Texts that name two offices: where one is complained about it should win, where both are none may."""
    with CONTENDING.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    counts: Counter[str] = Counter()
    for row in rows:
        wanted = matcher.match(Message(judul="", isi=row["wins"]), KINDS[row["kind"]])
        offices = matcher.match(Message(judul="", isi=row["text"]), KINDS[row["kind"]])
        counts["decided"] += len(offices) == 1
        counts["right"] += len(offices) == 1 and [one.id for one in offices] == [one.id for one in wanted]
    return {
        f"two_named_{split}_rows": len(rows),
        f"two_named_{split}_recall": counts["right"] / sum(bool(row["wins"]) for row in rows),
        f"two_named_{split}_precision": counts["right"] / counts["decided"],
    }


if __name__ == "__main__":
    main()
