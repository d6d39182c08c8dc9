"""A correction of a report's label: one more thing that was said, which moves nothing."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import Field

from api.access import needs
from api.entered import Entered, NoteForm, checked_note
from api.room import Room, asked
from complaints.access import Permission, Person
from complaints.errors import Problem
from complaints.labels import Source
from database.labelling import Said, say_label

Corrector = Annotated[Person, Depends(needs(Permission.CORRECT_LABELS))]
FORM = "label"


class LabelForm(NoteForm):
    """A corrected label with its reason; `versi` is that of the text on the page."""

    versi: Annotated[int, Field(ge=1, le=2**31 - 1)] = 1
    kategori: str = ""


def label_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/label."""
    router = APIRouter(prefix="/laporan/{public_id:uuid}")

    @router.post("/label")
    def label(request: Request, person: Corrector, public_id: UUID, form: Annotated[LabelForm, Form()]) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        note, problems = checked_note(form, "why_needed")
        if form.kategori not in room.services.taxonomy().path_of_leaf:
            problems.append(Problem(code="category_needed", field="kategori"))
        if problems:
            entered = Entered(note=note, category=form.kategori, form=FORM, problems=problems)
            return room.show(asking, entered, status=422)
        said = Said(
            public_id=public_id,
            version=form.versi,
            category=form.kategori,
            person=person.name,
            source=Source.CORRECTION,
            note=note,
        )
        return room.carry_back(asking, lambda connection: say_label(connection, said), note=note)

    return router
