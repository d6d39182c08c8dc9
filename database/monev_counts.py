"""Everything that Monev counts over a span, by path down to the unit and office. No text, and nobody's name, is in it.

The keys of the counts: `in` what came, `anonymous`, `duplicate`, `kind:` and `category:` what of it is; `checked`,
`sent`, `audited`, `misrouted` as on the dashboard; `labelled` and `corrected`; `handed` to a unit and `returned` by it;
`due:` and `kept:` deadlines by step, `late` reports; `judged_twice`, `agreed` and `pair:` what two people said blind;
`t_sent:` and `t_follow:` durations by bucket (see complaints.figures.quantile_of).
"""

from datetime import date, datetime

from psycopg import Connection

from complaints.figures import Period
from complaints.monev import FINE
from database.figures import folded_until


def count_span(connection: Connection, code: str, period: Period) -> None:
    """Count the whole span and keep it under this code, which must be known and have no counts yet."""
    _count_arrivals(connection, code, period)
    _count_work(connection, code, period)
    _count_deadlines(connection, code, period)


def _span(connection: Connection, code: str, period: Period) -> dict[str, str | int | date | datetime]:
    since = max(period.since, folded_until(connection))
    return {
        "code": code,
        "first": period.first,
        "last": period.last,
        "since": period.since,
        "upto": period.upto,
        "open_since": since,
        "open_upto": max(since, period.upto),
        "fine": FINE,
    }


def _count_arrivals(connection: Connection, code: str, period: Period) -> None:
    connection.execute(
        """
        WITH came AS (
            SELECT r.current_path[1:3] AS path, r.current_office AS office_id, r.anonim,
                   coalesce(r.current_path[cardinality(r.current_path)], '-') AS category,
                   coalesce(CASE WHEN d.outcome = 'person' THEN nullif(d.klasifikasi, '') END, r.klasifikasi,
                            nullif(d.klasifikasi, ''), '-') AS kind,
                   EXISTS (SELECT FROM merges m WHERE m.report_id = r.id AND m.undone_at IS NULL
                           AND m.report_version = r.version) AS is_duplicate
            FROM reports r LEFT JOIN decisions d ON d.report_id = r.id AND d.is_current
            WHERE r.received_at >= %(since)s AND r.received_at < %(upto)s
              -- A report that is split is counted by its parts.
              AND NOT EXISTS (SELECT FROM splits s WHERE s.report_id = r.id AND s.undone_at IS NULL
                              AND s.report_version = r.version)
              AND NOT EXISTS (SELECT FROM parts p WHERE p.report_id = r.id AND p.withdrawn_at IS NOT NULL)
        ), grouped AS MATERIALIZED (
            SELECT path, office_id, kind, category, count(*) AS count, count(*) FILTER (WHERE anonim) AS anonymous,
                   count(*) FILTER (WHERE is_duplicate) AS duplicate
            FROM came GROUP BY 1, 2, 3, 4
        ), counted AS (
            SELECT g.path, g.office_id, k.key, sum(k.count)::bigint AS count
            FROM grouped g CROSS JOIN LATERAL (VALUES
                ('in', g.count), ('anonymous', g.anonymous), ('duplicate', g.duplicate),
                ('kind:' || g.kind, g.count), ('category:' || g.category, g.count)) AS k(key, count)
            GROUP BY 1, 2, 3
        )
        INSERT INTO monev_cells (code, path, office_id, counts)
        SELECT %(code)s, coalesce(path, '{}'), coalesce(office_id, ''), jsonb_object_agg(key, count)
        FROM counted WHERE count > 0 GROUP BY 2, 3
        """,
        _span(connection, code, period),
        prepare=False,
    )


