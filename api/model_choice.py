"""Which model is current, which could be, and the change from one to another: on pages and for programs."""

from pathlib import Path

from api.access import acting
from api.problems import ApiProblem
from api.services import Services
from classifier.errors import ModelDamaged, ModelDoesNotFit, NoModel
from classifier.model import load_card
from classifier.predictor import check_fit
from classifier.registry import ModelSummary, current_version, list_models, set_current
from complaints.access import Person
from complaints.errors import NotFound
from database.models import note_live_model
from database.trainings import settle_training


def known_models(services: Services) -> list[ModelSummary]:
    return list_models(services.models) if services.models else []


def current_model(services: Services) -> str:
    """The model that is current, empty where none is."""
    try:
        return current_version(services.models) if services.models else ""
    except NoModel:
        return ""


def folder_of(services: Services, version: str) -> Path:
    """The folder of a model of the list: no other path is ever made of what somebody wrote. Raises NotFound."""
    known = {one.version for one in known_models(services) if not one.problem}
    if services.models is None or version not in known:
        raise NotFound(f"model {version}")
    return services.models / version


def choose_model(services: Services, person: Person, folder: Path, why: str) -> None:
    """Make the model of this folder current. Raises ApiProblem 409 where it does not work here."""
    taxonomy = services.taxonomy()
    try:
        check_fit(folder, taxonomy)
    except (ModelDamaged, ModelDoesNotFit) as error:
        raise ApiProblem(409, "model_unusable") from error
    with acting(services, person) as connection:
        actor = f"person:{person.name}"
        note_live_model(connection, folder.name, load_card(folder), actor=actor, why=why)
        settle_training(connection, folder.name, accepted=True, by=actor, why=why)
        # Last in the transaction: what is recorded and what is current change together, or neither does.
        set_current(folder.parent, folder.name)
