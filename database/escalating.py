"""Which deadlines somebody must be told of, and that they were: each level once, through the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from database import audit

LOOK_AHEAD = timedelta(days=20)
"""No run of holidays is longer: a warning one working day before the due day is never further off."""


@dataclass(frozen=True, kw_only=True)
class OpenDeadline:
    """A deadline that is open and near, or over. `target` and `office_id` say to whom the report was sent: nobody where
    both are empty. `branch` is the top of the path on which it stands, `offset_seconds` the zone of its place."""

    report_id: int
    decision_id: int
    step: str
    due_on: date
    offset_seconds: int
    target: list[str]
    office_id: str | None
    branch: list[str]


@dataclass(frozen=True, kw_only=True)
class NewNotice:
    """A notice to send: whom it tells of which deadline, and in which words."""

    deadline: OpenDeadline
    level: str
    is_overdue: bool
    path: Sequence[str]
    office_id: str | None
    addressee: str
    message: str


def near_deadlines(
    connection: Connection, now: datetime, *, after: tuple[int, str] = (0, ""), limit: int = 1000
) -> list[OpenDeadline]:
    """Open deadlines that end soon or ended, from behind `after` (report, step) on, but for those of which every level
    was told, and those that were over before the report came."""
    with connection.cursor(row_factory=class_row(OpenDeadline)) as cursor:
        return cursor.execute(
            """
            SELECT e.report_id, d.id AS decision_id, e.step, e.due_on,
                   extract(epoch FROM ((e.due_on + 1)::timestamp AT TIME ZONE 'UTC') - e.due_at)::integer
                       AS offset_seconds,
                   coalesce(o.target, '{}') AS target,
                   -- Whoever has it now: the office may have closed since it was sent.
                   CASE WHEN o.office_id IS NOT NULL THEN coalesce(r.current_office, o.office_id) END AS office_id,
                   d.path[1:1] AS branch
            FROM deadlines e JOIN reports r ON r.id = e.report_id
            JOIN decisions d ON d.report_id = e.report_id AND d.is_current
            LEFT JOIN LATERAL (
                SELECT x.target, x.office_id FROM outbox x
                WHERE x.report_id = e.report_id AND x.kind = 'disposisi' AND x.cancelled_at IS NULL AND d.acted
                ORDER BY x.id DESC LIMIT 1
            ) o ON true
            WHERE e.met_at IS NULL AND e.step <> 'closing' AND e.due_at < %(upto)s AND e.due_at > r.received_at
              AND (e.report_id, e.step) > (%(report_id)s, %(step)s)
              AND NOT EXISTS (SELECT FROM deadline_notices n
                              WHERE n.report_id = e.report_id AND n.step = e.step AND n.due_on = e.due_on
                                AND n.level = 'instansi' AND n.is_overdue)
            ORDER BY e.report_id, e.step LIMIT %(limit)s
            """,
            {"upto": now + LOOK_AHEAD, "report_id": after[0], "step": after[1], "limit": limit},
        ).fetchall()


def send_notices(connection: Connection, notices: Sequence[NewNotice], *, actor: str) -> int:
    """Hand the notices to the outbox that were not sent yet; returns how many."""
    told = connection.execute(
        """
        WITH wanted AS MATERIALIZED (
            SELECT report_id, decision_id, step, due_on, level, is_overdue, target, office_id, addressee,
                   message
            FROM jsonb_to_recordset(%(rows)s) AS r(
                report_id bigint, decision_id bigint, step text, due_on date, level text, is_overdue boolean,
                target text[], office_id text, addressee text, message text)
        ), told AS (
            INSERT INTO deadline_notices (report_id, step, due_on, level, is_overdue)
            SELECT report_id, step, due_on, level, is_overdue FROM wanted
            ON CONFLICT DO NOTHING
            RETURNING report_id, step, due_on, level, is_overdue
        )
        INSERT INTO outbox (report_id, decision_id, kind, target, office_id, addressee, message)
        SELECT w.report_id, w.decision_id, 'notice', w.target, w.office_id, w.addressee, w.message
        FROM wanted w JOIN told t USING (report_id, step, due_on, level, is_overdue)
        RETURNING report_id, addressee AS told
        """,
        {"rows": Jsonb([_row(notice) for notice in notices])},
    ).fetchall()
    audit.append(connection, actor, "report.noticed", [(f"report:{id_}", {"told": name}) for id_, name in told])
    return len(told)


def _row(notice: NewNotice) -> dict[str, Any]:
    return {
        "report_id": notice.deadline.report_id,
        "decision_id": notice.deadline.decision_id,
        "step": notice.deadline.step,
        "due_on": notice.deadline.due_on.isoformat(),
        "level": notice.level,
        "is_overdue": notice.is_overdue,
        "target": list(notice.path),
        "office_id": notice.office_id,
        "addressee": notice.addressee,
        "message": notice.message,
    }
