"""POST and DELETE of copies: a person gives them of a decision that is in force, or withdraws one."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import ConfigDict, Field

from api.access import Reviewer, acting
from api.problems import ApiProblem
from api.schemas import Sent
from api.services import Services
from api.v1.cursors import LARGEST_ID
from api.v1.described import ETAG, WRITING, answered, refused
from api.v1.examples import ID
from api.v1.preconditions import IfMatch, check_match, etag_of
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Change, shown_as
from api.v1.verdict_shapes import CopyIn
from complaints.copies import MOST_COPIES, CopyTo, read_copies
from complaints.directory import Office
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy
from database.arrivals import state_of
from database.copies import add_copies, withdraw_copy
from database.idempotency import Answered


class CopiesIn(Sent):
    """Who gets a copy; who has one already is told nothing again."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"copies": [{"path": ["KUM"]}, {"office_id": "IMI-KANIM-CJR"}]}]}
    )

    copies: list[CopyIn] = Field(min_length=1, max_length=MOST_COPIES)


class CopiesGiven(Change):
    """How many copies are new."""

    model_config = shown_as({"id": ID, "status": "reviewed", "given": 2})

    given: int


class CopyWithdrawn(Change):
    """The report, whose decision stays as it is."""

    model_config = shown_as({"id": ID, "status": "reviewed"})


def copies_in(sent: Sequence[CopyIn], taxonomy: Taxonomy, offices: Mapping[str, Office]) -> list[CopyTo]:
    """The places that were sent. Raises ApiProblem 422 with everything that is wrong with them."""
    unclear = [one for one in sent if bool(one.path) == bool(one.office_id)]
    nodes, named = [one.path for one in sent if one.path], [one.office_id for one in sent if one.office_id]
    wanted, problems = read_copies(nodes, named, taxonomy=taxonomy, offices=offices, field="copies")
    if unclear:
        problems = [*problems, Problem(code="copy_unclear", field="copies")]
    if problems:
        raise ApiProblem(422, problems=problems)
    return wanted


def copy_routes(services: Services) -> APIRouter:
    """POST /v1/complaints/{public_id}/copies and DELETE /v1/complaints/{public_id}/copies/{copy_id}."""
    router = APIRouter(prefix="/v1/complaints/{public_id:uuid}/copies", tags=["review"])

    @router.post(
        "",
        summary="Give copies (tembusan) of the decision in force",
        responses=answered(200, ETAG) | refused(404, 412, 428, *WRITING),
    )
    def post_copies(
        *,
        person: Reviewer,
        public_id: UUID,
        body: CopiesIn,
        response: Response,
        if_match: IfMatch = None,
        key: Key = None,
    ) -> CopiesGiven:
        fingerprint = fingerprint_of(f"POST /v1/complaints/{public_id}/copies", body.model_dump_json())
        wanted = copies_in(body.copies, services.taxonomy(), services.directory().open_by_id)

        def act() -> Answered:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            given = add_copies(connection, public_id, state.decision_id or 0, wanted, person.name)
            body = CopiesGiven(id=str(public_id), status=state.status, given=given)
            headers = {"ETag": etag_of(state.decision_id, state.version)}
            return Answered(fingerprint=fingerprint, status=200, headers=headers, body=body.model_dump())

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), CopiesGiven)

    @router.delete("/{copy_id}", summary="Withdraw a copy; whoever has it is told", responses=refused(404, 409))
    def delete_copy(
        person: Reviewer, public_id: UUID, copy_id: Annotated[int, Path(ge=1, le=LARGEST_ID)]
    ) -> CopyWithdrawn:
        with acting(services, person) as connection:
            withdraw_copy(connection, public_id, copy_id, person.name)
            return CopyWithdrawn(id=str(public_id), status=state_of(connection, public_id).status)

    return router
