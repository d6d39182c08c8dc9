"""The reports behind a figure, the newest first: what was checked, sent, reviewed, audited, misrouted or late, or all.

What is judged blind just now is in none of these lists: they tell what was suggested.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from database.listed import Listed, list_decided

GATHERED = 2_000
"""So many late deadlines are gathered at most, to look through their reports alone."""


class Kind(StrEnum):
    """Which reports: every one by its decision in force, those to which something was done in the period, those that
    are late now, whatever the period, those with copies in force, or the parts of split reports. Who sees a report for
    its copy alone finds it among all and among those with copies: what was done to it counts elsewhere."""

    ALL = "semua"
    CHECKED = "diperiksa"
    SENT = "terkirim"
    REVIEWED = "ditinjau"
    AUDITED = "diaudit"
    MISROUTED = "salah"
    OVERDUE = "lewat-tenggat"
    COPIED = "tembusan"
    PARTS = "pecahan"


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """What to keep; what is empty keeps all. `code` is one on the path, `unit` one at its third level, for which there
    is an index; `since` is included, `upto` is not."""

    kind: Kind = Kind.ALL
    since: datetime | None = None
    upto: datetime | None = None
    code: str = ""
    offices: Sequence[str] = ()
    unit: str = ""
    ids: Sequence[int] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """As parameters of a statement."""
        return {
            **asdict(self),
            "offices": list(self.offices),
            "ids": None if self.ids is None else list(self.ids),
        }


def list_reports(
    connection: Connection, wanted: ListFilter, *, after: tuple[datetime, int] | None = None, limit: int
) -> list[Listed]:
    """The reports of the list from behind `after` (moment, decision) on."""
    moment, decision_id = after or (None, 0)
    match wanted.kind:
        case Kind.AUDITED | Kind.MISROUTED:
            query = _list_audited
        case Kind.COPIED | Kind.PARTS:
            query = _list_standing
        case _:
            query = list_decided
    if wanted.kind is Kind.OVERDUE:
        wanted = replace(wanted, ids=_late_among(connection, wanted.ids))
    return query(connection, {**wanted.values, "moment": moment, "decision_id": decision_id, "limit": limit})


def _late_among(connection: Connection, ids: Sequence[int] | None) -> Sequence[int] | None:
    """The late ones among these (None: all); where there are many, the same: then looking at the newest one by one
    finds them sooner."""
    late = [row[0] for row in connection.execute("SELECT find_late(%(most)s)", {"most": GATHERED})]
    if len(late) == GATHERED:
        return ids
    return late if ids is None else sorted(set(late).intersection(ids))


def _list_audited(connection: Connection, values: dict[str, Any]) -> list[Listed]:
    with connection.cursor(row_factory=class_row(Listed)) as cursor:
        return cursor.execute(
            """
            SELECT d.id AS decision_id, a.judged_at AS at, r.public_id, r.external_id, r.judul, r.isi, r.anonim,
                   r.rahasia, r.kota, r.status, d.outcome, d.acted, d.path,
                   CASE WHEN d.is_current THEN r.current_office ELSE d.office_id END AS office_id,
                   r.copied_to <> '{}' AND is_only_copied(r.id) AS is_copy
            FROM audits a JOIN decisions d ON d.id = a.decision_id JOIN reports r ON r.id = d.report_id
            WHERE a.judged_at IS NOT NULL AND (r.copied_to = '{}' OR NOT is_only_copied(r.id))
              AND (%(kind)s <> 'salah' OR a.wrong)
              AND (%(since)s::timestamptz IS NULL OR a.judged_at >= %(since)s)
              AND (%(upto)s::timestamptz IS NULL OR a.judged_at < %(upto)s)
              AND (%(moment)s::timestamptz IS NULL OR (a.judged_at, d.id) < (%(moment)s, %(decision_id)s))
              AND (%(code)s = '' OR %(code)s = ANY(d.path))
              AND (%(offices)s::text[] = '{}' OR (d.office_id = ANY(%(offices)s)
                   AND (NOT d.is_current OR r.current_office = ANY(%(offices)s))))
              AND (%(unit)s = '' OR d.path[3] = %(unit)s)
              AND (%(ids)s::bigint[] IS NULL OR d.report_id = ANY(%(ids)s))
              AND NOT EXISTS (SELECT FROM review_queue q
                              WHERE q.report_id = d.report_id AND q.is_blind AND q.done_at IS NULL)
            ORDER BY a.judged_at DESC, d.id DESC LIMIT %(limit)s
            """,
            values,
            prepare=False,
        ).fetchall()


def _list_standing(connection: Connection, values: dict[str, Any]) -> list[Listed]:
    with connection.cursor(row_factory=class_row(Listed)) as cursor:
        return cursor.execute(
            """
            WITH standing AS MATERIALIZED (
                SELECT c.id AS report_id FROM reports c WHERE %(kind)s = 'tembusan' AND c.copied_to <> '{}'
                UNION ALL
                SELECT p.report_id FROM parts p WHERE %(kind)s = 'pecahan' AND p.withdrawn_at IS NULL
            )
            SELECT d.id AS decision_id, d.decided_at AS at, r.public_id, r.external_id, r.judul, r.isi, r.anonim,
                   r.rahasia, r.kota, r.status, d.outcome, d.acted, d.path,
                   CASE WHEN d.is_current THEN r.current_office ELSE d.office_id END AS office_id,
                   r.copied_to <> '{}' AND is_only_copied(r.id) AS is_copy
            FROM standing JOIN decisions d ON d.report_id = standing.report_id AND d.is_current
            JOIN reports r ON r.id = d.report_id
            WHERE (%(kind)s = 'tembusan' OR r.copied_to = '{}' OR NOT is_only_copied(r.id))
              AND (%(moment)s::timestamptz IS NULL OR (d.decided_at, d.id) < (%(moment)s, %(decision_id)s))
              AND (%(code)s = '' OR %(code)s = ANY(d.path))
              AND (%(offices)s::text[] = '{}' OR (d.office_id = ANY(%(offices)s)
                   AND (NOT d.is_current OR r.current_office = ANY(%(offices)s))))
              AND (%(unit)s = '' OR d.path[3] = %(unit)s)
              AND (%(ids)s::bigint[] IS NULL OR d.report_id = ANY(%(ids)s))
              AND NOT EXISTS (SELECT FROM review_queue q
                              WHERE q.report_id = d.report_id AND q.is_blind AND q.done_at IS NULL)
            ORDER BY d.decided_at DESC, d.id DESC LIMIT %(limit)s
            """,
            values,
            prepare=False,
        ).fetchall()
