"""The queue as people see it: in its order, narrowed down, searched, and with the views that they kept."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from psycopg import Connection
from pydantic import BaseModel

from api.access import Reader, acting
from api.alerts_page import open_alerts
from api.deadline_views import due_in_words
from api.problems import ApiProblem
from api.queue_choices import choices_of
from api.queue_query import QueueQuery, filter_of, read_address
from api.rendering import render
from api.review import page_of
from api.services import Services
from api.views import waiting_view
from api.wording import MODES, age_in_words
from complaints.access import Permission, Person
from complaints.errors import Problem
from complaints.intake import clean_text
from complaints.taxonomy import Taxonomy
from complaints.teaching import STEP
from database.saved_views import TooManyViews, drop_view, keep_view, list_views
from database.waiting import QueueFilter, QueueRow

PAGE = 25
MAX_VIEW_NAME = 60


class QueueAddress(QueueQuery):
    """The query, where the page begins, and what was just done."""

    cursor: Annotated[str, Query(max_length=100)] = ""
    tersimpan: str = ""


class ViewForm(BaseModel):
    """A view to keep: its name, and the query string that it stands for."""

    nama_tampilan: str = ""
    saringan: str = ""


class DropForm(BaseModel):
    """A view to forget."""

    tampilan: int


def queue_routes(services: Services) -> APIRouter:
    """GET /, POST /antrean/tampilan and /antrean/tampilan/hapus."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/")
    def antrean(request: Request, person: Reader, address: Annotated[QueueAddress, Query()]) -> HTMLResponse:
        taxonomy, offices = services.taxonomy(), services.directory().offices
        query = QueueQuery.model_validate(address.model_dump(include=set(QueueQuery.model_fields)))
        with acting(services, person) as connection:
            wanted = filter_of(connection, query, offices, services.now())
            context = {
                **_rows(connection, taxonomy, wanted, address.cursor, services.now()),
                "choices": choices_of(
                    connection, wanted, query, taxonomy=taxonomy, offices=offices, now=services.now()
                ),
                "views": list_views(connection, person.name),
                "alerts": open_alerts(connection, person, taxonomy),
            }
        context |= {
            "query": query,
            "is_first": not address.cursor,
            "saved": bool(address.tersimpan),
            "automation": services.automation,
            "mode": MODES[services.automation],
            "office_names": {office.id: office.name for office in offices},
            "can_review": person.may(Permission.REVIEW),
        }
        return render(request, "antrean.html", context)

    @router.post("/antrean/tampilan")
    def simpan_tampilan(person: Reader, form: Annotated[ViewForm, Form()]) -> RedirectResponse:
        query = read_address(form.saringan)
        keep(services, person, clean_text(form.nama_tampilan), query)
        return RedirectResponse(f"/?{query.address}", status_code=303)

    @router.post("/antrean/tampilan/hapus")
    def hapus_tampilan(person: Reader, form: Annotated[DropForm, Form()]) -> RedirectResponse:
        with acting(services, person) as connection:
            drop_view(connection, person.name, form.tampilan)
        return RedirectResponse("/", status_code=303)

    return router


def keep(services: Services, person: Person, name: str, query: QueueQuery) -> None:
    """Keep the query under this name.

    Raises ApiProblem where the name is none, nothing is narrowed down, or there are too many views.
    """
    if not 0 < len(name) <= MAX_VIEW_NAME or "\n" in name or query.is_empty:
        raise ApiProblem(422, problems=[Problem(code="view_needed", field="nama_tampilan")])
    try:
        with acting(services, person) as connection:
            keep_view(connection, person.name, name, query.address)
    except TooManyViews as error:
        raise ApiProblem(422, problems=[Problem(code="too_many_views", field="nama_tampilan")]) from error


def _rows(
    connection: Connection, taxonomy: Taxonomy, wanted: QueueFilter, cursor: str, now: datetime
) -> dict[str, Any]:
    rows, more = page_of(connection, wanted, limit=PAGE, cursor=cursor)
    return {"items": [queue_item(row, taxonomy, now) for row in rows], "next_cursor": more}


def queue_item(row: QueueRow, taxonomy: Taxonomy, now: datetime) -> dict[str, Any]:
    """A row of the queue as its page shows it; see waiting_view."""
    return {
        **waiting_view(row, taxonomy),
        "age": age_in_words((now - row.reported_at).days),
        "due": due_in_words(row.due_at, now),
        "is_blind": row.is_blind,
        "has_look_alikes": bool(row.path) and row.kind == "review" and not row.rahasia and row.priority < STEP,
    }
