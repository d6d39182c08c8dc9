"""Leaves that are taken for each other, by the machine and by people, and what to do about it."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaints.agreement import cohens_kappa
from complaints.drift import LEAST_REPORTS

LEAST_CONFUSIONS = 3
ENOUGH_ANSWERS = 20
SLIGHT = 0.2
"""Below this kappa agreement is slight (Landis and Koch 1977, Biometrics 33): people guess which leaf it is."""
TELLING = 1.96
WORDS = 12
PRIOR = 10.0


class Advice(StrEnum):
    """What to do about two leaves: one for both, or say better what belongs where."""

    MERGE = "merge"
    DESCRIBE = "describe"


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """Two leaves (sorted) that are taken for each other.

    `corrected` is how often people put one where the machine suggested the other, `disagreed` how often two people who
    judged blind named one each, `answers` how often both named one of the two, and `kappa` how far they then agree.
    """

    leaves: tuple[str, str]
    corrected: int
    disagreed: int
    answers: int
    kappa: float | None

    @property
    def advice(self) -> Advice:
        """One leaf for both only where people cannot tell them apart; where the machine cannot, better words help."""
        guess = self.answers >= ENOUGH_ANSWERS and (self.kappa is None or self.kappa < SLIGHT)
        return Advice.MERGE if guess else Advice.DESCRIBE


def find_confusions(
    corrections: Mapping[tuple[str, str], int], answers: Iterable[tuple[str, str]], *, most: int
) -> list[Confusion]:
    """Up to `most` pairs that were confused three times at the least, the most confused first.

    `corrections` counts (suggested, named by a person), `answers` are the two blind answers of each second opinion.
    """
    corrected: Counter[tuple[str, str]] = Counter()
    for (one, other), count in corrections.items():
        corrected[_pair(one, other)] += count if one != other else 0
    given = list(answers)
    disagreed = Counter(_pair(one, other) for one, other in given if one != other)
    total = corrected + disagreed
    ranked = sorted((pair for pair in total if total[pair] >= LEAST_CONFUSIONS), key=lambda pair: (-total[pair], pair))
    return [_confusion(pair, corrected[pair], disagreed[pair], given) for pair in ranked[:most]]


def _confusion(pair: tuple[str, str], corrected: int, disagreed: int, given: Sequence[tuple[str, str]]) -> Confusion:
    among = [answers for answers in given if set(answers) <= set(pair)]
    return Confusion(
        leaves=pair, corrected=corrected, disagreed=disagreed, answers=len(among), kappa=cohens_kappa(among)
    )


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def telling_words(
    ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that speak for the first kind of text, and those for the second, the most telling first.

    The log-odds ratio with an informative Dirichlet prior, by its standard deviation (Monroe, Colaresi and Quinn 2008,
    "Fightin' Words", Political Analysis 16); the prior is both kinds together. Each text counts a word once, and a word
    that stands in fewer than five texts is never told.
    """
    left, right = (Counter(word for text in texts for word in set(text)) for texts in (ours, theirs))
    both = left + right
    scale = PRIOR / max(1, both.total())
    scores = {
        word: _odds(left[word], left.total(), right[word], right.total(), count * scale)
        for word, count in both.items()
        if count >= LEAST_REPORTS and len(both) > 1
    }
    ranked = sorted(scores, key=lambda word: (-scores[word], word))
    first = tuple(word for word in ranked if scores[word] >= TELLING and left[word] >= LEAST_REPORTS)
    second = tuple(word for word in reversed(ranked) if scores[word] <= -TELLING and right[word] >= LEAST_REPORTS)
    return first[:WORDS], second[:WORDS]


def _odds(one: int, all_one: int, other: int, all_other: int, prior: float) -> float:
    left = math.log((one + prior) / (all_one + PRIOR - one - prior))
    right = math.log((other + prior) / (all_other + PRIOR - other - prior))
    return (left - right) / math.sqrt(1 / (one + prior) + 1 / (other + prior))
