"""Rows that are no report yet: kept as they were, with what is wrong, until somebody mends and replays them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.errors import NotFound, Problem
from complaints.report import Reporter
from database import audit


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A row that could not be read; `row_number` as people count in the file, 0 for the file itself."""

    origin: str
    row_number: int
    problems: Sequence[Problem]
    raw: Mapping[str, str]
    reporter: Reporter | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Quarantined:
    """A row in quarantine."""

    id: int
    source_key: str
    origin: str
    row_number: int
    problems: list[dict[str, Any]]
    raw: dict[str, str]
    found_at: datetime
    replayed_at: datetime | None
    report_id: int | None

    @property
    def what_is_wrong(self) -> tuple[Problem, ...]:
        return tuple(Problem(code=p["code"], field=p["field"], values=p["values"]) for p in self.problems)


def keep_refused(
    connection: Connection, source_key: str, refused: Sequence[Refused], *, actor: str, run_id: UUID
) -> int:
    """Put rows into quarantine, each once; returns how many were new. Identities go to their own table."""
    new: list[tuple[int, Refused]] = []
    for row in refused:
        found = connection.execute(
            """
            INSERT INTO quarantine (source_key, origin, row_number, problems, raw, run_id)
            VALUES (%(source_key)s, %(origin)s, %(row_number)s, %(problems)s, %(raw)s, %(run_id)s)
            ON CONFLICT (source_key, row_number) DO NOTHING RETURNING id
            """,
            {
                "source_key": source_key,
                "origin": row.origin,
                "row_number": row.row_number,
                "problems": Jsonb([_problem(problem) for problem in row.problems]),
                "raw": Jsonb(dict(row.raw)),
                "run_id": run_id,
            },
        ).fetchone()
        if found:
            new.append((found[0], row))
            _keep_identity(connection, found[0], row.reporter)
    audit.append(connection, actor, "row.quarantined", [(f"quarantine:{id_}", _details(row)) for id_, row in new])
    return len(new)


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "field": problem.field, "values": dict(problem.values)}


def _details(row: Refused) -> dict[str, Any]:
    return {"origin": row.origin, "row": row.row_number, "problems": [problem.code for problem in row.problems]}


def _keep_identity(connection: Connection, id_: int, reporter: Reporter | None) -> None:
    if reporter is None:
        return
    connection.execute(
        "INSERT INTO identity.quarantined (quarantine_id, name, contact) VALUES (%(id)s, %(name)s, %(contact)s)",
        {"id": id_, "name": reporter.name, "contact": reporter.contact},
    )


def list_quarantined(
    connection: Connection, *, after: int = 0, limit: int = 100, waiting_only: bool = True
) -> list[Quarantined]:
    """Rows in quarantine by id, from behind `after` on."""
    with connection.cursor(row_factory=class_row(Quarantined)) as cursor:
        return cursor.execute(
            """
            SELECT id, source_key, origin, row_number, problems, raw, found_at, replayed_at, report_id
            FROM quarantine WHERE id > %(after)s AND (replayed_at IS NULL AND closed_at IS NULL OR NOT %(waiting_only)s)
            ORDER BY id LIMIT %(limit)s
            """,
            {"after": after, "limit": limit, "waiting_only": waiting_only},
        ).fetchall()


def find_quarantined(connection: Connection, id_: int) -> Quarantined:
    """One row, waiting or not. Raises NotFound."""
    with connection.cursor(row_factory=class_row(Quarantined)) as cursor:
        row = cursor.execute(
            """
            SELECT id, source_key, origin, row_number, problems, raw, found_at, replayed_at, report_id
            FROM quarantine WHERE id = %(id)s
            """,
            {"id": id_},
        ).fetchone()
    if row is None:
        raise NotFound(f"row {id_}")
    return row


def waiting_among(connection: Connection, ids: Sequence[int]) -> list[int]:
    """Those of these rows that wait, by id."""
    rows = connection.execute(
        """
        SELECT id FROM quarantine WHERE id = ANY(%(ids)s) AND replayed_at IS NULL AND closed_at IS NULL ORDER BY id
        """,
        {"ids": list(ids)},
    ).fetchall()
    return [id_ for (id_,) in rows]


def hold_quarantined(connection: Connection, id_: int) -> Quarantined:
    """One waiting row, held until this transaction ends. Raises NotFound where it is gone, replayed or closed."""
    with connection.cursor(row_factory=class_row(Quarantined)) as cursor:
        row = cursor.execute(
            """
            SELECT id, source_key, origin, row_number, problems, raw, found_at, replayed_at, report_id
            FROM quarantine WHERE id = %(id)s AND replayed_at IS NULL AND closed_at IS NULL FOR UPDATE
            """,
            {"id": id_},
        ).fetchone()
    if row is None:
        raise NotFound(f"row {id_}")
    return row


def close_quarantined(
    connection: Connection, id_: int, *, report_id: int | None, keep_identity: bool, actor: str, mended: Sequence[str]
) -> None:
    """Mark a row as replayed, hand its identity to the report (never where anonim), and say what was mended."""
    connection.execute(
        "UPDATE quarantine SET replayed_at = now(), report_id = %(report_id)s WHERE id = %(id)s",
        {"id": id_, "report_id": report_id},
    )
    connection.execute(
        "SELECT identity.release(%(id)s, %(report_id)s, %(keep)s)",
        {"id": id_, "report_id": report_id, "keep": keep_identity and report_id is not None},
    )
    audit.append(
        connection,
        actor,
        "row.replayed",
        [(f"quarantine:{id_}", {"report": report_id, "mended": list(mended)})],
    )


def count_quarantined(connection: Connection) -> int:
    """How many rows wait in quarantine."""
    row = connection.execute(
        "SELECT count(*) FROM quarantine WHERE replayed_at IS NULL AND closed_at IS NULL"
    ).fetchone()
    return row[0] if row else 0
