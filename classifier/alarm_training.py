"""Learning which texts are urgent, and from what probability on that is an alarm.

The labelled texts alone would teach that whatever is not like them is urgent: nine in ten ordinary reports differ from
all of them. So the ordinary reports are learnt from as well, as calm. Nobody read those for urgency, so it is done in
two steps (Liu, Lee, Yu and Li 2002, "Partially Supervised Classification of Text Documents"): what a first head finds
most urgent among them is left out for the second. What the rules find urgent never counts as calm.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from sklearn.model_selection import GroupKFold

from classifier.alarm import CALM
from classifier.estimators import LinearHead, TextFeatures
from classifier.features import Matrix
from classifier.rows import LabelledRow, group_of
from classifier.scoring import Doubles, fit_temperature, softmax
from classifier.urgent_texts import UrgentText
from complaints.urgency import urgency_of

FOLDS = 5
STRENGTH = 1.0
LEFT_OUT = 0.1
"""The share of ordinary reports that the second head does not learn from."""
RECALL = 0.9
"""The share of urgent texts of unseen voices that rules and model together are to find."""
BEARABLE = 0.08
"""At most this share of ordinary reports that the rules leave calm may raise an alarm, whatever the recall."""
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Material:
    """What is learnt from: features of labelled texts with their levels, and of reports, `calm` where the rules say so.

    `text_groups` and `report_groups` say which must be left out together.
    """

    texts: Matrix
    levels: NDArray[Any]
    text_groups: Sequence[str]
    reports: Matrix
    calm: Flags
    report_groups: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class AlarmFigures:
    """How the alarms do on voices left out: shares of the urgent texts found, of the calm ones and of ordinary reports
    (rules calm) that raise an alarm."""

    texts: int
    sha256: str
    threshold: float
    recall_rules: float
    recall_model: float
    recall_together: float
    false_alarms_rules: float
    false_alarms_together: float
    ordinary_alarms: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class LearntAlarm:
    """The head, how it does, and how likely each report is urgent by a head that never saw its voice."""

    head: LinearHead
    figures: AlarmFigures
    p_of_reports: Doubles


def learn_alarm(
    features: TextFeatures, texts: Sequence[UrgentText], rows: Sequence[LabelledRow], *, jobs: int = 2
) -> LearntAlarm:
    """Learn from labelled texts and ordinary rows, at least two voices of each, and choose temperature and threshold
    on voices left out."""
    material = _gather(features, texts, rows)
    of_texts, of_reports = _score_left_out(material, jobs)
    head = _learn(material, np.arange(len(texts)), np.arange(len(rows)))
    truth = np.searchsorted(head.classes_, [*material.levels, *[CALM] * int(material.calm.sum())])
    head.temperature_ = fit_temperature(np.vstack([of_texts, of_reports[material.calm]]), truth)
    p_texts, p_reports = (p_urgent(head, scores) for scores in (of_texts, of_reports))
    by_rules = np.array([urgency_of(text.message).is_urgent for text in texts])
    urgent = material.levels != CALM
    threshold = choose_threshold(
        p_texts[urgent & ~by_rules], float(np.mean(by_rules[urgent])), p_reports[material.calm]
    )
    figures = AlarmFigures(
        texts=len(texts),
        sha256=_fingerprint(texts),
        threshold=threshold,
        ordinary_alarms=float(np.mean(p_reports[material.calm] >= threshold)),
        **_measure(urgent, by_rules, p_texts >= threshold),
    )
    return LearntAlarm(head=head, figures=figures, p_of_reports=p_reports)


def _gather(features: TextFeatures, texts: Sequence[UrgentText], rows: Sequence[LabelledRow]) -> Material:
    return Material(
        texts=features.transform([text.message.text for text in texts]),
        levels=np.array([text.level.value for text in texts]),
        text_groups=[text.voice for text in texts],
        reports=features.transform([row.message.text for row in rows]),
        calm=np.array([not urgency_of(row.message).is_urgent for row in rows]),
        report_groups=group_of(rows),
    )


def choose_threshold(p_missed: Doubles, found_by_rules: float, p_ordinary: Doubles) -> float:
    """The highest threshold at which RECALL is reached, but none so low that more than BEARABLE of ordinary reports
    raise an alarm.

    `p_missed` are the probabilities of the urgent texts that the rules miss; `found_by_rules` is the share that the
    rules find.
    """
    needed = (RECALL - found_by_rules) / (1.0 - found_by_rules) if found_by_rules < RECALL else 0.0
    wanted = np.sort(p_missed)[::-1][max(0, int(np.ceil(needed * len(p_missed))) - 1)] if len(p_missed) else 1.0
    bearable = np.quantile(p_ordinary, 1.0 - BEARABLE, method="higher")
    return float(max(wanted, bearable))


def _score_left_out(material: Material, jobs: int) -> tuple[Doubles, Doubles]:
    """Scores of texts and reports, each by a head that learnt from other voices only (texts or reports x levels)."""
    folds = min(FOLDS, len(set(material.text_groups)), len(set(material.report_groups)))
    splits = list(
        zip(
            GroupKFold(folds).split(material.texts, groups=material.text_groups),
            GroupKFold(folds).split(material.reports, groups=material.report_groups),
            strict=True,
        )
    )
    heads = Parallel(n_jobs=jobs)(delayed(_learn)(material, texts[0], reports[0]) for texts, reports in splits)
    levels = len(set(material.levels))
    of_texts = np.zeros((material.texts.shape[0], levels))
    of_reports = np.zeros((material.reports.shape[0], levels))
    for head, (texts, reports) in zip(heads, splits, strict=True):
        of_texts[texts[1]] = head.decision_function(material.texts[texts[1]])
        of_reports[reports[1]] = head.decision_function(material.reports[reports[1]])
    return of_texts, of_reports


def _learn(material: Material, texts: Numbers, reports: Numbers) -> LinearHead:
    """The head of the second step from these texts and reports."""
    matrix, urgent = material.reports[reports[material.calm[reports]]], (material.levels != CALM).astype(str)
    first = _fit(material.texts[texts], urgent[texts], matrix, str(False))
    scores = first.decision_function(matrix)[:, list(first.classes_).index(str(True))]
    kept = matrix[scores <= np.quantile(scores, 1.0 - LEFT_OUT)]
    return _fit(material.texts[texts], material.levels[texts], kept, CALM)


def _fit(texts: Matrix, labels: NDArray[Any], reports: Matrix, calm: str) -> LinearHead:
    matrix = sparse.vstack([texts, reports], format="csr")
    return LinearHead(C=STRENGTH).fit(matrix, [*labels, *[calm] * reports.shape[0]])


def p_urgent(head: LinearHead, scores: Doubles) -> Doubles:
    calm = int(np.searchsorted(head.classes_, CALM))
    p: Doubles = 1.0 - softmax(scores / head.temperature_)[:, calm]
    return p


def _measure(urgent: Flags, by_rules: Flags, by_model: Flags) -> dict[str, float]:
    together = by_rules | by_model
    return {
        "recall_rules": float(by_rules[urgent].mean()),
        "recall_model": float(by_model[urgent].mean()),
        "recall_together": float(together[urgent].mean()),
        "false_alarms_rules": float(by_rules[~urgent].mean()),
        "false_alarms_together": float(together[~urgent].mean()),
    }


def _fingerprint(texts: Sequence[UrgentText]) -> str:
    content = "\n".join(f"{text.level} {text.voice} {text.message.text}" for text in texts)
    return hashlib.sha256(content.encode()).hexdigest()
