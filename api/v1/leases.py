"""The lease of a report: held by one person at a time while they look at it, renewed, and given back."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from psycopg import Connection

from api.access import Reader, Reviewer, acting
from api.services import Services
from api.v1.described import refused
from api.v1.examples import ID
from api.v1.permitted import refuse_programs
from api.v1.shape import Shape, shown_as
from complaints.access import Person
from complaints.errors import AlreadyReviewed, HeldByAnother, NotYourTurn
from complaints.review import Turn
from database.leases import Lease, claim, holder_of, refuse_if_held, release
from database.panels import turn_in_panel
from database.reports import find_report


class LeaseShape(Shape):
    """Who holds the report, and until when; all null where nobody does."""

    model_config = shown_as({"id": ID, "person": "sari", "until": "2026-11-22T03:10:00Z", "seconds_left": 600})

    id: str
    person: str | None
    until: datetime | None
    seconds_left: int | None


def lease_routes(services: Services) -> APIRouter:
    """GET, PUT and DELETE of /v1/complaints/{public_id}/lease."""
    router = APIRouter(prefix="/v1/complaints/{public_id:uuid}", tags=["review"])

    @router.get("/lease", summary="Who holds a report just now", responses=refused(404))
    def get_lease(person: Reader, public_id: UUID) -> LeaseShape:
        with acting(services, person) as connection:
            find_report(connection, public_id)
            return _shown(public_id, holder_of(connection, public_id))

    @router.put("/lease", summary="Hold a report for ten minutes, or for ten more", responses=refused(404, 409))
    def put_lease(person: Reviewer, public_id: UUID) -> LeaseShape:
        with acting(services, person) as connection:
            return _shown(public_id, _hold(connection, public_id, person))

    @router.delete("/lease", summary="Give a report back before its time is over", responses=refused(404))
    def delete_lease(person: Reviewer, public_id: UUID) -> LeaseShape:
        with acting(services, person) as connection:
            find_report(connection, public_id)
            release(connection, public_id, person.name)
            return _shown(public_id, holder_of(connection, public_id))

    return router


def _hold(connection: Connection, public_id: UUID, person: Person) -> Lease:
    """Raises what says why not: nobody waits for it, another holds it, or it is not for this person to decide."""
    turn = turn_in_panel(connection, public_id, person.name)
    refuse_if_held(connection, public_id, person.name)
    refuse_programs(connection, person, find_report(connection, public_id).id)
    if turn is Turn.NONE:
        raise NotYourTurn(str(public_id))
    lease = claim(connection, public_id, person.name)
    if lease is None:
        raise AlreadyReviewed(str(public_id))
    if lease.person != person.name:
        raise HeldByAnother(lease.person, lease.until)
    return lease


def _shown(public_id: UUID, lease: Lease | None) -> LeaseShape:
    if lease is None:
        return LeaseShape(id=str(public_id), person=None, until=None, seconds_left=None)
    return LeaseShape(id=str(public_id), person=lease.person, until=lease.until, seconds_left=lease.seconds_left)
