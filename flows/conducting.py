"""What is in force: how the machine may act here, and the policy that follows from it for the model at hand."""

from pathlib import Path

from psycopg import Connection

from classifier.calibration import load_calibration
from classifier.predictor import Predictor
from complaints.conduct import Conduct, conduct_from_dict
from complaints.errors import ComplaintError
from complaints.guarantee import Terms
from complaints.routing import Automation, RoutingPolicy
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


def policy_in_force(models: Path, predictor: Predictor, terms: Terms) -> RoutingPolicy:
    """The policy of this model under these terms.

    The model's own where that is it, or where the model brings no calibration from which another could be chosen.
    """
    calibration = load_calibration(models / predictor.version, predictor.policy)
    if calibration is None or calibration.terms == terms:
        return predictor.policy
    return calibration.policy_under(terms)
