"""What was not delivered yet goes to no office that closed, and a successor is told of what was.

Copies go their own way: see database/copy_moves.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What waits to be sent to one office on one path."""

    office_id: str
    target: list[str]


@dataclass(frozen=True, kw_only=True)
class Readdressed:
    """To which office that goes instead; None: nobody, it is not sent."""

    bound: Bound
    to_office: str | None


def readdress_moved(connection: Connection, change: UUID) -> int:
    """What was not sent about the reports of this change goes where they went; how much.

    What is on its way may still arrive at the old office: it is kept, and the successor is told beside (tell_heirs).
    """
    return connection.execute(
        """
        UPDATE outbox o SET office_id = m.to_office, receiver = NULL, due_at = NULL, dead_at = NULL, attempts = 0,
            failure = '', failure_detail = ''
        FROM office_moves m
        WHERE m.change = %(change)s AND m.to_office IS NOT NULL AND o.report_id = m.report_id
          AND o.office_id = m.from_office AND o.sent_at IS NULL AND o.cancelled_at IS NULL
          AND NOT is_of_copy(o.kind)
        """,
        {"change": change},
    ).rowcount


def tell_heirs(connection: Connection, change: UUID, words: dict[str, str]) -> int:
    """A notice to the successor of every report with an open deadline whose old office has it, or may; how many.

    `words` says of each old office what became of it.
    """
    return connection.execute(
        """
        INSERT INTO outbox (report_id, decision_id, kind, target, office_id, message)
        SELECT m.report_id, m.decision_id, 'notice', o.target, m.to_office, w.value
        FROM office_moves m
        JOIN jsonb_each_text(%(words)s) w ON w.key = m.from_office
        JOIN LATERAL (
            SELECT x.target FROM outbox x
            WHERE x.report_id = m.report_id AND x.decision_id = m.decision_id AND x.kind = 'disposisi'
              AND x.office_id IN (m.from_office, m.to_office) AND x.cancelled_at IS NULL
              AND (x.sent_at IS NOT NULL OR x.lease IS NOT NULL OR x.may_have_arrived)
            ORDER BY x.id DESC LIMIT 1
        ) o ON true
        WHERE m.change = %(change)s AND m.to_office IS NOT NULL
          AND EXISTS (SELECT FROM deadlines e WHERE e.report_id = m.report_id AND e.met_at IS NULL)
        """,
        {"change": change, "words": Jsonb(words)},
    ).rowcount


def bound_elsewhere(connection: Connection, open_offices: Iterable[str]) -> list[Bound]:
    """What waits to be sent to offices that are none of these: notices to a Kanwil that closed, for one."""
    with connection.cursor(row_factory=class_row(Bound)) as cursor:
        return cursor.execute(
            """
            SELECT DISTINCT office_id, target FROM outbox
            WHERE sent_at IS NULL AND cancelled_at IS NULL AND office_id IS NOT NULL
              AND NOT office_id = ANY(%(open)s) AND NOT is_of_copy(kind)
            """,
            {"open": list(open_offices)},
        ).fetchall()


def readdress(connection: Connection, wanted: Sequence[Readdressed]) -> int:
    """Send it there instead, or not at all; returns how much there was."""
    rows = [{**asdict(one.bound), "to_office": one.to_office} for one in wanted]
    return connection.execute(
        """
        UPDATE outbox o SET office_id = coalesce(w.to_office, o.office_id),
            cancelled_at = CASE WHEN w.to_office IS NULL THEN now() END,
            receiver = NULL, due_at = NULL, dead_at = NULL, attempts = 0, failure = '', failure_detail = ''
        FROM jsonb_to_recordset(%(rows)s) AS w(office_id text, target text[], to_office text)
        WHERE o.office_id = w.office_id AND o.target = w.target AND o.sent_at IS NULL AND o.cancelled_at IS NULL
          AND NOT is_of_copy(o.kind)
        """,
        {"rows": Jsonb(rows)},
    ).rowcount


def cancel_withdrawals(connection: Connection, open_offices: Iterable[str]) -> int:
    """That a copy ended is told to nobody where its office closed, unless whoever got it is still at work; how many."""
    return connection.execute(
        """
        UPDATE outbox SET cancelled_at = now()
        WHERE id IN (SELECT idle_withdrawals(%(open)s))
        """,
        {"open": list(open_offices)},
    ).rowcount


def has_idle_withdrawals(connection: Connection, open_offices: Iterable[str]) -> bool:
    """Whether cancel_withdrawals would find any."""
    query = "SELECT 1 FROM idle_withdrawals(%(open)s) LIMIT 1"
    return connection.execute(query, {"open": list(open_offices)}).fetchone() is not None
