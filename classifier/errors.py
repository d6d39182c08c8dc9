"""What can be wrong with a model or with the rows that it learns from."""

from complaints.mendable import Mendable


class NoModel(Mendable):
    """There is no current model; train one (`tepat train`) or restore the folder models/ from the repository."""


class ModelDamaged(Mendable):
    """A file of the model is missing or changed; `problems` name the file and the remedy."""


class InvalidRows(Mendable):
    """Labelled rows cannot be read; `problems` name the line, the field and the remedy."""


class TooFewRows(Mendable):
    """The rows do not suffice to train a model; `problems` say what is missing."""


class ModelDoesNotFit(Mendable):
    """The model knows categories that the taxonomy lacks; train a model for this taxonomy (`tepat train`)."""


class EncoderMissing(Mendable):
    """There is no such encoder; give the folder of a sentence-transformers model, or its name on the hub."""


class EncoderPackagesMissing(Mendable):
    """An encoder needs packages that are not installed; `problems` name them and the command."""


class EncoderChanged(Mendable):
    """The encoder is another one than in training; restore it, or train again (`tepat train --encoder`)."""
