"""What a reviewer does with a report that they do not decide: ask the reporter, ask two others, or leave it."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.access import Reviewer
from api.entered import MAX_NOTE, Entered, NoteForm, checked_note
from api.room import Room, asked
from complaints.errors import Problem
from complaints.intake import clean_text
from database.asking import Question, ask_reporter
from database.leases import skip
from database.panels import ask_panel, withdraw_panel

Sent = Annotated[NoteForm, Form()]
ASK_REPORTER = "minta-informasi"
ASK_PANEL = "minta-pendapat"


def aside_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/minta-informasi, /minta-pendapat, /minta-pendapat/batal and /lewati."""
    router = APIRouter(prefix="/laporan/{public_id:uuid}")

    @router.post("/minta-informasi")
    def minta_informasi(request: Request, person: Reviewer, public_id: UUID, form: Sent) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        question, problems = checked_note(form, "question_needed")
        if problems:
            entered = Entered(note=question, form=ASK_REPORTER, problems=tuple(problems))
            return room.show(asking, entered, status=422)
        wanted = Question(public_id=public_id, shown=form.shown, question=question, person=person.name)
        return room.carry_out(asking, lambda connection: ask_reporter(connection, wanted), note=question)

    @router.post("/minta-pendapat")
    def minta_pendapat(request: Request, person: Reviewer, public_id: UUID, form: Sent) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        note = clean_text(form.catatan)
        if len(note) > MAX_NOTE:
            problem = Problem(code="note_too_long", field="catatan", values={"limit": MAX_NOTE})
            entered = replace(Entered(note=note, form=ASK_PANEL), problems=(problem,))
            return room.show(asking, entered, status=422)
        return room.carry_out(
            asking,
            lambda connection: ask_panel(connection, public_id, form.shown, person.name, note),
            note=note,
        )

    @router.post("/minta-pendapat/batal")
    def batal(request: Request, person: Reviewer, public_id: UUID, form: Sent) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        return room.carry_back(asking, lambda connection: withdraw_panel(connection, public_id, person.name))

    @router.post("/lewati")
    def lewati(request: Request, person: Reviewer, public_id: UUID, form: Sent) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        return room.carry_out(asking, lambda connection: skip(connection, public_id, person.name), tell=False)

    return router
