"""What was done with a report after it was sent on, as a person records it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from psycopg import Connection
from pydantic import BaseModel

from api.access import Reviewer, acting
from api.entered import Entered
from api.room import Room, asked
from complaints.deadlines import Milestone, MilestoneKind
from complaints.errors import Problem
from complaints.timestamps import WIB
from database.milestones import record_milestone
from database.reports import find_report

FORM = "tonggak"


class MilestoneForm(BaseModel):
    """What was done, and when (WIB, as browsers write it: 2026-11-20T09:30)."""

    jenis: str = ""
    waktu: str = ""
    saringan: str = ""


def milestone_form_routes(room: Room) -> APIRouter:
    """POST /laporan/{id}/tonggak."""
    router = APIRouter(prefix="/laporan/{public_id:uuid}")

    @router.post("/tonggak")
    def tonggak(
        request: Request, person: Reviewer, public_id: UUID, form: Annotated[MilestoneForm, Form()]
    ) -> Response:
        asking, now = asked(request, person, public_id, form.saringan), room.services.now()
        with acting(room.services, person) as connection:
            reported_at = find_report(connection, public_id).reported_at
        milestone, problems = read_milestone(form, reported_at, now)
        if milestone is None:
            return room.show(asking, Entered(form=FORM, problems=tuple(problems)), status=422)
        known = milestone

        def record(connection: Connection) -> None:
            record_milestone(connection, public_id, known, source="manual", actor=f"person:{person.name}")

        return room.carry_back(asking, record)

    return router


def read_milestone(form: MilestoneForm, reported_at: datetime, now: datetime) -> tuple[Milestone | None, list[Problem]]:
    """The milestone of the form, or what is wrong with it."""
    problems = [] if form.jenis in set(MilestoneKind) else [Problem(code="milestone_kind", field="jenis")]
    try:
        at = datetime.fromisoformat(form.waktu).replace(tzinfo=WIB)
    except ValueError:
        return None, [*problems, Problem(code="milestone_time", field="waktu")]
    problems += time_problems(at, reported_at, now, field="waktu")
    return (None if problems else Milestone(kind=MilestoneKind(form.jenis), at=at)), problems


def time_problems(at: datetime, reported_at: datetime, now: datetime, *, field: str) -> list[Problem]:
    """Nothing is done before the report came (to the minute), nor in the future."""
    is_possible = reported_at.replace(second=0, microsecond=0) <= at <= now
    return [] if is_possible else [Problem(code="milestone_time", field=field)]
