"""The model and the directory together: where a report belongs, and to which office."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from classifier.errors import ModelDamaged, ModelDoesNotFit, NoModel
from classifier.model import Model, load_model
from classifier.registry import load_current
from classifier.words import cut_words
from complaints.alarm import Alarm
from complaints.directory import Directory
from complaints.errors import Problem
from complaints.leaf_moves import carry_over, proven_depths
from complaints.office import OfficeMatcher
from complaints.prediction import Prediction, WordEvidence, suggested_path
from complaints.privacy import mask_message
from complaints.report import Message
from complaints.routing import RoutingPolicy
from complaints.taxonomy import Taxonomy

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Predictor:
    """Predicts with this model, and finds offices with this matcher among the kinds that the suggested leaf names."""

    model: Model
    matcher: OfficeMatcher
    taxonomy: Taxonomy

    @property
    def version(self) -> str:
        """The name of the model."""
        return self.model.version

    @property
    def card(self) -> Mapping[str, Any]:
        """What the model says of itself."""
        return self.model.card

    @property
    def policy(self) -> RoutingPolicy:
        """The routing policy that was fitted with the model."""
        return self.model.policy

    def predict(self, messages: Sequence[Message]) -> list[Prediction]:
        """A prediction for each message, in their order; nothing that identifies a person stands in its evidence."""
        return [self._explain(*pair) for pair in zip(messages, self.model.predict(messages), strict=True)]

    def _explain(self, message: Message, prediction: Prediction) -> Prediction:
        """The prediction with its offices, and with words that stand in the masked text only."""
        masked = mask_message(message)
        leaves = carry_over(prediction.leaves, self.taxonomy)
        leaf = suggested_path(self.taxonomy, leaves)[-1].path
        found = self.matcher.find(masked, self.taxonomy.nodes[leaf].office_types)
        words = prediction.words if masked is message else _standing_in(masked.text, prediction.words)
        alarm = prediction.alarm if masked is message else _masked_alarm(masked.text, prediction.alarm)
        return replace(
            prediction,
            leaves=leaves,
            offices=found.offices,
            others=found.others,
            words=words,
            alarm=alarm,
            proven=self._proven,
        )

    @cached_property
    def _proven(self) -> Mapping[str, int]:
        return proven_depths(self.card["paths"], self.taxonomy)


def _standing_in(text: str, words: Sequence[WordEvidence]) -> tuple[WordEvidence, ...]:
    standing = {word.lower() for word in cut_words(text)}
    return tuple(word for word in words if word.word.lower() in standing)


def _masked_alarm(text: str, alarm: Alarm | None) -> Alarm | None:
    standing = {word.lower() for word in cut_words(text)}
    return replace(alarm, words=tuple(word for word in alarm.words if word.lower() in standing)) if alarm else None


def load_predictor(
    folder: Path,
    directory: Directory,
    taxonomy: Taxonomy,
    version: str | None = None,
    *,
    instead: Sequence[str] = (),
) -> Predictor:
    """The current model of this folder, or another by its version, at work with this directory; where the current one
    cannot be used, the first of the models named in `instead` that can.

    Raises NoModel, ModelDamaged, or ModelDoesNotFit where the taxonomy never heard of a category of the model.
    """
    if version is not None:
        return make_predictor(load_model(folder / version), directory, taxonomy)
    try:
        return make_predictor(load_current(folder), directory, taxonomy)
    except (NoModel, ModelDamaged, ModelDoesNotFit) as error:
        for other in instead:
            with suppress(ModelDamaged, ModelDoesNotFit):
                predictor = make_predictor(load_model(folder / other), directory, taxonomy)
                logger.warning("%s serves in place of the current model: %s", other, error)
                return predictor
        raise


def make_predictor(model: Model, directory: Directory, taxonomy: Taxonomy) -> Predictor:
    """This model at work with this directory. Raises ModelDoesNotFit."""
    _check_leaves(model, taxonomy)
    matcher = OfficeMatcher(directory, model.office_precision)
    return Predictor(model=model, matcher=matcher, taxonomy=taxonomy)


def check_fit(folder: Path, taxonomy: Taxonomy) -> None:
    """Whether the model in this folder could be put in force here. Raises ModelDamaged or ModelDoesNotFit."""
    _check_leaves(load_model(folder), taxonomy)


def _check_leaves(model: Model, taxonomy: Taxonomy) -> None:
    missing = sorted(leaf for leaf in model.classes if not taxonomy.resolve(leaf))
    if missing:
        raise ModelDoesNotFit(Problem(code="model_does_not_fit", field=", ".join(missing)))
