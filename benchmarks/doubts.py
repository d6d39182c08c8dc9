"""How well wrong labels are found: 5 % of the labels of training_data are flipped, and looked for.

`python -m benchmarks.doubts [--texts N]` (all texts where no number is given). Every row is judged by a model that
never saw its voice and learnt from flipped labels. Flipped labels go to a leaf of the same branch, as people's mistakes
do, or to any leaf. Beside our order stand the raw margin (the likeliest other class less the label) over all rows, and
chance.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from classifier.doubts import find_doubts
from classifier.folds import learn_and_check
from classifier.heads import SHIPPED_RECIPE
from classifier.rows import LabelledRow, mask_rows, read_rows
from classifier.scoring import Doubles, fit_temperature, softmax
from classifier.train import say_nothing
from complaints.directory import shipped_taxonomy
from complaints.taxonomy import Taxonomy
from tepat.settings import Settings

SEED = 20261122
SHARE = 0.05
KINDS = ("branch", "anywhere")


def flip(rows: Sequence[LabelledRow], taxonomy: Taxonomy, *, within_branch: bool) -> tuple[list[LabelledRow], set[int]]:
    """The rows with one label in twenty wrong, and the numbers of these rows."""
    chance = random.Random(SEED)
    chosen = set(chance.sample(range(len(rows)), round(SHARE * len(rows))))
    paths = taxonomy.path_of_leaf

    def other(leaf: str) -> str:
        near = [one for one in taxonomy.leaves if one != leaf and paths[one][:2] == paths[leaf][:2]]
        anywhere = [one for one in taxonomy.leaves if one != leaf]
        return chance.choice(near if within_branch and near else anywhere)

    flipped = [
        replace(row, category=other(row.category)) if number in chosen else row for number, row in enumerate(rows)
    ]
    return flipped, chosen


def judge(rows: Sequence[LabelledRow], taxonomy: Taxonomy) -> tuple[Doubles, tuple[str, ...]]:
    """Calibrated probabilities of every row by a model that never saw its voice, and the classes of their columns."""
    _, held_out = learn_and_check(rows, taxonomy, SHIPPED_RECIPE, jobs=2, progress=say_nothing)
    truth = np.searchsorted(held_out.names, [row.category for row in rows])
    return softmax(held_out.leaves / fit_temperature(held_out.leaves, truth)), held_out.names


def orders(
    probabilities: Doubles, classes: tuple[str, ...], rows: Sequence[LabelledRow]
) -> Mapping[str, Sequence[int]]:
    """The rows in the order in which each way would have them looked at; ours ends with what it does not doubt."""
    labels = [row.category for row in rows]
    given, everyone = np.searchsorted(classes, labels), np.arange(len(rows))
    others = probabilities.copy()
    others[everyone, given] = -1
    margin = np.argsort(probabilities[everyone, given] - others.max(axis=1), kind="stable").tolist()
    doubted = [doubt.row for doubt in find_doubts(probabilities, labels, classes)]
    left = set(everyone.tolist()) - set(doubted)
    shuffled = everyone.tolist()
    random.Random(SEED).shuffle(shuffled)
    return {"doubts": doubted + [row for row in margin if row in left], "margin": margin, "random": shuffled}


def score(order: Sequence[int], wrong: set[int]) -> dict[str, float]:
    """Precision among the first 50 and the first tenth of what is wrong, recall among as many as are wrong, and twice
    as many."""
    found = np.cumsum([row in wrong for row in order])
    n = len(wrong)
    return {
        "precision_first_50": float(found[49]) / 50,
        "precision_half": float(found[n // 2 - 1]) / (n // 2),
        "recall": float(found[n - 1]) / n,
        "recall_twice": float(found[2 * n - 1]) / n,
    }


def main(texts: int = 0) -> None:
    """Measure on so many texts (0: all), print, and keep the figures."""
    settings, taxonomy = Settings(), shipped_taxonomy()
    rows = mask_rows([row for row in read_rows(settings.training_data, taxonomy) if row.split != "holdout"])
    rows = random.Random(SEED).sample(rows, min(texts or len(rows), len(rows)))
    table = Table("flipped to", "order", "precision, first 50", "precision, half as many", "recall, as many", "twice")
    figures: dict[str, float] = {}
    for kind in KINDS:
        flipped, wrong = flip(rows, taxonomy, within_branch=kind == "branch")
        probabilities, classes = judge(flipped, taxonomy)
        doubted = find_doubts(probabilities, [row.category for row in flipped], classes)
        figures |= {
            f"{kind}_doubted": len(doubted),
            f"{kind}_doubted_precision": sum(one.row in wrong for one in doubted) / len(doubted),
            f"{kind}_doubted_recall": sum(one.row in wrong for one in doubted) / len(wrong),
        }
        for name, order in orders(probabilities, classes, flipped).items():
            scores = score(order, wrong)
            figures |= {f"{kind}_{name}_{key}": value for key, value in scores.items()}
            table.add_row(kind, name, *[f"{value:.1%}" for value in scores.values()])
    console = Console()
    console.print(table)
    console.print({key: round(value, 3) for key, value in figures.items() if "doubted" in key})
    path = write(
        "doubts", figures, {"training_data": fingerprint(settings.training_data), "texts": len(rows), "seed": SEED}
    )
    console.print(f"written: {path}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=0)
    main(parser.parse_args().texts)
