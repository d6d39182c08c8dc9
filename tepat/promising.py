"""What the settings promise."""

from complaints.guarantee import Terms
from flows.conducting import conduct_of
from tepat.settings import Settings


def terms_of(settings: Settings) -> Terms:
    """The terms of the promise. Raises TermsContradict, which says what is wrong."""
    return conduct_of(settings).terms
