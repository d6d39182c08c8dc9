"""An earlier directory is in force again: what followed to a successor, and nobody touched since, goes back."""

from collections.abc import Iterable
from uuid import UUID

from psycopg import Connection

from database.deadlines import plan_again


def undo_moves(connection: Connection, reopened: Iterable[str], *, change: UUID, directory: str, actor: str) -> int:
    """Put back what left these offices, which are at work again; returns how many reports.

    Left where it is: what was decided anew since, what somebody holds or added something to, what was split or
    marked as a duplicate, and what was sent since, copies aside.
    """
    rows = connection.execute(
        """
        WITH last AS (
            SELECT DISTINCT ON (m.report_id) m.id, m.report_id, m.decision_id, m.from_office, m.to_office, m.status,
                   m.reason, m.moved_by, m.moved_at
            FROM office_moves m
            WHERE m.undone_at IS NULL AND m.turn <> 'office_restored' ORDER BY m.report_id, m.id DESC
        ), untouched AS (
            SELECT m.id, r.id AS report_id
            FROM last m JOIN reports r ON r.id = m.report_id
            JOIN decisions d ON d.report_id = r.id AND d.is_current
            WHERE m.from_office = ANY(%(reopened)s) AND r.current_office IS NOT DISTINCT FROM m.to_office
              AND (d.id = m.decision_id OR (d.restores = m.decision_id AND d.decided_by = m.moved_by))
              AND NOT EXISTS (SELECT FROM milestones s WHERE s.report_id = r.id AND s.recorded_at > m.moved_at)
              AND NOT EXISTS (SELECT FROM outbox o
                              WHERE o.report_id = r.id AND o.sent_at > m.moved_at AND NOT is_of_copy(o.kind))
              AND NOT is_closed_otherwise(r.id, r.version)
              AND NOT EXISTS (SELECT FROM review_claims h WHERE h.report_id = r.id AND h.until > now())
              AND NOT EXISTS (SELECT FROM panels p WHERE p.report_id = r.id AND p.closed_at IS NULL
                              AND p.asked_at > m.moved_at)
            FOR UPDATE OF r
        ), undone AS (
            UPDATE office_moves m SET undone_at = now() FROM untouched u WHERE m.id = u.id
            RETURNING m.report_id, m.decision_id, m.from_office, m.to_office, m.status, m.reason
        )
        INSERT INTO office_moves (change, report_id, decision_id, from_office, to_office, turn, status, reason,
                                  directory, moved_by)
        SELECT %(change)s, report_id, decision_id, to_office, from_office, 'office_restored', status, reason,
               %(directory)s, %(actor)s
        FROM undone RETURNING report_id
        """,
        {"reopened": list(reopened), "change": change, "directory": directory, "actor": actor},
    ).fetchall()
    _cancel_notices(connection, change)
    return len(rows)


def _cancel_notices(connection: Connection, change: UUID) -> None:
    """A successor that was not told yet of what goes back need not hear of it."""
    connection.execute(
        """
        UPDATE outbox o SET cancelled_at = now() FROM office_moves m
        WHERE m.change = %(change)s AND o.report_id = m.report_id AND o.kind = 'notice' AND o.sent_at IS NULL
          AND o.cancelled_at IS NULL AND o.office_id = m.from_office AND o.lease IS NULL
          AND o.created_at IN (SELECT b.moved_at FROM office_moves b WHERE b.report_id = m.report_id)
        """,
        {"change": change},
    )


def restore_decisions(connection: Connection, change: UUID, *, actor: str) -> int:
    """What was taken back for want of an office is in force again as it was, and sent on where it was not; how many."""
    made = connection.execute(
        """
        WITH concerned AS MATERIALIZED (
            SELECT m.report_id, m.decision_id, d.id AS suggested
            FROM office_moves m JOIN decisions d ON d.report_id = m.report_id AND d.is_current
            WHERE m.change = %(change)s AND m.from_office IS NULL AND d.id <> m.decision_id
        ), past AS (
            UPDATE decisions d SET is_current = false FROM concerned c WHERE d.id = c.suggested RETURNING d.id
        )
        SELECT c.report_id, c.decision_id, c.suggested FROM concerned c JOIN past ON past.id = c.suggested
        """,
        {"change": change},
    ).fetchall()
    ids = [row[0] for row in made]
    if ids:
        _bring_back(connection, [row[1] for row in made], actor)
        _send_again(connection, [row[2] for row in made])
        _leave_queue(connection, change, ids)
        plan_again(connection, ids)
    connection.execute(
        """
        UPDATE review_queue q SET reason = m.reason FROM office_moves m
        WHERE m.change = %(change)s AND m.from_office IS NULL AND m.status = 'in_review' AND m.reason IS NOT NULL
          AND q.report_id = m.report_id AND q.done_at IS NULL AND q.reason IN ('office_split', 'office_closed')
        """,
        {"change": change},
    )
    return len(ids)


def _bring_back(connection: Connection, decisions: list[int], actor: str) -> None:
    connection.execute(
        """
        INSERT INTO decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p, reasons,
                               office_id, office_p, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                               automation, addressee, restores)
        SELECT report_id, report_version, %(actor)s, outcome, acted, depth, path, path_p, reasons, office_id, office_p,
               klasifikasi, klasifikasi_p, evidence, model, policy, directory, automation, addressee, id
        FROM decisions WHERE id = ANY(%(ids)s)
        """,
        {"ids": decisions, "actor": actor},
    )


def _send_again(connection: Connection, suggested: list[int]) -> None:
    connection.execute(
        """
        INSERT INTO outbox (report_id, decision_id, kind, target, office_id, addressee, message)
        SELECT DISTINCT ON (o.report_id) o.report_id, d.id, o.kind, o.target, o.office_id, o.addressee, o.message
        FROM outbox o JOIN decisions d ON d.report_id = o.report_id AND d.is_current
        WHERE o.replaced_by = ANY(%(suggested)s) AND NOT goes_beside(o.kind) ORDER BY o.report_id, o.id DESC
        """,
        {"suggested": suggested},
    )


def _leave_queue(connection: Connection, change: UUID, ids: list[int]) -> None:
    connection.execute(
        """
        UPDATE reports r SET status = m.status FROM office_moves m
        WHERE m.change = %(change)s AND r.id = m.report_id AND r.id = ANY(%(ids)s)
        """,
        {"change": change, "ids": ids},
    )
    connection.execute(
        "UPDATE review_queue SET done_at = now() WHERE report_id = ANY(%(ids)s) AND done_at IS NULL", {"ids": ids}
    )
