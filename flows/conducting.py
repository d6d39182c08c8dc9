"""How the machine may act here: what a person put in force, or else what the environment says."""

from psycopg import Connection

from complaints.conduct import Conduct, conduct_from_dict
from complaints.errors import ComplaintError
from complaints.routing import Automation
from database.conducts import latest_conduct
from tepat.settings import Settings


class TermsContradict(ComplaintError):
    """The promise in the settings contradicts itself."""


def conduct_of(settings: Settings) -> Conduct:
    """What the environment says, which holds until a person changes it. Raises TermsContradict."""
    try:
        return Conduct(
            alpha=settings.alpha,
            delta=settings.delta,
            alpha_of=settings.alpha_of,
            delta_of=settings.delta_of,
            audit_share=settings.audit_share,
            automation=Automation(settings.automation),
        )
    except ValueError as error:
        raise TermsContradict(str(error)) from error


def conduct_in_force(connection: Connection, settings: Settings) -> Conduct:
    """What a person last put in force, or else what the environment says. Raises TermsContradict."""
    stored = latest_conduct(connection)
    return conduct_from_dict(stored.content) if stored else conduct_of(settings)
