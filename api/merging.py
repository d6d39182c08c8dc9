"""A person closes a report as a duplicate of another, or takes that back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.access import Reviewer, acting
from api.entered import Entered, NoteForm
from api.room import Room, asked
from complaints.errors import Problem
from complaints.intake import clean_text
from database.merging import Merge, merge, undo_merge
from database.reports import find_by_source, find_report

DUPLICATE = "duplikat"
MAX_NUMBER = 200


class MergeForm(BaseModel):
    """The fields of the form; `asli` is the report of the button that was pressed, `nomor` a number that was typed."""

    shown: int
    asli: UUID | None = None
    nomor: str = ""
    saringan: str = ""


def merge_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/duplikat and /laporan/{id}/duplikat/batal."""
    router = APIRouter()

    @router.post("/laporan/{public_id:uuid}/duplikat")
    def duplikat(request: Request, person: Reviewer, public_id: UUID, form: Annotated[MergeForm, Form()]) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        number = clean_text(form.nomor)[:MAX_NUMBER]
        with acting(room.services, person) as connection:
            source = find_report(connection, public_id).source
            original = form.asli or find_by_source(connection, source, number)
        if original is None:
            problem = Problem(code="original_unknown", field="nomor", values={"value": number})
            return room.show(asking, Entered(form=DUPLICATE, problems=(problem,)), status=422)
        wanted = Merge(public_id=public_id, original=original, shown=form.shown, person=person.name)
        return room.carry_out(asking, lambda connection: merge(connection, wanted))

    @router.post("/laporan/{public_id:uuid}/duplikat/batal")
    def batal(request: Request, person: Reviewer, public_id: UUID, form: Annotated[NoteForm, Form()]) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        return room.carry_back(asking, lambda connection: undo_merge(connection, public_id, person.name))

    return router
