"""A report is held while its page is open, given back on leaving, and the next one that is free is fetched."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import AwareDatetime, BaseModel

from api.access import Reader, Reviewer, acting
from api.entered import Entered
from api.room import Room, asked
from api.way import lead_to, read_way
from database.leases import claim, release


class LeaveForm(BaseModel):
    """Until when the page that is left held the report; a button names no moment."""

    sampai: AwareDatetime | None = None
    saringan: str = ""


class WayForm(BaseModel):
    """The filters of the queue."""

    saringan: str = ""


def lease_routes(room: Room) -> APIRouter:
    """GET /laporan/{id}, which holds it; POST /laporan/{id}/pegang, /lepas and /antrean/berikutnya."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/laporan/{public_id:uuid}")
    def laporan(request: Request, person: Reader, public_id: UUID, tersimpan: str = "") -> HTMLResponse:
        asking = asked(request, person, public_id, request.url.query)
        return room.show(asking, Entered(), before=_uuid(tersimpan))

    @router.post("/laporan/{public_id:uuid}/pegang")
    def pegang(person: Reviewer, public_id: UUID) -> JSONResponse:
        with acting(room.services, person) as connection:
            lease = claim(connection, public_id, person.name)
        if lease is None or lease.person != person.name:
            return JSONResponse({"mine": False})
        return JSONResponse({"mine": True, "until": lease.until.isoformat(), "seconds": lease.seconds_left})

    @router.post("/laporan/{public_id:uuid}/lepas")
    def lepas(request: Request, person: Reviewer, public_id: UUID, form: Annotated[LeaveForm, Form()]) -> Response:
        with acting(room.services, person) as connection:
            release(connection, public_id, person.name, form.sampai)
        return lead_to(request, read_way(form.saringan).address("/"))

    @router.post("/antrean/berikutnya")
    def berikutnya(request: Request, person: Reviewer, form: Annotated[WayForm, Form()]) -> Response:
        return room.go_on(request, person, read_way(form.saringan), None)

    return router


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
