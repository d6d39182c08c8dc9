"""Reports listed for programs, the newest first, each with the decision that is in force."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import NotFound

NEWEST = (datetime.max.replace(tzinfo=UTC), 2**62)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which reports are asked for; what is empty or None filters nothing.

    `below` is a code on the path of the decision, `office_id` its office: neither finds what is audited blind.
    """

    status: str = ""
    source: str = ""
    klasifikasi: str = ""
    below: str = ""
    office_id: str = ""
    received_from: datetime | None = None
    received_before: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A report in a list; `is_blind` says that people judge it blind just now, `is_copy` that it
    is seen for its copy alone."""

    report_id: int
    public_id: UUID
    source: str
    external_id: str
    version: int
    status: str
    judul: str
    klasifikasi: str | None
    kota: str
    anonim: bool
    rahasia: bool
    reported_at: datetime
    received_at: datetime
    decision_id: int | None
    outcome: str | None
    acted: bool | None
    depth: int | None
    path: list[str] | None
    path_p: list[float] | None
    office_id: str | None
    is_blind: bool
    is_copy: bool


@dataclass(frozen=True, kw_only=True)
class State:
    """What a verdict depends on: the report's version and the decision in force (None before the first)."""

    report_id: int
    version: int
    status: str
    decision_id: int | None


def list_reports(connection: Connection, wanted: Wanted, *, after: tuple[datetime, int], limit: int) -> list[Listed]:
    """Reports from behind `after` (received_at, id) on, the newest first."""
    received_at, report_id = after
    with connection.cursor(row_factory=class_row(Listed)) as cursor:
        return cursor.execute(
            """
            SELECT r.id AS report_id, r.public_id, r.source, r.external_id, r.version, r.status, r.judul,
                   r.klasifikasi, r.kota, r.anonim, r.rahasia, r.reported_at, r.received_at, d.id AS decision_id,
                   d.outcome, d.acted, d.depth, d.path, d.path_p, r.current_office AS office_id,
                   audit.is_open AS is_blind, r.copied_to <> '{}' AND is_only_copied(r.id) AS is_copy
            FROM reports r LEFT JOIN decisions d ON d.report_id = r.id AND d.is_current
            CROSS JOIN LATERAL (
                SELECT EXISTS (SELECT FROM audits a WHERE a.decision_id = d.id AND a.judged_at IS NULL)
                    OR EXISTS (SELECT FROM panels p WHERE p.report_id = r.id AND p.closed_at IS NULL) AS is_open
            ) AS audit
            WHERE (r.received_at, r.id) < (%(received_at)s, %(report_id)s)
              AND (%(status)s = '' OR r.status = %(status)s)
              AND (%(source)s = '' OR r.source = %(source)s)
              AND (%(klasifikasi)s = '' OR r.klasifikasi = %(klasifikasi)s)
              AND (%(below)s = '' OR (d.path @> ARRAY[%(below)s::text] AND NOT audit.is_open))
              AND (%(office_id)s = '' OR (r.current_office = %(office_id)s AND NOT audit.is_open))
              AND (%(from)s::timestamptz IS NULL OR r.received_at >= %(from)s)
              AND (%(before)s::timestamptz IS NULL OR r.received_at < %(before)s)
            ORDER BY r.received_at DESC, r.id DESC LIMIT %(limit)s
            """,
            {
                "received_at": received_at,
                "report_id": report_id,
                "status": wanted.status,
                "source": wanted.source,
                "klasifikasi": wanted.klasifikasi,
                "below": wanted.below,
                "office_id": wanted.office_id,
                "from": wanted.received_from,
                "before": wanted.received_before,
                "limit": limit,
            },
        ).fetchall()


def state_of(connection: Connection, public_id: UUID) -> State:
    """The state of the report just now. Raises NotFound."""
    with connection.cursor(row_factory=class_row(State)) as cursor:
        state = cursor.execute(
            """
            SELECT r.id AS report_id, r.version, r.status, d.id AS decision_id
            FROM reports r LEFT JOIN decisions d ON d.report_id = r.id AND d.is_current
            WHERE r.public_id = %(public_id)s
            """,
            {"public_id": public_id},
        ).fetchone()
    if state is None:
        raise NotFound(f"report {public_id}")
    return state
