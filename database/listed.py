"""A report in a list, and the newest decided ones, of all or of some offices."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

SPARE = 4
"""So many more than its share of the page each office is asked for at first."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A report with the decision that puts it into the list; `at` is when that was, or was judged."""

    decision_id: int
    at: datetime
    public_id: UUID
    external_id: str
    judul: str
    isi: str
    anonim: bool
    rahasia: bool
    kota: str
    status: str
    outcome: str
    acted: bool
    path: list[str]
    office_id: str | None
    is_copy: bool


@dataclass(frozen=True, kw_only=True)
class _Found(Listed):
    branch: str


def list_decided(connection: Connection, values: dict[str, Any]) -> list[Listed]:
    """Of each office a few; only those of which all made it onto the page are asked for as many as the page holds."""
    branches, limit = values["offices"] or [""], values["limit"]
    few = min(limit, limit // len(branches) + SPARE)
    found = _newest_of_each(connection, {**values, "branches": branches, "few": few})
    counts = Counter(one.branch for one in found)
    eager = [branch for branch in branches if few < limit and counts[branch] == few]
    if eager:
        others = [one for one in found if one.branch not in set(eager)]
        again = _newest_of_each(connection, {**values, "branches": eager, "few": limit})
        found = sorted((*others, *again), key=lambda one: (one.at, one.decision_id), reverse=True)[:limit]
    return [*found]


def _newest_of_each(connection: Connection, values: dict[str, Any]) -> list[_Found]:
    # By the index of each office: a Kanwil with its offices has more reports than can be sorted in time.
    with connection.cursor(row_factory=class_row(_Found)) as cursor:
        return cursor.execute(
            """
            SELECT branch.office_id AS branch, found.*
            FROM unnest(%(branches)s::text[]) AS branch(office_id) CROSS JOIN LATERAL (
                SELECT d.id AS decision_id, d.decided_at AS at, r.public_id, r.external_id, r.judul, r.isi, r.anonim,
                       r.rahasia, r.kota, r.status, d.outcome, d.acted, d.path,
                       CASE WHEN d.is_current THEN r.current_office ELSE d.office_id END AS office_id,
                       r.copied_to <> '{}' AND is_only_copied(r.id) AS is_copy
                FROM decisions d JOIN reports r ON r.id = d.report_id
                WHERE (%(kind)s NOT IN ('semua', 'lewat-tenggat') OR d.is_current)
                  AND (%(kind)s = 'semua' OR r.copied_to = '{}' OR NOT is_only_copied(r.id))
                  AND (%(kind)s <> 'diperiksa' OR d.outcome <> 'person')
                  AND (%(kind)s <> 'terkirim' OR (d.outcome = 'auto' AND d.acted))
                  AND (%(kind)s <> 'ditinjau' OR d.outcome = 'person')
                  AND (%(kind)s <> 'lewat-tenggat' OR EXISTS (
                      SELECT FROM deadlines e WHERE e.report_id = d.report_id AND e.met_at IS NULL AND e.due_at < now()
                      OFFSET 0))
                  AND (%(since)s::timestamptz IS NULL OR d.decided_at >= %(since)s)
                  AND (%(upto)s::timestamptz IS NULL OR d.decided_at < %(upto)s)
                  AND (%(moment)s::timestamptz IS NULL OR (d.decided_at, d.id) < (%(moment)s, %(decision_id)s))
                  AND (%(code)s = '' OR %(code)s = ANY(d.path))
                  AND (%(offices)s::text[] = '{}' OR (d.office_id = branch.office_id
                       AND (NOT d.is_current OR r.current_office = ANY(%(offices)s))))
                  AND (%(unit)s = '' OR d.path[3] = %(unit)s)
                  AND (%(ids)s::bigint[] IS NULL OR d.report_id = ANY(%(ids)s))
                  AND NOT EXISTS (SELECT FROM review_queue q
                                  WHERE q.report_id = d.report_id AND q.is_blind AND q.done_at IS NULL)
                ORDER BY d.decided_at DESC, d.id DESC LIMIT %(few)s
            ) AS found
            ORDER BY found.at DESC, found.decision_id DESC LIMIT %(limit)s
            """,
            values,
            prepare=False,
        ).fetchall()
