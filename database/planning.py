"""The deadlines of what is being routed: most of it is new, so that nothing need be looked up."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from complaints.deadlines import Course, Deadline, plan
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
