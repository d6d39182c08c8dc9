"""A decision is taken back with a reason, and the report waits for a person again."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import JudgedBlind, NothingToReopen
from complaints.review import Restored
from database import audit
from database.auditing import is_under_audit
from database.in_force import InForce, hold_in_force, queue_again


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """That a person, or a program, takes a decision back, and why."""

    public_id: UUID
    person: str
    reason: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Reopening:
    """Why a decision was taken back (`kind` is return or reopen), as people are shown it."""

    kind: str
    person: str
    reason: str = field(repr=False)
    reopened_at: datetime


def reopenings_of(connection: Connection, report_id: int) -> list[Reopening]:
    """Every time a decision about the report was taken back for a reason that people may see, oldest first."""
    with connection.cursor(row_factory=class_row(Reopening)) as cursor:
        return cursor.execute(
            """
            SELECT kind, person, reason, reopened_at FROM reopenings
            WHERE report_id = %(id)s AND queued_at IS NOT NULL ORDER BY id
            """,
            {"id": report_id},
        ).fetchall()


def reopen(connection: Connection, wanted: TakenBack) -> None:
    """Put a decided report before people again, with what was suggested.

    Raises NotFound; NothingToReopen where no decision is in force; JudgedBlind while it is audited.
    """
    report = hold_in_force(connection, wanted.public_id)
    if report.status not in {"routed", "reviewed", "awaiting_info"} or report.is_merged:
        raise NothingToReopen(str(wanted.public_id))
    if is_under_audit(connection, report.report_id):
        raise JudgedBlind(str(wanted.public_id))
    keep_reason(connection, wanted, report, "reopen", shown=True)
    queue_again(connection, report, wanted.person, Restored.REOPENED)
    details = {"decision": report.decision_id, "version": report.version}
    audit.append(connection, f"person:{wanted.person}", "report.reopened", [(f"report:{report.report_id}", details)])


def keep_reason(connection: Connection, wanted: TakenBack, report: InForce, kind: str, *, shown: bool) -> None:
    """Store why; a reason that is not `shown` waits until a blind verdict is given."""
    connection.execute(
        """
        INSERT INTO public.reopenings (report_id, report_version, decision_id, kind, person, reason, queued_at)
        VALUES (%(report_id)s, %(version)s, %(decision_id)s, %(kind)s, %(person)s, %(reason)s,
                CASE WHEN %(shown)s THEN now() END)
        """,
        {
            "report_id": report.report_id,
            "version": report.version,
            "decision_id": report.decision_id,
            "kind": kind,
            "person": wanted.person,
            "reason": wanted.reason,
            "shown": shown,
        },
    )
