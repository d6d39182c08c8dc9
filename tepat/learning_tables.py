"""What the verbs about learning print."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from complaints.numerals import numeral
from complaints.promotion import EVERYTHING, THE_REST
from database.snapshots import Snapshot, SnapshotDiff
from database.trainings import Training
from tepat.fitting import show_table
from tepat.wording import Language, say

SHORT = 12


def print_training(console: Console, language: Language, done: Training) -> None:
    """What became of a training: the sentence, and both models side by side where they were compared."""
    if done.judgement and done.judgement["differences"]:
        table = Table(title=f"{done.champion} / {done.challenger}")
        for key in ("branch", "measure", "champion", "challenger", "interval", "finding"):
            is_words = key in {"branch", "measure"}
            table.add_column(
                say(language, f"retrain.{key}"), justify="left" if is_words else "right", no_wrap=not is_words
            )
        for one in done.judgement["differences"]:
            table.add_row(*_difference(language, one))
        show_table(console, table)
    if judged := done.judgement:
        values = {
            "labels": numeral(judged["labels"], language=language),
            "worth": numeral(judged["effective"], ",.0f", language),
            "unseen": numeral(judged["unseen"], ".1%", language),
        }
        console.print(say(language, "retrain.labels", **values))
    console.print(say(language, f"retrain.state.{done.state}", why=done.why, challenger=done.challenger or ""))


def _difference(language: Language, one: Mapping[str, Any]) -> list[str]:
    finding = "worse" if one["is_worse"] else "better" if one["is_better"] else "alike"
    return [
        _branch(language, tuple(one["branch"])),
        say(language, f"retrain.{one['measure']}"),
        numeral(one["champion"], ".1%", language),
        numeral(one["challenger"], ".1%", language),
        " … ".join(numeral(100 * one[end], "+.1f", language) for end in ("low", "high")),
        say(language, f"retrain.{finding}"),
    ]


def _branch(language: Language, branch: tuple[str, ...]) -> str:
    named = {EVERYTHING: "retrain.everything", THE_REST: "retrain.rest"}
    return say(language, named[branch]) if branch in named else "/".join(branch)


def print_snapshots(console: Console, language: Language, snapshots: Sequence[Snapshot]) -> None:
    """A row per snapshot, the newest first."""
    table = Table()
    for key in ("name", "made", "until", "base", "own"):
        table.add_column(
            say(language, f"snapshots.{key}"), justify="right" if key in {"base", "own"} else "left", no_wrap=True
        )
    for one in snapshots:
        days = (f"{one.made_at:%Y-%m-%d %H:%M}", f"{one.until:%Y-%m-%d %H:%M}")
        table.add_row(
            one.name[:SHORT], *days, *(numeral(count, language=language) for count in (one.base_rows, one.own_rows))
        )
    show_table(console, table)


def print_diff(console: Console, language: Language, diff: SnapshotDiff) -> None:
    """How two snapshots differ, in sentences."""
    counts = {name: numeral(getattr(diff, name), language=language) for name in ("added", "removed", "rewritten")}
    console.print(say(language, "diff.counts", **counts))
    for before, after, count in diff.moved:
        console.print(f"  {before} → {after}: {numeral(count, language=language)}")
    if not diff.same_base:
        console.print(say(language, "diff.base"))
