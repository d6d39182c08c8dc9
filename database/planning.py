"""The deadlines of what is being routed, most of it new, so that nothing need be looked up; and of what came before."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.deadlines import Course, Deadline, next_due, plan
from complaints.teaching import MOST, STEP, Tier, place
from complaints.time_zones import zone_of
from database.deadlines import Planned, keep_deadlines, plan_again
from database.routed import Routed


def plan_routed(connection: Connection, routed: Sequence[Routed]) -> Planned:
    """Plan and keep the deadlines of all of these, about which this transaction made decisions."""
    row = connection.execute("SELECT now()").fetchone()
    assert row is not None
    fresh = {item.claimed.id: _plan_first(item, row[0]) for item in routed if not item.claimed.has_past}
    keep_deadlines(connection, fresh)
    known = [item.claimed.id for item in routed if item.claimed.has_past]
    return {**fresh, **(plan_again(connection, known) if known else {})}


def _plan_first(item: Routed, decided_at: datetime) -> Sequence[Deadline]:
    settled_at = decided_at if item.acted else None
    return plan(
        Course(
            reported_at=item.claimed.reported_at,
            zone=zone_of(item.claimed.message.place.provinsi),
            opened_at=item.claimed.reported_at,
            klasifikasi=item.claimed.klasifikasi or item.decision.klasifikasi,
            settled_at=settled_at,
            sent_at=settled_at if item.decision.target else None,
        )
    )


def plan_backlog(connection: Connection, limit: int = 5000) -> int:
    """Plan some of what waits to be planned, and place what of it is in the queue; returns how many there were."""
    rows = connection.execute(
        """
        DELETE FROM deadline_backlog WHERE report_id IN (
            SELECT report_id FROM deadline_backlog ORDER BY report_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
        RETURNING report_id
        """,
        {"limit": limit},
    ).fetchall()
    planned = plan_again(connection, [row[0] for row in rows])
    _place_in_queue(connection, planned)
    return len(rows)


def _place_in_queue(connection: Connection, planned: Planned) -> None:
    """By deadline, as what is queued from now on; the tier and what a label teaches stay."""
    rows = [
        {
            "report_id": report_id,
            "due_at": deadlines[0].due_at.isoformat(),
            "near": place(Tier.REST, (next_due(deadlines) or deadlines[0]).due_on, 0),
            "blind": place(Tier.REST, deadlines[0].due_on, 0),
        }
        for report_id, deadlines in planned.items()
    ]
    connection.execute(
        """
        UPDATE review_queue q SET due_at = coalesce(q.due_at, r.due_at),
            priority = q.priority / %(step)s * %(step)s + CASE WHEN q.is_blind THEN r.blind ELSE r.near END
                + q.priority %% %(taught)s
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, due_at timestamptz, near integer, blind integer)
        WHERE q.report_id = r.report_id AND q.done_at IS NULL
        """,
        {"rows": Jsonb(rows), "step": STEP, "taught": MOST + 1},
    )


def recount_uncertain(connection: Connection) -> None:
    """Have every open deadline planned anew that holidays of a year not fully known may move."""
    connection.execute(
        """
        INSERT INTO deadline_backlog (report_id)
        SELECT DISTINCT report_id FROM deadlines WHERE uncertain AND met_at IS NULL ON CONFLICT DO NOTHING
        """
    )
