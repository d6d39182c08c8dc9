"""What is granted to people and programs: a reach out of the directory, and secrets that are told once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from psycopg import Connection

from api.problems import ApiProblem
from api.reaching import read_reach
from api.services import Services
from api.v1.people_shapes import ReachIn
from api.v1.repeating import answer_once
from complaints.access import Person, Reach
from database.idempotency import Answered

FIELDS = {"bagian": "reach.path", "kantor": "reach.offices"}


@dataclass(frozen=True, kw_only=True)
class GivenOnce:
    """What is answered, and whether it was just done: a secret is kept nowhere, so it cannot be told again."""

    body: Mapping[str, Any]
    is_new: bool

    def only_once(self, secret: str) -> str | None:
        return secret if self.is_new else None


def answer_with_secret(
    connection: Connection, person: Person, key: str | None, fingerprint: str, act: Callable[[], Answered]
) -> GivenOnce:
    """As answer_once; what `act` answers must not hold the secret, for it is stored."""
    acted: list[bool] = []

    def note() -> Answered:
        acted.append(True)
        return act()

    given = answer_once(connection, person, key, fingerprint, note)
    return GivenOnce(body=given.body, is_new=bool(acted))


def granted_reach(services: Services, wanted: ReachIn) -> Reach:
    """The reach that is meant. Raises ApiProblem 422 for a branch or an office that the directory does not know."""
    taxonomy, offices = services.taxonomy(), services.directory().offices
    reach, problems = read_reach("/".join(wanted.path), ";".join(wanted.offices), taxonomy, offices)
    if problems:
        raise ApiProblem(422, problems=[replace(one, field=FIELDS[one.field]) for one in problems])
    return reach
