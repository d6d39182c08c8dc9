"""Copies whose office is not at work any more: they go to whoever has its work, or end, and can go back."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.copies import COPY, MESSAGE, CopyTo
from complaints.directory.succession import Turn
from database import audit


@dataclass(frozen=True, kw_only=True)
class StrandedCopy:
    """A copy in force to an office that is not at work; `path` is its own, or that of its report where it has none."""

    id: int
    report_id: int
    office_id: str
    path: list[str]
    provinsi: str
    kota: str


@dataclass(frozen=True, kw_only=True)
class CopyTurn:
    """That a copy ends since its office changed; `instead` has it from now on, None: nobody."""

    id: int
    report_id: int
    turn: Turn
    instead: CopyTo | None


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A copy that ended so, or came back (from nobody), as the history of its report tells it."""

    report_id: int
    from_office: str | None
    to_office: str | None
    turn: Turn


def stranded_copies(connection: Connection, open_offices: Iterable[str]) -> list[StrandedCopy]:
    """Copies to offices that are none of these: of unfinished reports, and those of which nobody was told yet."""
    with connection.cursor(row_factory=class_row(StrandedCopy)) as cursor:
        return cursor.execute(
            """
            SELECT c.id, c.report_id, c.office_id, coalesce(nullif(c.path, '{}'), r.current_path, '{}') AS path,
                   r.provinsi, r.kota
            FROM copies c JOIN reports r ON r.id = c.report_id
            WHERE c.withdrawn_at IS NULL AND c.office_id IS NOT NULL AND NOT c.office_id = ANY(%(open)s)
              AND (is_unfinished(r) OR EXISTS (
                  SELECT FROM outbox o WHERE o.decision_id = c.decision_id AND o.kind = %(kind)s
                      AND o.office_id = c.office_id AND o.sent_at IS NULL AND o.cancelled_at IS NULL))
            ORDER BY c.report_id, c.id
            """,
            {"open": list(open_offices), "kind": COPY},
        ).fetchall()


def turn_copies(connection: Connection, turns: Sequence[CopyTurn], *, actor: str) -> list[Ended]:
    """End these copies, and give each to whom it goes instead, unless they have the report anyway.

    What was not sent is never sent, and what was is taken back, by the database itself (migration 0025). What somebody
    ended meanwhile is left.
    """
    # The report before its copies, as whoever decides it does.
    connection.execute(
        "SELECT FROM reports WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE",
        {"ids": [one.report_id for one in turns]},
    )
    rows = connection.execute(
        """
        UPDATE copies c SET withdrawn_at = now(), withdrawn_by = %(actor)s, turn = w.turn
        FROM jsonb_to_recordset(%(turns)s) AS w(id bigint, turn text)
        WHERE c.id = w.id AND c.withdrawn_at IS NULL RETURNING c.id, c.office_id
        """,
        {"turns": Jsonb([{"id": one.id, "turn": one.turn} for one in turns]), "actor": actor},
    ).fetchall()
    ended: dict[int, str] = dict(rows)
    done = [one for one in turns if one.id in ended]
    _give(connection, [{"instead_of": one.id, **asdict(one.instead)} for one in done if one.instead])
    return [
        Ended(
            report_id=one.report_id,
            from_office=ended[one.id],
            to_office=one.instead.office_id if one.instead else None,
            turn=one.turn,
        )
        for one in done
    ]


