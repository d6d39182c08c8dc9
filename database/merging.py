"""A person closes a report as a duplicate, or takes that back: status, queue and audit row, all or nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import AlreadyReviewed, JudgedBlind, NotFound, NotMergeable
from database import audit
from database.auditing import is_under_audit
from database.deadlines import plan_again
from database.leases import refuse_if_taken, release
from database.outbox import cancel_unsent


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What a person says: this report is a duplicate of that one. `shown` is the decision that they were looking at."""

    public_id: UUID
    original: UUID
    shown: int
    person: str


@dataclass(frozen=True, kw_only=True)
class MergedInto:
    """The report of which another is a duplicate."""

    public_id: UUID
    external_id: str
    judul: str
    person: str
    merged_at: datetime


@dataclass(frozen=True, kw_only=True)
class _Locked:
    id: int
    public_id: UUID
    version: int
    status: str
    rahasia: bool
    is_merged: bool
    shown: bool


def merge(connection: Connection, wanted: Merge) -> None:
    """Close the report as a duplicate.

    Raises NotFound where one of both is unknown; NotMergeable where one is rahasia, both are the same, or the original
    is a duplicate itself; AlreadyReviewed where the report was decided or changed since it was shown; HeldByAnother
    where somebody else holds it; JudgedBlind where it is audited or waits for a second opinion.
    """
    refuse_if_taken(connection, wanted.public_id, wanted.person)
    report, original = _lock(connection, wanted)
    if report.id == original.id or report.rahasia or original.rahasia or original.is_merged:
        raise NotMergeable(str(wanted.public_id))
    if report.status != "in_review" or not report.shown:
        raise AlreadyReviewed(str(wanted.public_id))
    if is_under_audit(connection, report.id):
        raise JudgedBlind(str(wanted.public_id))
    cancel_unsent(connection, [report.id])
    release(connection, wanted.public_id, wanted.person)
    _close(connection, report, original, wanted.person)
    entries: list[tuple[str, dict[str, object]]] = [
        (f"report:{report.id}", {"duplicate_of": str(original.public_id), "version": report.version}),
        (f"report:{original.id}", {"duplicate": str(report.public_id)}),
    ]
    audit.append(connection, f"person:{wanted.person}", "report.merged", entries)


def _lock(connection: Connection, wanted: Merge) -> tuple[_Locked, _Locked]:
    """Both reports, held in the order of their ids, so that two merges of the same pair never wait for each other."""
    with connection.cursor(row_factory=class_row(_Locked)) as cursor:
        rows = cursor.execute(
            """
            SELECT r.id, r.public_id, r.version, r.status, r.rahasia,
                   EXISTS (SELECT FROM merges m WHERE m.report_id = r.id AND m.undone_at IS NULL
                           AND m.report_version = r.version) AS is_merged,
                   EXISTS (SELECT FROM decisions d WHERE d.report_id = r.id AND d.is_current
                           AND d.id = %(shown)s) AS shown
            FROM reports r WHERE r.public_id IN (%(public_id)s, %(original)s) ORDER BY r.id FOR UPDATE
            """,
            {"public_id": wanted.public_id, "original": wanted.original, "shown": wanted.shown},
        ).fetchall()
    known = {row.public_id: row for row in rows}
    if not {wanted.public_id, wanted.original} <= known.keys():
        raise NotFound(f"report {wanted.public_id} or {wanted.original}")
    return known[wanted.public_id], known[wanted.original]


def _close(connection: Connection, report: _Locked, original: _Locked, person: str) -> None:
    # A merge of an earlier text of the same report is over: the report came back with another text.
    connection.execute(
        "UPDATE merges SET undone_at = now(), undone_by = 'change' WHERE report_id = %(id)s AND undone_at IS NULL",
        {"id": report.id},
    )
    connection.execute(
        """
        INSERT INTO merges (report_id, report_version, original_id, person)
        VALUES (%(id)s, %(version)s, %(original)s, %(person)s)
        """,
        {"id": report.id, "version": report.version, "original": original.id, "person": person},
    )
    connection.execute("UPDATE reports SET status = 'reviewed' WHERE id = %(id)s", {"id": report.id})
    connection.execute("UPDATE review_queue SET done_at = now() WHERE report_id = %(id)s", {"id": report.id})
    plan_again(connection, [report.id])


def undo_merge(connection: Connection, public_id: UUID, person: str) -> None:
    """Put the report back into the queue. Raises NotFound where no merge of it is in force."""
    row = connection.execute(
        """
        UPDATE merges m SET undone_at = now(), undone_by = %(person)s
        FROM reports r
        WHERE r.public_id = %(public_id)s AND r.status = 'reviewed' AND m.report_id = r.id
          AND m.report_version = r.version AND m.undone_at IS NULL
        RETURNING r.id, m.original_id
        """,
        {"public_id": public_id, "person": person},
    ).fetchone()
    if row is None:
        raise NotFound(f"merge of report {public_id}")
    connection.execute("UPDATE reports SET status = 'in_review' WHERE id = %(id)s", {"id": row[0]})
    connection.execute("UPDATE review_queue SET done_at = NULL WHERE report_id = %(id)s", {"id": row[0]})
    plan_again(connection, [row[0]])
    subjects = [(f"report:{id_}", {"duplicate": str(public_id)}) for id_ in row]
    audit.append(connection, f"person:{person}", "report.unmerged", subjects)


def merged_into(connection: Connection, report_id: int) -> MergedInto | None:
    """The report of which this one, as it reads now, is a duplicate."""
    with connection.cursor(row_factory=class_row(MergedInto)) as cursor:
        return cursor.execute(
            """
            SELECT o.public_id, o.external_id, o.judul, m.person, m.merged_at
            FROM merges m JOIN reports r ON r.id = m.report_id JOIN reports o ON o.id = m.original_id
            WHERE m.report_id = %(id)s AND m.undone_at IS NULL AND m.report_version = r.version AND NOT o.rahasia
            """,
            {"id": report_id},
        ).fetchone()
