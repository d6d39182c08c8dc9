"""A decision is taken back: undone by its author, reopened with a reason, or returned by the unit that got it."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from psycopg import Connection

from api.access import Reviewer
from api.entered import Entered, NoteForm, checked_note
from api.room import Asking, Room, asked
from database.reopening import TakenBack, reopen
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
