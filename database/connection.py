"""How the rest of the product reaches PostgreSQL."""

import select

from psycopg import Connection, Error
from psycopg_pool import ConnectionPool

from complaints.errors import Problem
from complaints.mendable import Mendable

SERVICE_ROLE = "tepat_service"


class NoDatabase(Mendable):
    """No database is named, or the one that is named does not answer; nothing was begun."""


def require_database(url: str) -> None:
    """Connect once, before work begins that waits for a pool. Raises NoDatabase."""
    if not url:
        raise NoDatabase(Problem(code="database_unset", field="DATABASE_URL"))
    try:
        connect(url).close()
    except Error as error:
        raise NoDatabase(unreachable(error)) from error


def unreachable(error: Exception) -> Problem:
    """Why the database did not answer, as its driver says it in one line."""
    told = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return Problem(code="database_unreachable", field="DATABASE_URL", values={"error": told.rstrip(".")})


def connect(url: str) -> Connection:
    """One connection with the rights of the service. The caller closes it."""
    connection = Connection.connect(url, autocommit=True, application_name="tepat", connect_timeout=10)
    _become_service(connection)
    return connection


def open_pool(url: str, *, size: int = 8) -> ConnectionPool[Connection]:
    """A pool of connections with the rights of the service; a pool's connection() block is one transaction."""
    return ConnectionPool(
        url,
        min_size=1,
        max_size=size,
        timeout=10,
        kwargs={"application_name": "tepat", "connect_timeout": 10},
        configure=_configure,
        # A server that was restarted leaves dead connections behind: replace them before anybody gets one.
        check=_check,
        open=True,
    )


def _check(connection: Connection) -> None:
    """Ask the server only where it has spoken unasked: as long as it is silent, it has not hung up."""
    if select.select([connection.fileno()], [], [], 0)[0]:
        ConnectionPool.check_connection(connection)


def _configure(connection: Connection) -> None:
    _become_service(connection)
    connection.commit()


def _become_service(connection: Connection) -> None:
    connection.execute("SET ROLE tepat_service")
    connection.execute("SET timezone TO 'UTC'")
