"""GET /v1/queue: what waits for a person, narrowed down as on the page."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Reader, acting
from api.queue_query import OVERDUE, TODAY, Code, QueueQuery, Text, filter_of
from api.review import page_of
from api.services import Services
from api.v1.complaint_shapes import PathStep, Urgency
from api.v1.cursors import Cursor, Limit, link_next
from api.v1.described import LINK, answered
from api.v1.examples import WAITING
from api.v1.shape import Shape, shown_as
from api.views import waiting_view

DUES = {"": "", "overdue": OVERDUE, "today": TODAY}
SHOWN_AS = {
    "office": "kantor",
    "reason": "alasan",
    "kind": "jenis",
    "older_than_days": "umur",
    "due": "tenggat",
    "search": "cari",
}
"""The names of the page's form, where they differ."""


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


class Narrowed(BaseModel):
    """What to keep of the queue; what is empty keeps all."""

    model_config = ConfigDict(extra="ignore")

    bidang: Code = Field(default="", description="A code on the suggested path")
    unit: Code = Field(default="", description="A code on the suggested path")
    kanwil: Code = Field(default="", description="The id of a Kanwil: what is suggested for it or an office below it")
    office: Code = Field(default="", description="The id of the suggested office")
    reason: Code = Field(default="", description="Why it was not automatic")
    kind: Code = Field(default="", description="`review`, `audit` or `opinion`")
    klasifikasi: Code = ""
    provinsi: Text = ""
    kota: Text = ""
    older_than_days: Annotated[int, Field(ge=0, le=3650)] = 0
    due: Literal["", "overdue", "today"] = ""
    search: Text = Field(default="", description="Words of the report, or its number; never finds what is rahasia")

    @classmethod
    def of(cls, query: QueueQuery) -> Self:
        """What the page asked for."""
        due = next(due for due, tenggat in DUES.items() if tenggat == query.tenggat)
        return cls(**{name: getattr(query, SHOWN_AS.get(name, name)) for name in cls.model_fields} | {"due": due})

    @property
    def query(self) -> QueueQuery:
        """The same, as the page asks for it."""
        asked = self.model_dump() | {"due": DUES[self.due]}
        return QueueQuery(**{SHOWN_AS.get(name, name): asked[name] for name in Narrowed.model_fields})

    @property
    def chosen(self) -> dict[str, str | int]:
        """The filters that keep anything out."""
        return {name: value for name, value in self.model_dump().items() if value}


class QueueAsked(Narrowed):
    """The filters, and which page."""

    limit: Limit = 50
    cursor: Cursor = ""


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
        person: Reader, request: Request, response: Response, asked: Annotated[QueueAsked, Query()]
    ) -> dict[str, Any]:
        taxonomy, offices = services.taxonomy(), services.directory().offices
        with acting(services, person) as connection:
            wanted = filter_of(connection, asked.query, offices, services.now())
            rows, more = page_of(connection, wanted, limit=asked.limit, cursor=asked.cursor)
        link_next(request, response, more)
        return {"items": [waiting_view(row, taxonomy) for row in rows], "next_cursor": more}

    return router
