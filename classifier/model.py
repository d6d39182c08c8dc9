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
from classifier.errors import ModelDamaged
from classifier.evidence import strongest_words, weigh_words
from classifier.features import Finder, Floats, Integers, Matrix, Vocabulary, count, weigh
from classifier.policies import policy_from_dict
from classifier.reading import read_attributes
from classifier.scoring import Doubles, softmax
from classifier.vocabulary import unpack_strings
from complaints.alarm import Alarm
from complaints.prediction import Prediction, WordEvidence
from complaints.report import Message
from complaints.routing import RoutingPolicy

MANIFEST = "model.json"
AT_ONCE = 128
REMEDY = "restore the folder from the repository, or train again (tepat train)"


@dataclass(frozen=True, kw_only=True)
class Head:
    """Classes with their weights (features x classes), intercepts and temperature."""

    classes: tuple[str, ...]
    weights: Floats
    intercept: Floats
    temperature: float

    def score(self, matrix: Matrix) -> Floats:
        """Texts x classes."""
        scores: Floats = np.asarray(matrix @ self.weights) + self.intercept
        return scores

    def probabilities(self, scores: Floats) -> Doubles:
        """Texts x classes, rows that sum to 1."""
        return softmax(scores / self.temperature)


class Model:
    """What was trained, ready to predict. `card` is the manifest: data, levels, measured figures, libraries."""

    def __init__(self, card: Mapping[str, Any], policy: RoutingPolicy, parts: Mapping[str, Mapping[str, Any]]) -> None:
        self.card = card
        self.version: str = card["version"]
        self.policy = policy
        self._leaves = _read_head(parts["leaves"])
        self._kinds = _read_head(parts["klasifikasi"]) if "klasifikasi" in parts else None
        self._alarms = read_alarm_head(parts.get("urgency"), card.get("urgency"))
        self.classes = self._leaves.classes
        features = parts["features"]
        words, pairs, pieces = (unpack_strings(features[name]) for name in ("words_", "pairs_", "pieces_"))
        self._vocabulary = Vocabulary(words=words, pairs=pairs, pieces=pieces)
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
        found = self._finder.find([message.text for message in messages])
        counts, entries = count(found, len(self._vocabulary))
        matrix = weigh(counts, found.unknown, self._rarity, self._vocabulary.pieces_from)
        scores = self._leaves.score(matrix)
        leaves = self._leaves.probabilities(scores)
        chosen = self._suggest(leaves)
        totals = weigh_words(
            found, entries, matrix, self._leaves.weights, chosen=chosen, rival=_best_but(scores, chosen)
        )
        kinds = self._kinds.probabilities(self._kinds.score(matrix)).tolist() if self._kinds else None
        names = self._kinds.classes if self._kinds else ()
        alarms = self._alarms.sound(found, entries, matrix) if self._alarms else [None] * found.size
        for number, (row, words) in enumerate(zip(leaves.tolist(), strongest_words(found, totals), strict=True)):
            kind = dict(zip(names, kinds[number], strict=True)) if kinds else {}
            yield self._put_together(row, kind, words, alarms[number])

    def _put_together(
        self, leaves: Sequence[float], kinds: dict[str, float], words: tuple[WordEvidence, ...], alarm: Alarm | None
    ) -> Prediction:
        by_leaf = dict(zip(self.classes, leaves, strict=True))
        return Prediction(leaves=by_leaf, klasifikasi=kinds, words=words, model=self.version, alarm=alarm)

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


def _read_head(part: Mapping[str, Any]) -> Head:
    return Head(
        classes=tuple(str(name) for name in part["classes_"]),
        weights=part["weights_"].astype(np.float32),
        intercept=part["intercept_"],
        temperature=float(part["temperature_"]),
    )


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
        raise ModelDamaged(f"{folder / MANIFEST}: cannot be read ({error}); {REMEDY}") from error
    if not sound:
        raise ModelDamaged(f"{folder / MANIFEST}: was changed after training; {REMEDY}")
    return card


def load_model(folder: Path) -> Model:
    """The model in this folder. Raises ModelDamaged, which names the file, where one is missing or changed."""
    card = load_card(folder)
    contents = {name: _read_checked(folder / name, expected) for name, expected in card["files"].items()}
    try:
        policy = policy_from_dict(json.loads(contents["policy.json"]))
        return Model(card, policy, read_attributes(contents["model.skops"]))
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ModelDamaged(f"{folder}: is of another format ({error!r}); {REMEDY}") from error


def _read_checked(path: Path, expected: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelDamaged(f"{path}: is missing; {REMEDY}") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelDamaged(f"{path}: was changed or half written; {REMEDY}")
    return content
