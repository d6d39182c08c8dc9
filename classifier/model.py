"""A stored model at work: messages in, calibrated predictions out. Reads arrays only; see reading.py for the reason."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifier.alarm import read_alarm_head
from classifier.encoders import Encoder, reopen
from classifier.errors import ModelDamaged
from classifier.evidence import strongest_words, weigh_rest, weigh_words
from classifier.features import Finder, Floats, Integers, count, weigh
from classifier.policies import policy_from_dict
from classifier.reading import read_attributes
from classifier.scoring import Doubles, softmax
from classifier.vocabulary import unpack_vocabulary
from complaints.errors import Problem
from complaints.prediction import Prediction
from complaints.report import Message
from complaints.routing import RoutingPolicy

MANIFEST = "model.json"
AT_ONCE = 128


@dataclass(frozen=True, kw_only=True)
class Head:
    """Classes with their columns among all scores, and temperature."""

    classes: tuple[str, ...]
    columns: slice
    temperature: float

    def probabilities(self, scores: Floats) -> Doubles:
        """Texts x classes, rows that sum to 1, from all scores."""
        return softmax(scores[:, self.columns] / self.temperature)


class Model:
    """What was trained, ready to predict. `card` is the manifest: data, levels, measured figures, libraries."""

    def __init__(
        self,
        card: Mapping[str, Any],
        policy: RoutingPolicy,
        parts: Mapping[str, Mapping[str, Any]],
        encoder: Encoder | None = None,
    ) -> None:
        self._encoder = encoder
        self.card = card
        self.version: str = card["version"]
        self.policy = policy
        heads = [parts[name] for name in ("leaves", "klasifikasi") if name in parts]
        # Side by side, the weights of both heads (features x all classes) are read once for each text.
        self._weights: Floats = np.hstack([head["weights_"].astype(np.float32) for head in heads])
        self._intercept: Floats = np.concatenate([head["intercept_"] for head in heads])
        self._leaves = _read_head(heads[0], first=0)
        self._kinds = _read_head(heads[1], first=len(self._leaves.classes)) if len(heads) > 1 else None
        self._alarms = read_alarm_head(parts.get("urgency"), card.get("urgency"))
        self.classes = self._leaves.classes
        features = parts["features"]
        self._vocabulary = unpack_vocabulary(features)
        self._rarity: Floats = features["rarity_"]
        self._finder = Finder(self._vocabulary, shortest=features["shortest"], longest=features["longest"])
        self._nodes = _number_nodes([card["paths"][leaf] for leaf in self.classes])

    @property
    def office_precision(self) -> Mapping[str, float]:
        """For each way to find an office the share of right answers, as measured on the training texts."""
        precision: Mapping[str, float] = self.card["office_precision"]
        return precision

    def predict(self, messages: Sequence[Message]) -> list[Prediction]:
        """A prediction for each message, in their order, without offices."""
        parts = (messages[start : start + AT_ONCE] for start in range(0, len(messages), AT_ONCE))
        return [prediction for part in parts for prediction in self._predict(part)]

    def _predict(self, messages: Sequence[Message]) -> Iterable[Prediction]:
        texts = [message.text for message in messages]
        found = self._finder.find(texts)
        dense = self._encoder.encode(texts) if self._encoder else None
        counts, entries = count(found, len(self._vocabulary))
        matrix = weigh(counts, found.unknown, self._rarity, self._vocabulary)
        counted, beyond = self._weights[: matrix.shape[1]], self._weights[matrix.shape[1] :]
        scores = np.asarray(matrix @ counted) + self._intercept
        scores = scores if dense is None else scores + dense @ beyond
        leaves = self._leaves.probabilities(scores)
        chosen = self._suggest(leaves)
        rival = _best_but(scores[:, self._leaves.columns], chosen)
        words = strongest_words(found, weigh_words(found, entries, matrix, counted, chosen=chosen, rival=rival))
        rest = np.zeros(len(texts)) if dense is None else weigh_rest(dense, beyond, chosen=chosen, rival=rival)
        alarms = self._alarms.sound(found, matrix) if self._alarms else [None] * len(texts)
        said = (leaves.tolist(), self._say_kinds(scores), words, rest.tolist(), alarms)
        for row, kinds, shown, more, alarm in zip(*said, strict=True):
            by_leaf = dict(zip(self.classes, row, strict=True))
            yield Prediction(
                leaves=by_leaf, klasifikasi=kinds, words=shown, beyond_words=more, model=self.version, alarm=alarm
            )

    def _say_kinds(self, scores: Floats) -> Sequence[dict[str, float]]:
        if self._kinds is None:
            return [{} for _ in scores]
        return [dict(zip(self._kinds.classes, row, strict=True)) for row in self._kinds.probabilities(scores).tolist()]

    def _suggest(self, leaves: Doubles) -> Integers:
        """The leaf at the end of the suggested path (see complaints.prediction.suggested_path) of every row at once."""
        alive = np.ones_like(leaves, dtype=bool)
        best = np.zeros(len(leaves), dtype=np.int64)
        for nodes in self._nodes:
            totals = leaves @ (nodes[:, None] == np.arange(nodes.max() + 1))
            best = np.where(alive, totals[:, nodes], -1.0).argmax(axis=1)
            alive &= nodes == nodes[best][:, None]
        return best


def _number_nodes(paths: Sequence[Sequence[str]]) -> list[Integers]:
    """For each level the number of the node above (or at) each leaf."""
    levels = []
    for depth in range(1, len(paths[0]) + 1):
        known: dict[tuple[str, ...], int] = {}
        levels.append(np.array([known.setdefault(tuple(path[:depth]), len(known)) for path in paths], dtype=np.int64))
    return levels


def _best_but(scores: Floats, chosen: Integers) -> Integers:
    """The class with the highest score beside the chosen one, for each row."""
    others = scores.copy()
    others[np.arange(len(chosen)), chosen] = -np.inf
    rivals: Integers = others.argmax(axis=1)
    return rivals


def _read_head(part: Mapping[str, Any], *, first: int) -> Head:
    """The head whose first class has this column."""
    classes = tuple(str(name) for name in part["classes_"])
    return Head(classes=classes, columns=slice(first, first + len(classes)), temperature=float(part["temperature_"]))


def version_of(card: Mapping[str, Any]) -> str:
    """The name of a model: the hash of all that it says of itself, the hashes of its files among it."""
    content = json.dumps({key: value for key, value in card.items() if key != "version"}, sort_keys=True)
    return f"tfidf-{hashlib.sha256(content.encode()).hexdigest()[:10]}"


def load_card(folder: Path) -> dict[str, Any]:
    """The manifest of a model. Raises ModelDamaged where it is missing, unreadable or changed."""
    try:
        card: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sound = card["version"] == version_of(card)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(folder / MANIFEST, error) from error
    if not sound:
        raise ModelDamaged(Problem(code="model_changed", field=str(folder / MANIFEST)))
    return card


def load_model(folder: Path) -> Model:
    """The model in this folder. Raises ModelDamaged, which names the file, where one is missing or changed, or what
    classifier.encoders.reopen raises.
    """
    card = load_card(folder)
    contents = {name: _read_checked(folder / name, expected) for name, expected in card["files"].items()}
    try:
        policy = policy_from_dict(json.loads(contents["policy.json"]))
        encoder = reopen(card["encoder"], contents) if card["encoder"] else None
        return Model(card, policy, read_attributes(contents["model.skops"]), encoder)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ModelDamaged(Problem(code="model_format", field=str(folder), values={"cause": repr(error)})) from error


def is_whole(folder: Path) -> bool:
    """Whether the model in this folder is there with all its files as they were written."""
    try:
        for name, expected in load_card(folder)["files"].items():
            _read_checked(folder / name, expected)
    except ModelDamaged:
        return False
    return True


def _unreadable(path: Path, error: Exception) -> ModelDamaged:
    return ModelDamaged(Problem(code="model_unreadable", field=str(path), values={"cause": str(error)}))


def _read_checked(path: Path, expected: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelDamaged(Problem(code="model_changed", field=str(path)))
    return content
