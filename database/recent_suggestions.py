"""What the machine said of the reports that it looked at last, counted by path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """So many reports with this suggested path; `is_sure`: their policy would send them on. The first came `since`."""

    path: list[str]
    is_sure: bool
    reviewed_before: bool
    reports: int
    since: datetime


def recent_suggestions(connection: Connection, *, limit: int) -> Sequence[Suggested]:
    """The last `limit` reports within reach, each as the machine judged it last."""
    with connection.cursor(row_factory=class_row(Suggested)) as cursor:
        return cursor.execute(
            """
            WITH recent AS (
                SELECT d.id, d.report_id, d.path, d.outcome, d.decided_at FROM decisions d
                WHERE d.outcome <> 'person' AND d.restores IS NULL AND NOT EXISTS (
                    SELECT FROM decisions later WHERE later.report_id = d.report_id AND later.id > d.id
                        AND later.outcome <> 'person' AND later.restores IS NULL)
                ORDER BY d.decided_at DESC, d.id DESC LIMIT %(limit)s
            ), told AS (
                SELECT r.path, r.outcome = 'auto' AS is_sure, r.decided_at, EXISTS (
                    SELECT FROM decisions p WHERE p.report_id = r.report_id AND p.id < r.id AND p.outcome = 'person'
                ) AS reviewed_before
                FROM recent r
            )
            SELECT path, is_sure, reviewed_before, count(*) AS reports, min(decided_at) AS since
            FROM told GROUP BY path, is_sure, reviewed_before ORDER BY path, is_sure, reviewed_before
            """,
            {"limit": limit},
        ).fetchall()
