"""What follows from a decision: a row of the queue where a person must see it, a row of the outbox where it is sent."""

from collections.abc import Mapping, Sequence
from datetime import date

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.deadline_rules import Step
from complaints.deadlines import Deadline, next_due
from complaints.routing import Reason
from complaints.teaching import BLIND, COUNTED, place, teaches, tier_of
from complaints.urgency import WITHIN_LEVEL, UrgencyLevel
from database.deadlines import Planned
from database.routed import Routed


def queue_for_people(
    connection: Connection, waiting: Sequence[Routed], decision_ids: dict[int, int], planned: Planned
) -> None:
    """Put these reports before people, each with the reason why and its place among the others."""
    due = {item.claimed.id: _due(item, planned[item.claimed.id]) for item in waiting}
    labels = _count_labels(connection, [item.decision.steps[-1].path[-1] for item in waiting if item.decision.steps])
    rows = [
        {
            "report_id": item.claimed.id,
            "decision_id": decision_ids[item.claimed.id],
            "reason": Reason.URGENT if item.acted and item.urgency.is_urgent else item.reason,
            "priority": _place(item, due[item.claimed.id].due_on, labels),
            "due_at": due[item.claimed.id].due_at.isoformat(),
            "kind": "audit" if item.drawn else "review",
        }
        for item in waiting
    ]
    connection.execute(
        """
        INSERT INTO review_queue (report_id, decision_id, reason, priority, kind, due_at)
        SELECT report_id, decision_id, reason, priority, kind, due_at
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, decision_id bigint, reason text, priority integer,
                                               kind text, due_at timestamptz)
        ON CONFLICT (report_id) DO UPDATE SET decision_id = excluded.decision_id, reason = excluded.reason,
            priority = excluded.priority, kind = excluded.kind, due_at = excluded.due_at, queued_at = now(),
            done_at = NULL
        """,
        {"rows": Jsonb(rows)},
    )


def _due(item: Routed, deadlines: Sequence[Deadline]) -> Deadline:
    """What comes first; of what is judged blind the verification, since all else tells what was decided."""
    verification = next(one for one in deadlines if one.step is Step.VERIFICATION)
    return verification if item.drawn else next_due(deadlines) or verification


def _place(item: Routed, due_on: date, labels: Mapping[str, int]) -> int:
    steps, tier = item.decision.steps, tier_of(item.urgency.level)
    if item.urgency.is_urgent:
        return place(tier, due_on, item.urgency.precedence % WITHIN_LEVEL)
    taught = teaches([step.p for step in steps], labels.get(steps[-1].path[-1], 0) if steps else 0)
    return place(tier, due_on, BLIND if item.drawn else taught)


def place_again(connection: Connection, decision_id: int, due_on: date, *, returned: bool) -> int:
    """The place among the others of a report about which this suggestion is made anew; see complaints.teaching."""
    row = connection.execute(
        """
        SELECT path, path_p, coalesce(evidence -> 'urgency' ->> 'level', 'none') FROM decisions WHERE id = %(id)s
        """,
        {"id": decision_id},
    ).fetchone()
    assert row is not None
    path, path_p, level = row
    taught = teaches(path_p, _count_labels(connection, path[-1:]).get(path[-1], 0) if path else 0)
    return place(tier_of(UrgencyLevel(level), returned=returned), due_on, taught)


def _count_labels(connection: Connection, leaves: Sequence[str]) -> dict[str, int]:
    """How many labels each of these leaves has, counted no further than it matters."""
    rows = connection.execute(
        """
        SELECT leaf, (SELECT count(*) FROM (SELECT FROM labels WHERE category = leaf LIMIT %(most)s) AS counted)
        FROM unnest(%(leaves)s::text[]) AS leaf
        """,
        {"leaves": sorted(set(leaves)), "most": COUNTED},
    ).fetchall()
    return dict(rows)


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


def leave_queue(connection: Connection, report_ids: Sequence[int]) -> None:
    """Take from the queue what changed at its source: it comes back with a new suggestion."""
    connection.execute(
        "UPDATE review_queue SET done_at = now() WHERE report_id = ANY(%(ids)s) AND done_at IS NULL",
        {"ids": list(report_ids)},
    )
