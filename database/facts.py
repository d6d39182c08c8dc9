"""Versions of the directory that decided anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.errors import NotFound
from database import audit


@dataclass(frozen=True, kw_only=True)
class DirectoryVersion:
    """A version of the directory without its files."""

    version: str
    loaded_at: datetime
    loaded_by: str
    is_current: bool


def current_directory(connection: Connection) -> tuple[str, dict[str, str]] | None:
    """The version of the directory in force and its files (name to text), or None where none is loaded."""
    row = connection.execute("SELECT version, files FROM directory_versions WHERE is_current").fetchone()
    return (row[0], row[1]) if row else None


def current_directory_version(connection: Connection) -> str | None:
    """The version alone, cheap enough to ask before every batch."""
    row = connection.execute("SELECT version FROM directory_versions WHERE is_current").fetchone()
    return row[0] if row else None


def directory_files(connection: Connection, version: str) -> dict[str, str]:
    """The files of one version, as they were. Raises NotFound."""
    row = connection.execute(
        "SELECT files FROM directory_versions WHERE version = %(version)s", {"version": version}
    ).fetchone()
    if row is None:
        raise NotFound(f"directory {version}")
    files: dict[str, str] = row[0]
    return files


@dataclass(frozen=True, kw_only=True)
class Period:
    """That a version was put in force."""

    version: str
    at: datetime
    by: str


def hold_directory(connection: Connection) -> None:
    """Nobody else changes the directory, nor any report, until this transaction ends; all can be read.

    Whoever changes a report writes into the audit log before they end: holding single reports while the log is held
    would have each wait for the other.
    """
    connection.execute("SELECT pg_advisory_xact_lock(7283350125)")
    connection.execute("LOCK TABLE reports IN EXCLUSIVE MODE")


def directory_history(connection: Connection, *, limit: int = 100) -> list[Period]:
    """Every time that a version was put in force, the newest first."""
    with connection.cursor(row_factory=class_row(Period)) as cursor:
        return cursor.execute(
            """
            SELECT substr(subject, 11) AS version, at, actor AS by FROM audit_log
            WHERE action = 'directory.loaded' ORDER BY id DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()


def load_directory(connection: Connection, version: str, files: Mapping[str, str], *, actor: str) -> bool:
    """Put this version of the directory in force; False where it already was."""
    if current_directory_version(connection) == version:
        return False
    connection.execute("UPDATE directory_versions SET is_current = false WHERE is_current")
    connection.execute(
        """
        INSERT INTO directory_versions (version, files, loaded_by, is_current)
        VALUES (%(version)s, %(files)s, %(actor)s, true)
        ON CONFLICT (version) DO UPDATE SET is_current = true, loaded_at = now(), loaded_by = excluded.loaded_by
        """,
        {"version": version, "files": Jsonb(dict(files)), "actor": actor},
    )
    audit.append(connection, actor, "directory.loaded", [(f"directory:{version}", {"files": sorted(files)})])
    return True


def list_directories(connection: Connection, *, limit: int = 100) -> list[DirectoryVersion]:
    """The versions of the directory, the newest first."""
    with connection.cursor(row_factory=class_row(DirectoryVersion)) as cursor:
        return cursor.execute(
            """
            SELECT version, loaded_at, loaded_by, is_current FROM directory_versions
            ORDER BY is_current DESC, loaded_at DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()
