"""Who wrote a report: shown for a stated reason, which is kept with the look; never of what is anonim or rahasia."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.access import Looker, acting
from api.pages import render
from api.services import Services
from complaints.intake import clean_text
from database.looking import look_at_reporter
from database.reports import find_report

MAX_REASON = 500


class ReasonForm(BaseModel):
    """Why somebody must know."""

    alasan: str = ""


def identity_routes(services: Services) -> APIRouter:
    """GET and POST /laporan/{id}/pelapor."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/laporan/{public_id:uuid}/pelapor")
    def ask(request: Request, person: Looker, public_id: UUID) -> HTMLResponse:
        with acting(services, person) as connection:
            report = find_report(connection, public_id)
        return render(request, "pelapor.html", {"report": report, "reporter": None})

    @router.post("/laporan/{public_id:uuid}/pelapor")
    def look(request: Request, person: Looker, public_id: UUID, form: Annotated[ReasonForm, Form()]) -> HTMLResponse:
        reason = clean_text(form.alasan)[:MAX_REASON]
        with acting(services, person) as connection:
            report = find_report(connection, public_id)
            reporter = look_at_reporter(connection, report.id, reason)
        return render(request, "pelapor.html", {"report": report, "reporter": reporter})

    return router
