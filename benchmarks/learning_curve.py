"""How many texts a category needs: accuracy after 10, 20, 50, 100 and all texts of each, on voices left out.

    python -m benchmarks.learning_curve

And how a new category fares: every eighth has 10 texts, the others all of theirs.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.model_selection import GroupKFold

from benchmarks.results import fingerprint, write
from classifier.heads import SHIPPED_RECIPE, train_parts
from classifier.pictures import draw_growth
from classifier.rows import LabelledRow, read_rows
from complaints.directory import shipped_taxonomy
from complaints.taxonomy import Taxonomy
from tepat.settings import Settings

PICTURE = Path(__file__).parent.parent / "docs" / "learning_curve.svg"
SIZES = (10, 20, 50, 100)
ALL = 1_000_000
FOLDS = 3
FEW = 10
EVERY = 8


def main() -> None:
    """Measure, print the table, write benchmarks/results/learning_curve.json and docs/learning_curve.svg."""
    path, taxonomy = Settings().training_data, shipped_taxonomy()
    rows = read_rows(path, taxonomy, split="train")
    new = set(taxonomy.leaves[::EVERY])
    figures: dict[str, float] = {}
    for size in (*SIZES, ALL):
        right = measure(rows, taxonomy, lambda _, size=size: size)
        name = "all" if size == ALL else str(size)
        figures |= {f"{name}_bidang": float(right[:, 1].mean()), f"{name}_category": float(right[:, -1].mean())}
        if size == ALL:
            figures["known_category_recall"] = _recall(rows, right, new)
    right = measure(rows, taxonomy, lambda leaf: FEW if leaf in new else ALL)
    figures["new_category_recall"] = _recall(rows, right, new)
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name, f"{value:.1%}")
    Console().print(table)
    write("learning_curve", figures, {"texts": fingerprint(path)})
    draw(figures, len(rows) / len(taxonomy.leaves))


def measure(rows: Sequence[LabelledRow], taxonomy: Taxonomy, most: Callable[[str], int]) -> NDArray[np.bool_]:
    """Whether each level is right (rows x levels), learnt from so many texts of each leaf of other voices."""
    right = np.zeros((len(rows), len(taxonomy.levels)), dtype=bool)
    for learn, check in GroupKFold(FOLDS).split(rows, groups=[row.voice for row in rows]):
        chosen = pick([rows[number] for number in learn], most)
        parts = train_parts(chosen, taxonomy, SHIPPED_RECIPE)
        matrix = parts.features.transform([rows[number].message.text for number in check])
        for number, leaf in zip(check, parts.leaves.predict(matrix), strict=True):
            said, truth = taxonomy.path_of_leaf[leaf], taxonomy.path_of_leaf[rows[number].category]
            right[number] = [said[:depth] == truth[:depth] for depth in range(1, len(taxonomy.levels) + 1)]
    return right


def pick(rows: Sequence[LabelledRow], most: Callable[[str], int]) -> list[LabelledRow]:
    """At most so many rows of each leaf, by chance, always the same."""
    taken: Counter[str] = Counter()
    chosen = []
    for number in np.random.default_rng(0).permutation(len(rows)):
        row = rows[number]
        if taken[row.category] < most(row.category):
            taken[row.category] += 1
            chosen.append(row)
    return chosen


def _recall(rows: Sequence[LabelledRow], right: NDArray[np.bool_], leaves: set[str]) -> float:
    """Of the rows of these leaves the share that went there."""
    theirs = np.array([row.category in leaves for row in rows])
    return float(right[theirs, -1].mean())


def draw(figures: dict[str, float], texts_each: float) -> None:
    """A line for the bidang and one for the category."""
    sizes = [*SIZES, texts_each * (FOLDS - 1) / FOLDS]
    names = [*(str(size) for size in SIZES), "all"]
    lines = {
        level: [(size, figures[f"{name}_{level}"]) for size, name in zip(sizes, names, strict=True)]
        for level in ("bidang", "category")
    }
    PICTURE.write_text(draw_growth(lines, "Texts of each category and accuracy, voices left out"), encoding="utf-8")


if __name__ == "__main__":
    main()
