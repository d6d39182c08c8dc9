"""Reports that were decided for an office whose work nobody has for certain: they come before a person."""

from collections.abc import Mapping
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.deadlines import next_due
from complaints.teaching import place, tier_of
from complaints.urgency import UrgencyLevel
from database.deadlines import plan_again

DIRECTORY = "direktori"
"""In whose name such a decision is taken back."""


def put_before_people(connection: Connection, change: UUID, words: Mapping[str, str]) -> int:
    """Take back what was decided for such an office; nothing more is sent to it; returns how many.

    `words` says of each what became of it. What is audited waits before a person as it is; what waits for its reporter
    goes on waiting. Copies end with their decision, and whoever has one is told.
    """
    taken = _take_back(connection, change)
    ids = list(taken)
    if not ids:
        return 0
    connection.execute(
        """
        INSERT INTO reopenings (report_id, report_version, decision_id, kind, person, reason, queued_at)
        SELECT m.report_id, r.version, m.decision_id, 'reopen', %(person)s, w.value, now()
        FROM office_moves m JOIN reports r ON r.id = m.report_id
        JOIN jsonb_each_text(%(words)s) w ON w.key = m.from_office
        WHERE m.change = %(change)s AND m.report_id = ANY(%(ids)s)
        """,
        {"change": change, "ids": ids, "words": Jsonb(dict(words)), "person": DIRECTORY},
    )
    connection.execute("UPDATE reports SET status = 'in_review' WHERE id = ANY(%(ids)s)", {"ids": ids})
    connection.execute(
        """
        UPDATE outbox o SET cancelled_at = now(), replaced_by = d.id FROM decisions d
        WHERE o.report_id = ANY(%(ids)s) AND o.sent_at IS NULL AND o.cancelled_at IS NULL AND NOT is_of_copy(o.kind)
          AND d.report_id = o.report_id AND d.is_current
        """,
        {"ids": ids},
    )
    _queue(connection, taken)
    return len(ids)


def _take_back(connection: Connection, change: UUID) -> dict[int, tuple[int, str, str]]:
    """A new suggestion without an office in place of each decision: its id, why, and how urgent the report is."""
    rows = connection.execute(
        """
        WITH concerned AS MATERIALIZED (
            SELECT m.report_id, m.decision_id, m.turn, m.directory, m.moved_by FROM office_moves m
            WHERE m.change = %(change)s AND m.to_office IS NULL AND m.status IN ('routed', 'reviewed')
              AND NOT EXISTS (SELECT FROM audits a WHERE a.decision_id = m.decision_id AND a.judged_at IS NULL)
        ), past AS (
            UPDATE decisions d SET is_current = false FROM concerned c WHERE d.id = c.decision_id
            RETURNING d.report_id
        )
        SELECT c.report_id, c.decision_id, c.turn, c.moved_by,
               coalesce(d.evidence -> 'urgency' ->> 'level', 'none')
        FROM concerned c JOIN past USING (report_id) JOIN decisions d ON d.id = c.decision_id
        """,
        {"change": change},
    ).fetchall()
    concerned = {row[0]: row for row in rows}
    made = connection.execute(
        """
        INSERT INTO decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p, reasons,
                               office_id, office_p, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                               automation, addressee, restores)
        SELECT d.report_id, d.report_version, c.moved_by, 'review', false, 0, d.path, d.path_p, ARRAY[c.turn],
               NULL, NULL, d.klasifikasi, d.klasifikasi_p, d.evidence, d.model, d.policy, c.directory, d.automation,
               d.addressee, d.id
        FROM office_moves c JOIN decisions d ON d.id = c.decision_id
        WHERE c.change = %(change)s AND c.report_id = ANY(%(ids)s)
        RETURNING report_id, id
        """,
        {"change": change, "ids": list(concerned)},
    ).fetchall()
    return {report_id: (id_, concerned[report_id][2], concerned[report_id][4]) for report_id, id_ in made}


def _queue(connection: Connection, taken: Mapping[int, tuple[int, str, str]]) -> None:
    """Before people with what a unit gave back: their days have run for a while."""
    planned = plan_again(connection, list(taken))
    rows = []
    for report_id, (decision_id, turn, level) in taken.items():
        due = next_due(planned[report_id]) or planned[report_id][0]
        priority = place(tier_of(UrgencyLevel(level), returned=True), due.due_on, 0)
        row = {"report_id": report_id, "decision_id": decision_id, "reason": turn, "priority": priority}
        rows.append(row | {"due_at": due.due_at.isoformat()})
    connection.execute(
        """
        INSERT INTO review_queue (report_id, decision_id, reason, priority, due_at)
        SELECT report_id, decision_id, reason, priority, due_at
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, decision_id bigint, reason text, priority integer,
                                               due_at timestamptz)
        ON CONFLICT (report_id) DO UPDATE SET decision_id = excluded.decision_id, reason = excluded.reason,
            priority = excluded.priority, kind = 'review', due_at = excluded.due_at, queued_at = now(), done_at = NULL
        """,
        {"rows": Jsonb(rows)},
    )