def _count_work(connection: Connection, code: str, period: Period) -> None:
    connection.execute(
        """
        WITH work AS (
            SELECT path, office_id, checked, sent, audited, misrouted FROM daily_figures
            WHERE day >= %(first)s AND day <= %(last)s
            UNION ALL
            SELECT path, office_id, checked, sent, audited, misrouted
            FROM figures_between(%(open_since)s, %(open_upto)s)
        ), worked AS MATERIALIZED (
            SELECT path, office_id, sum(checked) AS checked, sum(sent) AS sent, sum(audited) AS audited,
                   sum(misrouted) AS misrouted
            FROM work GROUP BY 1, 2
        ), handed AS (
            SELECT d.path[1:3] AS path, d.office_id,
                   CASE WHEN NOT EXISTS (SELECT FROM decisions e
                                         WHERE e.report_id = d.report_id AND e.id < d.id AND e.acted
                                           AND e.path <> '{}' AND e.restores IS NULL AND e.decided_at < %(upto)s)
                        THEN floor(%(fine)s * ln(greatest(1, extract(epoch FROM d.decided_at - r.received_at)::float8))
                                   / ln(2::float8))::integer END AS took
            FROM decisions d JOIN reports r ON r.id = d.report_id
            WHERE d.acted AND d.path <> '{}' AND d.restores IS NULL AND d.decided_at >= %(since)s
              AND d.decided_at < %(upto)s
        ), hands AS MATERIALIZED (
            SELECT path, office_id, took, count(*) AS count FROM handed GROUP BY 1, 2, 3
        ), labelled AS MATERIALIZED (
            SELECT (coalesce(d.path, r.current_path))[1:3] AS path,
                   CASE WHEN d.id IS NULL THEN r.current_office ELSE d.office_id END AS office_id,
                   count(*) AS labelled, count(*) FILTER (WHERE NOT l.agreed) AS corrected
            FROM labels l JOIN reports r ON r.id = l.report_id LEFT JOIN decisions d ON d.id = l.decision_id
            WHERE l.labelled_at >= %(since)s AND l.labelled_at < %(upto)s AND l.withdrawn_at IS NULL
              AND l.source <> 'return'
            GROUP BY 1, 2
        ), pairs AS (
            SELECT d.path[1:3] AS path, d.office_id,
                   array_agg(o.path[cardinality(o.path)] ORDER BY o.id) AS said
            FROM panels p JOIN opinions o ON o.panel_id = p.id AND o.is_blind JOIN decisions d ON d.id = p.decision_id
            WHERE p.closed_at >= %(since)s AND p.closed_at < %(upto)s
            GROUP BY p.id, d.path, d.office_id HAVING count(*) = 2
        ), counted AS (
            SELECT w.path, w.office_id, k.key, k.count
            FROM worked w CROSS JOIN LATERAL (VALUES ('checked', w.checked), ('sent', w.sent), ('audited', w.audited),
                                                     ('misrouted', w.misrouted)) AS k(key, count)
            UNION ALL
            SELECT path, office_id, 'handed', sum(count) FROM hands GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id, 't_sent:' || took, count FROM hands WHERE took IS NOT NULL
            UNION ALL
            SELECT path, office_id, 'labelled', labelled FROM labelled
            UNION ALL
            SELECT path, office_id, 'corrected', corrected FROM labelled
            UNION ALL
            SELECT d.path[1:3], d.office_id, 'returned', count(*)
            FROM reopenings x JOIN decisions d ON d.id = x.decision_id
            WHERE x.kind = 'return' AND x.reopened_at >= %(since)s AND x.reopened_at < %(upto)s GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id, 'judged_twice', count(*) FROM pairs GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id, 'agreed', count(*) FROM pairs WHERE said[1] = said[2] GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id, 'pair:' || said[1] || '|' || said[2], count(*) FROM pairs GROUP BY 1, 2, 3
        )
        INSERT INTO monev_cells (code, path, office_id, counts)
        SELECT %(code)s, coalesce(path, '{}'), coalesce(office_id, ''), jsonb_object_agg(key, count::bigint)
        FROM counted WHERE count > 0 GROUP BY 2, 3
        ON CONFLICT (code, path, office_id) DO UPDATE SET counts = monev_cells.counts || excluded.counts
        """,
        _span(connection, code, period),
        prepare=False,
    )


def _count_deadlines(connection: Connection, code: str, period: Period) -> None:
    # What closes by itself is nobody's duty, and of a span that still runs only what is over counts.
    connection.execute(
        """
        WITH duties AS NOT MATERIALIZED (
            SELECT e.report_id, e.step, e.due_on >= %(first)s AND e.due_on <= %(last)s AND e.due_at <= now() AS is_due,
                   e.met_at < e.due_at AS is_kept,
                   e.due_on <= %(last)s AND e.due_at <= now() AND (e.met_at IS NULL OR e.met_at >= %(upto)s) AS is_late,
                   CASE WHEN e.step = 'follow_up' AND e.met_at >= %(since)s AND e.met_at < %(upto)s
                        THEN floor(%(fine)s * ln(greatest(1, extract(epoch FROM e.met_at - e.started_at)::float8))
                                   / ln(2::float8))::integer END AS took
            FROM deadlines e
            WHERE e.step <> 'closing' AND e.due_on <= %(last)s AND (e.due_on >= %(first)s OR e.met_at IS NULL
                                                                    OR e.met_at >= %(since)s)
               OR e.step = 'follow_up' AND e.met_at >= %(since)s AND e.met_at < %(upto)s
        ), grouped AS MATERIALIZED (
            SELECT r.current_path[1:3] AS path, r.current_office AS office_id, d.step, d.took,
                   count(*) FILTER (WHERE d.is_due) AS due, count(*) FILTER (WHERE d.is_due AND d.is_kept) AS kept,
                   count(*) AS count
            FROM duties d JOIN reports r ON r.id = d.report_id
            GROUP BY 1, 2, 3, 4
        ), counted AS (
            SELECT g.path, g.office_id, k.key, sum(k.count)::bigint AS count
            FROM grouped g CROSS JOIN LATERAL (VALUES
                ('due:' || g.step, g.due), ('kept:' || g.step, g.kept), ('t_follow:' || g.took, g.count)
            ) AS k(key, count)
            WHERE k.key IS NOT NULL GROUP BY 1, 2, 3
            UNION ALL
            SELECT r.current_path[1:3], r.current_office, 'late', count(*)
            FROM reports r WHERE r.id IN (SELECT report_id FROM duties WHERE is_late) GROUP BY 1, 2
        )
        INSERT INTO monev_cells (code, path, office_id, counts)
        SELECT %(code)s, coalesce(path, '{}'), coalesce(office_id, ''), jsonb_object_agg(key, count)
        FROM counted WHERE count > 0 GROUP BY 2, 3
        ON CONFLICT (code, path, office_id) DO UPDATE SET counts = monev_cells.counts || excluded.counts
        """,
        _span(connection, code, period),
        prepare=False,
    )
