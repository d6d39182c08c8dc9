"""How many reports are late, or due today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row

COUNTED = 5_000
"""Deadlines that are counted at most, so that a page never takes long; from there on "more than" is said."""


@dataclass(frozen=True, kw_only=True)
class DueCount:
    """How many open deadlines of a step are over, and how many end today."""

    step: str
    overdue: int
    today: int


def count_due(
    connection: Connection, now: datetime, tomorrow: datetime, *, code: str = "", offices: Sequence[str] = ()
) -> list[DueCount]:
    """Open deadlines by step, of reports whose path holds `code` and that are for one of `offices`; of no report that
    is judged blind. `tomorrow` is when today is over; a deadline that ends just then ends today."""
    with connection.cursor(row_factory=class_row(DueCount)) as cursor:
        return cursor.execute(
            """
            SELECT near.step, count(*) FILTER (WHERE near.due_at < %(now)s)::integer AS overdue,
                   count(*) FILTER (WHERE near.due_at >= %(now)s)::integer AS today
            FROM (
                SELECT e.step, e.due_at FROM deadlines e JOIN reports r ON r.id = e.report_id
                WHERE e.met_at IS NULL AND e.due_at <= %(tomorrow)s
                  AND (r.copied_to = '{}' OR NOT is_only_copied(r.id))
                  AND (%(code)s = '' OR %(code)s = ANY(r.current_path))
                  AND (%(offices)s::text[] = '{}' OR r.current_office = ANY(%(offices)s))
                  AND NOT EXISTS (SELECT FROM review_queue q
                                  WHERE q.report_id = e.report_id AND q.is_blind AND q.done_at IS NULL)
                LIMIT %(counted)s
            ) near
            GROUP BY near.step
            ORDER BY array_position(ARRAY['verification', 'follow_up', 'closing', 'total'], near.step)
            """,
            {"now": now, "tomorrow": tomorrow, "code": code, "offices": list(offices), "counted": COUNTED},
            prepare=False,
        ).fetchall()


def count_overdue(connection: Connection, now: datetime, *, code: str = "", offices: Sequence[str] = ()) -> int:
    """How many reports have any open deadline that is over; see count_due."""
    row = connection.execute(
        """
        SELECT count(DISTINCT late.report_id) FROM (
            SELECT e.report_id FROM deadlines e JOIN reports r ON r.id = e.report_id
            WHERE e.met_at IS NULL AND e.due_at < %(now)s AND (r.copied_to = '{}' OR NOT is_only_copied(r.id))
              AND (%(code)s = '' OR %(code)s = ANY(r.current_path))
              AND (%(offices)s::text[] = '{}' OR r.current_office = ANY(%(offices)s))
              AND NOT EXISTS (SELECT FROM review_queue q
                              WHERE q.report_id = e.report_id AND q.is_blind AND q.done_at IS NULL)
            LIMIT %(counted)s
        ) late
        """,
        {"now": now, "code": code, "offices": list(offices), "counted": COUNTED},
        prepare=False,
    ).fetchone()
    assert row is not None
    count: int = row[0]
    return count
