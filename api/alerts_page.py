"""Perubahan: what changed in the stream of reports, since when, with examples; closed by who knows of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from psycopg import Connection
from pydantic import BaseModel

from api.access import Watcher, acting, needs
from api.alert_words import counted_in, title_of
from api.reasons import checked_reason, holds_all, must_hold
from api.rendering import render
from api.services import Services
from complaints.access import Permission, Person
from complaints.taxonomy import Taxonomy
from database.alert_lists import Alert, examples_of, list_alerts
from database.alerts import close_alert

Closer = Annotated[Person, Depends(needs(Permission.CLOSE_ALERTS))]
SHOWN = 50
EXAMPLES = 5


class CloseForm(BaseModel):
    """Why nobody needs to be told any more."""

    alasan: str = ""


def alert_routes(services: Services) -> APIRouter:
    """GET /perubahan; POST an alert that somebody knows of."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/perubahan")
    def perubahan(request: Request, person: Watcher, tersimpan: str = "") -> HTMLResponse:
        taxonomy = services.taxonomy()
        with acting(services, person) as connection:
            alerts = list_alerts(connection, is_open=True, limit=SHOWN)
            closed = list_alerts(connection, is_open=False, limit=SHOWN)
            examples = examples_of(connection, [one.id for one in alerts], limit=EXAMPLES)
        may_close = person.may(Permission.CLOSE_ALERTS)
        context = {
            "items": [
                alert_view(one, taxonomy)
                | {
                    "examples": [example for example in examples if example.alert_id == one.id],
                    "may_close": may_close and holds_all(person, tuple(one.path)),
                }
                for one in alerts
            ],
            "closed": [alert_view(one, taxonomy) for one in closed],
            "saved": bool(tersimpan),
        }
        return render(request, "perubahan_arus.html", context)

    @router.post("/perubahan/{row_id:int}/tahu")
    def tahu(person: Closer, row_id: int, form: Annotated[CloseForm, Form()]) -> RedirectResponse:
        why = checked_reason(form.alasan)
        with acting(services, person) as connection:
            must_hold(person, tuple(close_alert(connection, row_id, by=person.name, why=why)))
        return RedirectResponse("/perubahan?tersimpan=ya", status_code=303)

    return router


def open_alerts(connection: Connection, person: Person, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """What is shown on top of other pages, to those who may see figures."""
    if not person.may(Permission.SEE_FIGURES):
        return []
    return [alert_view(one, taxonomy) for one in list_alerts(connection, is_open=True, limit=SHOWN)]


def alert_view(alert: Alert, taxonomy: Taxonomy) -> dict[str, Any]:
    """An alert in words: its title in one line, and what was counted."""
    return {**vars(alert), "title": title_of(alert, taxonomy), "lines": counted_in(alert)}
