"""The head of a model that takes texts for urgent, at work. Reads arrays only, as the model itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.evidence import strongest_words, weigh_words
from classifier.features import Floats, Matrix, Occurrences, count
from classifier.scoring import Doubles, softmax
from complaints.alarm import Alarm
from complaints.prediction import WordEvidence
from complaints.urgency import UrgencyLevel

CALM = UrgencyLevel.NONE.value
SHOWN_WORDS = 5
FUNCTION_WORDS = (
    "ada adalah agar akan aku anda apa atau bagi bahwa banyak belum bisa bu dalam dan dapat dari dengan di dia hal "
    "hanya harus ia ibu ini itu jadi jika juga kalau kami karena ke kita lagi lain maka masih mereka mohon nya oleh "
    "pada pak para saat saja sangat saya sebagai secara sehingga semua seperti serta sudah supaya tapi telah tetapi "
    "tidak tolong untuk yang"
)
SAY_NOTHING = frozenset(FUNCTION_WORDS.split())
"""Words that the model weighs, but that tell nobody why."""


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

    def sound(self, found: Occurrences, matrix: Matrix) -> list[Alarm | None]:
        """For each text an alarm, with the words that speak most for it, or None."""
        shares = self.probabilities(matrix)
        urgent = 1.0 - shares[:, self.levels.index(CALM)]
        alarming = urgent >= self.threshold
        alarms: list[Alarm | None] = [None] * found.size
        if alarming.any():
            said = self._explain(found.of_texts(alarming), matrix[alarming], shares[alarming])
            for text, (level, words) in zip(np.flatnonzero(alarming).tolist(), said, strict=True):
                alarms[text] = Alarm(level=level, p=float(urgent[text]), words=_speaking_for(words))
        return alarms

    def _explain(
        self, found: Occurrences, matrix: Matrix, shares: Doubles
    ) -> Iterator[tuple[UrgencyLevel, tuple[WordEvidence, ...]]]:
        """Of texts that are urgent the likeliest level, and the words that weigh most for it against calm."""
        calm = self.levels.index(CALM)
        shares[:, calm] = -1.0
        likeliest = shares.argmax(axis=1)
        _, entries = count(found, matrix.shape[1])
        totals = weigh_words(
            found, entries, matrix, self.weights, chosen=likeliest, rival=np.full_like(likeliest, calm)
        )
        levels = [UrgencyLevel(self.levels[level]) for level in likeliest.tolist()]
        return zip(levels, strongest_words(found, totals), strict=True)


def _speaking_for(words: Sequence[WordEvidence]) -> tuple[str, ...]:
    speaking = [one.word for one in words if one.weight > 0]
    telling = [word for word in speaking if word.lower() not in SAY_NOTHING]
    return tuple(telling or speaking)[:SHOWN_WORDS]


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
