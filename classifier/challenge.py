"""What two models, each with its policy, do with the same labelled reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.predictor import Predictor
from complaints.paired import Compared, Did
from complaints.prediction import Prediction
from complaints.report import Message
from complaints.routing import Outcome, RoutingPolicy, branch_of, decide
from complaints.taxonomy import Taxonomy


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """A model with the policy under which it would route."""

    predictor: Predictor
    policy: RoutingPolicy


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A report that neither model learnt from: its leaf, and with which probability it came to be labelled."""

    message: Message
    category: str
    sampled: float


def contest(
    champion: Contestant, challenger: Contestant, taxonomy: Taxonomy, judged: Sequence[Judged]
) -> list[Compared]:
    """What both do with each of these reports (aligned), by the `decide` that routes reports."""
    messages = [one.message for one in judged]
    truth = [taxonomy.path_of_leaf[one.category] for one in judged]
    by_both = [
        [_did(prediction, side.policy, taxonomy, path) for prediction, path in zip(predictions, truth, strict=True)]
        for side in (champion, challenger)
        for predictions in [side.predictor.predict(messages)]
    ]
    return [
        Compared(branch=branch_of(path), sampled=one.sampled, champion=first, challenger=second)
        for one, path, first, second in zip(judged, truth, *by_both, strict=True)
    ]


def _did(prediction: Prediction, policy: RoutingPolicy, taxonomy: Taxonomy, truth: tuple[str, ...]) -> Did:
    decision = decide(prediction, policy, taxonomy)
    routed = decision.outcome is Outcome.AUTO
    return Did(
        routed=routed,
        is_wrong=routed and decision.target != truth[: decision.depth],
        is_suggested=decision.steps[-1].path == truth,
    )
