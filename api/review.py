"""What waits for a person, page by page, for programs and for pages."""

import base64
import binascii

from psycopg import Connection

from api.problems import ApiProblem
from complaints.errors import Problem
from database.waiting import QueueFilter, QueueRow, list_queue

MAX_NUMBER = 2**31 - 1


def page_of(
    connection: Connection, wanted: QueueFilter, *, limit: int, cursor: str
) -> tuple[list[QueueRow], str | None]:
    """The rows of a page and the opaque cursor of the next (None: the last). Raises ApiProblem for a foreign cursor."""
    after = read_position(cursor) if cursor else None
    rows = list_queue(connection, wanted, after=after, limit=limit + 1)
    shown = rows[:limit]
    return shown, write_position(shown[-1].priority, shown[-1].report_id) if len(rows) > limit else None


def write_position(priority: int, report_id: int) -> str:
    """Where a page ended, so that the next one goes on behind it whatever came in between."""
    return base64.urlsafe_b64encode(f"{priority}:{report_id}".encode()).decode()


def read_position(cursor: str) -> tuple[int, int]:
    """The inverse of write_position. Raises ApiProblem."""
    try:
        priority, report_id = map(int, base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").split(":"))
        if not (0 <= priority <= MAX_NUMBER and 0 <= report_id < 2**62):
            raise ValueError(cursor)
    except (ValueError, binascii.Error) as error:
        raise ApiProblem(422, problems=[Problem(code="bad_cursor", field="cursor")]) from error
    return priority, report_id
