"""Reading: one report with its history, the queue, and the counts that people and monitors look at."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from complaints.errors import NotFound
from database import audit, looking


@dataclass(frozen=True, kw_only=True)
class StoredReport:
    """A report as people see it: never with the reporter's identity. `is_masked` where its text is withheld."""

    id: int
    public_id: UUID
    source: str
    external_id: str
    version: int
    judul: str
    isi: str
    klasifikasi: str | None
    channel: str
    category_hint: str
    provinsi: str
    kota: str
    kecamatan: str
    kelurahan: str
    anonim: bool
    rahasia: bool
    reported_at: datetime
    received_at: datetime
    status: str
    is_masked: bool = False


@dataclass(frozen=True, kw_only=True)
class StoredDecision:
    """A decision as it was saved; `path` holds the node codes from the top down, `path_p` their probabilities."""

    id: int
    report_id: int
    report_version: int
    is_current: bool
    decided_at: datetime
    decided_by: str
    outcome: str
    acted: bool
    depth: int
    path: list[str]
    path_p: list[float]
    reasons: list[str]
    office_id: str | None
    office_p: float | None
    klasifikasi: str
    klasifikasi_p: float
    evidence: dict[str, Any]
    model: str
    policy: str
    directory: str
    automation: str


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One row of the queue."""

    report_id: int
    public_id: UUID
    external_id: str
    judul: str
    isi: str
    anonim: bool
    rahasia: bool
    kota: str
    reported_at: datetime
    queued_at: datetime
    reason: str
    kind: str
    priority: int
    path: list[str]
    path_p: list[float]
    office_id: str | None
    urgency: dict[str, Any] | None


def find_report(connection: Connection, public_id: UUID) -> StoredReport:
    """The report. Raises NotFound. A rahasia one shows its text only to people who may read it; each look is kept."""
    with connection.cursor(row_factory=class_row(StoredReport)) as cursor:
        report = cursor.execute(
            """
            SELECT id, public_id, source, external_id, version, judul, isi, klasifikasi, channel, category_hint,
                   provinsi, kota, kecamatan, kelurahan, anonim, rahasia, reported_at, received_at, status,
                   rahasia AND current_user = 'tepat_person' AS is_masked
            FROM reports WHERE public_id = %(public_id)s
            """,
            {"public_id": public_id},
        ).fetchone()
    if report is None:
        raise NotFound(f"report {public_id}")
    text = looking.rahasia_text(connection, report.id) if report.is_masked else None
    return replace(report, **text, is_masked=False) if text else report


def find_by_source(connection: Connection, source: str, external_id: str) -> UUID | None:
    """The public id of the report that this source names so, or None where it never came."""
    row = connection.execute(
        "SELECT public_id FROM reports WHERE source = %(source)s AND external_id = %(external_id)s",
        {"source": source, "external_id": external_id},
    ).fetchone()
    return row[0] if row else None


def sender_of(connection: Connection, source: str, external_id: str) -> str | None:
    """The sign-in name of who handed this report over; None where nobody did, or it never came."""
    row = connection.execute(
        "SELECT sent_by FROM reports WHERE source = %(source)s AND external_id = %(external_id)s",
        {"source": source, "external_id": external_id},
    ).fetchone()
    return row[0] if row else None


def find_by_id(connection: Connection, report_id: int) -> UUID:
    """The public id of a stored report."""
    row = connection.execute("SELECT public_id FROM reports WHERE id = %(id)s", {"id": report_id}).fetchone()
    if row is None:
        raise NotFound(f"report {report_id}")
    public_id: UUID = row[0]
    return public_id


def decisions_of(connection: Connection, report_id: int) -> list[StoredDecision]:
    """Every decision about the report, oldest first; the last current one is in force."""
    with connection.cursor(row_factory=class_row(StoredDecision)) as cursor:
        return cursor.execute(
            """
            SELECT id, report_id, report_version, is_current, decided_at, decided_by, outcome, acted, depth, path,
                   path_p, reasons, office_id, office_p, klasifikasi, klasifikasi_p, evidence, model, policy,
                   directory, automation
            FROM decisions WHERE report_id = %(report_id)s ORDER BY id
            """,
            {"report_id": report_id},
        ).fetchall()


def earlier_versions(connection: Connection, report_id: int) -> list[dict[str, Any]]:
    """The texts that the report had before, oldest first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            """
            SELECT version, content, replaced_at FROM report_versions
            WHERE report_id = %(report_id)s ORDER BY version
            """,
            {"report_id": report_id},
        ).fetchall()


def history_of(connection: Connection, report_id: int) -> list[dict[str, Any]]:
    """What the audit log says of the report, oldest first."""
    return audit.history(connection, f"report:{report_id}")


def list_waiting(
    connection: Connection, *, after: tuple[int, int] | None = None, limit: int = 50, bidang: str = ""
) -> list[Waiting]:
    """What waits for a person: most pressing first, then in order of arrival, from behind `after` (priority, id) on.

    `bidang` keeps only rows whose suggested path holds this code, and no audit: whose suggestion must not be told.
    """
    priority, report_id = after or (2**31 - 1, 0)
    with connection.cursor(row_factory=class_row(Waiting)) as cursor:
        return cursor.execute(
            """
            SELECT q.report_id, r.public_id, r.external_id, r.judul, r.isi, r.anonim, r.rahasia, r.kota, r.reported_at,
                   q.queued_at, q.reason, q.kind, q.priority, d.path, d.path_p, d.office_id,
                   d.evidence -> 'urgency' AS urgency
            FROM review_queue q JOIN reports r ON r.id = q.report_id JOIN decisions d ON d.id = q.decision_id
            WHERE q.done_at IS NULL AND (r.status = 'in_review' OR (r.status = 'routed' AND q.kind = 'audit'))
              AND (q.priority < %(priority)s OR (q.priority = %(priority)s AND q.report_id > %(report_id)s))
              AND (%(bidang)s = '' OR (q.kind = 'review' AND %(bidang)s = ANY(d.path)))
            ORDER BY q.priority DESC, q.report_id LIMIT %(limit)s
            """,
            {"priority": priority, "report_id": report_id, "limit": limit, "bidang": bidang},
        ).fetchall()
