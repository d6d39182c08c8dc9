"""How good predictions are that may be withheld: accuracy, risk and coverage over one ranking by confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.evaluate import macro_f1

PRECISIONS = (0.85, 0.90, 0.95)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """For each text of the test the predicted label, how sure it is (any scale that rises), and whether it is right."""

    labels: Sequence[str]
    sure: NDArray[np.float64]
    right: NDArray[np.bool_]

    @property
    def risks(self) -> NDArray[np.float64]:
        """The share of wrong ones among the surest 1, 2, ... texts."""
        wrong = ~self.right[np.argsort(-self.sure, kind="stable")]
        risks: NDArray[np.float64] = np.cumsum(wrong) / np.arange(1, len(wrong) + 1)
        return risks


def measure_answers(answers: Answers, truth: Sequence[str]) -> Mapping[str, float]:
    """Accuracy, macro-F1, area under risk-coverage (Geifman and El-Yaniv 2017), and the share that could be automated.

    The last is the largest share of surest texts with that precision, read off the test's own ranking: the best that
    any threshold could do here, and so a ceiling, the same for all.
    """
    risks = answers.risks
    shares = {f"automated_at_{round(100 * p)}": _largest_share(risks, 1 - p) for p in PRECISIONS}
    return {
        "accuracy": float(answers.right.mean()),
        "macro_f1": macro_f1(truth, answers.labels),
        "aurc": float(risks.mean()),
        **shares,
    }


def _largest_share(risks: NDArray[np.float64], limit: float) -> float:
    within = np.flatnonzero(risks <= limit + 1e-12)
    return float(within[-1] + 1) / len(risks) if len(within) else 0.0
