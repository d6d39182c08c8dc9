"""How many reports a joint programme has."""

from collections.abc import Sequence

from psycopg import Connection

from complaints.figures import Period
from database.hub import COUNTED


def count_categories(connection: Connection, categories: Sequence[str], period: Period) -> dict[str, tuple[int, int]]:
    """How many decisions of the period are in force in each category, at most COUNTED of all, and how many wait."""
    rows = connection.execute(
        """
        SELECT category, sum(came)::integer, sum(waiting)::integer
        FROM (
            SELECT category, 1 AS came, 0 AS waiting
            FROM (
                SELECT d.report_id, d.path[cardinality(d.path)] AS category FROM decisions d
                WHERE d.is_current AND d.path && %(categories)s
                  AND d.decided_at >= %(from)s AND d.decided_at < %(until)s
                  AND NOT EXISTS (SELECT FROM review_queue q
                                  WHERE q.report_id = d.report_id AND q.is_blind AND q.done_at IS NULL)
                LIMIT %(counted)s
            ) AS decided
            WHERE NOT is_only_copied(report_id)
            UNION ALL
            SELECT path[cardinality(path)], 0, 1 FROM review_queue WHERE done_at IS NULL AND path && %(categories)s
        ) AS found
        WHERE category = ANY(%(categories)s) GROUP BY category
        """,
        {"categories": list(categories), "from": period.since, "until": period.upto, "counted": COUNTED},
        prepare=False,
    ).fetchall()
    return {category: (came, waiting) for category, came, waiting in rows}
