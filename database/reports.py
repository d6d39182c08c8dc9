"""Reading: one report with its history."""

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
    """A report as people see it: never with the reporter's identity.

    `is_masked` where its text is withheld, `is_copy` where it is seen for its copy alone, to be read and no more.
    """

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
    current_office: str | None = None
    is_masked: bool = False
    is_copy: bool = False


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
    addressee: str
    restores: int | None


def find_report(connection: Connection, public_id: UUID) -> StoredReport:
    """The report. Raises NotFound. A rahasia one shows its text only to people who may read it; each look is kept."""
    with connection.cursor(row_factory=class_row(StoredReport)) as cursor:
        report = cursor.execute(
            """
            SELECT id, public_id, source, external_id, version, judul, isi, klasifikasi, channel, category_hint,
                   provinsi, kota, kecamatan, kelurahan, anonim, rahasia, reported_at, received_at, status,
                   current_office, rahasia AND current_user = 'tepat_person' AS is_masked,
                   copied_to <> '{}' AND current_user = 'tepat_person' AND is_only_copied(id) AS is_copy
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
                   directory, automation, addressee, restores
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


def why_waiting(connection: Connection, report_id: int) -> str:
    """Why the report waits for a person; empty where it does not."""
    row = connection.execute(
        "SELECT reason FROM review_queue WHERE report_id = %(id)s AND done_at IS NULL", {"id": report_id}
    ).fetchone()
    return row[0] if row else ""
