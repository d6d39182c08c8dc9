"""What is sent on, as people see it: within their reach, looked at, mended, sent again."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import NotFound
from database import audit

STATES = ("gagal", "menunggu", "tanpa-penerima", "terkirim")
"""Laid aside for a person; waits or is on its way; waits without a receiver; sent."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many wait for a receiver, and how many were laid aside."""

    waiting: int
    dead: int


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One row of the outbox. `addressee` and `message` as mended, where they were; no message of a rahasia report.

    While people judge the report blind, nothing tells where it goes.
    """

    id: int
    public_id: UUID
    external_id: str
    rahasia: bool
    is_blind: bool
    kind: str
    target: list[str]
    office_id: str | None
    addressee: str
    message: str = field(repr=False)
    receiver: str | None
    attempts: int
    is_held: bool
    may_have_arrived: bool
    failure: str
    failure_detail: str
    failed_at: datetime | None
    due_at: datetime | None
    created_at: datetime
    sent_at: datetime | None
    cancelled_at: datetime | None
    dead_at: datetime | None
    receipt: str
    is_mended: bool


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What a person puts in place before it is sent again; None leaves it."""

    addressee: str | None = None
    message: str | None = field(default=None, repr=False)


def count_standings(connection: Connection) -> dict[str, Standing]:
    """Of each receiver, what waits and what was laid aside; under the empty name what has no receiver."""
    rows = connection.execute(
        """
        SELECT coalesce(receiver, ''), count(*) FILTER (WHERE dead_at IS NULL),
               count(*) FILTER (WHERE dead_at IS NOT NULL)
        FROM outbox WHERE sent_at IS NULL AND cancelled_at IS NULL GROUP BY 1
        """
    ).fetchall()
    return {name: Standing(waiting=waiting, dead=dead) for name, waiting, dead in rows}


def list_deliveries(connection: Connection, state: str, *, before: int, limit: int) -> list[Delivery]:
    """Rows in one of STATES with ids below `before`, the newest first."""
    return _read(connection, state=state, id_=None, before=before, limit=limit)


def find_delivery(connection: Connection, id_: int) -> Delivery:
    """One row, in whatever state. Raises NotFound."""
    found = _read(connection, state="", id_=id_, before=0, limit=1)
    if not found:
        raise NotFound(f"delivery {id_}")
    return found[0]


def _read(connection: Connection, *, state: str, id_: int | None, before: int, limit: int) -> list[Delivery]:
    with connection.cursor(row_factory=class_row(Delivery)) as cursor:
        return cursor.execute(
            """
            SELECT o.id, r.public_id, r.external_id, r.rahasia, b.is_blind, o.kind,
                   CASE WHEN b.is_blind THEN '{}' ELSE o.target END AS target,
                   CASE WHEN b.is_blind THEN NULL ELSE o.office_id END AS office_id,
                   CASE WHEN b.is_blind THEN '' ELSE coalesce(o.mended_addressee, o.addressee) END AS addressee,
                   CASE WHEN b.is_blind OR r.rahasia THEN '' ELSE coalesce(o.mended_message, o.message) END AS message,
                   CASE WHEN b.is_blind THEN '' ELSE o.receiver END AS receiver,
                   o.attempts, coalesce(o.lease_until > now(), false) AS is_held, o.may_have_arrived,
                   o.failure, o.failure_detail, o.failed_at, o.due_at, o.created_at, o.sent_at, o.cancelled_at,
                   o.dead_at, CASE WHEN b.is_blind THEN '' ELSE o.receipt END AS receipt,
                   o.mended_key IS NOT NULL AS is_mended
            FROM outbox o JOIN reports r ON r.id = o.report_id CROSS JOIN LATERAL (
                SELECT EXISTS (SELECT FROM audits a WHERE a.report_id = r.id AND a.judged_at IS NULL)
                    OR EXISTS (SELECT FROM panels p WHERE p.report_id = r.id AND p.closed_at IS NULL) AS is_blind
            ) AS b
            WHERE o.id = %(id)s OR (%(id)s::bigint IS NULL AND o.id < %(before)s AND CASE %(state)s
                WHEN 'terkirim' THEN o.sent_at IS NOT NULL
                WHEN 'gagal' THEN o.sent_at IS NULL AND o.cancelled_at IS NULL AND o.dead_at IS NOT NULL
                WHEN 'tanpa-penerima' THEN o.sent_at IS NULL AND o.cancelled_at IS NULL AND o.receiver IS NULL
                ELSE o.sent_at IS NULL AND o.cancelled_at IS NULL AND o.dead_at IS NULL AND o.receiver IS NOT NULL END)
            ORDER BY o.id DESC LIMIT %(limit)s
            """,
            {"id": id_, "state": state, "before": before, "limit": limit},
        ).fetchall()


def send_again(connection: Connection, id_: int, mended: Mended, person: str, now: datetime) -> None:
    """Try it from the beginning, at the receiver that it belongs to by now; mended, under a key of its own.

    What was said is kept beside it. The log names the fields, never what stands in them. Raises NotFound where it is
    not laid aside.
    """
    given = {name for name, value in vars(mended).items() if value is not None}
    row = connection.execute(
        """
        UPDATE public.outbox o SET dead_at = NULL, attempts = 0, due_at = %(now)s,
            receiver = NULL,
            mended_addressee = coalesce(%(addressee)s, o.mended_addressee),
            mended_message = coalesce(%(message)s, o.mended_message),
            mended_key = CASE WHEN %(is_new)s THEN gen_random_uuid() ELSE o.mended_key END,
            may_have_arrived = o.may_have_arrived AND NOT %(is_new)s
        WHERE o.id = %(id)s AND o.dead_at IS NOT NULL AND o.sent_at IS NULL AND o.cancelled_at IS NULL
        RETURNING o.report_id
        """,
        {**vars(mended), "id": id_, "now": now, "is_new": bool(given)},
    ).fetchone()
    if row is None:
        raise NotFound(f"delivery {id_}")
    details: dict[str, Any] = {"delivery": id_, "mended": sorted(given)}
    audit.append(connection, f"person:{person}", "delivery.again", [(f"report:{row[0]}", details)])


def cancel_delivery(connection: Connection, id_: int, person: str) -> None:
    """Never send what was laid aside. Raises NotFound where it is not laid aside."""
    row = connection.execute(
        """
        UPDATE outbox SET cancelled_at = now()
        WHERE id = %(id)s AND dead_at IS NOT NULL AND sent_at IS NULL AND cancelled_at IS NULL RETURNING report_id
        """,
        {"id": id_},
    ).fetchone()
    if row is None:
        raise NotFound(f"delivery {id_}")
    audit.append(connection, f"person:{person}", "delivery.cancelled", [(f"report:{row[0]}", {"delivery": id_})])
