"""Scores of left-out rows become probabilities: one temperature for each head, stored with it."""

from collections.abc import Sequence

import numpy as np

from classifier.folds import HeldOut
from classifier.heads import Parts
from classifier.rows import LabelledRow
from classifier.scoring import Doubles, fit_temperature, softmax
from complaints.prediction import Prediction


def calibrate(parts: Parts, held_out: HeldOut, rows: Sequence[LabelledRow]) -> list[Prediction]:
    """Set the temperatures of both heads, and give the calibrated predictions of the left-out rows."""
    truth = np.searchsorted(held_out.names, [row.category for row in rows])
    parts.leaves.temperature_ = fit_temperature(held_out.leaves, truth)
    leaves = softmax(held_out.leaves / parts.leaves.temperature_)
    kinds = _calibrate_kinds(parts, held_out, rows)
    return [
        Prediction(
            leaves=dict(zip(held_out.names, row, strict=True)),
            klasifikasi=dict(zip(held_out.kinds, kinds[number], strict=True)) if kinds is not None else {},
        )
        for number, row in enumerate(leaves.tolist())
    ]


def _calibrate_kinds(parts: Parts, held_out: HeldOut, rows: Sequence[LabelledRow]) -> Doubles | None:
    if parts.klasifikasi is None:
        return None
    said = np.array([bool(row.klasifikasi) for row in rows])
    truth = np.searchsorted(held_out.kinds, [row.klasifikasi for row in rows if row.klasifikasi])
    parts.klasifikasi.temperature_ = fit_temperature(held_out.klasifikasi[said], truth)
    return softmax(held_out.klasifikasi / parts.klasifikasi.temperature_)
