"""From labels that were drawn with known, unequal probabilities to fewer ones that were all drawn alike.

What waits for a person is always labelled, what is sent on by machine only where an audit draws it. Counted alike, the
doubtful reports would stand for too many. Each label is kept with the smallest probability over its own (von Neumann
1951, "Various techniques used in connection with random digits": rejection): what is left is a plain random sample, for
what is measured on it needs no weights.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def thin(sampled: Sequence[float | None]) -> NDArray[np.int64]:
    """The numbers of the labels that are kept, always the same ones; `sampled` are above 0, to any common scale.

    A label that was not drawn from the stream (None) is never kept.

    Give every label its probability over the smallest that any report of its time had (`drawn` of complaints.coverage).
    Raises ValueError where a label could not be drawn.
    """
    chosen = np.array([number for number, p in enumerate(sampled) if p is not None], dtype=np.int64)
    drawn = np.array([p for p in sampled if p is not None], dtype=np.float64)
    if not (drawn > 0).all():
        raise ValueError("probabilities must lie above 0: what can never be drawn is told by no label")
    kept: NDArray[np.int64] = chosen[np.random.default_rng(0).random(len(drawn)) * drawn < drawn.min(initial=np.inf)]
    return kept
