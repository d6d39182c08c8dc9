"""What is sent on, taken by one worker at a time and settled: no transaction stays open while a receiver is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from complaints.delivery import Failed, Parcel
from complaints.receivers import Going, Receiver
from database import audit

ACTOR = "flow:deliver"


@dataclass(frozen=True, kw_only=True)
class Lease:
    """By which a worker holds what it is sending, until when."""

    name: UUID
    until: datetime


def homeless(connection: Connection) -> list[Going]:
    """What waits and belongs to no receiver yet, once for each that differ."""
    rows = connection.execute(
        """
        SELECT DISTINCT o.kind, o.target, o.office_id, r.source, r.rahasia
        FROM outbox o JOIN reports r ON r.id = o.report_id
        WHERE o.receiver IS NULL AND o.sent_at IS NULL AND o.cancelled_at IS NULL
        """
    ).fetchall()
    return [
        Going(kind=kind, target=tuple(target), office_id=office_id, source=source, rahasia=rahasia)
        for kind, target, office_id, source, rahasia in rows
    ]


def assign(connection: Connection, going: Going, receiver: Receiver, due_at: datetime) -> int:
    """Give this receiver all of that which waits for one; returns how many."""
    return connection.execute(
        """
        UPDATE outbox SET receiver = %(receiver)s, due_at = %(due_at)s
        WHERE id IN (
            SELECT o.id FROM outbox o JOIN reports r ON r.id = o.report_id
            WHERE o.receiver IS NULL AND o.sent_at IS NULL AND o.cancelled_at IS NULL AND o.kind = %(kind)s
              AND o.target = %(target)s AND o.office_id IS NOT DISTINCT FROM %(office_id)s
              AND r.source = %(source)s AND r.rahasia = %(rahasia)s
            FOR UPDATE OF o SKIP LOCKED)
        """,
        {**vars(going), "target": list(going.target), "receiver": receiver.name, "due_at": due_at},
    ).rowcount


def claim_due(connection: Connection, receiver: Receiver, limit: int, lease: Lease, now: datetime) -> list[Parcel]:
    """Hold what is due for this receiver, the oldest first; of each report only the first that is not settled.

    What another worker held when its lease ended may have arrived.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            WITH due AS (
                SELECT o.id FROM outbox o
                WHERE o.receiver = %(receiver)s AND o.sent_at IS NULL AND o.cancelled_at IS NULL
                  AND o.dead_at IS NULL AND o.due_at <= %(now)s
                  AND (o.lease_until IS NULL OR o.lease_until <= %(now)s)
                  AND NOT EXISTS (
                      SELECT FROM outbox e
                      WHERE e.report_id = o.report_id AND e.receiver = o.receiver AND e.id < o.id
                        AND e.sent_at IS NULL AND (e.cancelled_at IS NULL OR e.lease_until > %(now)s))
                ORDER BY o.due_at, o.id LIMIT %(limit)s FOR UPDATE OF o SKIP LOCKED
            ), held AS (
                UPDATE outbox o SET lease = %(lease)s, lease_until = %(until)s, attempts = attempts + 1,
                    may_have_arrived = may_have_arrived OR lease IS NOT NULL
                FROM due WHERE o.id = due.id
                RETURNING o.id, o.report_id, o.decision_id, o.kind, o.target, o.office_id, o.attempts,
                          o.may_have_arrived, coalesce(o.mended_key, o.idempotency_key) AS key,
                          coalesce(o.mended_addressee, o.addressee) AS addressee,
                          coalesce(o.mended_message, o.message) AS message
            )
            SELECT h.id, h.key, h.report_id, r.public_id, r.source, r.external_id, h.kind, h.target, h.office_id,
                   h.addressee, h.attempts, h.may_have_arrived, d.decided_at, r.reported_at, d.klasifikasi, r.anonim,
                   r.rahasia, h.message, r.judul, r.isi
            FROM held h JOIN reports r ON r.id = h.report_id JOIN decisions d ON d.id = h.decision_id
            ORDER BY h.id
            """,
            {"receiver": receiver.name, "limit": limit, "now": now, "lease": lease.name, "until": lease.until},
        ).fetchall()
    return [Parcel(**{**row, "target": tuple(row["target"])}) for row in rows]


def trust_the_key(connection: Connection) -> None:
    """Do not wait for the disk when this transaction ends: what a power cut takes back is sent again under its key."""
    connection.execute("SET LOCAL synchronous_commit = off")


def mark_sent(connection: Connection, id_: int, receipt: str, receiver: str, *, actor: str) -> bool:
    """The receiver has it, whoever holds it by now, and even where it was cancelled on its way.

    `receipt` is what the receiver calls it. False where that was known.
    """
    row = connection.execute(
        """
        UPDATE outbox SET sent_at = now(), receipt = %(receipt)s, lease = NULL, lease_until = NULL, dead_at = NULL,
            failure = '', failure_detail = '', cancelled_at = NULL,
            -- What arrived need not be sent again where its correction is undone.
            replaced_by = CASE WHEN cancelled_at IS NULL THEN replaced_by END
        WHERE id = %(id)s AND sent_at IS NULL RETURNING report_id
        """,
        {"id": id_, "receipt": receipt[:200]},
    ).fetchone()
    if row is None:
        return False
    details = {"delivery": id_, "receiver": receiver}
    audit.append(connection, actor, "delivery.sent", [(f"report:{row[0]}", details)])
    return True


def settle_failed(
    connection: Connection, parcel: Parcel, failed: Failed, lease: Lease, *, again_at: datetime | None, now: datetime
) -> None:
    """Try again then, or, without a time, lay it aside for a person. Nothing where another worker holds it by now."""
    row = connection.execute(
        """
        UPDATE outbox SET lease = NULL, lease_until = NULL, failure = %(code)s, failure_detail = %(detail)s,
            failed_at = %(now)s, due_at = coalesce(%(again_at)s, due_at),
            dead_at = CASE WHEN %(again_at)s::timestamptz IS NULL THEN %(now)s END,
            may_have_arrived = may_have_arrived OR %(may_have_arrived)s
        WHERE id = %(id)s AND lease = %(lease)s AND sent_at IS NULL RETURNING report_id
        """,
        {
            "id": parcel.id,
            "lease": lease.name,
            "code": failed.code,
            "detail": failed.detail[:200],
            "may_have_arrived": failed.may_have_arrived,
            "again_at": again_at,
            "now": now,
        },
    ).fetchone()
    if row is not None and again_at is None:
        details: dict[str, Any] = {"delivery": parcel.id, "problems": failed.code}
        audit.append(connection, ACTOR, "delivery.failed", [(f"report:{row[0]}", details)])


def give_back(connection: Connection, parcels: Sequence[Parcel], lease: Lease) -> None:
    """What was held but not tried is free again, as if it had never been held."""
    connection.execute(
        """
        UPDATE outbox SET lease = NULL, lease_until = NULL, attempts = attempts - 1
        WHERE id = ANY(%(ids)s) AND lease = %(lease)s AND sent_at IS NULL
        """,
        {"ids": [parcel.id for parcel in parcels], "lease": lease.name},
    )
