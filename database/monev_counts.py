"""Everything that Monev counts over a span, by path down to the unit and office. No text, and nobody's name, is in it.

The keys of the counts: `in` what came, `anonymous`, `duplicate`, `kind:` and `category:` what of it is; `checked`,
`sent`, `audited`, `misrouted` as on the dashboard; `labelled` and `corrected`; `handed` to a unit and `returned` by it;
`due:` and `kept:` deadlines by step, `late` reports; `judged_twice`, `agreed` and `pair:` what two people said blind;
`t_sent:` and `t_follow:` durations by bucket (see complaints.figures.quantile_of).
"""

from datetime import date, datetime, timedelta

from psycopg import Connection

from complaints.figures import Period, start_of
from complaints.monev import FINE
from database.figures import folded_until


def count_span(connection: Connection, code: str, period: Period) -> None:
    """Count the whole span and keep it under this code, which must be known and have no counts yet."""
    _count_arrivals(connection, code, period)
    _count_work(connection, code, period)
    _count_deadlines(connection, code, period)


def _span(connection: Connection, code: str, period: Period) -> dict[str, str | int | date | datetime]:
    folded = folded_until(connection)
    since = max(period.since, start_of(folded))
    return {
        "code": code,
        "first": period.first,
        "last": period.last,
        "since": period.since,
        "upto": period.upto,
        "folded_last": min(period.last, folded - timedelta(days=1)),
        "open_since": since,
        "open_upto": max(since, period.upto),
        "fine": FINE,
    }


def _count_arrivals(connection: Connection, code: str, period: Period) -> None:
    connection.execute(
        """
        WITH came AS MATERIALIZED (
            SELECT r.current_path[1:3] AS path, r.current_office AS office_id, r.anonim,
                   r.current_path[cardinality(r.current_path)] AS category,
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
        ), counted AS (
            SELECT path, office_id, 'in' AS key, count(*) AS count FROM came GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id, 'anonymous', count(*) FROM came WHERE anonim GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id, 'duplicate', count(*) FROM came WHERE is_duplicate GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id, 'kind:' || kind, count(*) FROM came GROUP BY 1, 2, 3
            UNION ALL
            SELECT path, office_id, 'category:' || coalesce(category, '-'), count(*) FROM came GROUP BY 1, 2, 3
        )
        INSERT INTO monev_cells (code, path, office_id, counts)
        SELECT %(code)s, coalesce(path, '{}'), coalesce(office_id, ''), jsonb_object_agg(key, count)
        FROM counted GROUP BY 2, 3
        """,
        _span(connection, code, period),
        prepare=False,
    )


