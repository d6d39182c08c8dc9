"""Reports as Open311 GeoReport v2 knows them: service requests, open until we are done with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row


@dataclass(frozen=True, kw_only=True)
class OpenRequest:
    """A report and how far it got. `service_code` is what the citizen chose or a person decided, else empty.

    `sent_to` holds the codes of whoever has it now, from the top down, and `office_id` the office; both are empty where
    it was not sent on, and while the route is audited blind.
    """

    public_id: UUID
    rahasia: bool
    isi: str
    provinsi: str
    kota: str
    kecamatan: str
    kelurahan: str
    reported_at: datetime
    updated_at: datetime
    service_code: str
    is_merged: bool
    is_outside: bool
    sent_to: list[str]
    office_id: str | None


@dataclass(frozen=True, kw_only=True)
class Search:
    """Requests that were made from `start` to `end`; `closed` None finds both, no codes find all."""

    start: datetime
    end: datetime
    closed: bool | None = None
    service_codes: Sequence[str] = ()


def search_requests(connection: Connection, search: Search, *, page: int, page_size: int) -> list[OpenRequest]:
    """A page of what is found (counted from 1), the newest first; never what is rahasia."""
    # Clients of GeoReport count pages: the window of 90 days and the caller keep the offset small.
    return _read(connection, search, None, limit=page_size, offset=(page - 1) * page_size)


def find_requests(connection: Connection, public_ids: Sequence[UUID]) -> list[OpenRequest]:
    """The requests with these ids, rahasia ones among them: who knows the id may follow it."""
    return _read(connection, None, public_ids, limit=len(public_ids), offset=0)


def _read(
    connection: Connection, search: Search | None, public_ids: Sequence[UUID] | None, *, limit: int, offset: int
) -> list[OpenRequest]:
    with connection.cursor(row_factory=class_row(OpenRequest)) as cursor:
        return cursor.execute(
            """
            SELECT r.public_id, r.rahasia, r.isi, r.provinsi, r.kota, r.kecamatan, r.kelurahan, r.reported_at,
                   greatest(r.received_at, d.decided_at, m.merged_at) AS updated_at, known.service_code,
                   known.is_merged, known.is_outside,
                   CASE WHEN known.is_told THEN d.path[:d.depth] ELSE '{}' END AS sent_to,
                   CASE WHEN known.is_told THEN r.current_office END AS office_id
            FROM reports r
            LEFT JOIN decisions d ON d.report_id = r.id AND d.is_current AND d.report_version = r.version
            LEFT JOIN merges m ON m.report_id = r.id AND m.undone_at IS NULL AND m.report_version = r.version
            CROSS JOIN LATERAL (
                SELECT m.id IS NOT NULL AS is_merged,
                       EXISTS (SELECT FROM outbox o
                               WHERE o.decision_id = d.id AND o.kind = 'bukan-kewenangan') AS is_outside,
                       coalesce(d.acted, false) AND NOT EXISTS (
                           SELECT FROM audits a WHERE a.decision_id = d.id AND a.judged_at IS NULL) AS is_told,
                       CASE WHEN r.source = 'open311' THEN r.category_hint
                            WHEN d.outcome = 'person' THEN d.path[cardinality(d.path)] ELSE '' END AS service_code
            ) AS known
            WHERE (%(ids)s::uuid[] IS NULL OR r.public_id = ANY(%(ids)s))
              AND (%(ids)s::uuid[] IS NOT NULL OR (
                   NOT r.rahasia AND r.reported_at >= %(start)s AND r.reported_at <= %(end)s
                   -- Few are or were closed: without the first every report of the time would be looked into.
                   AND (%(closed)s::boolean IS DISTINCT FROM true OR r.id IN (
                        SELECT report_id FROM merges WHERE undone_at IS NULL
                        UNION ALL SELECT report_id FROM outbox WHERE kind = 'bukan-kewenangan'))
                   AND (%(closed)s::boolean IS NULL OR CASE WHEN r.id IN (
                        SELECT report_id FROM merges WHERE undone_at IS NULL
                        UNION ALL SELECT report_id FROM outbox WHERE kind = 'bukan-kewenangan')
                        THEN known.is_merged OR known.is_outside ELSE false END = %(closed)s)
                   AND (cardinality(%(codes)s::text[]) = 0 OR known.service_code = ANY(%(codes)s))))
            ORDER BY r.reported_at DESC, r.id DESC LIMIT %(limit)s OFFSET %(offset)s
            """,
            {
                "ids": None if public_ids is None else list(public_ids),
                "start": search.start if search else None,
                "end": search.end if search else None,
                "closed": search.closed if search else None,
                "codes": list(search.service_codes) if search else [],
                "limit": limit,
                "offset": offset,
            },
            # Planned anew each time: what is not asked for must not stand in the way of an index.
            prepare=False,
        ).fetchall()
