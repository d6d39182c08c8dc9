"""What becomes of leaves when a directory is put in force, a line each."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape

from tepat.importing import Imported
from tepat.wording import Language, say


def print_moves(console: Console, language: Language, imported: Imported) -> None:
    """Nothing where the tree is as it was."""
    for line in _lines(language, imported):
        console.print(escape(line), soft_wrap=True)


def _lines(language: Language, imported: Imported) -> Iterator[str]:
    plan, labels = imported.plan, imported.labels
    if plan is None:
        return
    if plan.added:
        yield say(language, "moves.added", leaves=", ".join(plan.added))
    for leaf, targets in sorted(plan.gone.items()):
        key = "moves.split" if len(targets) > 1 else "moves.gone"
        yield say(language, key, leaf=leaf, targets=", ".join(targets), labels=labels.get(leaf, 0))
    for leaf, before, after in plan.moved:
        values = {"before": "/".join(before[:-1]), "after": "/".join(after[:-1]), "labels": labels.get(leaf, 0)}
        yield say(language, "moves.moved", leaf=leaf, **values)
    if imported.again:
        yield say(language, "moves.again", count=imported.again)
    if imported.unproven and plan.changed:
        yield say(language, "moves.unproven", branches=", ".join("/".join(branch) for branch in imported.unproven))
    if imported.cut_off:
        yield say(language, "moves.cut_off", names=", ".join(imported.cut_off))
