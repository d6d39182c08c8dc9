"""Tables for the terminal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from complaints.taxonomy import Taxonomy
from database.runs import Run
from tepat.wording import Language, say

Counts = Sequence[Mapping[str, Any]]


def triage_table(language: Language, taxonomy: Taxonomy, run: Run, counts: Counts, quarantined: int) -> Table:
    """What a run routed by bidang and unit, what waits, what is outside, what is in quarantine."""
    table = Table(title=say(language, "table.title"), title_justify="left")
    table.add_column(say(language, "table.what"))
    table.add_column(say(language, "table.bidang"))
    table.add_column(say(language, "table.unit"))
    table.add_column(say(language, "table.count"), justify="right")
    for key, rows in _grouped(language, taxonomy, counts).items():
        for (bidang, unit), count in sorted(rows.items()):
            table.add_row(say(language, key), bidang, unit, str(count))
        if rows:
            table.add_section()
    table.add_row(say(language, "table.quarantined"), "", "", str(quarantined))
    if run.known:
        table.add_row(say(language, "table.known"), "", "", str(run.known))
    table.add_section()
    total = sum(row["count"] for row in counts) + quarantined
    table.add_row(say(language, "table.total"), "", _seconds(language, run), str(total), style="bold")
    return table


def _grouped(language: Language, taxonomy: Taxonomy, counts: Counts) -> dict[str, Counter[tuple[str, str]]]:
    groups: dict[str, Counter[tuple[str, str]]] = {
        "table.routed": Counter(),
        "table.waiting": Counter(),
        "table.outside": Counter(),
    }
    for row in counts:
        path = tuple(row["path"])
        if row["acted"]:
            groups["table.routed"][_names(language, taxonomy, path, row["depth"])] += row["count"]
        elif path and taxonomy.is_outside(path):
            groups["table.outside"][(_name(taxonomy, path, -3), _name(taxonomy, path, -1))] += row["count"]
        else:
            groups["table.waiting"][(_name(taxonomy, path, -3), "")] += row["count"]
    return groups


def _names(language: Language, taxonomy: Taxonomy, path: tuple[str, ...], depth: int) -> tuple[str, str]:
    """Names at the levels above the leaf and above that, as deep as the report was routed."""
    unit_depth = max(1, len(path) - 1)
    if depth < unit_depth:
        routed = taxonomy.label(path[:depth])
        return routed, say(language, "table.whole_ministry", level=taxonomy.levels[depth - 1])
    return _name(taxonomy, path, -3), taxonomy.label(path[:unit_depth])


def _name(taxonomy: Taxonomy, path: tuple[str, ...], level: int) -> str:
    """The name at this level counted from the leaf (-1), or of the top where the tree is not that deep."""
    if not path:
        return ""
    return taxonomy.label(path[: max(1, len(path) + level + 1)])


def _seconds(language: Language, run: Run) -> str:
    if run.finished_at is None:
        return ""
    return f"{say(language, 'table.seconds')}: {(run.finished_at - run.started_at).total_seconds():.1f} s"
