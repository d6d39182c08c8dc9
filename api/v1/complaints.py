"""GET of complaints: one with its history, and lists."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from psycopg import Connection
from pydantic import AwareDatetime

from api.access import Reader, acting
from api.services import Services
from api.v1.complaint_shapes import Complaint, Complaints
from api.v1.cursors import Cursor, Limit, link_next, read_moment_and_id, write_cursor
from api.v1.described import ETAG, LINK, answered, refused
from api.v1.preconditions import etag_of
from api.views import complaint_view, path_view
from complaints.taxonomy import Taxonomy
from database.arrivals import NEWEST, Listed, Wanted, list_reports, state_of

CODE = r"^[\w.\-:/]*$"
Code = Annotated[str, Query(max_length=100, pattern=CODE)]
Moment = Annotated[AwareDatetime | None, Query(description="ISO 8601 with its zone")]


def wanted(
    *,
    status: Literal["", "received", "routed", "in_review", "reviewed", "awaiting_info"] = "",
    klasifikasi: Literal["", "berkadar", "tidak-berkadar", "aspirasi", "informasi"] = "",
    source: Code = "",
    below: Annotated[str, Query(max_length=100, pattern=CODE, description="A code on the path of its decision")] = "",
    office_id: Code = "",
    received_from: Moment = None,
    received_before: Moment = None,
) -> Wanted:
    """Which reports the query asks for."""
    return Wanted(
        status=status,
        klasifikasi=klasifikasi,
        source=source,
        below=below,
        office_id=office_id,
        received_from=received_from,
        received_before=received_before,
    )


def complaint_routes(services: Services) -> APIRouter:
    """GET /v1/complaints and /v1/complaints/{public_id}."""
    router = APIRouter(prefix="/v1", tags=["complaints"])

    @router.get(
        "/complaints", summary="Reports, the newest first", response_model=Complaints, responses=answered(200, LINK)
    )
    def list_complaints(
        *,
        person: Reader,
        request: Request,
        response: Response,
        asked: Annotated[Wanted, Depends(wanted)],
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> dict[str, Any]:
        after, taxonomy = read_moment_and_id(cursor, first=NEWEST), services.taxonomy()
        with acting(services, person) as connection:
            rows = list_reports(connection, asked, after=after, limit=limit + 1)
        more = _position(rows[limit - 1]) if len(rows) > limit else None
        link_next(request, response, more)
        return {"items": [listed_view(row, taxonomy) for row in rows[:limit]], "next_cursor": more}

    @router.get(
        "/complaints/{public_id:uuid}",
        summary="A report, its decision and its history",
        response_model=Complaint,
        responses=answered(200, ETAG) | refused(404),
    )
    def get_complaint(person: Reader, public_id: UUID, response: Response) -> dict[str, Any]:
        taxonomy = services.taxonomy()
        with acting(services, person) as connection:
            state = state_of(connection, public_id)
            response.headers["ETag"] = etag_of(state.decision_id, state.version)
            return told(connection, public_id, taxonomy)

    return router


def told(connection: Connection, public_id: UUID, taxonomy: Taxonomy) -> dict[str, Any]:
    """The report as a program may see it: of what is judged blind nothing that the machine made of it."""
    view = complaint_view(connection, public_id, taxonomy)
    is_blind, decision = bool(view.pop("blind")), view["decision"]
    return {
        **view,
        "is_blind": is_blind,
        "decision": {**decision, "outcome": None} if is_blind and decision else decision,
    }


def listed_view(row: Listed, taxonomy: Taxonomy) -> dict[str, Any]:
    """A row of the list. What is rahasia is read one by one, what is audited is judged blind."""
    return {
        "id": str(row.public_id),
        "source": row.source,
        "external_id": row.external_id,
        "version": row.version,
        "status": row.status,
        "judul": None if row.rahasia else row.judul,
        "klasifikasi": row.klasifikasi,
        "kota": row.kota,
        "anonim": row.anonim,
        "rahasia": row.rahasia,
        "dilaporkan_pada": row.reported_at,
        "diterima_pada": row.received_at,
        "is_masked": row.rahasia,
        "is_copy": row.is_copy,
        "is_blind": row.is_blind,
        "decision": None if row.is_blind or row.decision_id is None else _decision(row, taxonomy),
    }


def _decision(row: Listed, taxonomy: Taxonomy) -> dict[str, Any]:
    return {
        "id": row.decision_id,
        "outcome": row.outcome,
        "acted": row.acted,
        "depth": row.depth,
        "path": path_view(row.path or (), row.path_p or (), taxonomy),
        "office_id": row.office_id,
    }


def _position(row: Listed) -> str:
    return write_cursor(row.received_at.isoformat(), row.report_id)
