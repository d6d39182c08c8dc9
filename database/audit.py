"""The audit log: append-only, each row chained to the one before by SHA-256 (see migration 0004)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb


@dataclass(frozen=True, kw_only=True)
class AuditCheck:
    """What a look at the whole chain found: `broken_at` is the first row that does not fit, None where all do.

    `head` is the hash (hex) of the last row: written down elsewhere, it shows later whether the end was cut off.
    """

    rows: int
    head: str
    broken_at: int | None


def append(connection: Connection, actor: str, action: str, entries: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Append one row per (subject, details). Never put a text or an identity into details.

    Call it last in a transaction: from here to the commit, no other transaction can append.
    """
    rows = [{"subject": subject, "details": dict(details)} for subject, details in entries]
    if not rows:
        return
    connection.execute(
        """
        INSERT INTO audit_log (actor, action, subject, details)
        SELECT %(actor)s, %(action)s, subject, details
        FROM jsonb_to_recordset(%(rows)s) AS r(subject text, details jsonb)
        """,
        {"actor": actor, "action": action, "rows": Jsonb(rows)},
    )


def verify(connection: Connection) -> AuditCheck:
    """Recompute every link of the chain, in order."""
    row = connection.execute(
        """
        SELECT count(*), min(id) FILTER (WHERE NOT fits), max(id),
               (SELECT encode(hash, 'hex') FROM audit_log ORDER BY id DESC LIMIT 1)
        FROM (
            SELECT id,
                   id = row_number() OVER chain
                   AND previous_hash = coalesce(lag(hash) OVER chain, '\\x'::bytea)
                   AND hash = sha256(previous_hash || audit_payload(audit_log)) AS fits
            FROM audit_log WINDOW chain AS (ORDER BY id)
        ) AS links
        """
    ).fetchone()
    rows, broken_at, _, head = row if row else (0, None, None, None)
    return AuditCheck(rows=rows, head=head or "", broken_at=broken_at)


def history(connection: Connection, subject: str) -> list[dict[str, Any]]:
    """Everything the log says of one subject, oldest first."""
    rows = connection.execute(
        """
        SELECT at, actor, action, told_details(subject, details) FROM audit_log
        WHERE subject = %(subject)s ORDER BY id
        """,
        {"subject": subject},
    ).fetchall()
    return [{"at": row[0], "actor": row[1], "action": row[2], "details": row[3]} for row in rows]


def holds_head(connection: Connection, head: str) -> bool:
    """Whether a row with this hash (hex) is still in the chain: a head that was written down elsewhere must be."""
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM audit_log WHERE encode(hash, 'hex') = lower(%(head)s))", {"head": head}
    ).fetchone()
    return bool(row and row[0])
