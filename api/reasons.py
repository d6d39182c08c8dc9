"""Why somebody did what only people may do: asked for, cleaned, and kept."""

from psycopg import Connection

from api.problems import ApiProblem
from complaints.access import Person, Reach
from complaints.errors import Problem
from complaints.intake import clean_text
from complaints.review import needs_reason
from database.deciding import sure_part
from database.review import Verdict

SHORTEST = 5
LONGEST = 500
# What a query may hold: no control characters, which no stored value has either.
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"


def checked_reason(written: str, *, field: str = "alasan") -> str:
    """The reason on one line. Raises ApiProblem where it is missing or too long."""
    reason = " ".join(clean_text(written[: 10 * LONGEST]).split())
    if not SHORTEST <= len(reason) <= LONGEST:
        values: dict[str, str | int] = {"least": SHORTEST, "limit": LONGEST}
        raise ApiProblem(422, problems=[Problem(code="reason_length", field=field, values=values)])
    return reason


def holds_all(person: Person, branch: tuple[str, ...] = ()) -> bool:
    """Whether all of this branch (the empty one: everything) lies in the person's reach."""
    return person.reach.holds(Reach(path=branch))


def must_hold(person: Person, branch: tuple[str, ...] = ()) -> None:
    """Raises ApiProblem 403 unless all of this branch (the empty one: everything) lies in the person's reach."""
    if not holds_all(person, branch):
        raise ApiProblem(403, "not_yours")


def lacks_reason(connection: Connection, verdict: Verdict) -> bool:
    """Whether the verdict overturns a part of the suggestion that the machine was sure of, and does not say why."""
    if verdict.note:
        return False
    outcome, sure = sure_part(connection, verdict.public_id, verdict.shown)
    return needs_reason(outcome, sure, verdict.path)
