"""GET /v1/queue: what waits for a person."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.access import Reader, acting
from api.review import page_of
from api.services import Services
from api.v1.complaint_shapes import PathStep, Urgency
from api.v1.cursors import Cursor, Limit, link_next
from api.v1.described import LINK, answered
from api.v1.examples import WAITING
from api.v1.shape import Shape, shown_as
from api.views import waiting_view
from database.waiting import QueueFilter


class WaitingReport(Shape):
    """A report that waits. Of what is rahasia title and text are null, of an audit (`kind`) nothing is suggested."""

    id: str
    judul: str | None
    isi: str | None
    anonim: bool
    rahasia: bool
    kota: str
    reported_at: datetime
    queued_at: datetime
    due_at: datetime | None = Field(description="When the next deadline ends; of an audit that of the verification")
    kind: str
    reason: str
    priority: int
    path: list[PathStep]
    office_id: str | None
    urgency: Urgency | None


class Queue(Shape):
    """A page of the queue."""

    model_config = shown_as({"items": [WAITING], "next_cursor": None})

    items: list[WaitingReport]
    next_cursor: str | None


def queue_routes(services: Services) -> APIRouter:
    """GET /v1/queue."""
    router = APIRouter(prefix="/v1", tags=["review"])

    @router.get(
        "/queue",
        summary="What waits for a person, most pressing first",
        response_model=Queue,
        responses=answered(200, LINK),
    )
    def get_queue(
        *,
        person: Reader,
        request: Request,
        response: Response,
        bidang: Annotated[
            str, Query(max_length=100, pattern=r"^[\w.\-]*$", description="A code on the suggested path")
        ] = "",
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> dict[str, Any]:
        taxonomy = services.taxonomy()
        with acting(services, person) as connection:
            rows, more = page_of(connection, QueueFilter(bidang=bidang), limit=limit, cursor=cursor)
        link_next(request, response, more)
        return {"items": [waiting_view(row, taxonomy) for row in rows], "next_cursor": more}

    return router
