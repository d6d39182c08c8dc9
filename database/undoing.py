"""A person takes their own verdict back while nothing was sent."""

from uuid import UUID

from psycopg import Connection

from complaints.errors import NothingToReopen, NotUndoable
from complaints.review import may_be_undone
from database import audit
from database.deadlines import plan_again
from database.deciding import bring_back
from database.in_force import InForce, hold_in_force, read_in_force
from database.labelling import withdraw_labels
from database.outbox import cancel_of, send_again


def undo(connection: Connection, public_id: UUID, person: str) -> None:
    """Put the report back as if the verdict had not been given; nothing of it is overwritten.

    Raises NotFound, or NotUndoable where it is somebody else's, older than UNDO_WITHIN, sent on, or was blind.
    """
    report = hold_in_force(connection, public_id)
    if not _is_undoable(report, person) or report.before is None:
        raise NotUndoable(str(public_id))
    if not cancel_of(connection, report.decision_id):
        raise NotUndoable(str(public_id))
    withdraw_labels(connection, report.report_id, report.decision_id)
    restored = bring_back(connection, report.before, person)
    send_again(connection, report.decision_id, restored)
    connection.execute(
        "UPDATE review_queue SET decision_id = %(restored)s, done_at = NULL WHERE report_id = %(id)s",
        {"restored": restored, "id": report.report_id},
    )
    connection.execute("UPDATE reports SET status = 'in_review' WHERE id = %(id)s", {"id": report.report_id})
    plan_again(connection, [report.report_id])
    details = {"decision": report.decision_id, "restored": restored, "version": report.version}
    audit.append(connection, f"person:{person}", "report.undone", [(f"report:{report.report_id}", details)])


def undoable(connection: Connection, public_id: UUID, person: str) -> bool:
    """Whether undo would work just now; False too where the report is out of sight."""
    try:
        return _is_undoable(read_in_force(connection, public_id), person)
    except NothingToReopen:
        return False


def _is_undoable(report: InForce, person: str) -> bool:
    return (
        report.status in {"reviewed", "awaiting_info"}
        and not report.is_merged
        and report.outcome == "person"
        and report.decided_by == f"person:{person}"
        and report.is_recent
        and not report.is_sent
        and may_be_undone(report.reasons)
    )
