"""What a reviewer does with a report that they do not decide: ask the reporter, or leave it to others."""

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from api.access import Reviewer, acting
from api.entered import MAX_NOTE
from api.problems import ApiProblem
from api.schemas import Sent, Text
from api.services import Services
from api.v1.described import WRITING, refused
from api.v1.examples import ID
from api.v1.preconditions import IfMatch, check_match, decide_unless_stale
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Change, shown_as
from complaints.errors import Problem
from complaints.intake import clean_text
from database.arrivals import state_of
from database.asking import Question, ask_reporter
from database.idempotency import Answered
from database.leases import skip


class QuestionForReporter(Sent):
    """What the reporter is asked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "Di kantor mana Anda mengurus paspor?"}]})

    question: Text = Field(min_length=1, max_length=MAX_NOTE, repr=False)


class PutAside(Change):
    """The report, and where it stands now."""

    model_config = shown_as({"id": ID, "status": "awaiting_info"})


def aside_routes(services: Services) -> APIRouter:
    """POST /v1/complaints/{public_id}/question, PUT /v1/complaints/{public_id}/skip."""
    router = APIRouter(prefix="/v1/complaints/{public_id:uuid}", tags=["review"])

    @router.post(
        "/question",
        summary="Ask the reporter; the report waits for the answer",
        responses=refused(404, 412, 428, *WRITING),
    )
    def post_question(
        *,
        person: Reviewer,
        public_id: UUID,
        body: QuestionForReporter,
        response: Response,
        if_match: IfMatch = None,
        key: Key = None,
    ) -> PutAside:
        fingerprint = fingerprint_of(f"POST /v1/complaints/{public_id}/question", body.model_dump_json())
        text = clean_text(body.question)
        if not text:
            values = {"limit": MAX_NOTE}
            raise ApiProblem(422, problems=[Problem(code="question_needed", field="question", values=values)])

        def act() -> Answered:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            wanted = Question(public_id=public_id, shown=state.decision_id or 0, question=text, person=person.name)
            decide_unless_stale(connection, state, public_id, lambda: ask_reporter(connection, wanted))
            given = PutAside(id=str(public_id), status=state_of(connection, public_id).status)
            return Answered(fingerprint=fingerprint, status=200, headers={}, body=given.model_dump())

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), PutAside)

    @router.put("/skip", summary="Leave a report to others for a shift", responses=refused(404))
    def put_skip(person: Reviewer, public_id: UUID) -> PutAside:
        with acting(services, person) as connection:
            skip(connection, public_id, person.name)
            return PutAside(id=str(public_id), status=state_of(connection, public_id).status)

    return router
