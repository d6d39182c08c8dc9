"""A person gives copies of a decision that was made before, or withdraws one."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.access import Reviewer
from api.entered import Copies, Entered
from api.room import Room, asked
from complaints.copies import SEPARATOR, CopyTo, read_copies
from complaints.errors import Problem
from complaints.intake import clean_text
from database.copies import add_copies, withdraw_copy

GIVE = "tembusan"


class CopyForm(BaseModel):
    """The fields of the form: nodes that were ticked, and offices by the label that people pick."""

    shown: int
    tembusan: Copies = []
    kantor_tembusan: Copies = []
    saringan: str = ""


class WithdrawForm(BaseModel):
    """The button beside a copy."""

    saringan: str = ""


def chosen_copies(room: Room, nodes: Sequence[str], offices: Sequence[str]) -> tuple[list[CopyTo], list[Problem]]:
    """The places that a form names, and what is wrong with them."""
    labels = [clean_text(one) for one in offices if clean_text(one)]
    known = room.offices.current()
    return read_copies(
        [tuple(clean_text(one).split(SEPARATOR)) for one in nodes],
        [known.id_of(label) or label for label in labels],
        taxonomy=room.services.taxonomy(),
        offices=room.services.directory().open_by_id,
        field="tembusan",
    )


def copy_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/tembusan and /laporan/{id}/tembusan/{copy}/cabut."""
    router = APIRouter(prefix="/laporan/{public_id:uuid}/tembusan")

    @router.post("")
    def tembusan(request: Request, person: Reviewer, public_id: UUID, form: Annotated[CopyForm, Form()]) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        wanted, problems = chosen_copies(room, form.tembusan, form.kantor_tembusan)
        if not wanted and not problems:
            problems = [Problem(code="copy_needed", field="tembusan")]
        if problems:
            entered = Entered(
                form=GIVE, problems=tuple(problems), copies=form.tembusan, copy_offices=form.kantor_tembusan
            )
            return room.show(asking, entered, status=422)
        return room.carry_back(
            asking, lambda connection: add_copies(connection, public_id, form.shown, wanted, person.name)
        )

    @router.post("/{copy_id}/cabut")
    def cabut(
        request: Request, person: Reviewer, public_id: UUID, copy_id: int, form: Annotated[WithdrawForm, Form()]
    ) -> Response:
        asking = asked(request, person, public_id, form.saringan)
        return room.carry_back(asking, lambda connection: withdraw_copy(connection, public_id, copy_id, person.name))

    return router
