"""Versions of how the machine may act here: each stays, with who put it in force, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.errors import ComplaintError
from database import audit


class ConductChanged(ComplaintError):
    """Someone else changed the settings first."""


@dataclass(frozen=True, kw_only=True)
class StoredConduct:
    """One version; `previous` is the one that it replaced, 0 for the first."""

    id: int
    previous: int
    content: dict[str, Any]
    changed_at: datetime
    changed_by: str
    why: str


def latest_conduct(connection: Connection) -> StoredConduct | None:
    """The version in force, None where nobody has changed anything yet."""
    return next(iter(list_conducts(connection, limit=1)), None)


def list_conducts(connection: Connection, *, limit: int) -> list[StoredConduct]:
    """The newest versions, newest first."""
    with connection.cursor(row_factory=class_row(StoredConduct)) as cursor:
        return cursor.execute(
            """
            SELECT id, previous, content, changed_at, changed_by, why FROM conduct_versions
            ORDER BY id DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()


def save_conduct(
    connection: Connection, content: Mapping[str, Any], *, previous: int, by: str, why: str, changed: Mapping[str, Any]
) -> int:
    """Put this version in force in place of `previous`; `changed` says for the log what differs.

    Raises ConductChanged where `previous` is no longer in force.
    """
    row = connection.execute(
        """
        INSERT INTO conduct_versions (previous, content, changed_by, why)
        SELECT %(previous)s, %(content)s, %(by)s, %(why)s
        WHERE %(previous)s = coalesce((SELECT max(id) FROM conduct_versions), 0)
        ON CONFLICT (previous) DO NOTHING RETURNING id
        """,
        {"previous": previous, "content": Jsonb(dict(content)), "by": by, "why": why},
    ).fetchone()
    if row is None:
        raise ConductChanged
    audit.append(
        connection, f"person:{by}", "settings.changed", [(f"settings:{row[0]}", {"why": why, "changed": dict(changed)})]
    )
    return int(row[0])
