"""A person's verdict: read from the form, checked with all its problems at once, saved, and on to the next report."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from psycopg import Connection

from api.access import Reviewer
from api.copies import chosen_copies
from api.entered import VerdictForm, doubts_about, problems_of, read_form, verdict_of
from api.reasons import lacks_reason
from api.room import Asking, Room, asked
from complaints.errors import ComplaintError, Problem
from database.panels import give_opinion
from database.review import record_verdict

ROUTE = "putusan"
NOT_OURS = "bukan-kewenangan"
OPINION = "pendapat"


class Unexplained(ComplaintError):
    """What the machine was sure of is overturned, and no reason is given."""


def verdict_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/putusan, /bukan-kewenangan and /pendapat."""
    router = APIRouter()

    @router.post("/laporan/{public_id:uuid}/putusan")
    def putusan(request: Request, person: Reviewer, public_id: UUID, form: Annotated[VerdictForm, Form()]) -> Response:
        return _judge(room, asked(request, person, public_id, form.saringan), form, ROUTE)

    @router.post("/laporan/{public_id:uuid}/bukan-kewenangan")
    def bukan_kewenangan(
        request: Request, person: Reviewer, public_id: UUID, form: Annotated[VerdictForm, Form()]
    ) -> Response:
        return _judge(room, asked(request, person, public_id, form.saringan), form, NOT_OURS)

    @router.post("/laporan/{public_id:uuid}/pendapat")
    def pendapat(request: Request, person: Reviewer, public_id: UUID, form: Annotated[VerdictForm, Form()]) -> Response:
        return _judge(room, asked(request, person, public_id, form.saringan), form, OPINION)

    return router


def _judge(room: Room, asking: Asking, form: VerdictForm, name: str) -> Response:
    entered = read_form(form, name)
    taxonomy, offices = room.services.taxonomy(), room.offices.current()
    copies, wrong = chosen_copies(room, form.tembusan, form.kantor_tembusan)
    problems = [*problems_of(entered, taxonomy, offices, outside_only=name == NOT_OURS), *wrong]
    problems = problems or doubts_about(entered, taxonomy, room.services.directory(), offices)
    if problems:
        return room.show(asking, replace(entered, problems=tuple(problems)), status=422)
    verdict = verdict_of(
        entered, taxonomy, offices, public_id=asking.public_id, shown=form.shown, person=asking.person.name
    )
    verdict = replace(verdict, copies=copies)
    if name == OPINION:
        return room.carry_out(asking, lambda connection: give_opinion(connection, verdict), note=entered.note)

    def record(connection: Connection) -> None:
        if lacks_reason(connection, verdict):
            raise Unexplained
        record_verdict(connection, verdict)

    try:
        return room.carry_out(asking, record, note=entered.note)
    except Unexplained:
        problem = Problem(code="reason_needed", field="catatan")
        return room.show(asking, replace(entered, problems=(problem,)), status=422)
