"""Who asks, and whether they may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from psycopg import Connection

from api.people import who
from api.problems import ApiProblem
from api.services import Services
from complaints.access import Permission, Person


def signed_in(request: Request) -> Person:
    """Who asks. Raises ApiProblem 401 where nobody is signed in."""
    person = who(request)
    if person is None:
        raise ApiProblem(401)
    return person


def needs(permission: Permission) -> Callable[[Request], Person]:
    """A dependency that lets through, and names, only those whose role permits this."""

    def check(request: Request) -> Person:
        person = signed_in(request)
        if not person.may(permission):
            raise ApiProblem(403, "not_permitted")
        return person

    return check


@contextmanager
def acting(services: Services, person: Person) -> Iterator[Connection]:
    """One transaction in which the database shows what this person may see, and no more."""
    with services.pool.connection() as connection:
        yield connection


@contextmanager
def receiving(services: Services, person: Person) -> Iterator[Connection]:
    """One transaction that stores what this person sends or mends: a report comes in whatever its sender may see."""
    with services.pool.connection() as connection:
        yield connection


Reader = Annotated[Person, Depends(needs(Permission.SEE_REPORTS))]
Reviewer = Annotated[Person, Depends(needs(Permission.REVIEW))]
Mender = Annotated[Person, Depends(needs(Permission.MEND_QUARANTINE))]
Watcher = Annotated[Person, Depends(needs(Permission.SEE_FIGURES))]
Sender = Annotated[Person, Depends(needs(Permission.SEND_REPORTS))]
