"""All that became of reports, as far as their deadlines depend on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from complaints.course import Decided, Past
from complaints.deadlines import Milestone, MilestoneKind
from complaints.time_zones import zone_of


def pasts_of(connection: Connection, report_ids: Sequence[int]) -> dict[int, Past]:
    """The past of each of these reports."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT r.id, r.reported_at, coalesce(r.klasifikasi, '') AS klasifikasi, r.provinsi,
                   r.rahasia AND current_user = 'tepat_person' AS is_masked,
                   (SELECT extract(epoch FROM ((d.due_on + 1)::timestamp AT TIME ZONE 'UTC') - d.due_at)::integer
                    FROM deadlines d WHERE d.report_id = r.id AND d.step = 'verification') AS known_offset,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'id', d.id, 'at', d.decided_at, 'acted', d.acted, 'path', d.path[1:d.depth],
                        'office_id', d.office_id, 'by_person', d.outcome = 'person', 'klasifikasi', d.klasifikasi,
                        'restores', d.restores) ORDER BY d.id), '[]')
                    FROM decisions d WHERE d.report_id = r.id) AS decisions,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', m.kind, 'at', m.at) ORDER BY m.at, m.id), '[]')
                    FROM milestones m WHERE m.report_id = r.id) AS milestones,
                   (SELECT max(x.reopened_at) FROM reopenings x
                    WHERE x.report_id = r.id AND x.queued_at IS NOT NULL) AS taken_back_at,
                   coalesce(
                       (SELECT m.merged_at FROM merges m WHERE m.report_id = r.id AND m.undone_at IS NULL
                        AND m.report_version = r.version),
                       (SELECT s.split_at FROM splits s WHERE s.report_id = r.id AND s.undone_at IS NULL
                        AND s.report_version = r.version),
                       (SELECT p.withdrawn_at FROM parts p WHERE p.report_id = r.id)) AS given_away_at,
                   coalesce((SELECT o.kind = 'bukan-kewenangan' FROM outbox o
                             WHERE o.report_id = r.id AND o.cancelled_at IS NULL
                               AND o.kind IN ('disposisi', 'bukan-kewenangan')
                             ORDER BY o.id DESC LIMIT 1), false)
                   AND r.status = 'reviewed' AS is_elsewhere
            -- Read through a SELECT, the ids tell the planner nothing: it plans this once, not at every press.
            FROM reports r WHERE r.id = ANY((SELECT %(ids)s::bigint[])::bigint[])
            """,
            {"ids": list(report_ids)},
        ).fetchall()
    return {row["id"]: _past(row) for row in rows}


def _past(row: Mapping[str, Any]) -> Past:
    return Past(
        reported_at=row["reported_at"],
        zone=_zone(row),
        klasifikasi=row["klasifikasi"],
        decisions=[
            Decided(**{**one, "at": datetime.fromisoformat(one["at"]), "path": tuple(one["path"])})
            for one in row["decisions"]
        ],
        milestones=[
            Milestone(kind=MilestoneKind(one["kind"]), at=datetime.fromisoformat(one["at"]))
            for one in row["milestones"]
        ],
        taken_back_at=row["taken_back_at"],
        given_away_at=row["given_away_at"],
        is_elsewhere=row["is_elsewhere"],
    )


def _zone(row: Mapping[str, Any]) -> tzinfo:
    """The zone of the province; where that is hidden from who acts, the one that was planned with."""
    if row["is_masked"] and row["known_offset"] is not None:
        return timezone(timedelta(seconds=row["known_offset"]))
    return zone_of(row["provinsi"])
