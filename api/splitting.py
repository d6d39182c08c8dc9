"""A person splits a report that holds several matters, or puts it together again."""

from itertools import zip_longest
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from psycopg import Connection
from pydantic import BaseModel, Field

from api.access import Reviewer, acting
from api.entered import Entered, NoteForm
from api.room import Room, asked
from complaints.errors import Problem
from complaints.intake import clean_text
from complaints.splitting import MOST_PARTS, Part, PartText, split_text
from database.reports import find_report
from database.splitting import Split, split, undo_split

SPLIT = "pecah"
LONGEST = 100_000
Texts = Annotated[list[Annotated[str, Field(max_length=LONGEST)]], Field(max_length=MOST_PARTS)]


class SplitForm(BaseModel):
    """The fields of the form, one text and one matter for each part; a part with neither is none."""

    shown: int
    teks: Texts = []
    soal: Texts = []
    saringan: str = ""


def split_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/pecah and /laporan/{id}/pecah/batal."""
    router = APIRouter(prefix="/laporan/{public_id:uuid}/pecah")

    @router.post("")
    def pecah(request: Request, person: Reviewer, public_id: UUID, form: Annotated[SplitForm, Form()]) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        parts = _parts(form)
        with acting(room.services, person) as connection:
            texts, problems = read_parts(connection, public_id, parts, field="teks")
        if problems:
            entered = Entered(form=SPLIT, problems=tuple(problems), parts=[(part.text, part.matter) for part in parts])
            return room.show(asking, entered, status=422)
        wanted = Split(public_id=public_id, shown=form.shown, person=person.name, texts=texts)
        return room.carry_out(asking, lambda connection: split(connection, wanted))

    @router.post("/batal")
    def batal(request: Request, person: Reviewer, public_id: UUID, form: Annotated[NoteForm, Form()]) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        return room.carry_back(asking, lambda connection: undo_split(connection, public_id, person.name))

    return router


def read_parts(
    connection: Connection, public_id: UUID, parts: list[Part], *, field: str
) -> tuple[list[PartText], list[Problem]]:
    """The parts as reports of their own, and what is wrong with them. Raises NotFound."""
    report = find_report(connection, public_id)
    return split_text(report.judul, report.isi, parts, field=field)


def _parts(form: SplitForm) -> list[Part]:
    pairs = zip_longest(form.teks, form.soal, fillvalue="")
    parts = [Part(text=clean_text(text), matter=clean_text(matter)) for text, matter in pairs]
    return [part for part in parts if part.text or part.matter]
