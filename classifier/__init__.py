"""The model: texts in, predictions out. Serving imports neither scikit-learn nor skops.

In a notebook: `from classifier import load; model = load("models/current"); model.predict(texts)`.
"""

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.notebook import TextModel


def load(path: "str | PathLike[str]" = "models/current") -> "TextModel":
    """The model of this folder (models/<version>), or the one that the file models/current names.

    Raises NoModel, or ModelDamaged where a file is missing or changed.
    """
    # Whoever imports one module of this package pays for that one alone.
    from classifier.notebook import open_model

    return open_model(path)
