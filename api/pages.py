"""The quarantine, as people see it. Plain HTML that works without scripts."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.access import Mender, acting
from api.problem_texts import explain
from api.rendering import surroundings, templates_of
from api.services import Services
from database.quarantine import list_quarantined

CODE = Query(max_length=100, pattern=r"^[\w.\-]*$")
PAGE = 25


def page_routes(services: Services) -> APIRouter:
    """GET pages."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/karantina")
    def karantina(request: Request, person: Mender, setelah: Annotated[int, Query(ge=0, le=2**62)] = 0) -> HTMLResponse:
        with acting(services, person) as connection:
            context = _quarantine_context(connection, setelah)
        return render(request, "karantina.html", context)

    return router


def render(request: Request, name: str, context: dict[str, Any], status: int = 200) -> HTMLResponse:
    """The page of this template, with the bar on top."""
    return HTMLResponse(templates_of(request).get_template(name).render(context | surroundings(request)), status)


def _quarantine_context(connection: Connection, after: int) -> dict[str, Any]:
    rows = list_quarantined(connection, after=after, limit=PAGE + 1)
    shown = [
        {
            "id": row.id,
            "origin": row.origin,
            "row": row.row_number,
            "found_at": row.found_at,
            "problems": [explain(problem, "id") for problem in row.what_is_wrong],
            "column": row.what_is_wrong[0].field if row.row_number and row.what_is_wrong else "",
        }
        for row in rows[:PAGE]
    ]
    return {"rows": shown, "next_after": rows[PAGE - 1].id if len(rows) > PAGE else None}
