"""What the settings promise."""

from complaints.errors import ComplaintError
from complaints.guarantee import Terms
from tepat.settings import Settings


class TermsContradict(ComplaintError):
    """The promise in the settings contradicts itself."""


def terms_of(settings: Settings) -> Terms:
    """The terms of the promise. Raises TermsContradict, which says what is wrong."""
    try:
        return Terms(alpha=settings.alpha, delta=settings.delta, alpha_of=settings.alpha_of, delta_of=settings.delta_of)
    except ValueError as error:
        raise TermsContradict(str(error)) from error