def _give(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """A copy in place of another, under the decision in force; nothing where the office has a copy, or the report."""
    connection.execute(
        """
        WITH given AS (
            INSERT INTO copies (report_id, decision_id, path, office_id, given_by, given_at, follows)
            SELECT c.report_id, d.id, w.path, w.office_id, c.given_by, c.given_at, c.id
            FROM jsonb_to_recordset(%(rows)s) AS w(instead_of bigint, path text[], office_id text)
            JOIN copies c ON c.id = w.instead_of JOIN reports r ON r.id = c.report_id
            JOIN decisions d ON d.report_id = c.report_id AND d.is_current
            WHERE w.office_id IS NULL OR r.current_office IS DISTINCT FROM w.office_id
            ORDER BY c.id
            ON CONFLICT (report_id, path, (coalesce(office_id, ''))) WHERE withdrawn_at IS NULL DO NOTHING
            RETURNING report_id, decision_id, path, office_id
        )
        INSERT INTO outbox (report_id, decision_id, kind, target, office_id, message)
        SELECT report_id, decision_id, %(kind)s, path, office_id, %(message)s FROM given
        """,
        {"rows": Jsonb(list(rows)), "kind": COPY, "message": MESSAGE},
    )


def put_back_copies(connection: Connection, reopened: Iterable[str], *, actor: str) -> list[Ended]:
    """What left these offices, which are at work again, goes back, unless somebody withdrew it since: whoever has it
    now has it no more."""
    rows = connection.execute(
        """
        WITH RECURSIVE chain AS (
            SELECT c.id AS first, c.id AS last FROM copies c
            WHERE c.turn IS NOT NULL AND c.office_id = ANY(%(reopened)s)
            UNION ALL
            SELECT chain.first, n.id FROM chain JOIN copies n ON n.follows = chain.last
        )
        SELECT DISTINCT ON (l.id) l.id, l.report_id, l.withdrawn_at IS NULL, f.path, f.office_id
        FROM chain JOIN copies f ON f.id = chain.first JOIN copies l ON l.id = chain.last
        JOIN decisions d ON d.id = l.decision_id AND d.is_current
        WHERE NOT EXISTS (SELECT FROM copies n WHERE n.follows = l.id)
          AND CASE WHEN l.withdrawn_at IS NULL THEN l.office_id <> f.office_id ELSE l.turn IS NOT NULL END
        ORDER BY l.id, f.id
        """,
        {"reopened": list(reopened)},
    ).fetchall()
    held = [
        CopyTurn(id=id_, report_id=report_id, turn=Turn.RESTORED, instead=CopyTo(path=tuple(path), office_id=office_id))
        for id_, report_id, is_in_force, path, office_id in rows
        if is_in_force
    ]
    lost = [row for row in rows if not row[2]]
    _give(
        connection, [{"instead_of": id_, "path": path, "office_id": office_id} for id_, _, _, path, office_id in lost]
    )
    return [
        *turn_copies(connection, held, actor=actor),
        *(
            Ended(report_id=report_id, from_office=None, to_office=office_id, turn=Turn.RESTORED)
            for _, report_id, _, _, office_id in lost
        ),
    ]


def give_again(connection: Connection, changes: Sequence[UUID]) -> None:
    """The copies of decisions that these changes brought back, as far as they ended when those were taken back."""
    rows = connection.execute(
        """
        SELECT c.id AS instead_of, c.path, c.office_id
        FROM office_moves m JOIN decisions d ON d.report_id = m.report_id AND d.is_current
        JOIN copies c ON c.decision_id = d.restores
        WHERE m.change = ANY(%(changes)s) AND EXISTS (
            SELECT FROM office_moves b
            WHERE b.report_id = c.report_id AND b.to_office IS NULL AND b.moved_at = c.withdrawn_at)
        ORDER BY c.id
        """,
        {"changes": list(changes)},
    ).fetchall()
    _give(connection, [{"instead_of": id_, "path": path, "office_id": office} for id_, path, office in rows])


def tell_turns(connection: Connection, ended: Sequence[Ended], *, directory: str, actor: str) -> None:
    """A row of the audit log for each. Call it last in a transaction."""
    entries = [
        (
            f"report:{one.report_id}",
            {"from": one.from_office, "to": one.to_office, "turn": one.turn, "directory": directory},
        )
        for one in ended
    ]
    audit.append(connection, actor, "copy.office_moved", entries)
