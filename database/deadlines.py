"""The deadlines of reports: planned from what became of them, kept, and read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.course import course_of
from complaints.deadlines import Deadline, next_due, plan
from database.pasts import pasts_of

Planned = Mapping[int, Sequence[Deadline]]
"""The deadlines of each report, by its id."""


@dataclass(frozen=True, kw_only=True)
class StoredDeadline:
    """A deadline as it is kept; see complaints.deadlines.Deadline."""

    step: str
    started_at: datetime
    due_on: date
    due_at: datetime
    met_at: datetime | None
    uncertain: bool


@dataclass(frozen=True, kw_only=True)
class StoredNotice:
    """That a level was told of a deadline."""

    step: str
    due_on: date
    level: str
    is_overdue: bool
    told_at: datetime


def plan_again(connection: Connection, report_ids: Sequence[int]) -> Planned:
    """Plan the deadlines of these reports from all that became of them, and note in the queue what comes first."""
    pasts = pasts_of(connection, report_ids)
    planned = {report_id: plan(course_of(past)) for report_id, past in pasts.items()}
    keep_deadlines(connection, planned)
    _note_in_queue(connection, planned)
    return planned


def keep_deadlines(connection: Connection, planned: Planned) -> None:
    """Store these in place of whatever deadlines these reports had."""
    rows = [
        {"report_id": report_id, **_row(deadline)} for report_id, deadlines in planned.items() for deadline in deadlines
    ]
    connection.execute(
        """
        WITH planned AS MATERIALIZED (
            SELECT report_id, step, started_at, due_on, due_at, met_at, uncertain
            FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, step text, started_at timestamptz, due_on date,
                                                   due_at timestamptz, met_at timestamptz, uncertain boolean)
        ), gone AS (
            DELETE FROM deadlines d WHERE d.report_id = ANY((SELECT %(ids)s::bigint[])::bigint[])
            AND NOT EXISTS (SELECT FROM planned p WHERE p.report_id = d.report_id AND p.step = d.step)
        )
        INSERT INTO deadlines (report_id, step, started_at, due_on, due_at, met_at, uncertain)
        SELECT report_id, step, started_at, due_on, due_at, met_at, uncertain FROM planned
        ON CONFLICT (report_id, step) DO UPDATE SET started_at = excluded.started_at, due_on = excluded.due_on,
            due_at = excluded.due_at, met_at = excluded.met_at, uncertain = excluded.uncertain
        """,
        {"rows": Jsonb(rows), "ids": list(planned)},
    )


def _row(deadline: Deadline) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in vars(deadline).items()}


def _note_in_queue(connection: Connection, planned: Planned) -> None:
    rows = [
        {"report_id": report_id, "due_at": due.due_at.isoformat()}
        for report_id, deadlines in planned.items()
        if (due := next_due(deadlines))
    ]
    connection.execute(
        """
        UPDATE review_queue q SET due_at = r.due_at
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, due_at timestamptz)
        WHERE q.report_id = r.report_id AND q.done_at IS NULL AND NOT q.is_blind
        """,
        {"rows": Jsonb(rows)},
    )


def deadlines_of(connection: Connection, report_id: int) -> list[StoredDeadline]:
    """The deadlines of a report, in the order of their steps."""
    with connection.cursor(row_factory=class_row(StoredDeadline)) as cursor:
        return cursor.execute(
            """
            SELECT step, started_at, due_on, due_at, met_at, uncertain FROM deadlines WHERE report_id = %(id)s
            ORDER BY array_position(ARRAY['verification', 'follow_up', 'closing', 'total'], step)
            """,
            {"id": report_id},
        ).fetchall()


def notices_of(connection: Connection, report_id: int) -> list[StoredNotice]:
    """Who was told of which deadline of a report, the first first."""
    with connection.cursor(row_factory=class_row(StoredNotice)) as cursor:
        return cursor.execute(
            """
            SELECT step, due_on, level, is_overdue, told_at FROM deadline_notices WHERE report_id = %(id)s
            ORDER BY told_at, level
            """,
            {"id": report_id},
        ).fetchall()
