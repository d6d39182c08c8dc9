"""A unit says "not ours": a label against the category, and the report comes back on top of the queue."""

from typing import Any

from psycopg import Connection

from complaints.errors import NothingToReopen
from complaints.review import Restored
from database import audit
from database.auditing import is_under_audit
from database.in_force import InForce, hold_in_force, place_with_returned, queue_again
from database.labelling import Label, keep_label
from database.leases import is_before_panel
from database.reopening import TakenBack, keep_reason
from database.reports import find_by_id


def take_return(connection: Connection, wanted: TakenBack) -> None:
    """The report comes back with the reason of the unit that it was sent to.

    While it is judged blind it waits for that verdict first, and the reason is held back. Raises NotFound, or
    NothingToReopen where it was sent to nobody, or came back already.
    """
    report = hold_in_force(connection, wanted.public_id)
    was_sent = report.status in {"routed", "reviewed", "in_review"} and report.acted and bool(report.path)
    if not was_sent or report.is_merged:
        raise NothingToReopen(str(wanted.public_id))
    is_held = is_under_audit(connection, report.report_id) or is_before_panel(connection, wanted.public_id)
    keep_reason(connection, wanted, report, "return", shown=not is_held)
    keep_label(connection, _refusal(wanted, report))
    if is_held:
        place_with_returned(connection, report.report_id)
    else:
        queue_again(connection, report, wanted.person, Restored.RETURNED)
    details: dict[str, Any] = {"decision": report.decision_id, "version": report.version}
    audit.append(connection, f"person:{wanted.person}", "report.returned", [(f"report:{report.report_id}", details)])


def release_returns(connection: Connection, report_id: int) -> bool:
    """From now on people see why the report came back while it was judged blind; whether it did."""
    rows = connection.execute(
        "UPDATE reopenings SET queued_at = now() WHERE report_id = %(id)s AND queued_at IS NULL RETURNING id",
        {"id": report_id},
    ).fetchall()
    return bool(rows)


def queue_released(connection: Connection, report_id: int, person: str) -> None:
    """Put before people what a unit sent back, although the blind verdict says that it was routed well."""
    report = hold_in_force(connection, find_by_id(connection, report_id))
    queue_again(connection, report, person, Restored.RETURNED)


def _refusal(wanted: TakenBack, report: InForce) -> Label:
    return Label(
        report_id=report.report_id,
        version=report.version,
        category=report.path[-1],
        klasifikasi=report.klasifikasi,
        office_id=report.office_id,
        source="return",
        person=wanted.person,
        agreed=False,
        note=wanted.reason,
        model=report.model,
        decision_id=report.decision_id,
    )
