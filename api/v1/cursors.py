"""Where a page ended, as text that only we read, and the link to the next page."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Query, Request, Response

from api.problems import ApiProblem
from complaints.errors import Problem

LARGEST_ID = 2**62
LIMIT = Query(ge=1, le=200, description="How many at most")
CURSOR = Query(max_length=200, description="`next_cursor` of the page before; empty for the first page")
Limit = Annotated[int, LIMIT]
Cursor = Annotated[str, CURSOR]


def write_cursor(*parts: str | int) -> str:
    """Opaque text for these parts, safe in an address."""
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode()


def read_id(cursor: str, *, first: int) -> int:
    """The id in a cursor; `first` where there is none. Raises ApiProblem 422."""
    return _id(_parts(cursor, 1)[0]) if cursor else first


def read_moment_and_id(cursor: str, *, first: tuple[datetime, int]) -> tuple[datetime, int]:
    """The moment (aware of its zone) and the id in a cursor; `first` where there is none. Raises ApiProblem 422."""
    if not cursor:
        return first
    written, number = _parts(cursor, 2)
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError as error:
        raise bad_cursor() from error
    if moment.tzinfo is None:
        raise bad_cursor()
    return moment, _id(number)


def read_text(cursor: str) -> str:
    """The text in a cursor; empty where there is none. Raises ApiProblem 422."""
    if not cursor:
        return ""
    text = _parts(cursor, 1)[0]
    if not isinstance(text, str):
        raise bad_cursor()
    return text


def bad_cursor() -> ApiProblem:
    return ApiProblem(422, problems=[Problem(code="bad_cursor", field="cursor")])


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """Say in the header Link (RFC 8288) where the next page is."""
    if cursor is not None:
        following = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'


def _parts(cursor: str, length: int) -> Sequence[object]:
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii"))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise bad_cursor() from error
    if not isinstance(parts, list) or len(parts) != length:
        raise bad_cursor()
    return parts


def _id(part: object) -> int:
    if type(part) is not int or not 0 <= part <= LARGEST_ID:
        raise bad_cursor()
    return part
