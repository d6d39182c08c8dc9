"""POST of a decision taken back: returned by the unit that got it, reopened, or undone by who made it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from psycopg import Connection
from pydantic import ConfigDict, Field

from api.access import Returner, Reviewer, acting
from api.entered import MAX_NOTE
from api.problems import ApiProblem
from api.schemas import Sent, Text
from api.services import Services
from api.v1.described import WRITING, answered, refused
from api.v1.examples import ID
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Change, shown_as
from complaints.access import Person
from complaints.errors import Problem
from complaints.intake import clean_text
from database.idempotency import Answered
from database.reopening import TakenBack, reopen
from database.reports import find_report
from database.returning import take_return
from database.undoing import undo

CONFLICTS: dict[int | str, dict[str, Any]] = answered(200) | refused(404, *WRITING)


class ReasonIn(Sent):
    """Why a decision is taken back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Bukan wilayah kerja kami."}]})

    reason: Text = Field(min_length=1, max_length=MAX_NOTE, repr=False)


class TakenBackNow(Change):
    """The report, and where it stands now."""

    model_config = shown_as({"id": ID, "status": "in_review"})


def taking_back_routes(services: Services) -> APIRouter:
    """POST /v1/complaints/{public_id}/return, /reopen and /undo."""
    router = APIRouter(prefix="/v1/complaints/{public_id:uuid}", tags=["review"])

    @router.post("/return", summary="A unit answers: not ours", responses=CONFLICTS)
    def post_return(
        person: Returner, public_id: UUID, body: ReasonIn, response: Response, key: Key = None
    ) -> TakenBackNow:
        change = _Change(name="return", public_id=public_id, person=person, reason=_checked(body), act=take_return)
        return give(response, _make_once(services, change, key), TakenBackNow)

    @router.post("/reopen", summary="Put a decided report before people again", responses=CONFLICTS)
    def post_reopen(
        person: Reviewer, public_id: UUID, body: ReasonIn, response: Response, key: Key = None
    ) -> TakenBackNow:
        change = _Change(name="reopen", public_id=public_id, person=person, reason=_checked(body), act=reopen)
        return give(response, _make_once(services, change, key), TakenBackNow)

    @router.post("/undo", summary="Take back one's own last verdict, while nothing was sent", responses=CONFLICTS)
    def post_undo(person: Reviewer, public_id: UUID, response: Response, key: Key = None) -> TakenBackNow:
        change = _Change(name="undo", public_id=public_id, person=person, reason="", act=_undo)
        return give(response, _make_once(services, change, key), TakenBackNow)

    return router


@dataclass(frozen=True, kw_only=True)
class _Change:
    name: str
    public_id: UUID
    person: Person
    reason: str = field(repr=False)
    act: Callable[[Connection, TakenBack], None]


def _undo(connection: Connection, wanted: TakenBack) -> None:
    undo(connection, wanted.public_id, wanted.person)


def _checked(body: ReasonIn) -> str:
    reason = clean_text(body.reason)
    if not reason:
        raise ApiProblem(422, problems=[Problem(code="why_needed", field="reason", values={"limit": MAX_NOTE})])
    return reason


def _make_once(services: Services, change: _Change, key: str | None) -> Answered:
    """Make the change once for each Idempotency-Key, in one transaction."""
    fingerprint = fingerprint_of(f"POST /v1/complaints/{change.public_id}/{change.name}", change.reason)
    wanted = TakenBack(public_id=change.public_id, person=change.person.name, reason=change.reason)

    def answer() -> Answered:
        change.act(connection, wanted)
        status = find_report(connection, change.public_id).status
        given = TakenBackNow(id=str(change.public_id), status=status)
        return Answered(fingerprint=fingerprint, status=200, headers={}, body=given.model_dump())

    with acting(services, change.person) as connection:
        return answer_once(connection, change.person, key, fingerprint, answer)
