"""The table at the end of a triage run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from complaints.numerals import numeral
from complaints.taxonomy import Taxonomy
from database.runs import Run
from tepat.wording import WORDING, Language, say

Counts = Sequence[Mapping[str, Any]]
Group = Counter[tuple[str, str]]


def triage_table(language: Language, taxonomy: Taxonomy, run: Run, counts: Counts) -> Table:
    """What a run routed by bidang and unit, what waits, what is outside, what is in quarantine."""
    table = _table(language, taxonomy, "table.title", counts, run.quarantined)
    if run.known:
        _add_group(table, language, say(language, "table.known"), Counter({("", ""): run.known}))
    total = sum(row["count"] for row in counts) + run.quarantined
    table.add_row(
        say(language, "table.total"), _seconds(language, run), numeral(total, language=language), style="bold"
    )
    return table


def standing_table(language: Language, taxonomy: Taxonomy, counts: Counts, quarantined: int) -> Table:
    """The same for all reports that were ever stored."""
    table = _table(language, taxonomy, "table.standing", counts, quarantined)
    total = sum(row["count"] for row in counts) + quarantined
    table.add_row(say(language, "table.total"), "", numeral(total, language=language), style="bold")
    return table


def _table(language: Language, taxonomy: Taxonomy, title: str, counts: Counts, quarantined: int) -> Table:
    table = Table(title=say(language, title), title_justify="left")
    table.add_column(say(language, "table.bidang"))
    table.add_column(say(language, "table.unit"))
    table.add_column(say(language, "table.count"), justify="right", no_wrap=True)
    for key, group in _grouped(language, taxonomy, counts).items():
        _add_group(table, language, say(language, key), group)
    _add_group(table, language, say(language, "table.quarantined"), Counter({("", ""): quarantined}))
    return table


def _add_group(table: Table, language: Language, title: str, group: Group) -> None:
    """The group's sum, then its rows, the largest first."""
    table.add_row(title, "", numeral(group.total(), language=language), style="bold")
    for (bidang, unit), count in sorted(group.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        if bidang:
            table.add_row(f"  {bidang}", unit, numeral(count, language=language))
    table.add_section()


def _grouped(language: Language, taxonomy: Taxonomy, counts: Counts) -> dict[str, Group]:
    groups: dict[str, Group] = {"table.routed": Counter(), "table.waiting": Counter(), "table.outside": Counter()}
    for row in counts:
        path = tuple(row["path"])
        if row["acted"]:
            groups["table.routed"][_routed_to(language, taxonomy, path, row["depth"])] += row["count"]
        elif path and taxonomy.is_outside(path):
            groups["table.outside"][(_name(taxonomy, path, -3), _name(taxonomy, path, -1))] += row["count"]
        else:
            groups["table.waiting"][(_name(taxonomy, path, -3), "")] += row["count"]
    return groups


def _routed_to(language: Language, taxonomy: Taxonomy, path: tuple[str, ...], depth: int) -> tuple[str, str]:
    """The names two levels and one level above the leaf; where the report was not routed that deep, how deep it was."""
    unit_depth = max(1, len(path) - 1)
    if depth >= unit_depth:
        return _name(taxonomy, path, -3), taxonomy.label(path[:unit_depth])
    level = taxonomy.levels[depth - 1]
    named = say(language, f"level.{level}") if f"level.{level}" in WORDING else level
    return taxonomy.label(path[:depth]), say(language, "table.level_only", level=named)


def _name(taxonomy: Taxonomy, path: tuple[str, ...], level: int) -> str:
    """The name at this level counted from the leaf (-1), or of the top where the tree is not that deep."""
    return taxonomy.label(path[: max(1, len(path) + level + 1)]) if path else "-"


def _seconds(language: Language, run: Run) -> str:
    if run.finished_at is None:
        return ""
    seconds = (run.finished_at - run.started_at).total_seconds()
    return f"{say(language, 'table.seconds')}: {numeral(seconds, ',.1f', language)} {say(language, 'table.second')}"
