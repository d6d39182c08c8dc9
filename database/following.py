"""What follows from a decision: a row of the queue where a person must see it, a row of the outbox where it is sent."""

from collections.abc import Sequence

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.routing import Reason
from database.routed import Routed

# What waits for a person: first what changed under their hands or could not be read, then by how little is known.
PRIORITY = {
    Reason.FAILED: 30,
    Reason.CHANGED: 20,
    Reason.UNSURE: 10,
    Reason.NO_THRESHOLD: 10,
    Reason.BRAKED: 10,
    Reason.UNPROMISED: 5,
    Reason.SHADOW: 5,
    Reason.SURE: 5,
}


def queue_for_people(connection: Connection, waiting: Sequence[Routed], decision_ids: dict[int, int]) -> None:
    """Put these reports before people, each with the reason why and how pressing it is."""
    rows = [
        {
            "report_id": item.claimed.id,
            "decision_id": decision_ids[item.claimed.id],
            "reason": Reason.URGENT if item.acted and item.urgency.is_urgent else item.reason,
            "priority": item.urgency.precedence + PRIORITY.get(item.reason, 0),
            "kind": "audit" if item.drawn else "review",
        }
        for item in waiting
    ]
    connection.execute(
        """
        INSERT INTO review_queue (report_id, decision_id, reason, priority, kind)
        SELECT report_id, decision_id, reason, priority, kind
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, decision_id bigint, reason text, priority integer,
                                               kind text)
        ON CONFLICT (report_id) DO UPDATE SET decision_id = excluded.decision_id, reason = excluded.reason,
            priority = excluded.priority, kind = excluded.kind, queued_at = now(), done_at = NULL
        """,
        {"rows": Jsonb(rows)},
    )


def send_on(connection: Connection, acted: Sequence[Routed], decision_ids: dict[int, int]) -> None:
    """Hand these reports to the outbox, and take from the queue what waited there from before."""
    rows = [
        {
            "report_id": item.claimed.id,
            "decision_id": decision_ids[item.claimed.id],
            "target": list(item.decision.target),
            "office_id": item.decision.office.id if item.decision.office and item.decision.office_sure else None,
        }
        for item in acted
    ]
    connection.execute(
        """
        WITH left_queue AS (
            UPDATE review_queue SET done_at = now()
            WHERE report_id = ANY(%(ids)s) AND done_at IS NULL
        )
        INSERT INTO outbox (report_id, decision_id, kind, target, office_id)
        SELECT report_id, decision_id, 'disposisi', target, office_id
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, decision_id bigint, target text[], office_id text)
        """,
        {"rows": Jsonb(rows), "ids": [item.claimed.id for item in acted]},
    )
