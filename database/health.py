"""What a PostgreSQL server can do and may do, before anything is asked of it."""

from dataclasses import dataclass

import psycopg

from database.migrate import pending_migrations


@dataclass(frozen=True, kw_only=True)
class ServerHealth:
    """`version` as PostgreSQL counts it (150004 is 15.4). `vector` is pgvector's version, empty where it lacks.

    `may_set_up` says whether this user can migrate; `pending` is the number of migrations still to apply.
    """

    version: int
    vector: str
    may_set_up: bool
    pending: int
    directory: str


def examine_server(url: str) -> ServerHealth:
    """Look at the server. Raises psycopg.OperationalError where it cannot be reached."""
    with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
        return ServerHealth(
            version=connection.info.server_version,
            vector=_vector(connection),
            may_set_up=_may_set_up(connection),
            pending=pending_migrations(connection),
            directory=_directory(connection),
        )


def _vector(connection: psycopg.Connection) -> str:
    row = connection.execute("SELECT default_version FROM pg_available_extensions WHERE name = 'vector'").fetchone()
    return row[0] if row else ""


def _may_set_up(connection: psycopg.Connection) -> bool:
    row = connection.execute(
        """
        SELECT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)
               OR (SELECT count(*) = 2 FROM pg_roles WHERE rolname IN ('tepat_service', 'tepat_person')
                   AND pg_has_role(current_user, oid, 'MEMBER')),
               has_database_privilege(current_database(), 'CREATE')
        """
    ).fetchone()
    return bool(row and row[0] and row[1])


def _directory(connection: psycopg.Connection) -> str:
    known = connection.execute("SELECT to_regclass('directory_versions') IS NOT NULL").fetchone()
    if not known or not known[0]:
        return ""
    row = connection.execute("SELECT version FROM directory_versions WHERE is_current").fetchone()
    return row[0] if row else ""
