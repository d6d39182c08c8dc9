"""Scores of left-out rows become probabilities: one temperature for each head, stored with it."""

from collections.abc import Sequence

import numpy as np

from classifier.folds import HeldOut
from classifier.heads import Parts
from classifier.rows import LabelledRow
from classifier.scoring import fit_temperature, softmax
from complaints.prediction import Prediction


def fit_temperatures(parts: Parts, held_out: HeldOut, rows: Sequence[LabelledRow]) -> None:
    """Set the temperatures of both heads by the scores of these left-out rows."""
    truth = np.searchsorted(held_out.names, [row.category for row in rows])
    parts.leaves.temperature_ = fit_temperature(held_out.leaves, truth)
    if parts.klasifikasi is not None:
        said = np.array([bool(row.klasifikasi) for row in rows])
        told = np.searchsorted(held_out.kinds, [row.klasifikasi for row in rows if row.klasifikasi])
        parts.klasifikasi.temperature_ = fit_temperature(held_out.klasifikasi[said], told)


def calibrated(parts: Parts, held_out: HeldOut) -> list[Prediction]:
    """The predictions of left-out rows, by the temperatures of both heads."""
    leaves = softmax(held_out.leaves / parts.leaves.temperature_)
    kinds = softmax(held_out.klasifikasi / parts.klasifikasi.temperature_) if parts.klasifikasi else None
    return [
        Prediction(
            leaves=dict(zip(held_out.names, row, strict=True)),
            klasifikasi=dict(zip(held_out.kinds, kinds[number], strict=True)) if kinds is not None else {},
        )
        for number, row in enumerate(leaves.tolist())
    ]
