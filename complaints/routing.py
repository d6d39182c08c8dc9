"""When the machine may send a report on by itself, and how deep into the tree. Pure: values in, value out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from complaints.alarm import Alarm
from complaints.evidence import evidence_of
from complaints.prediction import OfficeMatch, Prediction, Step, suggested_path
from complaints.taxonomy import Taxonomy


class Automation(StrEnum):
    """What an instansi lets the machine do.

    Suggest only; send on what its policy is sure of; or do so only where the instansi's own audits prove the promise.
    """

    SHADOW = "shadow"
    PROVISIONAL = "provisional"
    PROMISED = "promised"


class Outcome(StrEnum):
    """What the policy says of a report."""

    AUTO = "auto"
    REVIEW = "review"


BRANCH_DEPTH = 2
KLASIFIKASI = "klasifikasi"
"""The level of the thresholds for kinds of report."""
Key = tuple[str, tuple[str, ...]]
"""The level and the branch of a threshold."""
NOT_RAISED: Mapping[Key, float] = MappingProxyType({})


class Reason(StrEnum):
    """Why a report waits for a person (or, for SURE, why it does not)."""

    SURE = "sure"
    UNSURE = "unsure"
    OUTSIDE = "outside"
    NO_THRESHOLD = "no_threshold"
    SHADOW = "shadow"
    FAILED = "failed"
    CHANGED = "changed"
    BRAKED = "braked"
    UNPROMISED = "unpromised"
    URGENT = "urgent"
    REROUTED = "rerouted"
    RESTRUCTURED = "restructured"
    RAISED = "raised"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The lowest probability at which a level (within a branch) is automated; None where none keeps the promise.

    `bound` is the upper confidence bound on the misroute rate at `value`, `n` and `errors` the labels behind it (each
    counts one here, also where they were weighed).
    `alpha` and `delta` are those of this one promise: its level's, and its share of the confidence; None where they
    are the policy's.
    """

    level: str
    branch: tuple[str, ...] = ()
    value: float | None
    bound: float | None = None
    n: int = 0
    errors: int = 0
    why: str = ""
    alpha: float | None = None
    delta: float | None = None

    @property
    def key(self) -> Key:
        return self.level, self.branch


@dataclass(frozen=True, kw_only=True)
class RoutingPolicy:
    """Thresholds per level and branch, and the promise that they keep.

    `alpha` is the promised misroute rate, `delta` the probability with which the promise may be wrong. `provisional`
    says that the labels behind it were not drawn from the stream that is being routed. `max_depth` is the number of
    levels that may be automated at most. A report goes along to the office that its text determines where that is right
    with probability `office_at` at the least and the unit is sure; else the office is a suggestion. `kinds` are the
    thresholds of the klasifikasi, each kind a branch: from there on the same promise holds for what the machine says.
    """

    version: str
    alpha: float
    delta: float
    thresholds: tuple[Threshold, ...]
    max_depth: int
    provisional: bool = True
    office_at: float = 0.9
    kinds: tuple[Threshold, ...] = ()

    def threshold_for(self, level: str, path: Sequence[str]) -> Threshold | None:
        """The threshold of the most specific branch that holds this (whole suggested) path, or None without one."""
        fitting = [t for t in self.thresholds if t.level == level and tuple(path[: len(t.branch)]) == t.branch]
        return max(fitting, key=lambda t: len(t.branch), default=None)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the policy says of one report: `depth` levels of `steps` may be acted on, the rest is a suggestion."""

    outcome: Outcome
    depth: int
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    office: OfficeMatch | None = None
    office_sure: bool = False
    klasifikasi: str = ""
    klasifikasi_p: float = 0.0
    klasifikasi_sure: bool = False
    policy: str = ""
    model: str = ""
    evidence: Mapping[str, object] = field(default_factory=dict)
    alarm: Alarm | None = None

    @property
    def target(self) -> tuple[str, ...]:
        """The path to which the report goes by itself; empty where it waits for a person."""
        return self.steps[self.depth - 1].path if self.depth else ()


def branch_of(path: Sequence[str]) -> tuple[str, ...]:
    """The branch whose promise covers a report with this whole suggested path: its two highest levels, never a leaf."""
    return tuple(path[: min(BRANCH_DEPTH, len(path) - 1)])


def decide(
    prediction: Prediction, policy: RoutingPolicy, taxonomy: Taxonomy, raised: Mapping[Key, float] = NOT_RAISED
) -> Decision:
    """Route to the deepest level whose threshold the suggested path passes; never to outside, never below max_depth.

    Of a leaf that changed since the model was trained, only to the levels that still hold. `raised` says where some
    thresholds lie for now (see complaints/raising.py).
    """
    steps = suggested_path(taxonomy, prediction.leaves)
    proven = prediction.proven.get(steps[-1].path[-1], len(steps))
    depth, reason = _sure_depth(steps, policy, taxonomy, proven, raised)
    klasifikasi, klasifikasi_p = max(
        prediction.klasifikasi.items(), key=lambda item: (item[1], item[0]), default=("", 0.0)
    )
    kind_sure = _kind_is_sure(klasifikasi, klasifikasi_p, policy)
    return Decision(
        outcome=Outcome.AUTO if depth else Outcome.REVIEW,
        depth=depth,
        steps=steps,
        reasons=(reason,),
        office=prediction.office,
        office_sure=_office_is_sure(prediction.office, depth, policy, taxonomy),
        klasifikasi=klasifikasi,
        klasifikasi_p=klasifikasi_p,
        klasifikasi_sure=kind_sure,
        policy=policy.version,
        model=prediction.model,
        evidence=evidence_of(prediction, taxonomy) | {"klasifikasi_sure": kind_sure},
        alarm=prediction.alarm,
    )


def _kind_is_sure(kind: str, p: float, policy: RoutingPolicy) -> bool:
    """Whether what the machine says of the klasifikasi keeps the promise."""
    values = [threshold.value for threshold in policy.kinds if threshold.branch == (kind,)]
    return any(value is not None and p >= value for value in values)


def _office_is_sure(office: OfficeMatch | None, depth: int, policy: RoutingPolicy, taxonomy: Taxonomy) -> bool:
    """Whether a report goes along to the office: only where the level above the leaf is sure too."""
    return office is not None and office.p >= policy.office_at and depth >= max(1, len(taxonomy.levels) - 1)


def _sure_depth(
    steps: Sequence[Step], policy: RoutingPolicy, taxonomy: Taxonomy, proven: int, raised: Mapping[Key, float]
) -> tuple[int, Reason]:
    if taxonomy.is_outside(steps[0].path) or taxonomy.is_outside(steps[-1].path):
        return 0, Reason.OUTSIDE
    why = Reason.NO_THRESHOLD
    for depth in range(min(policy.max_depth, len(steps), proven), 0, -1):
        step = steps[depth - 1]
        threshold = policy.threshold_for(taxonomy.levels[depth - 1], steps[-1].path)
        if threshold is None or threshold.value is None:
            continue
        if step.p >= max(threshold.value, raised.get(threshold.key, 0.0)):
            return depth, Reason.SURE
        if why is not Reason.RAISED:
            why = Reason.RAISED if step.p >= threshold.value else Reason.UNSURE
    return 0, Reason.RESTRUCTURED if proven < len(steps) else why
