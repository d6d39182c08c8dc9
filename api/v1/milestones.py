"""POST of what a unit, the reporter or LAPOR! did with a report."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from psycopg import Connection
from pydantic import AwareDatetime, ConfigDict, Field

from api.access import Returner, acting
from api.milestone_form import time_problems
from api.problems import ApiProblem
from api.schemas import Sent
from api.services import Services
from api.v1.described import WRITING, answered, refused
from api.v1.examples import ID
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Change, shown_as
from complaints.access import Person
from complaints.deadlines import Milestone, MilestoneKind
from database.idempotency import Answered
from database.milestones import record_milestone
from database.reports import find_report

RESPONSES: dict[int | str, dict[str, Any]] = answered(200) | refused(404, *WRITING)


class MilestoneIn(Sent):
    """What was done, and when."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "follow_up", "at": "2026-11-20T03:00:00Z"}]})

    kind: MilestoneKind = Field(
        strict=False,
        description="`follow_up`: the unit acted or answered; `reply`: the reporter replied; `closed`: it is closed",
    )
    at: AwareDatetime = Field(
        strict=False, description="ISO 8601 with its zone; not before the report, nor in the future"
    )


class MilestoneKept(Change):
    """The report, and whether this was news."""

    model_config = shown_as({"id": ID, "status": "routed", "is_new": True})

    is_new: bool = Field(description="False where it was known already; nothing is kept twice")


def milestone_routes(services: Services) -> APIRouter:
    """POST /v1/complaints/{public_id}/milestones."""
    router = APIRouter(prefix="/v1/complaints/{public_id:uuid}", tags=["complaints"])

    @router.post("/milestones", summary="A unit acted, the reporter replied, or it is closed", responses=RESPONSES)
    def post_milestone(
        person: Returner, public_id: UUID, body: MilestoneIn, response: Response, key: Key = None
    ) -> MilestoneKept:
        fingerprint = fingerprint_of(f"POST /v1/complaints/{public_id}/milestones", body.model_dump_json())

        def answer() -> Answered:
            given = _record(connection, services, person, public_id, body)
            return Answered(fingerprint=fingerprint, status=200, headers={}, body=given.model_dump())

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, answer), MilestoneKept)

    return router


def _record(
    connection: Connection, services: Services, person: Person, public_id: UUID, body: MilestoneIn
) -> MilestoneKept:
    report = find_report(connection, public_id)
    problems = time_problems(body.at, report.reported_at, services.now(), field="at")
    if problems:
        raise ApiProblem(422, problems=problems)
    milestone = Milestone(kind=body.kind, at=body.at)
    is_new = record_milestone(connection, public_id, milestone, source="api", actor=f"person:{person.name}")
    return MilestoneKept(id=str(public_id), status=report.status, is_new=is_new)
