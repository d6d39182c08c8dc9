"""What the machine suggested of the reports of a span, by day: where to, and of how many it was unsure."""

from collections import defaultdict
from collections.abc import Sequence

from psycopg import Connection

from database.drift import Span

WINDOW = -1
ByDay = dict[int, int]
"""Counts by the number of the day before the window; WINDOW is the window itself."""


def count_suggestions(connection: Connection, span: Span, model: str) -> dict[tuple[str, ...], ByDay]:
    """How many reports this model suggested to each path."""
    rows = connection.execute(
        """
        SELECT CASE WHEN r.reported_at > %(since)s THEN -1
                    ELSE floor(extract(epoch FROM r.reported_at - %(begin)s) / 86400)::integer END, d.path, count(*)
        FROM decisions d JOIN reports r ON r.id = d.report_id
        WHERE r.reported_at > %(begin)s AND r.reported_at <= %(until)s
          AND (r.reported_at <= %(upto)s OR r.reported_at > %(since)s)
          AND d.outcome <> 'person' AND d.restores IS NULL AND d.model = %(model)s AND d.report_version = r.version
          AND cardinality(d.path) > 0
        GROUP BY 1, 2
        """,
        {**vars(span), "model": model},
    ).fetchall()
    found: defaultdict[tuple[str, ...], ByDay] = defaultdict(dict)
    for day, path, count in rows:
        found[tuple(path)][day] = count
    return dict(found)


def count_unsure(
    connection: Connection, span: Span, model: str, *, below: Sequence[float], outside: Sequence[str]
) -> dict[int, ByDay]:
    """For each level (1 is the highest) of how many reports this model was less sure than this; level 0 counts all.

    What it suggests to the leaves `outside` does not count.
    """
    rows = connection.execute(
        """
        SELECT level, CASE WHEN r.reported_at > %(since)s THEN -1
                           ELSE floor(extract(epoch FROM r.reported_at - %(begin)s) / 86400)::integer END, count(*)
        FROM decisions d JOIN reports r ON r.id = d.report_id
        CROSS JOIN LATERAL (
            SELECT 0 AS level UNION ALL
            SELECT l.level FROM unnest(d.path_p, %(below)s::double precision[]) WITH ORDINALITY AS l(p, least, level)
            WHERE l.p < l.least
        ) AS unsure
        WHERE r.reported_at > %(begin)s AND r.reported_at <= %(until)s
          AND (r.reported_at <= %(upto)s OR r.reported_at > %(since)s)
          AND d.outcome <> 'person' AND d.restores IS NULL AND d.model = %(model)s AND d.report_version = r.version
          AND cardinality(d.path) > 0 AND NOT d.path[cardinality(d.path)] = ANY(%(outside)s)
        GROUP BY 1, 2
        """,
        {**vars(span), "model": model, "below": list(below), "outside": list(outside)},
    ).fetchall()
    found: dict[int, ByDay] = {}
    for level, day, count in rows:
        found.setdefault(level, {})[day] = count
    return found


def reports_below(connection: Connection, span: Span, model: str, path: Sequence[str]) -> list[int]:
    """The ids of the newest reports of the window that this model suggested to this node; never a rahasia one."""
    rows = connection.execute(
        """
        SELECT r.id FROM decisions d JOIN reports r ON r.id = d.report_id
        WHERE r.reported_at > %(since)s AND r.reported_at <= %(until)s AND NOT r.rahasia
          AND d.outcome <> 'person' AND d.restores IS NULL AND d.model = %(model)s AND d.report_version = r.version
          AND d.path[1:cardinality(%(path)s::text[])] = %(path)s
        ORDER BY r.reported_at DESC LIMIT 20
        """,
        {**vars(span), "model": model, "path": list(path)},
    ).fetchall()
    return [id_ for (id_,) in rows]
