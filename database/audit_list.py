"""The audit log, read page by page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """A row of the log; `hash` (hex) chains it to the row before. Of what is audited blind the details are empty."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    hash: str


def list_entries(
    connection: Connection, *, before: int, limit: int, actor: str = "", action: str = "", subject: str = ""
) -> list[AuditEntry]:
    """Rows with an id below `before`, the newest first; what is empty filters nothing."""
    with connection.cursor(row_factory=class_row(AuditEntry)) as cursor:
        return cursor.execute(
            """
            SELECT l.id, l.at, l.actor, l.action, l.subject, encode(l.hash, 'hex') AS hash,
                   CASE WHEN EXISTS (
                       SELECT FROM audits a JOIN decisions d ON d.id = a.decision_id
                       WHERE a.judged_at IS NULL AND d.is_current AND a.report_id =
                             CASE WHEN l.subject ~ '^report:[0-9]+$' THEN substr(l.subject, 8)::bigint END
                   ) THEN '{}'::jsonb ELSE l.details END AS details
            FROM audit_log l
            WHERE l.id < %(before)s
              AND (%(actor)s = '' OR l.actor = %(actor)s)
              AND (%(action)s = '' OR l.action = %(action)s)
              AND (%(subject)s = '' OR l.subject = %(subject)s)
            ORDER BY l.id DESC LIMIT %(limit)s
            """,
            {"before": before, "limit": limit, "actor": actor, "action": action, "subject": subject},
        ).fetchall()
