"""A correction of a report's label: one more thing that was said, which moves nothing."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.access import needs
from api.entered import Entered
from api.room import Room, asked
from complaints.access import Permission, Person
from complaints.errors import Problem
from complaints.intake import clean_text
from complaints.labels import Source
from complaints.taxonomy import Taxonomy
from database.labelling import Said, say_label

Corrector = Annotated[Person, Depends(needs(Permission.CORRECT_LABELS))]
FORM = "label"


class LabelForm(BaseModel):
    """A corrected label; `versi` is that of the text on the page."""

    versi: Annotated[int, Field(ge=1, le=2**31 - 1)] = 1
    kategori: Annotated[str, Field(max_length=200)] = ""
    catatan: Annotated[str, Field(max_length=20_000)] = ""
    saringan: Annotated[str, Field(max_length=5000)] = ""


def label_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/label."""
    router = APIRouter(prefix="/laporan/{public_id:uuid}")

    @router.post("/label")
    def label(request: Request, person: Corrector, public_id: UUID, form: Annotated[LabelForm, Form()]) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        note = clean_text(form.catatan)
        problems = _problems(form, note, room.services.taxonomy())
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


def _problems(form: LabelForm, note: str, taxonomy: Taxonomy) -> tuple[Problem, ...]:
    found = []
    if form.kategori not in taxonomy.path_of_leaf:
        found.append(Problem(code="category_needed", field="kategori"))
    if not note.strip():
        found.append(Problem(code="why_needed", field="catatan"))
    return tuple(found)
