"""The decision in force about one report, held while it is taken back, and the report put before people again."""

from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.deadlines import next_due
from complaints.errors import NotFound, NothingToReopen
from complaints.review import UNDO_WITHIN, Restored
from complaints.teaching import STEP, Tier
from database.deadlines import plan_again
from database.deciding import bring_back
from database.following import place_again
from database.outbox import cancel_unsent


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The decision in force. `is_merged` says that the report is closed by something else: as a duplicate, split, or as
    a part that was taken back. `office_id` has it now: the decision may name one that closed since. `before` is the
    decision that it replaced, `suggested` the last one that no person made."""

    report_id: int
    version: int
    status: str
    is_merged: bool
    decision_id: int
    outcome: str
    acted: bool
    path: list[str]
    office_id: str | None
    klasifikasi: str
    model: str
    decided_by: str
    reasons: list[str]
    is_recent: bool
    is_sent: bool
    before: int | None
    suggested: int | None


def hold_in_force(connection: Connection, public_id: UUID) -> InForce:
    """The decision in force, with its report held until the transaction ends. Raises NotFound; see read_in_force."""
    held = connection.execute(
        "SELECT id FROM reports WHERE public_id = %(public_id)s FOR UPDATE", {"public_id": public_id}
    ).fetchone()
    if held is None:
        raise NotFound(f"report {public_id}")
    return read_in_force(connection, public_id)


def read_in_force(connection: Connection, public_id: UUID) -> InForce:
    """The decision in force; `is_recent` says that it is younger than UNDO_WITHIN.

    Raises NothingToReopen where the report is out of sight, or before the first decision.
    """
    with connection.cursor(row_factory=class_row(InForce)) as cursor:
        found = cursor.execute(
            """
            SELECT r.id AS report_id, r.version, r.status, d.id AS decision_id, d.outcome, d.acted, d.path,
                   r.current_office AS office_id, d.klasifikasi, d.model, d.decided_by, d.reasons,
                   d.decided_at > now() - %(undo_within)s AS is_recent,
                   is_closed_otherwise(r.id, r.version) AS is_merged,
                   EXISTS (SELECT FROM outbox o WHERE o.decision_id = d.id AND NOT goes_beside(o.kind)
                           AND (o.sent_at IS NOT NULL OR o.lease IS NOT NULL OR o.may_have_arrived)) AS is_sent,
                   (SELECT max(b.id) FROM decisions b WHERE b.report_id = r.id AND b.id < d.id
                    AND b.report_version = r.version) AS before,
                   (SELECT max(b.id) FROM decisions b WHERE b.report_id = r.id AND b.outcome <> 'person'
                    AND b.report_version = r.version) AS suggested
            FROM reports r JOIN decisions d ON d.report_id = r.id AND d.is_current
            WHERE r.public_id = %(public_id)s
            """,
            {"public_id": public_id, "undo_within": UNDO_WITHIN},
        ).fetchone()
    if found is None:
        raise NothingToReopen(str(public_id))
    return found


def queue_again(connection: Connection, report: InForce, person: str, reason: Restored) -> None:
    """Put the report before people with what was suggested; what was not sent yet is never sent."""
    assert report.suggested is not None
    cancel_unsent(connection, [report.report_id])
    restored = bring_back(connection, report.suggested, person, reason)
    connection.execute("UPDATE reports SET status = 'in_review' WHERE id = %(id)s", {"id": report.report_id})
    due = next_due(plan_again(connection, [report.report_id])[report.report_id])
    assert due is not None
    connection.execute(
        """
        INSERT INTO review_queue (report_id, decision_id, reason, priority, due_at)
        VALUES (%(report_id)s, %(decision_id)s, %(reason)s, %(priority)s, %(due_at)s)
        ON CONFLICT (report_id) DO UPDATE SET decision_id = excluded.decision_id, reason = excluded.reason,
            priority = excluded.priority, kind = 'review', due_at = excluded.due_at, queued_at = now(), done_at = NULL
        """,
        {
            "report_id": report.report_id,
            "decision_id": restored,
            "reason": reason,
            "priority": place_again(connection, restored, due.due_on, returned=reason is Restored.RETURNED),
            "due_at": due.due_at,
        },
    )


def place_with_returned(connection: Connection, report_id: int) -> None:
    """Place a report that waits already among those that a unit gave back, unless it stands before them."""
    connection.execute(
        """
        UPDATE review_queue SET priority = greatest(priority, %(tier)s * %(step)s + priority %% %(step)s)
        WHERE report_id = %(id)s
        """,
        {"id": report_id, "tier": int(Tier.RETURNED), "step": STEP},
    )
