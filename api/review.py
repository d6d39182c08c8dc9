"""What waits for a person, page by page, for programs and for pages."""

import base64
import binascii
from typing import Any

from psycopg import Connection

from api.problems import ApiProblem
from api.views import waiting_view
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy
from database.reports import list_waiting

MAX_NUMBER = 2**31 - 1


def queue_page(connection: Connection, taxonomy: Taxonomy, *, bidang: str, limit: int, cursor: str) -> dict[str, Any]:
    """`items` and the opaque `next_cursor` (None on the last page). Raises ApiProblem for a cursor that is not ours."""
    after = read_position(cursor) if cursor else None
    rows = list_waiting(connection, after=after, limit=limit + 1, bidang=bidang)
    shown = rows[:limit]
    more = write_position(shown[-1].priority, shown[-1].report_id) if len(rows) > limit else None
    return {"items": [waiting_view(row, taxonomy) for row in shown], "next_cursor": more}


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
