"""How many reports are late, or due today: counted beforehand for every place, and read as of that moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from complaints.figures import ends_of_today

COUNT_LOCK = 28338
COUNTED_EVERY = timedelta(minutes=5)
REPORT = "report"


@dataclass(frozen=True, kw_only=True)
class DueCount:
    """How many open deadlines of a step are over, and how many end today."""

    step: str
    overdue: int
    today: int


@dataclass(frozen=True, kw_only=True)
class Due:
    """As it stood at this moment (None: it was not counted yet): the reports with any open deadline that is over, and
    the open deadlines by step."""

    at: datetime | None
    late: int
    steps: tuple[DueCount, ...]


def recount_due(connection: Connection, now: datetime) -> bool:
    """Count anew; False where that was done less than COUNTED_EVERY ago, or another process does it.

    A report counts where it is worked on, not where it is read as a copy, and not at all while it is judged blind.
    """
    row = connection.execute("SELECT pg_try_advisory_xact_lock(%(lock)s)", {"lock": COUNT_LOCK}).fetchone()
    counted = connection.execute("SELECT at FROM due_counted").fetchone()
    if not (row and row[0]) or (counted and now - counted[0] < COUNTED_EVERY):
        return False
    _count(connection, now)
    connection.execute(
        "INSERT INTO due_counted (at) VALUES (%(at)s) ON CONFLICT (only_row) DO UPDATE SET at = excluded.at",
        {"at": now},
    )
    return True


def _count(connection: Connection, now: datetime) -> None:
    at, tomorrow = ends_of_today(now)
    connection.execute("DELETE FROM due_counts")
    connection.execute(
        """
        INSERT INTO due_counts (path, office_id, step, overdue, today)
        WITH due AS MATERIALIZED (
            SELECT e.report_id, array_agg(e.step) FILTER (WHERE e.due_at < %(now)s) AS overdue,
                   array_agg(e.step) FILTER (WHERE e.due_at >= %(now)s) AS today
            FROM deadlines e WHERE e.met_at IS NULL AND e.due_at <= %(tomorrow)s GROUP BY e.report_id
        ), placed AS MATERIALIZED (
            SELECT coalesce(r.current_path[1:3], '{}') AS path, coalesce(r.current_office, '') AS office_id,
                   coalesce(due.overdue, '{}') AS overdue, coalesce(due.today, '{}') AS today, count(*) AS count
            FROM due JOIN reports r ON r.id = due.report_id
            WHERE NOT EXISTS (SELECT FROM review_queue q
                              WHERE q.report_id = due.report_id AND q.is_blind AND q.done_at IS NULL)
            GROUP BY 1, 2, 3, 4
        )
        SELECT p.path, p.office_id, s.step, coalesce(sum(p.count) FILTER (WHERE s.is_over), 0),
               coalesce(sum(p.count) FILTER (WHERE NOT s.is_over), 0)
        FROM placed p CROSS JOIN LATERAL (
            SELECT step, true AS is_over FROM unnest(p.overdue) AS step
            UNION ALL SELECT step, false FROM unnest(p.today) AS step
            UNION ALL SELECT %(report)s, true WHERE p.overdue <> '{}'
            UNION ALL SELECT %(report)s, false WHERE p.today <> '{}'
        ) AS s
        GROUP BY 1, 2, 3
        """,
        {"now": at, "tomorrow": tomorrow, "report": REPORT},
        prepare=False,
    )


def read_due(connection: Connection, *, code: str = "", offices: Sequence[str] = ()) -> Due:
    """What was counted of reports whose path down to the unit holds `code` and that are for one of `offices`."""
    rows = connection.execute(
        """
        SELECT c.at, d.step, d.overdue, d.today
        FROM due_counted c LEFT JOIN (
            SELECT step, sum(overdue)::integer AS overdue, sum(today)::integer AS today FROM due_counts
            WHERE (%(code)s = '' OR %(code)s = ANY(path))
              AND (%(offices)s::text[] = '{}' OR office_id = ANY(%(offices)s))
            GROUP BY step
        ) AS d ON true
        ORDER BY array_position(ARRAY['verification', 'follow_up', 'closing', 'total'], d.step)
        """,
        {"code": code, "offices": list(offices)},
        prepare=False,
    ).fetchall()
    counts = [DueCount(step=step, overdue=overdue, today=today) for _, step, overdue, today in rows if step]
    return Due(
        at=rows[0][0] if rows else None,
        late=sum(one.overdue for one in counts if one.step == REPORT),
        steps=tuple(one for one in counts if one.step != REPORT),
    )


def late_by_path(connection: Connection) -> tuple[datetime | None, dict[tuple[str, ...], int]]:
    """How many reports were late, by path down to the unit, and when that was counted (None: not yet)."""
    rows = connection.execute(
        """
        SELECT c.at, d.path, d.overdue
        FROM due_counted c LEFT JOIN (
            SELECT path, sum(overdue)::integer AS overdue FROM due_counts
            WHERE step = %(report)s GROUP BY path HAVING sum(overdue) > 0
        ) AS d ON true
        """,
        {"report": REPORT},
    ).fetchall()
    return (rows[0][0] if rows else None), {tuple(path): count for _, path, count in rows if path is not None}
