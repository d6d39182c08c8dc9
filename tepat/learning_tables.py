"""What the verbs about learning print."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from complaints.promotion import EVERYTHING, THE_REST
from database.snapshots import Snapshot, SnapshotDiff
from database.trainings import Training
from tepat.wording import Language, say

SHORT = 12


def print_training(console: Console, language: Language, done: Training) -> None:
    """What became of a training: the sentence, and both models side by side where they were compared."""
    if done.judgement:
        table = Table(title=f"{done.champion} / {done.challenger}")
        for key in ("branch", "measure", "champion", "challenger", "interval", "finding"):
            table.add_column(
                say(language, f"retrain.{key}"), justify="left" if key in {"branch", "measure"} else "right"
            )
        for one in done.judgement["differences"]:
            table.add_row(*_difference(language, one))
        console.print(table)
        judged = done.judgement
        values = {"labels": judged["labels"], "worth": round(judged["effective"]), "unseen": f"{judged['unseen']:.1%}"}
        console.print(say(language, "retrain.labels", **values))
    console.print(say(language, f"retrain.state.{done.state}", why=done.why, challenger=done.challenger or ""))


def _difference(language: Language, one: Mapping[str, Any]) -> list[str]:
    finding = "worse" if one["is_worse"] else "better" if one["is_better"] else "alike"
    return [
        _branch(language, tuple(one["branch"])),
        say(language, f"retrain.{one['measure']}"),
        f"{one['champion']:.1%}",
        f"{one['challenger']:.1%}",
        f"{100 * one['low']:+.1f} … {100 * one['high']:+.1f}",
        say(language, f"retrain.{finding}"),
    ]


def _branch(language: Language, branch: tuple[str, ...]) -> str:
    named = {EVERYTHING: "retrain.everything", THE_REST: "retrain.rest"}
    return say(language, named[branch]) if branch in named else "/".join(branch)


def print_snapshots(console: Console, language: Language, snapshots: Sequence[Snapshot]) -> None:
    """A row per snapshot, the newest first."""
    table = Table()
    for key in ("name", "made", "until", "base", "own"):
        table.add_column(say(language, f"snapshots.{key}"), justify="right" if key in {"base", "own"} else "left")
    for one in snapshots:
        days = (f"{one.made_at:%Y-%m-%d %H:%M}", f"{one.until:%Y-%m-%d %H:%M}")
        table.add_row(one.name[:SHORT], *days, str(one.base_rows), str(one.own_rows))
    console.print(table)


def print_diff(console: Console, language: Language, diff: SnapshotDiff) -> None:
    """How two snapshots differ, in sentences."""
    counts = {"added": diff.added, "removed": diff.removed, "rewritten": diff.rewritten}
    console.print(say(language, "diff.counts", **counts))
    for before, after, count in diff.moved:
        console.print(f"  {before} → {after}: {count}")
    if not diff.same_base:
        console.print(say(language, "diff.base"))
