"""What several instansi have to do with each other: how fast, what went to and fro, what is shared. Figures only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.figures import Period
from database.figures import period_values

MOST_ROWS = 50
COUNTED = 2_000
"""Reports that are looked at for one figure at most, the newest, so that a page never takes long."""
Buckets = Mapping[int, int]


@dataclass(frozen=True, kw_only=True)
class Bounced:
    """A report that units returned more than once; `way` is the path of each decision that was returned, in order."""

    public_id: UUID
    external_id: str
    times: int
    last_at: datetime
    way: list[list[str]]
    now_at: list[str]


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """How many copies (`kind` tembusan) or parts of one report (pecahan) join two instansi."""

    kind: str
    one: str
    other: str
    count: int


def durations_by_path(connection: Connection, period: Period) -> dict[tuple[str, ...], Buckets]:
    """How long reports took until the machine had looked at them, by path down to the unit (see complaints.figures)."""
    rows = connection.execute(
        """
        SELECT w.path, w.bucket, sum(w.count)::integer
        FROM (
            SELECT path, bucket, count FROM daily_durations
            WHERE day >= %(first)s AND day <= %(last)s AND what = 'routing'
            UNION ALL
            SELECT path, bucket, count FROM durations_between(%(since)s, %(upto)s) WHERE what = 'routing'
        ) w
        GROUP BY 1, 2
        """,
        period_values(connection, period),
        prepare=False,
    ).fetchall()
    return _gathered(rows)


def follow_ups_by_path(connection: Connection, period: Period) -> dict[tuple[str, ...], Buckets]:
    """How long the first follow-up took, of those that came in the period, at most COUNTED."""
    rows = connection.execute(
        """
        SELECT path, floor(4 * ln(greatest(1, extract(epoch FROM met_at - started_at)::float8))
                           / ln(2::float8))::integer, count(*)
        FROM (
            SELECT coalesce(r.current_path[1:3], '{}') AS path, e.met_at, e.started_at
            FROM deadlines e JOIN reports r ON r.id = e.report_id
            WHERE e.step = 'follow_up' AND e.met_at >= %(from)s AND e.met_at < %(until)s
              AND (r.copied_to = '{}' OR NOT is_only_copied(r.id))
            ORDER BY e.met_at DESC LIMIT %(counted)s
        ) AS met
        GROUP BY 1, 2
        """,
        {"from": period.since, "until": period.upto, "counted": COUNTED},
        prepare=False,
    ).fetchall()
    return _gathered(rows)


def _gathered(rows: list[tuple[list[str], int, int]]) -> dict[tuple[str, ...], Buckets]:
    found: dict[tuple[str, ...], dict[int, int]] = {}
    for path, bucket, count in rows:
        found.setdefault(tuple(path), {})[bucket] = count
    return dict(found)


def bounced_reports(connection: Connection, period: Period) -> list[Bounced]:
    """Reports that were returned more than once and at last in the period, the most often returned first."""
    with connection.cursor(row_factory=class_row(Bounced)) as cursor:
        return cursor.execute(
            """
            WITH returned AS MATERIALIZED (
                SELECT DISTINCT x.report_id FROM reopenings x
                WHERE x.kind = 'return' AND x.reopened_at >= %(from)s AND x.reopened_at < %(until)s
            )
            SELECT r.public_id, r.external_id, said.times, said.last_at, said.way,
                   coalesce(r.current_path, '{}') AS now_at
            FROM returned CROSS JOIN LATERAL (
                SELECT count(*)::integer AS times, max(x.reopened_at) AS last_at,
                       jsonb_agg(d.path ORDER BY x.id) AS way
                FROM reopenings x JOIN decisions d ON d.id = x.decision_id
                WHERE x.report_id = returned.report_id AND x.kind = 'return' AND x.queued_at IS NOT NULL
            ) AS said JOIN reports r ON r.id = returned.report_id
            WHERE said.times > 1 AND (r.copied_to = '{}' OR NOT is_only_copied(r.id))
              AND NOT EXISTS (SELECT FROM review_queue q
                              WHERE q.report_id = r.id AND q.is_blind AND q.done_at IS NULL)
            ORDER BY said.times DESC, said.last_at DESC LIMIT %(most)s
            """,
            {"from": period.since, "until": period.upto, "most": MOST_ROWS},
            prepare=False,
        ).fetchall()


def crossings(connection: Connection, period: Period) -> list[Crossing]:
    """Copies that were given in the period from one instansi to another, and reports whose parts lie in both."""
    with connection.cursor(row_factory=class_row(Crossing)) as cursor:
        return cursor.execute(
            """
            WITH placed AS MATERIALIZED (
                SELECT DISTINCT p.original_id, r.at
                FROM splits s JOIN parts p ON p.split_id = s.id AND p.withdrawn_at IS NULL CROSS JOIN LATERAL (
                    SELECT r.current_path[1] AS at FROM reports r
                    WHERE r.id = p.report_id AND r.current_path[1] IS NOT NULL AND NOT EXISTS (
                        SELECT FROM review_queue q WHERE q.report_id = r.id AND q.is_blind AND q.done_at IS NULL)
                    OFFSET 0
                ) AS r
                WHERE s.split_at >= %(from)s AND s.split_at < %(until)s AND s.undone_at IS NULL
            )
            SELECT 'tembusan' AS kind, d.path[1] AS one, c.path[1] AS other, count(*)::integer AS count
            FROM copies c JOIN decisions d ON d.id = c.decision_id
            WHERE c.given_at >= %(from)s AND c.given_at < %(until)s AND c.withdrawn_at IS NULL
              AND c.path[1] <> d.path[1]
            GROUP BY 2, 3
            UNION ALL
            SELECT 'pecahan', one.at, other.at, count(DISTINCT one.original_id)::integer
            FROM placed AS one JOIN placed AS other ON other.original_id = one.original_id AND other.at > one.at
            GROUP BY 2, 3
            ORDER BY 1, 4 DESC, 2, 3
            """,
            {"from": period.since, "until": period.upto},
            prepare=False,
        ).fetchall()
