"""Labels that are probably wrong, by confident learning.

Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels", Journal of Artificial
Intelligence Research 70: a row is doubted where the model is at least as sure of another class as it is on average of
the rows that carry that class. The probabilities must come from models that did not learn from the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.folds import learn_and_check
from classifier.heads import Recipe
from classifier.rows import LabelledRow, mask_rows
from classifier.scoring import Doubles, fit_temperature, softmax
from classifier.train import say_nothing
from complaints.taxonomy import Taxonomy


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A row (by its number) whose label is doubted: the class that is likelier, both probabilities, and how strong the
    doubt is (the higher, the likelier that the label is wrong)."""

    row: int
    label: str
    instead: str
    label_p: float
    instead_p: float
    strength: float


def doubt_rows(
    rows: Sequence[LabelledRow], taxonomy: Taxonomy, *, recipe: Recipe | None = None, jobs: int = 2
) -> list[Doubt]:
    """The doubted ones among these rows, the strongest doubt first.

    Each is judged, masked, by a model that never saw its group of rows. Raises TooFewRows.
    """
    rows = mask_rows(rows)
    _, held_out = learn_and_check(rows, taxonomy, recipe or Recipe(), jobs=jobs, progress=say_nothing)
    truth = np.searchsorted(held_out.names, [row.category for row in rows])
    probabilities = softmax(held_out.leaves / fit_temperature(held_out.leaves, truth))
    return find_doubts(probabilities, [row.category for row in rows], held_out.names)


def find_doubts(probabilities: Doubles, labels: Sequence[str], classes: Sequence[str]) -> list[Doubt]:
    """The off-diagonal of the confident joint, the strongest doubt first.

    `probabilities` is rows x classes (columns as `classes`, sorted), `labels` the label of each row. The strength is
    by how much the likelier class stands above its own average, less the same of the label (the paper's normalised
    margin, with classes of which the model is never sure set right).
    """
    given = np.searchsorted(classes, labels)
    everyone = np.arange(len(given))
    usual = np.array([_mean(probabilities[given == number, number]) for number in range(len(classes))])
    above = probabilities - usual
    confident = np.where(above >= 0, probabilities, -1.0)
    instead = confident.argmax(axis=1)
    doubted = np.flatnonzero((confident[everyone, instead] >= 0) & (instead != given))
    strength = above[doubted, instead[doubted]] - above[doubted, given[doubted]]
    ranked = doubted[np.lexsort((doubted, -strength))]
    return [
        Doubt(
            row=int(row),
            label=classes[given[row]],
            instead=classes[instead[row]],
            label_p=float(probabilities[row, given[row]]),
            instead_p=float(probabilities[row, instead[row]]),
            strength=float(above[row, instead[row]] - above[row, given[row]]),
        )
        for row in ranked
    ]


def _mean(values: Doubles) -> float:
    """The mean; of nothing, more than any probability, so that a class without rows is never preferred."""
    return float(values.mean()) if len(values) else 2.0
