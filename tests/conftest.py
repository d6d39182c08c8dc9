"""Real PostgreSQL for every test that needs one: one server a session, one migrated database, rolled back per test."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection, sql

from database.connection import connect
from database.embedded import start_embedded
from database.migrate import apply_migrations
from tepat.children import Child, Children
from tepat.ports import find_free_port
from tepat.services import QUIET_PREFECT, is_healthy, load_shipped_directory


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL server whose user may create databases: the one that TEPAT_TEST_DATABASE_URL names, or our own."""
    given = os.environ.get("TEPAT_TEST_DATABASE_URL")
    if given:
        yield given
        return
    # Not below pytest's own folder: as root the server runs as somebody else, whom every pytest that starts shuts out.
    with TemporaryDirectory(prefix="tepat-tests-", ignore_cleanup_errors=True) as folder:
        server = start_embedded(Path(folder) / "data")
        # Nothing here must survive a power cut, and a commit that waits for the disk makes the suite slow. Plans that
        # are looked at must not hang on whether what was rolled back is cleaned up and counted by then.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            _execute(server.url, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        _execute(server.url, sql.SQL("SELECT pg_reload_conf()"))
        yield server.url
        server.leave()


@pytest.fixture(scope="session")
def migrated_template(server_url: str) -> Iterator[str]:
    """The name of a migrated database that nobody connects to, from which others are copied in an instant."""
    with fresh_database(server_url) as url:
        apply_migrations(url)
        yield urlsplit(url).path.lstrip("/")


@pytest.fixture(scope="session")
def database_url(server_url: str, migrated_template: str) -> Iterator[str]:
    """The URL (owner's rights) of one migrated database for the session; leave nothing committed in it."""
    with fresh_database(server_url, template=migrated_template) as url:
        yield url


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """A connection with the service's rights; whatever the test does in it is rolled back."""
    with connect(database_url) as connection, connection.transaction(force_rollback=True):
        yield connection


@pytest.fixture
def committed_database(server_url: str, migrated_template: str) -> Iterator[str]:
    """The URL (owner's rights) of a migrated database for this test alone, for what must really commit."""
    with fresh_database(server_url, template=migrated_template) as url:
        yield url


@pytest.fixture
def empty_database(server_url: str) -> Iterator[str]:
    """The URL (owner's rights) of a database without any migration, for this test alone."""
    with fresh_database(server_url) as url:
        yield url


@contextmanager
def fresh_database(server_url: str, *, template: str = "template0") -> Iterator[str]:
    """A database that is dropped afterwards, whoever may still be connected to it."""
    name = f"tepat_test_{uuid4().hex[:12]}"
    _execute(
        server_url,
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)),
    )
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        _execute(server_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(url: str, statement: sql.Composed | sql.SQL) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def prefect_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Prefect server for the session: flows run in processes of their own, as they do in production."""
    home = tmp_path_factory.mktemp("prefect")
    port = find_free_port()
    children = Children(home)
    child = Child(
        name="prefect",
        command=[sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
        environment={**QUIET_PREFECT, "PREFECT_HOME": str(home), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api"},
        log=home / "prefect.log",
    )
    children.start(child)
    deadline = time.monotonic() + 120
    while not is_healthy(f"http://127.0.0.1:{port}/api/health"):
        assert child.is_running() and time.monotonic() < deadline, child.log.read_text()
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}/api"
    children.stop()


@pytest.fixture
def installation(committed_database: str, prefect_url: str, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own: database with the directory, Prefect, a data folder."""
    load_shipped_directory(committed_database)
    return {
        **os.environ,
        **QUIET_PREFECT,
        "DATABASE_URL": committed_database,
        "PREFECT_API_URL": prefect_url,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "TEPAT_HOME": str(tmp_path),
        "TEPAT_AUTOMATION": "provisional",
        # Next to none, so that no test depends on which report is drawn.
        "TEPAT_AUDIT_SHARE": "0.000001",
        "TEPAT_LANG": "en",
        "PYTHONWARNINGS": "ignore",
        "COLUMNS": "200",
    }
