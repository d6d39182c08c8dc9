"""Versions of how the machine may act here: each stays, with who put it in force, when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.conduct import Difference
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
    changes: list[dict[str, Any]]
    changed_at: datetime
    changed_by: str
    why: str

    @property
    def differences(self) -> list[Difference]:
        """What differs from the version before."""
        return [Difference(**{**one, "node": tuple(one["node"])}) for one in self.changes]


def latest_conduct(connection: Connection) -> StoredConduct | None:
    """The version in force, None where nobody has changed anything yet."""
    return next(iter(list_conducts(connection, limit=1)), None)


def list_conducts(connection: Connection, *, limit: int) -> list[StoredConduct]:
    """The newest versions, newest first."""
    with connection.cursor(row_factory=class_row(StoredConduct)) as cursor:
        return cursor.execute(
            """
            SELECT id, previous, content, changes, changed_at, changed_by, why FROM conduct_versions
            ORDER BY id DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()


def save_conduct(
    connection: Connection,
    content: Mapping[str, Any],
    changes: Sequence[Difference],
    *,
    previous: int,
    by: str,
    why: str,
) -> int:
    """Put this version, with what differs in it, in force in place of `previous`; returns its number.

    Raises ConductChanged where `previous` is no longer in force.
    """
    row = connection.execute(
        """
        INSERT INTO conduct_versions (previous, content, changes, changed_by, why)
        SELECT %(previous)s, %(content)s, %(changes)s, %(by)s, %(why)s
        WHERE %(previous)s = coalesce((SELECT max(id) FROM conduct_versions), 0)
        ON CONFLICT (previous) DO NOTHING RETURNING id
        """,
        {
            "previous": previous,
            "content": Jsonb(dict(content)),
            "changes": Jsonb([asdict(one) for one in changes]),
            "by": by,
            "why": why,
        },
    ).fetchone()
    if row is None:
        raise ConductChanged
    details = {"why": why, "changed": {one.key: [one.before, one.after] for one in changes}}
    audit.append(connection, f"person:{by}", "settings.changed", [(f"settings:{row[0]}", details)])
    return int(row[0])
