"""The pages that people see: the queue and one report. Plain HTML that works without scripts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.access import Reader, acting
from api.counts import automated_counts, waiting_by_branch
from api.rendering import surroundings, templates_of
from api.report_page import entered_before, office_labels, report_page
from api.review import queue_page
from api.services import Services
from api.wording import MODES
from complaints.taxonomy import Taxonomy

CODE = Query(max_length=100, pattern=r"^[\w.\-]*$")
CURSOR = Query(max_length=100)
PAGE = 25


def page_routes(services: Services) -> APIRouter:
    """GET pages."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/")
    def antrean(
        request: Request,
        person: Reader,
        bidang: Annotated[str, CODE] = "",
        cursor: Annotated[str, CURSOR] = "",
        tersimpan: str = "",
    ) -> HTMLResponse:
        taxonomy, offices = services.taxonomy(), services.directory().offices
        with acting(services, person) as connection:
            context = _queue_context(connection, taxonomy, bidang, cursor)
        shown = {"saved": bool(tersimpan), "automation": services.automation, "mode": MODES[services.automation]}
        names = {office.id: office.name for office in offices}
        return render(request, "antrean.html", {**context, **shown, "office_names": names})

    @router.get("/laporan/{public_id:uuid}")
    def laporan(
        request: Request, person: Reader, public_id: UUID, bidang: Annotated[str, CODE] = "", tersimpan: str = ""
    ) -> HTMLResponse:
        taxonomy, labels = services.taxonomy(), office_labels(services.directory().offices)
        with acting(services, person) as connection:
            context = report_page(connection, taxonomy, labels, public_id, entered_before(request, bidang))
        return render(request, "laporan.html", {**context, "saved": bool(tersimpan)})

    return router


def render(request: Request, name: str, context: dict[str, Any], status: int = 200) -> HTMLResponse:
    """The page of this template, with the bar on top."""
    return HTMLResponse(templates_of(request).get_template(name).render(context | surroundings(request)), status)


def _queue_context(connection: Connection, taxonomy: Taxonomy, bidang: str, cursor: str) -> dict[str, Any]:
    return {
        **queue_page(connection, taxonomy, bidang=bidang, limit=PAGE, cursor=cursor),
        "numbers": automated_counts(connection),
        "branches": waiting_by_branch(connection, taxonomy),
        "bidang": bidang,
        "is_first": not cursor,
    }
