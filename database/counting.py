"""The counts that people and monitors look at."""

from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from complaints.teaching import STEP, Tier


def count_by_status(connection: Connection) -> dict[str, int]:
    """How many reports stand at each status."""
    rows = connection.execute("SELECT status, count(*) FROM reports GROUP BY status").fetchall()
    return dict(rows)


def count_current(connection: Connection, run_id: UUID | None = None) -> list[dict[str, Any]]:
    """How many reports each path has in its current decision, by whether it was acted on and why not.

    The reason is empty too where a report waits to be audited.

    Rows hold path, depth, outcome, acted, reason and count; `run_id` keeps the reports that this run decided.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            """
            SELECT d.path, d.depth, d.outcome, d.acted, coalesce(q.reason, '') AS reason, count(*) AS count
            FROM decisions d LEFT JOIN review_queue q
                ON q.decision_id = d.id AND q.done_at IS NULL AND q.kind = 'review'
            WHERE d.is_current AND (%(run_id)s::uuid IS NULL OR d.run_id = %(run_id)s)
            GROUP BY d.path, d.depth, d.outcome, d.acted, q.reason ORDER BY d.path, d.depth
            """,
            {"run_id": run_id},
        ).fetchall()


def count_waiting(connection: Connection) -> tuple[int, int, int]:
    """How many reports wait for a person; how many of them cannot wait, and how many are audits."""
    row = connection.execute(
        """
        SELECT count(*), count(*) FILTER (WHERE priority >= %(urgent)s), count(*) FILTER (WHERE kind = 'audit')
        FROM review_queue WHERE done_at IS NULL
        """,
        {"urgent": Tier.SOON * STEP},
    ).fetchone()
    assert row is not None
    return row[0], row[1], row[2]
