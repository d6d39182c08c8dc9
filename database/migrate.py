"""Numbered SQL files, each applied once and in order."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import Connection

from complaints.errors import Problem
from complaints.mendable import Mendable

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7283350100


class MigrationError(Mendable):
    """The database's schema and the migrations at hand do not fit; `problems` say which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One numbered file. `sha256` pins the text that was applied."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def read_migrations(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The migrations in order. Raises MigrationError where a number is missing or stands twice."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = re.fullmatch(r"(\d{4})_([a-z_]+)\.sql", path.name)
        if match is None:
            raise MigrationError(Problem(code="migration_name", field=path.name))
        found.append(Migration(number=int(match[1]), name=match[2], sql=path.read_text(encoding="utf-8")))
    for expected, migration in enumerate(found, start=1):
        if migration.number != expected:
            raise MigrationError(Problem(code="migration_gap", field=f"{expected:04}", values={"next": migration.name}))
    return tuple(found)


def apply_migrations(url: str, *, migrations: Sequence[Migration] | None = None) -> int:
    """Apply what is not applied yet, as the owner; returns how many were.

    Two processes may call it at once: one waits for the other. Raises MigrationError, which names the remedy.
    """
    wanted = read_migrations() if migrations is None else migrations
    with Connection.connect(url, autocommit=True, connect_timeout=10) as connection:
        connection.execute("SELECT pg_advisory_lock(%(lock)s)", {"lock": LOCK})
        applied = _applied(connection)
        _check(wanted, applied)
        for migration in wanted[len(applied) :]:
            _apply(connection, migration)
        return len(wanted) - len(applied)


def pending_migrations(connection: Connection) -> int:
    """How many migrations the database still lacks."""
    known = connection.execute("SELECT to_regclass('schema_migrations') IS NOT NULL").fetchone()
    if known is None or not known[0]:
        return len(read_migrations())
    row = connection.execute("SELECT count(*) FROM schema_migrations").fetchone()
    return len(read_migrations()) - (row[0] if row else 0)


def _applied(connection: Connection) -> list[tuple[int, str]]:
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now())
        """
    )
    rows = connection.execute("SELECT number, sha256 FROM schema_migrations ORDER BY number").fetchall()
    return [(row[0], row[1]) for row in rows]


def _check(wanted: Sequence[Migration], applied: Sequence[tuple[int, str]]) -> None:
    if len(applied) > len(wanted):
        values = {"applied": len(applied), "known": len(wanted)}
        raise MigrationError(Problem(code="migrations_ahead", field="database", values=values))
    for migration, (number, sha256) in zip(wanted, applied, strict=False):
        if (number, sha256) != (migration.number, migration.sha256):
            raise MigrationError(Problem(code="migration_changed", field=f"{number:04}"))


def _apply(connection: Connection, migration: Migration) -> None:
    with connection.transaction():
        try:
            # The text of a migration is our own file, not input: psycopg's type asks for a literal.
            connection.execute(migration.sql.encode())
        except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile) as error:
            raise MigrationError(Problem(code="migration_pgvector", field="DATABASE_URL")) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise MigrationError(
                Problem(code="migration_rights", field=f"{migration.number:04}", values={"cause": str(error).strip()})
            ) from error
        known = connection.execute("SELECT to_regprocedure('public.show_to_people()') IS NOT NULL").fetchone()
        if known and known[0]:
            # The views of people list their columns: they follow what the tables are now.
            connection.execute("SELECT public.show_to_people()")
        connection.execute(
            "INSERT INTO schema_migrations (number, name, sha256) VALUES (%(number)s, %(name)s, %(sha256)s)",
            {"number": migration.number, "name": migration.name, "sha256": migration.sha256},
        )
