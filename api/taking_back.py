"""A decision is taken back: undone by its author, reopened with a reason, or returned by the unit that got it."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from psycopg import Connection
from pydantic import BaseModel, ConfigDict, Field

from api.access import Returner, Reviewer, acting
from api.entered import MAX_NOTE, Entered, NoteForm, checked_note
from api.problems import ApiProblem
from api.room import Asking, Room, asked
from api.schemas import Accepted, Text
from complaints.errors import Problem
from complaints.intake import clean_text
from database.reopening import TakenBack, reopen
from database.reports import find_report
from database.returning import take_return
from database.undoing import undo

Sent = Annotated[NoteForm, Form()]
REOPEN = "buka-kembali"
RETURN = "kembali"


def taking_back_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/urungkan, /buka-kembali and /kembali."""
    router = APIRouter(prefix="/laporan/{public_id:uuid}")

    @router.post("/urungkan")
    def urungkan(request: Request, person: Reviewer, public_id: UUID, form: Sent) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        return room.carry_back(asking, lambda connection: undo(connection, public_id, person.name))

    @router.post("/buka-kembali")
    def buka_kembali(request: Request, person: Reviewer, public_id: UUID, form: Sent) -> Response:
        return _take_back(room, asked(request, person, public_id, form.saringan), form, REOPEN, reopen)

    @router.post("/kembali")
    def kembali(request: Request, person: Reviewer, public_id: UUID, form: Sent) -> Response:
        return _take_back(room, asked(request, person, public_id, form.saringan), form, RETURN, take_return)

    return router


def _take_back(
    room: Room, asking: Asking, form: NoteForm, name: str, act: Callable[[Connection, TakenBack], None]
) -> Response:
    reason, problems = checked_note(form, "why_needed")
    if problems:
        return room.show(asking, Entered(note=reason, form=name, problems=tuple(problems)), status=422)
    wanted = TakenBack(public_id=asking.public_id, person=asking.person.name, reason=reason)
    return room.carry_back(asking, lambda connection: act(connection, wanted), note=reason)


class ReturnIn(BaseModel):
    """Why a unit sends a report back."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"reason": "Bukan wilayah kerja kami."}]}
    )

    reason: Text = Field(min_length=1, max_length=MAX_NOTE, repr=False)


def return_routes(room: Room) -> APIRouter:
    """POST /v1/complaints/{id}/return, for the systems of units."""
    router = APIRouter(prefix="/v1", tags=["review"])

    @router.post("/complaints/{public_id:uuid}/return", status_code=202, summary="A unit answers: not ours")
    def post_return(person: Returner, public_id: UUID, body: ReturnIn) -> Accepted:
        reason = clean_text(body.reason)
        if not reason:
            values = {"limit": MAX_NOTE}
            raise ApiProblem(422, problems=[Problem(code="why_needed", field="reason", values=values)])
        with acting(room.services, person) as connection:
            take_return(connection, TakenBack(public_id=public_id, person=person.name, reason=reason))
            report = find_report(connection, public_id)
        return Accepted(id=str(report.public_id), status=report.status)

    return router
