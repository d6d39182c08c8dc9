"""The head of a model that takes texts for urgent, at work. Reads arrays only, as the model itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.evidence import strongest_words, weigh_words
from classifier.features import Floats, Integers, Matrix, Occurrences
from classifier.scoring import Doubles, softmax
from complaints.alarm import Alarm
from complaints.prediction import WordEvidence
from complaints.urgency import UrgencyLevel

CALM = UrgencyLevel.NONE.value
SHOWN_WORDS = 5


@dataclass(frozen=True, kw_only=True)
class AlarmHead:
    """Weights (features x levels of urgency) with intercepts and temperature; an alarm from `threshold` on."""

    levels: tuple[str, ...]
    weights: Floats
    intercept: Floats
    temperature: float
    threshold: float

    def probabilities(self, matrix: Matrix) -> Doubles:
        """Texts x levels, rows that sum to 1."""
        return softmax((np.asarray(matrix @ self.weights) + self.intercept) / self.temperature)

    def sound(self, found: Occurrences, entries: Integers, matrix: Matrix) -> list[Alarm | None]:
        """For each text an alarm, with the words that speak most for it, or None."""
        shares = self.probabilities(matrix)
        calm = self.levels.index(CALM)
        urgent = 1.0 - shares[:, calm]
        alarming = (urgent >= self.threshold).tolist()
        if not any(alarming):
            return [None] * len(alarming)
        shares[:, calm] = -1.0
        likeliest = shares.argmax(axis=1)
        totals = weigh_words(
            found, entries, matrix, self.weights, chosen=likeliest, rival=np.full_like(likeliest, calm)
        )
        words = strongest_words(found, totals)
        rows = zip(alarming, likeliest.tolist(), urgent.tolist(), words, strict=True)
        return [
            Alarm(level=UrgencyLevel(self.levels[level]), p=p, words=_speaking_for(said)) if alarm else None
            for alarm, level, p, said in rows
        ]


def _speaking_for(words: Sequence[WordEvidence]) -> tuple[str, ...]:
    return tuple(word.word for word in words if word.weight > 0)[:SHOWN_WORDS]


def read_alarm_head(part: Mapping[str, Any] | None, figures: Mapping[str, Any] | None) -> AlarmHead | None:
    """The head from the arrays of a model file and the figures of its card; None where the model has none."""
    if part is None or figures is None:
        return None
    return AlarmHead(
        levels=tuple(str(name) for name in part["classes_"]),
        weights=part["weights_"].astype(np.float32),
        intercept=part["intercept_"],
        temperature=float(part["temperature_"]),
        threshold=figures["threshold"],
    )
