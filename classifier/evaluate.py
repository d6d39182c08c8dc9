"""How good a model is with its policy: by the same `decide` that routes reports."""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from classifier.predictor import Predictor
from classifier.rows import LabelledRow
from classifier.scoring import calibration_error, calibration_interval, reliability
from complaints.prediction import OfficeMatch, Prediction
from complaints.routing import Decision, RoutingPolicy, decide
from complaints.taxonomy import Taxonomy


@dataclass(frozen=True, kw_only=True)
class LevelScore:
    """One level of the tree: shares of 0 to 1, and counts of reports routed at exactly this level and of wrong ones.

    The calibration error of 95 of 100 samples like this one lies from `ece_low` to `ece_high`.
    """

    level: str
    accuracy: float
    macro_f1: float
    ece: float
    ece_low: float
    ece_high: float
    routed: int
    misrouted: int


@dataclass(frozen=True, kw_only=True)
class KindScore:
    """The second head, over the rows whose klasifikasi is known: `sure` of these passed a threshold, `sure_wrong` of
    them wrongly."""

    rows: int
    accuracy: float
    macro_f1: float
    ece: float
    sure: int
    sure_wrong: int


@dataclass(frozen=True, kw_only=True)
class OfficeScore:
    """Over rows for which people said whether the text determines an office.

    `precision` is the share of right ones among the decided, `recall` among those where there is an office to find.
    `by_how` gives decided and right for each way to find it.
    """

    rows: int
    labelled: int
    decided: int
    right: int
    precision: float
    recall: float
    by_how: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """`automated` is the share of rows routed by machine at any level, `misrouted` the share of wrong ones among them,
    `outside_suggested` the share suggested to somebody else."""

    rows: int
    levels: tuple[LevelScore, ...]
    automated: float
    misrouted: float
    misroutes: int
    outside_suggested: float
    klasifikasi: KindScore | None
    office: OfficeScore | None
    model: str
    policy: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def evaluate(
    predictor: Predictor, policy: RoutingPolicy, taxonomy: Taxonomy, rows: Sequence[LabelledRow]
) -> Evaluation:
    """Predict these rows, decide, and compare. The rows must not be those that the model learnt from."""
    return measure(predictor.predict([row.message for row in rows]), policy, taxonomy, rows)


def measure(
    predictions: Sequence[Prediction], policy: RoutingPolicy, taxonomy: Taxonomy, rows: Sequence[LabelledRow]
) -> Evaluation:
    """Compare predictions with the labels of their rows (aligned)."""
    decisions = [decide(prediction, policy, taxonomy) for prediction in predictions]
    paths = [taxonomy.path_of_leaf[row.category] for row in rows]
    levels = tuple(_measure_level(depth, decisions, paths, taxonomy) for depth in range(1, len(taxonomy.levels) + 1))
    routed, misroutes = sum(level.routed for level in levels), sum(level.misrouted for level in levels)
    outside = sum(taxonomy.is_outside(decision.steps[-1].path) for decision in decisions)
    return Evaluation(
        rows=len(rows),
        levels=levels,
        automated=_share(routed, len(rows)),
        misrouted=_share(misroutes, routed),
        misroutes=misroutes,
        outside_suggested=_share(outside, len(rows)),
        klasifikasi=_measure_kinds(decisions, rows),
        office=measure_offices([prediction.office for prediction in predictions], rows),
        model=predictions[0].model if predictions else "",
        policy=policy.version,
    )


def _measure_level(
    depth: int, decisions: Sequence[Decision], paths: Sequence[tuple[str, ...]], taxonomy: Taxonomy
) -> LevelScore:
    truth = [path[:depth] for path in paths]
    said = [decision.steps[depth - 1].path for decision in decisions]
    right = [one == other for one, other in zip(said, truth, strict=True)]
    sure = [decision.steps[depth - 1].p for decision in decisions]
    low, high = calibration_interval(sure, right)
    here = [is_right for is_right, decision in zip(right, decisions, strict=True) if decision.depth == depth]
    return LevelScore(
        level=taxonomy.levels[depth - 1],
        accuracy=_share(sum(right), len(right)),
        macro_f1=macro_f1(truth, said),
        ece=calibration_error(reliability(sure, right)),
        ece_low=low,
        ece_high=high,
        routed=len(here),
        misrouted=len(here) - sum(here),
    )


def _measure_kinds(decisions: Sequence[Decision], rows: Sequence[LabelledRow]) -> KindScore | None:
    pairs = [(row.klasifikasi, one) for row, one in zip(rows, decisions, strict=True) if row.klasifikasi]
    if not pairs or not pairs[0][1].klasifikasi:
        return None
    truth, said = [kind for kind, _ in pairs], [decision.klasifikasi for _, decision in pairs]
    right = [one == other for one, other in zip(truth, said, strict=True)]
    return KindScore(
        rows=len(pairs),
        accuracy=_share(sum(right), len(right)),
        macro_f1=macro_f1(truth, said),
        ece=calibration_error(reliability([decision.klasifikasi_p for _, decision in pairs], right)),
        sure=sum(decision.klasifikasi_sure for _, decision in pairs),
        sure_wrong=sum(decision.klasifikasi_sure and decision.klasifikasi != kind for kind, decision in pairs),
    )


def measure_offices(found: Sequence[OfficeMatch | None], rows: Sequence[LabelledRow]) -> OfficeScore | None:
    """Compare the offices that were decided on with the labels (aligned); None where no row has such a label."""
    pairs = [(match, row.office) for match, row in zip(found, rows, strict=True) if row.office is not None]
    if not pairs:
        return None
    decided = [(match, office) for match, office in pairs if match is not None]
    right = sum(match.id == office for match, office in decided)
    labelled = sum(bool(office) for _, office in pairs)
    times = Counter(match.how for match, _ in decided)
    hits = Counter(match.how for match, office in decided if match.id == office)
    return OfficeScore(
        rows=len(pairs),
        labelled=labelled,
        decided=len(decided),
        right=right,
        precision=_share(right, len(decided)),
        recall=_share(right, labelled),
        by_how={how: (times[how], hits[how]) for how in sorted(times)},
    )


def macro_f1(truth: Sequence[Hashable], said: Sequence[Hashable]) -> float:
    """The mean over classes of 2 x right / (true + said), each class alike; classes that are true or said somewhere."""
    true, claimed = Counter(truth), Counter(said)
    right = Counter(one for one, other in zip(truth, said, strict=True) if one == other)
    classes = set(true) | set(claimed)
    # fsum, since the order of a set changes from process to process and the last digit with it.
    total = math.fsum(2 * right[name] / (true[name] + claimed[name]) for name in classes)
    return _share(total, len(classes))


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0
