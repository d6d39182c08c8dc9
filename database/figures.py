"""The figures of the work: what lies behind from its rollup by day, the last hour or so from the rows themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from complaints.figures import Period, first_open_moment, start_of

FOLD_LOCK = 28337
BEGINNING = start_of(date(2000, 1, 1))


@dataclass(frozen=True, kw_only=True)
class Work:
    """What was done, by one of: a day, a path down to the unit, an office (the others None).

    `sent` is what was sent on by itself, urgent or not; `checked` all that the machine looked at; `entered` and
    `left_queue` what came to people and went from them.
    """

    day: date | None
    path: list[str] | None
    office_id: str | None
    checked: int
    sent: int
    reviewed: int
    audited: int
    misrouted: int
    entered: int
    left_queue: int


def fold_figures(connection: Connection, now: datetime) -> bool:
    """Roll up all that can no longer change and is not rolled up yet; False where there is nothing, or another process
    does it."""
    until = first_open_moment(now)
    row = connection.execute("SELECT pg_try_advisory_xact_lock(%(lock)s)", {"lock": FOLD_LOCK}).fetchone()
    folded = folded_until(connection)
    if not (row and row[0]) or folded >= until:
        return False
    span = {"since": folded, "upto": until}
    connection.execute(
        """
        INSERT INTO daily_figures (day, path, office_id, checked, sent, reviewed, audited, misrouted, entered,
                                   left_queue)
        SELECT day, path, office_id, checked, sent, reviewed, audited, misrouted, entered, left_queue
        FROM figures_between(%(since)s, %(upto)s)
        ON CONFLICT (day, path, office_id) DO UPDATE SET
            checked = daily_figures.checked + excluded.checked, sent = daily_figures.sent + excluded.sent,
            reviewed = daily_figures.reviewed + excluded.reviewed, audited = daily_figures.audited + excluded.audited,
            misrouted = daily_figures.misrouted + excluded.misrouted,
            entered = daily_figures.entered + excluded.entered,
            left_queue = daily_figures.left_queue + excluded.left_queue
        """,
        span,
    )
    connection.execute(
        """
        INSERT INTO daily_durations (day, path, office_id, what, bucket, count)
        SELECT day, path, office_id, what, bucket, count FROM durations_between(%(since)s, %(upto)s)
        ON CONFLICT (day, what, path, office_id, bucket) DO UPDATE SET count = daily_durations.count + excluded.count
        """,
        span,
    )
    connection.execute(
        "INSERT INTO figures_until (upto) VALUES (%(upto)s) ON CONFLICT (only_row) DO UPDATE SET upto = excluded.upto",
        {"upto": until},
    )
    return True


def folded_until(connection: Connection) -> datetime:
    """The first moment that is not rolled up."""
    row = connection.execute("SELECT upto FROM figures_until").fetchone()
    return row[0] if row else BEGINNING


def read_work(connection: Connection, period: Period, *, code: str = "", offices: Sequence[str] = ()) -> list[Work]:
    """What was done in the period, summed by day, by path and by office, for paths that hold `code` and `offices`."""
    with connection.cursor(row_factory=class_row(Work)) as cursor:
        return cursor.execute(
            """
            SELECT w.day, w.path, w.office_id, sum(w.checked)::integer AS checked, sum(w.sent)::integer AS sent,
                   sum(w.reviewed)::integer AS reviewed, sum(w.audited)::integer AS audited,
                   sum(w.misrouted)::integer AS misrouted, sum(w.entered)::integer AS entered,
                   sum(w.left_queue)::integer AS left_queue
            FROM (
                SELECT day, path, office_id, checked, sent, reviewed, audited, misrouted, entered, left_queue
                FROM daily_figures WHERE day >= %(first)s AND day <= %(last)s
                UNION ALL
                SELECT day, path, office_id, checked, sent, reviewed, audited, misrouted, entered, left_queue
                FROM figures_between(%(since)s, %(upto)s)
            ) w
            WHERE (%(code)s = '' OR %(code)s = ANY(w.path))
              AND (%(offices)s::text[] = '{}' OR w.office_id = ANY(%(offices)s))
            GROUP BY GROUPING SETS ((w.day), (w.path), (w.office_id))
            """,
            period_values(connection, period, code=code, offices=offices),
            prepare=False,
        ).fetchall()


def read_durations(
    connection: Connection, period: Period, *, code: str = "", offices: Sequence[str] = ()
) -> dict[str, dict[int, int]]:
    """How often a duration fell into each bucket (see complaints/figures.py): of "routing" and of "deciding"."""
    rows = connection.execute(
        """
        SELECT w.what, w.bucket, sum(w.count)::integer
        FROM (
            SELECT path, office_id, what, bucket, count
            FROM daily_durations WHERE day >= %(first)s AND day <= %(last)s
            UNION ALL
            SELECT path, office_id, what, bucket, count FROM durations_between(%(since)s, %(upto)s)
        ) w
        WHERE (%(code)s = '' OR %(code)s = ANY(w.path))
          AND (%(offices)s::text[] = '{}' OR w.office_id = ANY(%(offices)s))
        GROUP BY w.what, w.bucket
        """,
        period_values(connection, period, code=code, offices=offices),
        prepare=False,
    ).fetchall()
    found: dict[str, dict[int, int]] = {"routing": {}, "deciding": {}}
    for what, bucket, count in rows:
        found[what][bucket] = count
    return found


def period_values(
    connection: Connection, period: Period, *, code: str = "", offices: Sequence[str] = ()
) -> dict[str, Any]:
    """What is rolled up is read by day, the rest from the first moment that is not."""
    since = max(period.since, folded_until(connection))
    return {
        "first": period.first,
        "last": period.last,
        "since": since,
        "upto": max(since, period.upto),
        "code": code,
        "offices": list(offices),
    }


def read_queue_age(
    connection: Connection, *, code: str = "", offices: Sequence[str] = ()
) -> tuple[int, datetime | None, datetime | None]:
    """How many wait, since when the one in the middle does, and since when the oldest; None where nothing waits."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            """
            SELECT count(*) AS count, percentile_disc(0.5) WITHIN GROUP (ORDER BY queued_at) AS middle,
                   min(queued_at) AS oldest
            FROM review_queue
            WHERE done_at IS NULL AND (%(code)s = '' OR %(code)s = ANY(path))
              AND (%(offices)s::text[] = '{}' OR office_id = ANY(%(offices)s))
            """,
            {"code": code, "offices": list(offices)},
        ).fetchone()
    assert row is not None
    return row["count"], row["middle"], row["oldest"]
