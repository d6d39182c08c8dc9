"""POST of a verdict: a person confirms, corrects, or says that it is not ours to answer."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Response
from psycopg import Connection

from api.access import Reviewer, acting
from api.blinding import blindness
from api.problems import ApiProblem
from api.reasons import lacks_reason
from api.services import Services
from api.v1.copies import copies_in
from api.v1.described import ETAG, WRITING, answered, refused
from api.v1.judging import Judged, Suggested, judge
from api.v1.permitted import refuse_programs
from api.v1.preconditions import IfMatch, check_match, decide_unless_stale, etag_of
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.verdict_shapes import VerdictGiven, VerdictIn
from complaints.access import Person
from complaints.copies import CopyTo
from complaints.errors import AlreadyReviewed, Problem
from complaints.report import Status
from database.arrivals import State, state_of
from database.idempotency import Answered
from database.reports import decisions_of, find_report
from database.review import Verdict, record_verdict


def verdict_routes(services: Services) -> APIRouter:
    """POST /v1/complaints/{public_id}/verdict."""
    router = APIRouter(prefix="/v1", tags=["review"])

    @router.post(
        "/complaints/{public_id:uuid}/verdict",
        summary="Confirm or correct a suggestion, or say that it is not ours",
        responses=answered(200, ETAG) | refused(404, 412, 428, *WRITING),
    )
    def post_verdict(
        *,
        person: Reviewer,
        public_id: UUID,
        body: VerdictIn,
        response: Response,
        if_match: IfMatch = None,
        key: Key = None,
    ) -> VerdictGiven:
        fingerprint = fingerprint_of(f"POST /v1/complaints/{public_id}/verdict", body.model_dump_json())
        taxonomy, offices = services.taxonomy(), services.directory().open_by_id

        def act() -> Answered:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            refuse_programs(connection, person, state.report_id)
            copies = copies_in(body.copies, taxonomy, offices)
            judged = judge(body, _suggested(connection, public_id, state), taxonomy, offices)
            given = _decide(connection, person, public_id, state, judged, copies=copies)
            headers = {"ETag": etag_of(given.decision_id, state.version)}
            return Answered(fingerprint=fingerprint, status=200, headers=headers, body=given.model_dump())

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), VerdictGiven)

    return router


def _suggested(connection: Connection, public_id: UUID, state: State) -> Suggested:
    """What the machine suggested. Raises AlreadyReviewed where it has not looked at the report as it reads now."""
    if state.decision_id is None or state.status == Status.RECEIVED:
        raise AlreadyReviewed(str(public_id))
    report = find_report(connection, public_id)
    given = report.klasifikasi or ""
    if blindness(connection, state.report_id):
        return Suggested(klasifikasi=given)
    decision = next(one for one in decisions_of(connection, state.report_id) if one.is_current)
    category = decision.path[-1] if decision.path else ""
    return Suggested(category=category, office_id=report.current_office, klasifikasi=decision.klasifikasi or given)


def _decide(
    connection: Connection, person: Person, public_id: UUID, state: State, judged: Judged, *, copies: Sequence[CopyTo]
) -> VerdictGiven:
    verdict = Verdict(
        public_id=public_id,
        shown=state.decision_id or 0,
        path=judged.path,
        outside=judged.outside,
        klasifikasi=judged.klasifikasi,
        office_id=judged.office_id,
        person=person.name,
        note=judged.note,
        addressee=judged.addressee,
        copies=copies,
    )
    if lacks_reason(connection, verdict):
        raise ApiProblem(422, problems=[Problem(code="reason_needed", field="note")])
    decision_id = decide_unless_stale(connection, state, public_id, lambda: record_verdict(connection, verdict))
    return VerdictGiven(
        id=str(public_id),
        status=state_of(connection, public_id).status,
        decision_id=decision_id,
        path=list(judged.path),
        office_id=judged.office_id,
        klasifikasi=judged.klasifikasi,
    )
