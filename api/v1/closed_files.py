"""POST that closes a whole file in quarantine, and DELETE that opens it again."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import ConfigDict, Field

from api.access import Mender, acting
from api.reasons import LONGEST, SHORTEST, checked_reason
from api.schemas import Sent, Text
from api.services import Services
from api.v1.cursors import LARGEST_ID
from api.v1.described import WRITING, refused
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Shape, shown_as
from database.closed_files import close_file, open_file
from database.idempotency import Answered

FileId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


class CloseIn(Sent):
    """Why nobody needs the file."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"why": "Berkas yang sama sudah masuk dengan benar."}]})

    why: Text = Field(min_length=SHORTEST, max_length=LONGEST)


class FileClosed(Shape):
    """The file, and whether it is closed now."""

    model_config = shown_as({"id": 7, "is_closed": True})

    id: int
    is_closed: bool


def closing_routes(services: Services) -> APIRouter:
    """POST and DELETE of /v1/quarantine/{row_id}/closing."""
    router = APIRouter(prefix="/v1/quarantine/{row_id}/closing", tags=["quarantine"])

    @router.post("", summary="Close a whole file that nobody needs", responses=refused(404, *WRITING))
    def post_closing(person: Mender, row_id: FileId, body: CloseIn, response: Response, key: Key = None) -> FileClosed:
        fingerprint = fingerprint_of(f"POST /v1/quarantine/{row_id}/closing", body.model_dump_json())
        why = checked_reason(body.why, field="why")

        def act() -> Answered:
            close_file(connection, row_id, by=person.name, why=why)
            given = FileClosed(id=row_id, is_closed=True)
            return Answered(fingerprint=fingerprint, status=200, headers={}, body=given.model_dump())

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), FileClosed)

    @router.delete("", summary="Open a closed file again", responses=refused(404))
    def delete_closing(person: Mender, row_id: FileId) -> FileClosed:
        with acting(services, person) as connection:
            open_file(connection, row_id, by=person.name)
        return FileClosed(id=row_id, is_closed=False)

    return router
