"""The audit log as people read it: filtered, page by page, exported as a stream, and checked."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from database.audit import AuditCheck, holds_head, verify

AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which entries are wanted; empty fields ask for nothing. `since` counts, `before` is the first moment too late."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One link of the chain; hashes in hexadecimal digits. Of a report that is judged blind the details are empty."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True, kw_only=True)
class StoredCheck:
    """What a check of the whole chain found; see AuditCheck.

    `holds_end` says whether the end that the check before saw is still in it.
    """

    checked_at: datetime
    checked_by: str
    entries: int
    head: str
    broken_at: int | None
    holds_end: bool

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None and self.holds_end


def list_entries(connection: Connection, sought: Sought, *, below: int | None, limit: int) -> list[Entry]:
    """Entries before the one with this id (None: all), newest first."""
    with connection.cursor(row_factory=class_row(Entry)) as cursor:
        return cursor.execute(
            """
            SELECT id, at, actor, action, subject, encode(previous_hash, 'hex') AS previous_hash,
                   encode(hash, 'hex') AS hash, CASE WHEN EXISTS (
                       SELECT FROM audits a JOIN decisions d ON d.id = a.decision_id
                       WHERE a.judged_at IS NULL AND d.is_current AND a.report_id = about.report_id
                   ) OR EXISTS (
                       SELECT FROM panels p WHERE p.closed_at IS NULL AND p.report_id = about.report_id
                   ) THEN '{}'::jsonb ELSE told_details(subject, details) END AS details
            FROM audit_log CROSS JOIN LATERAL (
                SELECT CASE WHEN subject ~ '^report:[0-9]+$' THEN substr(subject, 8)::bigint END AS report_id
            ) AS about
            WHERE (%(below)s::bigint IS NULL OR (at, id) < (SELECT at, id FROM audit_log WHERE id = %(below)s))
              AND (%(actor)s = '' OR actor IN (%(actor)s, 'person:' || %(actor)s))
              AND (%(action)s = '' OR action = %(action)s)
              AND (%(subject)s = '' OR subject = %(subject)s)
              AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
              AND (%(before)s::timestamptz IS NULL OR at < %(before)s)
            ORDER BY at DESC, id DESC LIMIT %(limit)s
            """,
            {**asdict(sought), "below": below, "limit": limit},
            # Planned anew each time: what is not asked for must not stand in the way of an index.
            prepare=False,
        ).fetchall()


def stream_entries(connection: Connection, sought: Sought) -> Iterator[Entry]:
    """All that is wanted, newest first, never more than a page of it in memory."""
    below: int | None = None
    while page := list_entries(connection, sought, below=below, limit=AT_ONCE):
        yield from page
        below = page[-1].id


def known_actions(connection: Connection) -> list[str]:
    """Every kind of entry that the log holds: one look at the index for each."""
    rows = connection.execute(
        """
        WITH RECURSIVE kinds AS (
            (SELECT action FROM audit_log ORDER BY action LIMIT 1)
            UNION ALL
            SELECT (SELECT action FROM audit_log WHERE action > kinds.action ORDER BY action LIMIT 1)
            FROM kinds WHERE kinds.action IS NOT NULL
        )
        SELECT action FROM kinds WHERE action IS NOT NULL
        """
    ).fetchall()
    return [action for (action,) in rows]


def last_check(connection: Connection) -> StoredCheck | None:
    """What the newest check found."""
    with connection.cursor(row_factory=class_row(StoredCheck)) as cursor:
        return cursor.execute(
            """
            SELECT checked_at, checked_by, entries, head, broken_at, holds_end FROM audit_checks
            ORDER BY id DESC LIMIT 1
            """
        ).fetchone()


def check_and_keep(connection: Connection, *, by: str) -> AuditCheck:
    """Check the whole chain, and that its end of the last check is still in it; keep what was found."""
    before = last_check(connection)
    found = verify(connection)
    connection.execute(
        """
        INSERT INTO audit_checks (checked_by, entries, head, broken_at, holds_end)
        VALUES (%(by)s, %(rows)s, %(head)s, %(broken_at)s, %(holds_end)s)
        """,
        {
            **asdict(found),
            "by": by,
            "holds_end": before is None or not before.head or holds_head(connection, before.head),
        },
    )
    return found
