"""GET of the audit log, page by page, and of a check of its whole chain."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.access import acting
from api.problems import ApiProblem
from api.schemas import Text
from api.services import Services
from api.v1.cursors import Cursor, Limit, link_next, read_id, write_cursor
from api.v1.described import LINK, answered, refused
from api.v1.permitted import LogReader
from api.v1.shape import Shape, shown_as
from complaints.access import EVERYTHING
from database.arrivals import state_of
from database.audit import AuditCheck, verify
from database.audit_reading import Sought, list_entries

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
Who = Annotated[Text, Query(max_length=200, description="Such as `person:sari` or `policy:p-7c1d`")]
What = Annotated[Text, Query(max_length=100, description="Such as `report.reviewed`")]


class LogEntry(Shape):
    """A row of the log, with its hash. Of a report that is judged blind the details are left out."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    hash: str


class LogEntries(Shape):
    """A page of the log, the newest first."""

    model_config = shown_as(
        {
            "items": [
                {
                    "id": 311,
                    "at": "2026-11-20T03:02:11Z",
                    "actor": "person:sari",
                    "action": "report.reviewed",
                    "subject": "report:41",
                    "details": {"decision": 57, "agreed": False},
                    "hash": HASH,
                }
            ],
            "next_cursor": None,
        }
    )

    items: list[LogEntry]
    next_cursor: str | None


class LogCheck(Shape):
    """What a look at the whole chain found. A head that was written down elsewhere shows whether the end was cut."""

    model_config = shown_as({"rows": 311, "head": HASH, "broken_at": None})

    rows: int
    head: str
    broken_at: int | None


def audit_routes(services: Services) -> APIRouter:
    """GET /v1/audit-log and /v1/audit-log/check."""
    router = APIRouter(prefix="/v1", tags=["audit log"])

    @router.get(
        "/audit-log",
        summary="Who did what, the newest first",
        response_model=LogEntries,
        responses=answered(200, LINK) | refused(404),
    )
    def list_audit_log(
        *,
        person: LogReader,
        request: Request,
        response: Response,
        actor: Who = "",
        action: What = "",
        complaint: UUID | None = None,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> dict[str, Any]:
        below = read_id(cursor, first=0) or None
        with acting(services, person) as connection:
            subject = f"report:{state_of(connection, complaint).report_id}" if complaint else ""
            sought = Sought(actor=actor, action=action, subject=subject)
            rows = list_entries(connection, sought, below=below, limit=limit + 1)
        more = write_cursor(rows[limit - 1].id) if len(rows) > limit else None
        link_next(request, response, more)
        return {"items": rows[:limit], "next_cursor": more}

    @router.get("/audit-log/check", summary="Recompute every link of the chain", response_model=LogCheck)
    def check_audit_log(person: LogReader) -> AuditCheck:
        if person.reach != EVERYTHING:
            # Of a chain that is seen in part nothing can be said.
            raise ApiProblem(403, "beyond_reach")
        with acting(services, person) as connection:
            return verify(connection)

    return router