def _count_work(connection: Connection, code: str, period: Period) -> None:
    connection.execute(
        """
        WITH work AS (
            SELECT path, office_id, checked, sent, audited, misrouted FROM daily_figures
            WHERE day >= %(first)s AND day <= %(folded_last)s
            UNION ALL
            SELECT path, office_id, checked, sent, audited, misrouted
            FROM figures_between(%(open_since)s, %(open_upto)s)
        ), handed AS MATERIALIZED (
            SELECT d.report_id, d.id, d.decided_at, d.path[1:3] AS path, d.office_id FROM decisions d
            WHERE d.acted AND d.path <> '{}' AND d.restores IS NULL AND d.decided_at < %(upto)s
        ), first_handed AS (
            SELECT DISTINCT ON (report_id) report_id, decided_at, path, office_id FROM handed ORDER BY report_id, id
        ), labelled AS (
            SELECT (coalesce(d.path, r.current_path))[1:3] AS path,
                   CASE WHEN d.id IS NULL THEN r.current_office ELSE d.office_id END AS office_id, l.agreed
            FROM labels l JOIN reports r ON r.id = l.report_id LEFT JOIN decisions d ON d.id = l.decision_id
            WHERE l.labelled_at >= %(since)s AND l.labelled_at < %(upto)s AND l.withdrawn_at IS NULL
              AND l.source <> 'return'
        ), pairs AS (
            SELECT d.path[1:3] AS path, d.office_id,
                   array_agg(o.path[cardinality(o.path)] ORDER BY o.id) AS said
            FROM panels p JOIN opinions o ON o.panel_id = p.id AND o.is_blind JOIN decisions d ON d.id = p.decision_id
            WHERE p.closed_at >= %(since)s AND p.closed_at < %(upto)s
            GROUP BY p.id, d.path, d.office_id HAVING count(*) = 2
        ), counted AS (
            SELECT w.path, w.office_id, k.key, sum(k.count)::bigint AS count
            FROM work w CROSS JOIN LATERAL (VALUES ('checked', w.checked), ('sent', w.sent), ('audited', w.audited),
                                                   ('misrouted', w.misrouted)) AS k(key, count)
            GROUP BY 1, 2, 3
            UNION ALL
            SELECT path, office_id, 'handed', count(*) FROM handed WHERE decided_at >= %(since)s GROUP BY 1, 2
            UNION ALL
            SELECT f.path, f.office_id,
                   't_sent:' || floor(%(fine)s * ln(greatest(1, extract(epoch FROM f.decided_at - r.received_at)
                                                             ::float8)) / ln(2::float8))::integer, count(*)
            FROM first_handed f JOIN reports r ON r.id = f.report_id
            WHERE f.decided_at >= %(since)s GROUP BY 1, 2, 3
            UNION ALL
            SELECT path, office_id, 'labelled', count(*) FROM labelled GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id, 'corrected', count(*) FROM labelled WHERE NOT agreed GROUP BY 1, 2
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
        SELECT %(code)s, coalesce(path, '{}'), coalesce(office_id, ''), jsonb_object_agg(key, count)
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
        WITH duties AS MATERIALIZED (
            SELECT e.report_id, e.step, e.started_at, e.due_on, e.due_at, e.met_at, r.current_path[1:3] AS path,
                   r.current_office AS office_id
            FROM deadlines e JOIN reports r ON r.id = e.report_id
            WHERE e.step <> 'closing' AND e.due_on <= %(last)s AND (e.due_on >= %(first)s OR e.met_at IS NULL
                                                                    OR e.met_at >= %(since)s)
               OR e.step = 'follow_up' AND e.met_at >= %(since)s AND e.met_at < %(upto)s
        ), counted AS (
            SELECT path, office_id, 'due:' || step AS key, count(*) AS count FROM duties
            WHERE due_on >= %(first)s AND due_on <= %(last)s AND due_at <= now() GROUP BY 1, 2, 3
            UNION ALL
            SELECT path, office_id, 'kept:' || step, count(*) FROM duties
            WHERE due_on >= %(first)s AND due_on <= %(last)s AND due_at <= now() AND met_at < due_at GROUP BY 1, 2, 3
            UNION ALL
            SELECT path, office_id, 'late', count(DISTINCT report_id) FROM duties
            WHERE due_on <= %(last)s AND due_at <= now() AND (met_at IS NULL OR met_at >= %(upto)s) GROUP BY 1, 2
            UNION ALL
            SELECT path, office_id,
                   't_follow:' || floor(%(fine)s * ln(greatest(1, extract(epoch FROM met_at - started_at)::float8))
                                        / ln(2::float8))::integer, count(*)
            FROM duties WHERE step = 'follow_up' AND met_at >= %(since)s AND met_at < %(upto)s GROUP BY 1, 2, 3
        )
        INSERT INTO monev_cells (code, path, office_id, counts)
        SELECT %(code)s, coalesce(path, '{}'), coalesce(office_id, ''), jsonb_object_agg(key, count)
        FROM counted GROUP BY 2, 3
        ON CONFLICT (code, path, office_id) DO UPDATE SET counts = monev_cells.counts || excluded.counts
        """,
        _span(connection, code, period),
        prepare=False,
    )
