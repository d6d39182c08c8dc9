"""The settings in force, and another version of them: checked, then put in force under the name of who asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.access import acting
from api.problems import ApiProblem
from api.reasons import must_hold
from api.services import Services
from api.settings_form import branches_to_set
from complaints.access import Person
from complaints.conduct import Conduct, Difference, Node, conduct_from_dict, conduct_to_dict, differences
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy
from database.conducts import ConductChanged, StoredConduct, list_conducts, save_conduct

VERSIONS = 30


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The settings in force with the versions before them, and what can be set."""

    conduct: Conduct
    versions: Sequence[StoredConduct]
    taxonomy: Taxonomy
    levels: Sequence[str]
    nodes: Sequence[Node]

    @property
    def previous(self) -> int:
        return self.versions[0].id if self.versions else 0


def in_force(services: Services, person: Person) -> InForce:
    """Straight from the database: the settings at hand may be seconds old."""
    conduct, taxonomy = services.conduct(), services.taxonomy()
    with acting(services, person) as connection:
        versions = list_conducts(connection, limit=VERSIONS)
    return InForce(
        conduct=conduct_from_dict(versions[0].content) if versions else conduct,
        versions=versions,
        taxonomy=taxonomy,
        levels=taxonomy.levels,
        nodes=branches_to_set(taxonomy),
    )


def checked_changes(person: Person, now: InForce, conduct: Conduct) -> list[Difference]:
    """What would change. Raises ApiProblem where that is nothing, or lies outside the reach."""
    changes = differences(now.conduct, conduct)
    if not changes:
        raise ApiProblem(422, problems=[Problem(code="nothing_changed", field="pengaturan")])
    for change in changes:
        must_hold(person, change.node)
    return changes


def put_in_force(
    services: Services, person: Person, conduct: Conduct, changes: Sequence[Difference], *, previous: int, why: str
) -> None:
    """A new version in place of `previous`. Raises ApiProblem 409 where that is no longer in force."""
    try:
        with acting(services, person) as connection:
            save_conduct(connection, conduct_to_dict(conduct), changes, previous=previous, by=person.name, why=why)
    except ConductChanged as error:
        raise ApiProblem(409, "settings_changed") from error
