"""The counts that people and monitors look at."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from complaints.teaching import STEP, Tier

FOLDED_FROM = 100_000
"""Rows of the table standing from which they are summed up again."""


@dataclass(frozen=True, kw_only=True)
class InForce:
    """How many decisions in force have this outcome, and were acted on or not."""

    outcome: str
    acted: bool
    count: int


def count_by_status(connection: Connection) -> dict[str, int]:
    """How many reports stand at each status, within reach."""
    rows = connection.execute(
        """
        SELECT state, sum(count)::bigint FROM standing WHERE what = 'report' GROUP BY state HAVING sum(count) <> 0
        """
    ).fetchall()
    return dict(rows)


def count_in_force(connection: Connection) -> list[InForce]:
    """How many decisions in force there are of each outcome, within reach."""
    with connection.cursor(row_factory=class_row(InForce)) as cursor:
        return cursor.execute(
            """
            SELECT state AS outcome, acted, sum(count)::bigint AS count FROM standing WHERE what = 'decision'
            GROUP BY state, acted HAVING sum(count) <> 0 ORDER BY state, acted
            """
        ).fetchall()


def fold_standing(connection: Connection) -> bool:
    """Sum up what changes have added and taken away, where that are many rows by now; counts stay as they are."""
    row = connection.execute(
        "SELECT count(*) FROM (SELECT FROM standing LIMIT %(from)s) AS added", {"from": FOLDED_FROM}
    ).fetchone()
    if row is None or row[0] < FOLDED_FROM:
        return False
    connection.execute(
        """
        WITH added AS (DELETE FROM standing RETURNING what, state, acted, path, office_id, count)
        INSERT INTO standing (what, state, acted, path, office_id, count)
        SELECT what, state, acted, path, office_id, sum(count) FROM added
        GROUP BY what, state, acted, path, office_id HAVING sum(count) <> 0
        """
    )
    return True


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
