"""Who asks, and whether they may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from psycopg import Connection

from api.people import who
from api.problems import ApiProblem
from api.recognising import Recognised
from api.services import Services
from complaints.access import Permission, Person
from database.acting import act_as, receive_from


def recognised(request: Request) -> Recognised:
    """Who asks, even where they must choose a password first. Raises ApiProblem 401 where nobody is signed in."""
    found: Recognised | None = request.scope.get("recognised")
    if found is None:
        raise ApiProblem(401, headers={"WWW-Authenticate": "Bearer"})
    return found


def signed_in(request: Request) -> Person:
    """Who asks. Raises ApiProblem 401 where nobody is signed in, 403 where they must choose a password first."""
    if recognised(request).must_change_password:
        raise ApiProblem(403, "password_first")
    person = who(request)
    assert person is not None
    return person


def needs(permission: Permission) -> Callable[[Request], Person]:
    """A dependency that lets through, and names, only those whose role permits this."""

    def check(request: Request) -> Person:
        person = signed_in(request)
        if not person.may(permission):
            raise ApiProblem(403, "not_permitted")
        return person

    # By this the tests know what an address asks for.
    check.__dict__["permission"] = permission
    return check


@contextmanager
def acting(services: Services, person: Person) -> Iterator[Connection]:
    """One transaction in which the database shows what this person may see, and no more."""
    with services.pool.connection() as connection:
        act_as(connection, person)
        yield connection


@contextmanager
def receiving(services: Services, person: Person) -> Iterator[Connection]:
    """One transaction that stores what this person sends or mends: a report comes in whatever its sender may see.

    It has the rights of the service. Show nothing that was read in it.
    """
    with services.pool.connection() as connection:
        receive_from(connection, person)
        yield connection


Reader = Annotated[Person, Depends(needs(Permission.SEE_REPORTS))]
Reviewer = Annotated[Person, Depends(needs(Permission.REVIEW))]
Mender = Annotated[Person, Depends(needs(Permission.MEND_QUARANTINE))]
Watcher = Annotated[Person, Depends(needs(Permission.SEE_FIGURES))]
Coordinator = Annotated[Person, Depends(needs(Permission.SEE_HUB))]
Sender = Annotated[Person, Depends(needs(Permission.SEND_REPORTS))]
Manager = Annotated[Person, Depends(needs(Permission.MANAGE_PEOPLE))]
Looker = Annotated[Person, Depends(needs(Permission.SEE_IDENTITY))]
Holder = Annotated[Recognised, Depends(recognised)]
Tender = Annotated[Person, Depends(needs(Permission.TEND_DELIVERIES))]
Fetcher = Annotated[Person, Depends(needs(Permission.FETCH_DELIVERIES))]
Returner = Annotated[Person, Depends(needs(Permission.RETURN_REPORTS))]
