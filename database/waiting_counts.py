"""How much waits for a person: by each value that it can be narrowed down by, by path, and by office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row

from database.waiting import QueueFilter

COUNTED = 50_000
"""Waiting reports that are counted at most, so that a page never takes long; from there on "more than" is said."""


@dataclass(frozen=True, kw_only=True)
class ValueCount:
    """How many waiting reports have this value in this field, among those that all other filters keep."""

    field: str
    value: str
    count: int


@dataclass(frozen=True, kw_only=True)
class WaitingCount:
    """How many wait with this path down to the unit, or for this office: one of both is None, and what is judged blind
    stands under an empty one."""

    path: list[str] | None
    office_id: str | None
    count: int


def count_values(
    connection: Connection,
    wanted: QueueFilter,
    *,
    branch_depth: int,
    ages: Sequence[datetime],
    dues: tuple[datetime, datetime],
) -> list[ValueCount]:
    """How many waiting reports each value of each field would leave, were it chosen instead of what is chosen now.

    Fields are those of QueueFilter; bidang and unit are the codes of the levels `branch_depth` and the next one, "age"
    counts by how many of `ages` are not later than the report, "due" by how many of `dues` are not later than the
    deadline, "all" what is kept. A search narrows down all of them.
    """
    # Bit n of `missed`: the filter of field n does not keep the row. It counts for a field that alone throws it out.
    with connection.cursor(row_factory=class_row(ValueCount)) as cursor:
        return cursor.execute(
            """
            WITH waiting AS (
                SELECT coalesce(q.path[%(depth)s], '') AS bidang, coalesce(q.path[%(depth)s + 1], '') AS unit,
                       coalesce(q.office_id, '') AS office, CASE WHEN q.is_blind THEN '' ELSE q.reason END AS reason,
                       q.kind, q.klasifikasi, q.provinsi, q.kota, width_bucket(q.reported_at, %(ages)s) AS age,
                       coalesce(width_bucket(q.due_at, %(dues)s)::text, '') AS due,
                       (%(bidang)s <> '' AND NOT %(bidang)s = ANY(q.path))::integer
                       + 2 * (%(unit)s <> '' AND NOT %(unit)s = ANY(q.path))::integer
                       + 4 * (%(offices)s::text[] <> '{}'
                              AND NOT coalesce(q.office_id = ANY(%(offices)s), false))::integer
                       + 8 * (%(reason)s <> '' AND (q.is_blind OR q.reason <> %(reason)s))::integer
                       + 16 * (%(kind)s <> '' AND q.kind <> %(kind)s)::integer
                       + 32 * (%(klasifikasi)s <> '' AND q.klasifikasi <> %(klasifikasi)s)::integer
                       + 64 * (%(provinsi)s <> '' AND q.provinsi <> %(provinsi)s)::integer
                       + 128 * (%(kota)s <> '' AND q.kota <> %(kota)s)::integer
                       + 256 * coalesce(q.reported_at >= %(before)s::timestamptz, false)::integer
                       + 512 * (NOT coalesce(tstzrange(%(due_from)s, %(due_before)s) @> q.due_at,
                                             %(due_before)s::timestamptz IS NULL))::integer AS missed
                FROM review_queue q
                WHERE q.done_at IS NULL AND (%(ids)s::bigint[] IS NULL OR q.report_id = ANY(%(ids)s)) LIMIT %(counted)s
            ), grouped AS MATERIALIZED (
                -- What has few values is counted together, so that each row is looked at four times, not eleven.
                SELECT missed, bidang, unit, reason, kind, klasifikasi, age, due, office, provinsi, kota, count(*)
                FROM waiting WHERE missed IN (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
                GROUP BY GROUPING SETS ((missed, bidang, unit, reason, kind, klasifikasi, age, due),
                                        (missed, office), (missed, provinsi), (missed, kota))
            ), counted AS (
                SELECT f.field, f.value, g.count FROM grouped g CROSS JOIN LATERAL (VALUES
                    ('bidang', 1, bidang), ('unit', 2, unit), ('reason', 8, reason), ('kind', 16, kind),
                    ('klasifikasi', 32, klasifikasi), ('age', 256, age::text), ('due', 512, due), ('all', 0, '')
                ) AS f(field, bit, value) WHERE g.bidang IS NOT NULL AND g.missed IN (0, f.bit)
                UNION ALL SELECT 'office', office, count FROM grouped WHERE missed IN (0, 4) AND office IS NOT NULL
                UNION ALL SELECT 'provinsi', provinsi, count FROM grouped
                          WHERE missed IN (0, 64) AND provinsi IS NOT NULL
                UNION ALL SELECT 'kota', kota, count FROM grouped WHERE missed IN (0, 128) AND kota IS NOT NULL
            )
            SELECT field, value, sum(count)::integer AS count FROM counted GROUP BY field, value
            """,
            {**wanted.values, "depth": branch_depth, "ages": sorted(ages), "dues": list(dues), "counted": COUNTED},
            prepare=False,
        ).fetchall()


def count_waiting(connection: Connection, *, code: str = "", offices: Sequence[str] = ()) -> list[WaitingCount]:
    """How many wait by path, and by office, of those whose path holds `code` and that are for one of `offices`."""
    with connection.cursor(row_factory=class_row(WaitingCount)) as cursor:
        return cursor.execute(
            """
            SELECT path[1:3] AS path, coalesce(office_id, '') AS office_id, count(*) AS count FROM review_queue
            WHERE done_at IS NULL AND (%(code)s = '' OR %(code)s = ANY(path))
              AND (%(offices)s::text[] = '{}' OR office_id = ANY(%(offices)s))
            GROUP BY GROUPING SETS ((1), (2))
            """,
            {"code": code, "offices": list(offices)},
            prepare=False,
        ).fetchall()
