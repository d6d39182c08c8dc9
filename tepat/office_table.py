"""What becomes of offices when a directory is put in force: counts and lines for people, and rows for a file."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from complaints.cells import plain_cell
from complaints.directory.restructuring import ChangeKind, OfficeChange, counted
from tepat.importing import Imported
from tepat.wording import Language, say

FIRST = 5
COLUMNS = ("change", "id", "name", "field", "before", "after", "successors", "day")


def print_offices(console: Console, language: Language, imported: Imported, *, whole: bool) -> None:
    """How many offices change in which way, the first few of each (or all), and what follows for reports."""
    if not imported.before:
        return
    counts = counted(imported.offices)
    if not imported.offices:
        console.print(say(language, "offices.none"))
    for kind, count in counts.items():
        if count:
            console.print(f"[bold]{say(language, f'offices.{kind}')}: {count}[/bold]")
            mine = [one for one in imported.offices if one.kind is kind]
            for one in mine if whole else mine[:FIRST]:
                console.print(escape(f"  {_line(language, one)}"), soft_wrap=True)
            if not whole and count > FIRST:
                console.print(f"  {say(language, 'offices.more', count=count - FIRST)}")
    for line in _following(language, imported):
        console.print(escape(line), soft_wrap=True)


def _line(language: Language, one: OfficeChange) -> str:
    told = [_detail(language, one.kind, field, *values) for field, values in one.details.items()]
    if one.day is not None:
        key = "offices.since" if one.kind is ChangeKind.NEW else "offices.until"
        told.append(say(language, key, day=one.day.isoformat()))
    if one.kind in {ChangeKind.CLOSED, ChangeKind.MERGED, ChangeKind.SPLIT}:
        told.append("→ " + ", ".join(one.successors) if one.successors else say(language, "offices.nobody"))
    return f"{one.id} {one.name}" + (f" ({'; '.join(told)})" if told else "")


def _detail(language: Language, kind: ChangeKind, field: str, before: str, after: str) -> str:
    if kind is ChangeKind.RENAMED:
        return say(language, "offices.was", name=before)
    return f"{field}: {before or '-'} → {after or '-'}"


def _following(language: Language, imported: Imported) -> Iterator[str]:
    followed = imported.followed
    if imported.returned:
        yield say(language, "offices.returned", count=imported.returned)
    if followed and (followed.moved or followed.before_people or followed.readdressed):
        yield say(
            language,
            "offices.followed",
            moved=followed.moved,
            people=followed.before_people,
            letters=followed.readdressed,
            notices=followed.notices,
        )
    if followed and followed.copies:
        ended = followed.copies_ended
        yield say(language, "offices.copies", moved=followed.copies - ended, ended=ended)


def write_offices(path: Path, changes: Sequence[OfficeChange]) -> None:
    """A row for each change, for each of its fields where it has any."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in changes:
            for field, (before, after) in one.details.items() or [("", ("", ""))]:
                day = one.day.isoformat() if one.day else ""
                cells = (one.kind, one.id, one.name, field, before, after, ";".join(one.successors), day)
                writer.writerow([plain_cell(cell) for cell in cells])
