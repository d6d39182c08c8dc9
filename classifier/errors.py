"""What can be wrong with a model or with the rows that it learns from."""

from complaints.errors import ComplaintError


class NoModel(ComplaintError):
    """There is no current model; train one (`tepat train`) or restore the folder models/ from the repository."""


class ModelDamaged(ComplaintError):
    """A file of the model is missing or changed; the text names the file and the remedy."""


class InvalidRows(ComplaintError):
    """Labelled rows cannot be read; the text names the line, the field and the remedy."""


class TooFewRows(ComplaintError):
    """The rows do not suffice to train a model; the text says what is missing."""


class ModelDoesNotFit(ComplaintError):
    """The model knows categories that the taxonomy lacks; train a model for this taxonomy (`tepat train`)."""


class EncoderMissing(ComplaintError):
    """There is no such encoder; give the folder of a sentence-transformers model, or its name on the hub."""


class EncoderPackagesMissing(ComplaintError):
    """An encoder needs packages that are not installed; the text names them and the command."""


class EncoderChanged(ComplaintError):
    """The encoder is another one than in training; restore it, or train again (`tepat train --encoder`)."""
