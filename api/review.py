"""What waits for a person, page by page, for programs and for pages."""

import base64
import binascii
from typing import Annotated, Any

from fastapi import APIRouter, Query
from psycopg import Connection

from api.access import Reader, acting
from api.problems import ApiProblem
from api.services import Services
from api.views import waiting_view
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy
from database.reports import list_waiting

MAX_NUMBER = 2**31 - 1


def review_routes(services: Services) -> APIRouter:
    """GET /v1/queue."""
    router = APIRouter(prefix="/v1", tags=["review"])

    @router.get("/queue", summary="What waits for a person, most pressing first")
    def get_queue(
        person: Reader,
        bidang: Annotated[
            str, Query(max_length=100, pattern=r"^[\w.\-]*$", description="A code on the suggested path")
        ] = "",
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: Annotated[str, Query(max_length=100, description="`next_cursor` of the page before")] = "",
    ) -> dict[str, Any]:
        taxonomy = services.taxonomy()
        with acting(services, person) as connection:
            return queue_page(connection, taxonomy, bidang=bidang, limit=limit, cursor=cursor)

    return router


def queue_page(connection: Connection, taxonomy: Taxonomy, *, bidang: str, limit: int, cursor: str) -> dict[str, Any]:
    """`items` and the opaque `next_cursor` (None on the last page). Raises ApiProblem for a cursor that is not ours."""
    after = read_position(cursor) if cursor else None
    rows = list_waiting(connection, after=after, limit=limit + 1, bidang=bidang)
    shown = rows[:limit]
    more = write_position(shown[-1].priority, shown[-1].report_id) if len(rows) > limit else None
    return {"items": [waiting_view(row, taxonomy) for row in shown], "next_cursor": more}


def write_position(priority: int, report_id: int) -> str:
    """Where a page ended, so that the next one goes on behind it whatever came in between."""
    return base64.urlsafe_b64encode(f"{priority}:{report_id}".encode()).decode()


def read_position(cursor: str) -> tuple[int, int]:
    """The inverse of write_position. Raises ApiProblem."""
    try:
        priority, report_id = map(int, base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").split(":"))
        if not (0 <= priority <= MAX_NUMBER and 0 <= report_id < 2**62):
            raise ValueError(cursor)
    except (ValueError, binascii.Error) as error:
        raise ApiProblem(422, problems=[Problem(code="bad_cursor", field="cursor")]) from error
    return priority, report_id
