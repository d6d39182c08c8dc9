"""GET of rows in quarantine, and POST of one that was mended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from psycopg import Connection
from pydantic import ConfigDict, Field

from api.access import Mender, acting, receiving
from api.misspelt import unknown_field
from api.problem_texts import explain
from api.problems import ApiProblem, language_of
from api.replaying import replay_row as replay_kept
from api.schemas import FieldProblem, Sent, Text
from api.services import Services
from api.v1.cursors import LARGEST_ID, Cursor, Limit, link_next, read_id, write_cursor
from api.v1.described import LINK, WRITING, answered, refused
from api.v1.examples import ID
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Shape, shown_as
from complaints.access import EVERYTHING, Person
from complaints.errors import InvalidReport
from complaints.messages import Language
from connectors.replaying import UnknownColumn
from database.idempotency import Answered
from database.quarantine import Quarantined, list_quarantined
from database.reports import find_by_id
from database.runs import note_finished_run


class QuarantinedRow(Shape):
    """A row that is no report yet: where it came from, its columns as they were, and what is wrong with them."""

    id: int
    origin: str
    row: int = Field(description="As people count in the file; 0 for the file itself")
    found_at: datetime
    columns: dict[str, str] = Field(description="Never the reporter's")
    problems: list[FieldProblem]


class QuarantinedRows(Shape):
    """A page of rows that wait to be mended, the oldest first."""

    model_config = shown_as(
        {
            "items": [
                {
                    "id": 7,
                    "origin": "lapor-november.xlsx",
                    "row": 12,
                    "found_at": "2026-11-20T02:31:00Z",
                    "columns": {"isi": "", "external_id": "LAPOR-2026-000124"},
                    "problems": [{"field": "Isi Laporan Awal", "code": "missing", "detail": "Fill in the column."}],
                }
            ],
            "next_cursor": None,
        }
    )

    items: list[QuarantinedRow]
    next_cursor: str | None


class MendedIn(Sent):
    """Columns in place of the kept ones; empty to try the row as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"columns": {"Isi Laporan Awal": "Paspor saya belum selesai."}}]}
    )

    columns: dict[Text, Text] = Field(default={}, max_length=50)


class Replayed(Shape):
    """The row is done; `complaint` is the report that it became, null where that was known already."""

    model_config = shown_as({"id": 7, "complaint": ID})

    id: int
    complaint: str | None


def quarantine_routes(services: Services) -> APIRouter:
    """GET /v1/quarantine and POST /v1/quarantine/{row_id}/replay."""
    router = APIRouter(prefix="/v1", tags=["quarantine"])

    @router.get(
        "/quarantine",
        summary="Rows that wait to be mended",
        response_model=QuarantinedRows,
        responses=answered(200, LINK),
    )
    def list_quarantine(
        person: Mender, request: Request, response: Response, limit: Limit = 50, cursor: Cursor = ""
    ) -> dict[str, Any]:
        with acting(services, person) as connection:
            rows = list_quarantined(connection, after=read_id(cursor, first=0), limit=limit + 1)
        more = write_cursor(rows[limit - 1].id) if len(rows) > limit else None
        link_next(request, response, more)
        language = language_of(request)
        return {"items": [_view(row, language) for row in rows[:limit]], "next_cursor": more}

    @router.post("/quarantine/{row_id}/replay", summary="Try a row again, mended", responses=refused(404, *WRITING))
    def replay_row(
        person: Mender,
        row_id: Annotated[int, Path(ge=1, le=LARGEST_ID)],
        body: MendedIn,
        response: Response,
        key: Key = None,
    ) -> Replayed:
        if person.reach != EVERYTHING:
            # Nobody knows yet whose report the row is.
            raise ApiProblem(404)
        fingerprint = fingerprint_of(f"POST /v1/quarantine/{row_id}/replay", body.model_dump_json())

        def act() -> Answered:
            complaint = _replay(connection, row_id, body.columns, person, services)
            given = {"id": row_id, "complaint": complaint}
            return Answered(fingerprint=fingerprint, status=200, headers={}, body=given)

        with receiving(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), Replayed)

    return router


def _view(row: Quarantined, language: Language) -> dict[str, Any]:
    problems = [
        {"field": problem.field, "code": problem.code, "detail": explain(problem, language)}
        for problem in row.what_is_wrong
    ]
    return {
        "id": row.id,
        "origin": row.origin,
        "row": row.row_number,
        "found_at": row.found_at,
        "columns": row.raw,
        "problems": problems,
    }


def _replay(
    connection: Connection, id_: int, mended: Mapping[str, str], person: Person, services: Services
) -> str | None:
    """The public id of the report that the row became. Raises NotFound, InvalidReport, ApiProblem."""
    run_id = note_finished_run(connection, requested="replay", automation=services.automation)
    try:
        done = replay_kept(connection, id_, mended, actor=f"person:{person.name}", run_id=run_id, now=services.now())
    except UnknownColumn as error:
        field, known = error.problems[0].field[:200], str(error.problems[0].values["known"]).split(", ")
        raise ApiProblem(422, problems=[unknown_field(field, field, known)]) from error
    if done.problems:
        raise InvalidReport(list(done.problems))
    return str(find_by_id(connection, done.report_id)) if done.report_id is not None else None
