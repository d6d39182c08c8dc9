"""POST and DELETE of a duplicate: a person closes a report as one, or takes that back."""

from uuid import UUID

from fastapi import APIRouter, Response

from api.access import Reviewer, acting
from api.services import Services
from api.v1.described import ETAG, WRITING, answered, refused
from api.v1.preconditions import IfMatch, check_match, decide_unless_stale, etag_of
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.verdict_shapes import DuplicateClosed, DuplicateIn, DuplicateUndone
from complaints.report import Status
from database.arrivals import state_of
from database.idempotency import Answered
from database.merging import Merge, merge, undo_merge


def duplicate_routes(services: Services) -> APIRouter:
    """POST and DELETE of /v1/complaints/{public_id}/duplicate."""
    router = APIRouter(prefix="/v1", tags=["review"])

    @router.post(
        "/complaints/{public_id:uuid}/duplicate",
        summary="Close a report as a duplicate of another",
        responses=answered(200, ETAG) | refused(404, 412, 428, *WRITING),
    )
    def post_duplicate(
        *,
        person: Reviewer,
        public_id: UUID,
        body: DuplicateIn,
        response: Response,
        if_match: IfMatch = None,
        key: Key = None,
    ) -> DuplicateClosed:
        fingerprint = fingerprint_of(f"POST /v1/complaints/{public_id}/duplicate", body.model_dump_json())

        def act() -> Answered:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            shown = state.decision_id or 0
            wanted = Merge(public_id=public_id, original=body.original, shown=shown, person=person.name)
            decide_unless_stale(connection, state, public_id, lambda: merge(connection, wanted))
            given = DuplicateClosed(id=str(public_id), status=Status.REVIEWED, original=str(body.original))
            headers = {"ETag": etag_of(state.decision_id, state.version)}
            return Answered(fingerprint=fingerprint, status=200, headers=headers, body=given.model_dump())

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), DuplicateClosed)

    @router.delete(
        "/complaints/{public_id:uuid}/duplicate",
        summary="Take back that a report is a duplicate: it waits again",
        responses=answered(200, ETAG) | refused(404, 412, 428),
    )
    def delete_duplicate(
        person: Reviewer, public_id: UUID, response: Response, if_match: IfMatch = None
    ) -> DuplicateUndone:
        with acting(services, person) as connection:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            undo_merge(connection, public_id, person.name)
        response.headers["ETag"] = etag_of(state.decision_id, state.version)
        return DuplicateUndone(id=str(public_id), status=Status.IN_REVIEW)

    return router
