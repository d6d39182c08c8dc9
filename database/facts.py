"""Versions of the directory and of the models that decided anything."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.errors import NotFound
from database import audit


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


def note_live_model(connection: Connection, version: str, card: Mapping[str, Any], *, actor: str) -> bool:
    """Record which model is live from now on; False where it already was."""
    row = connection.execute("SELECT version FROM models WHERE live_from IS NOT NULL AND live_to IS NULL").fetchone()
    if row and row[0] == version:
        return False
    connection.execute("UPDATE models SET live_to = now() WHERE live_from IS NOT NULL AND live_to IS NULL")
    connection.execute(
        """
        INSERT INTO models (version, card, live_from) VALUES (%(version)s, %(card)s, now())
        ON CONFLICT (version) DO UPDATE SET live_from = now(), live_to = NULL
        """,
        {"version": version, "card": Jsonb(dict(card))},
    )
    audit.append(connection, actor, "model.live", [(f"model:{version}", {})])
    return True
