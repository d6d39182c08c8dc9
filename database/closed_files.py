"""Whole files in quarantine that nobody will mend: closed with a reason, seen among the closed ones, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import NotFound
from database import audit


@dataclass(frozen=True, kw_only=True)
class ClosedFile:
    """Which file was closed, by whom (their sign-in name), and why."""

    id: int
    origin: str
    found_at: datetime
    closed_at: datetime
    closed_by: str
    closed_why: str


def close_file(connection: Connection, id_: int, *, by: str, why: str) -> None:
    """The file waits no more. Raises NotFound where it is no whole file, or does not wait."""
    closed = connection.execute(
        """
        UPDATE public.quarantine SET closed_at = clock_timestamp(), closed_by = %(by)s, closed_why = %(why)s
        WHERE id = %(id)s AND row_number = 0 AND replayed_at IS NULL AND closed_at IS NULL
        """,
        {"id": id_, "by": by, "why": why},
    )
    if not closed.rowcount:
        raise NotFound(f"waiting file {id_}")
    audit.append(connection, f"person:{by}", "file.closed", [(f"quarantine:{id_}", {"why": why})])


def open_file(connection: Connection, id_: int, *, by: str) -> None:
    """The file waits again. Raises NotFound where it was not closed."""
    opened = connection.execute(
        """
        UPDATE public.quarantine SET closed_at = NULL, closed_by = NULL, closed_why = NULL
        WHERE id = %(id)s AND closed_at IS NOT NULL
        """,
        {"id": id_},
    )
    if not opened.rowcount:
        raise NotFound(f"closed file {id_}")
    audit.append(connection, f"person:{by}", "file.opened", [(f"quarantine:{id_}", {})])


def find_closed(connection: Connection, id_: int) -> ClosedFile | None:
    """Who closed this file and why; None where nobody did."""
    with connection.cursor(row_factory=class_row(ClosedFile)) as cursor:
        return cursor.execute(
            """
            SELECT id, origin, found_at, closed_at, closed_by, closed_why FROM quarantine
            WHERE id = %(id)s AND closed_at IS NOT NULL
            """,
            {"id": id_},
        ).fetchone()


def list_closed(connection: Connection, *, limit: int) -> Sequence[ClosedFile]:
    """The files that were closed last."""
    with connection.cursor(row_factory=class_row(ClosedFile)) as cursor:
        return cursor.execute(
            """
            SELECT id, origin, found_at, closed_at, closed_by, closed_why FROM quarantine
            WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()
