"""The follow-ups and deadlines of a database that benchmarks/filling.py fills, set by set.

They are those that complaints/deadlines.py plans for these reports: what takes working days is asked of it once for
each day, kind and step, and joined.
"""

from datetime import datetime, timedelta

import psycopg

from complaints.deadline_rules import Step, days_for, shipped_rules
from complaints.report import Klasifikasi
from complaints.timestamps import WIB
from complaints.working_days import due_day

DAYS_AROUND = 400


def insert_follow_ups(connection: psycopg.Connection) -> None:
    """One in two of what was sent on is followed up, up to eight days later."""
    connection.execute(
        """
        INSERT INTO milestones (report_id, kind, at, source, recorded_by)
        SELECT d.report_id, 'follow_up', least(now(), d.decided_at + interval '1 hour' * (d.id % 200)), 'bench', 'x'
        FROM decisions d WHERE d.acted AND d.id % 2 = 0 ORDER BY d.report_id
        """
    )


def insert_deadlines(connection: psycopg.Connection) -> None:
    """The deadlines of every report; needs the temporary table `decided`, with what became of each."""
    _load_due_days(connection)
    connection.execute(
        """
        INSERT INTO deadlines (report_id, step, started_at, due_on, due_at, met_at, uncertain)
        SELECT s.report_id, s.step, s.started_at, y.due_on, (y.due_on + 1)::timestamp AT TIME ZONE 'Asia/Jakarta',
               s.met_at, y.uncertain
        FROM (
            SELECT r.id AS report_id, r.reported_at, coalesce(r.klasifikasi, d.klasifikasi) AS kind, p.*
            FROM reports r JOIN decided d ON d.id = r.id LEFT JOIN milestones m ON m.report_id = r.id
            CROSS JOIN LATERAL (SELECT CASE WHEN d.waits THEN NULL WHEN d.sure THEN d.at
                                            ELSE least(now(), d.at + d.took) END AS at) AS sent
            CROSS JOIN LATERAL (VALUES
                ('verification', r.reported_at, sent.at), ('follow_up', sent.at, m.at), ('closing', m.at, NULL),
                ('total', r.reported_at, NULL)) AS p(step, started_at, met_at)
            WHERE p.started_at IS NOT NULL
        ) s
        JOIN due_days y ON y.step = s.step AND y.kind = s.kind AND y.start = local_day(s.started_at)
        ORDER BY s.report_id
        """
    )


def _load_due_days(connection: psycopg.Connection) -> None:
    connection.execute("CREATE TEMP TABLE due_days (step text, kind text, start date, due_on date, uncertain boolean)")
    today = datetime.now(WIB).date()
    with connection.cursor().copy("COPY due_days FROM STDIN") as copy:
        for start in (today - timedelta(days=back) for back in range(-1, DAYS_AROUND)):
            for step in Step:
                for kind in Klasifikasi:
                    days = days_for(shipped_rules(), step, kind, start)
                    if days is not None:
                        due = due_day(start, days)
                        copy.write_row((step.value, kind.value, start, due.day, bool(due.uncertain)))
    connection.execute("ANALYZE due_days")
