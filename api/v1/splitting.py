"""POST and DELETE of a split: a person splits a report that holds several matters, or puts it together again."""

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from api.access import Reviewer, acting
from api.part_views import part_views
from api.problems import ApiProblem
from api.schemas import OneLine, Sent, Text
from api.services import Services
from api.splitting import LONGEST, read_parts
from api.v1.described import ETAG, WRITING, answered, refused
from api.v1.examples import ID, OTHER_ID
from api.v1.part_shapes import PartOfReport
from api.v1.preconditions import IfMatch, check_match, decide_unless_stale, etag_of
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Change, shown_as
from complaints.intake import clean_text
from complaints.report import Status
from complaints.splitting import FEWEST_PARTS, MAX_MATTER, MOST_PARTS, Part
from database.arrivals import state_of
from database.idempotency import Answered
from database.splitting import Split, split, undo_split


class PartIn(Sent):
    """One matter: a stretch of the report (empty: all of it), and what it is about, which becomes its title."""

    text: Text = Field(default="", max_length=LONGEST, repr=False)
    matter: OneLine = Field(default="", max_length=MAX_MATTER, repr=False)


class SplitIn(Sent):
    """The matters of a report. Each line of a text must stand in the report."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"parts": [{"matter": "Paspor"}, {"matter": "Jam besuk di lapas"}]}]}
    )

    parts: list[PartIn] = Field(min_length=FEWEST_PARTS, max_length=MOST_PARTS)


class SplitDone(Change):
    """The report, closed as split, and its parts."""

    model_config = shown_as(
        {
            "id": ID,
            "status": "reviewed",
            "parts": [
                {
                    "id": OTHER_ID,
                    "external_id": "LAPOR-2026-000123-1",
                    "status": "received",
                    "person": "sari",
                    "split_at": "2026-11-20T03:00:00Z",
                    "is_withdrawn": False,
                }
            ],
        }
    )

    parts: list[PartOfReport]


class SplitUndone(Change):
    """The report waits again, without its parts."""

    model_config = shown_as({"id": ID, "status": "in_review"})


def split_routes(services: Services) -> APIRouter:
    """POST and DELETE of /v1/complaints/{public_id}/split."""
    router = APIRouter(prefix="/v1", tags=["review"])

    @router.post(
        "/complaints/{public_id:uuid}/split",
        summary="Split a report that holds several matters",
        responses=answered(200, ETAG) | refused(404, 412, 428, *WRITING),
    )
    def post_split(
        *,
        person: Reviewer,
        public_id: UUID,
        body: SplitIn,
        response: Response,
        if_match: IfMatch = None,
        key: Key = None,
    ) -> SplitDone:
        fingerprint = fingerprint_of(f"POST /v1/complaints/{public_id}/split", body.model_dump_json())
        parts = [Part(text=clean_text(one.text), matter=clean_text(one.matter)) for one in body.parts]

        def act() -> Answered:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            texts, problems = read_parts(connection, public_id, parts, field="parts")
            if problems:
                raise ApiProblem(422, problems=problems)
            wanted = Split(public_id=public_id, shown=state.decision_id or 0, person=person.name, texts=texts)
            decide_unless_stale(connection, state, public_id, lambda: split(connection, wanted))
            made = part_views(connection, state.report_id)["parts"]
            given = SplitDone(id=str(public_id), status=Status.REVIEWED, parts=made)
            headers = {"ETag": etag_of(state.decision_id, state.version)}
            return Answered(fingerprint=fingerprint, status=200, headers=headers, body=given.model_dump(mode="json"))

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), SplitDone)

    @router.delete(
        "/complaints/{public_id:uuid}/split",
        summary="Put a report together again, while no part was decided: it waits again",
        responses=answered(200, ETAG) | refused(404, 409, 412, 428),
    )
    def delete_split(person: Reviewer, public_id: UUID, response: Response, if_match: IfMatch = None) -> SplitUndone:
        with acting(services, person) as connection:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            undo_split(connection, public_id, person.name)
        response.headers["ETag"] = etag_of(state.decision_id, state.version)
        return SplitUndone(id=str(public_id), status=Status.IN_REVIEW)

    return router
