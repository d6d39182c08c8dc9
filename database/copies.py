"""Copies of the decision in force: given, withdrawn, and told of through the outbox (see migration 0025)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.copies import COPY, MESSAGE, CopyTo
from complaints.errors import AlreadyReviewed, JudgedBlind, NotFound, NothingToCopy
from database import audit
from database.auditing import is_under_audit
from database.in_force import InForce, hold_in_force
from database.leases import is_before_panel


@dataclass(frozen=True, kw_only=True)
class StoredCopy:
    """A copy; `withdrawn_at` and `withdrawn_by` are None while it is in force."""

    id: int
    decision_id: int
    path: list[str]
    office_id: str | None
    given_by: str
    given_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None


def copies_of(connection: Connection, report_id: int) -> list[StoredCopy]:
    """Every copy that was ever given of decisions about the report, oldest first."""
    with connection.cursor(row_factory=class_row(StoredCopy)) as cursor:
        return cursor.execute(
            """
            SELECT id, decision_id, path, office_id, given_by, given_at, withdrawn_at, withdrawn_by
            FROM copies WHERE report_id = %(id)s ORDER BY id
            """,
            {"id": report_id},
        ).fetchall()


def give_copies(connection: Connection, report_id: int, decision_id: int, wanted: Sequence[CopyTo], person: str) -> int:
    """Give these of the decision, but for those that are in force; returns how many are new. Each is sent on once."""
    new = [one for one in wanted if _insert(connection, report_id, decision_id, one, person)]
    entries = [(f"report:{report_id}", {"to": list(one.path), "office": one.office_id or ""}) for one in new]
    audit.append(connection, f"person:{person}", "copy.given", entries)
    return len(new)


def _insert(connection: Connection, report_id: int, decision_id: int, wanted: CopyTo, person: str) -> bool:
    row = connection.execute(
        """
        WITH given AS (
            INSERT INTO public.copies (report_id, decision_id, path, office_id, given_by)
            VALUES (%(report_id)s, %(decision_id)s, %(path)s, %(office_id)s, 'person:' || %(person)s::text)
            ON CONFLICT (report_id, path, (coalesce(office_id, ''))) WHERE withdrawn_at IS NULL DO NOTHING
            RETURNING report_id, decision_id, path, office_id
        )
        INSERT INTO public.outbox (report_id, decision_id, kind, target, office_id, addressee, message)
        SELECT report_id, decision_id, %(kind)s, path, office_id, '', %(message)s FROM given RETURNING id
        """,
        {
            "report_id": report_id,
            "decision_id": decision_id,
            "path": list(wanted.path),
            "office_id": wanted.office_id,
            "person": person,
            "kind": COPY,
            "message": MESSAGE,
        },
    ).fetchone()
    return row is not None


def add_copies(connection: Connection, public_id: UUID, shown: int, wanted: Sequence[CopyTo], person: str) -> int:
    """Give copies of a decision that was made before; returns how many are new.

    Raises NotFound; AlreadyReviewed where another decision is in force than was shown; NothingToCopy where it waits for
    a person or is closed as something else; JudgedBlind while it is judged blind.
    """
    report = _hold_sent(connection, public_id)
    if report.decision_id != shown:
        raise AlreadyReviewed(str(public_id))
    return give_copies(connection, report.report_id, report.decision_id, wanted, person)


def withdraw_copy(connection: Connection, public_id: UUID, copy_id: int, person: str) -> None:
    """End one copy; whoever has it is told. Raises NotFound where it is not in force; see add_copies."""
    report = _hold_sent(connection, public_id)
    row = connection.execute(
        """
        UPDATE copies SET withdrawn_at = now(), withdrawn_by = 'person:' || %(person)s::text
        WHERE id = %(id)s AND report_id = %(report_id)s AND withdrawn_at IS NULL RETURNING path, office_id
        """,
        {"id": copy_id, "report_id": report.report_id, "person": person},
    ).fetchone()
    if row is None:
        raise NotFound(f"copy {copy_id} of report {public_id}")
    entry = (f"report:{report.report_id}", {"to": row[0], "office": row[1] or ""})
    audit.append(connection, f"person:{person}", "copy.withdrawn", [entry])


def _hold_sent(connection: Connection, public_id: UUID) -> InForce:
    report = hold_in_force(connection, public_id)
    if is_under_audit(connection, report.report_id) or is_before_panel(connection, public_id):
        raise JudgedBlind(str(public_id))
    if report.status not in {"routed", "reviewed"} or not report.acted or not report.path or report.is_merged:
        raise NothingToCopy(str(public_id))
    return report
