"""A stored model for notebooks: texts in, categories out, by the verbs of scikit-learn."""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.model import Model, load_model
from classifier.registry import CURRENT, load_current
from classifier.scoring import Doubles
from complaints.cleaning import clean_text
from complaints.privacy import mask_message
from complaints.report import Message

SHOWN = 10


class EmptyText(ValueError):
    """Some texts hold nothing to predict from; `places` counts them from 0."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = tuple(places)
        shown = ", ".join(map(str, self.places[:SHOWN])) + ", ..." * (len(self.places) > SHOWN)
        super().__init__(f"nothing to predict from in the texts at {shown} (counted from 0): leave them out")


class TextModel:
    """Predicts categories of texts. `card` is all that the model says of itself, `classes_` its categories, sorted."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.version = model.version
        self.card: Mapping[str, Any] = model.card
        self.classes_: NDArray[np.str_] = np.array(model.classes)

    def __repr__(self) -> str:
        return f"<TextModel {self.version}: {len(self.classes_)} categories>"

    def predict_proba(self, texts: Iterable[str]) -> Doubles:
        """Calibrated probabilities, texts x classes; the texts are cleaned and masked first, as in training.

        Raises EmptyText.
        """
        cleaned = [clean_text(text) for text in texts]
        empty = [place for place, text in enumerate(cleaned) if not text]
        if empty:
            raise EmptyText(empty)
        messages = [mask_message(Message(judul="", isi=text)) for text in cleaned]
        rows = [[one.leaves[leaf] for leaf in self._model.classes] for one in self._model.predict(messages)]
        return np.array(rows, dtype=np.float64).reshape(-1, len(self._model.classes))

    def predict(self, texts: Iterable[str]) -> NDArray[np.str_]:
        """The likeliest category of each text. Raises EmptyText."""
        chosen: NDArray[np.str_] = self.classes_[self.predict_proba(texts).argmax(axis=1)]
        return chosen


def open_model(path: "str | PathLike[str]") -> TextModel:
    """See classifier.load."""
    place = Path(path)
    return TextModel(load_current(place.parent) if place.name == CURRENT else load_model(place))
