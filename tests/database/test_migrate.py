"""Migrations: numbered, applied once, in order, by one process at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from complaints.access import Person, Reach, Role
from database.acting import act_as
from database.connection import connect
from database.migrate import MigrationError, apply_migrations, pending_migrations, read_migrations


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text("SELECT 1;")
    return folder


def test_the_shipped_migrations_have_no_gap() -> None:
    found = read_migrations()
    assert [migration.number for migration in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    "names", [("0002_later.sql",), ("0001_a.sql", "0003_c.sql"), ("0001_a.sql", "0001_b.sql"), ("1_short.sql",)]
)
def test_a_gap_a_double_and_a_bad_name_are_errors(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(MigrationError):
        read_migrations(write(tmp_path, *names))


def test_applying_twice_does_nothing_the_second_time(empty_database: str) -> None:
    assert apply_migrations(empty_database) == len(read_migrations())
    assert apply_migrations(empty_database) == 0


def test_two_processes_at_once_apply_each_migration_once(empty_database: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        applied = list(threads.map(apply_migrations, [empty_database] * 2))
    assert sorted(applied) == [0, len(read_migrations())]


def test_a_migration_that_was_changed_afterwards_is_an_error(committed_database: str) -> None:
    first, *others = read_migrations()
    changed = [replace(first, sql=first.sql + "-- changed"), *others]
    with pytest.raises(MigrationError, match="0001 was changed"):
        apply_migrations(committed_database, migrations=changed)


def test_an_older_program_refuses_a_newer_database(committed_database: str) -> None:
    with pytest.raises(MigrationError, match="install the newer program"):
        apply_migrations(committed_database, migrations=read_migrations()[:-1])


def test_a_migration_that_fails_leaves_nothing_of_itself(empty_database: str) -> None:
    broken = replace(read_migrations()[0], sql="CREATE TABLE half (id int); SELECT 1 / 0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        apply_migrations(empty_database, migrations=[broken])
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT to_regclass('half')").fetchone() == (None,)


def test_what_is_pending_is_counted(empty_database: str, connection: psycopg.Connection) -> None:
    assert pending_migrations(connection) == 0
    with psycopg.connect(empty_database) as fresh:
        assert pending_migrations(fresh) == len(read_migrations())


@pytest.fixture
def modest_owner(server_url: str, empty_database: str) -> Iterator[str]:
    """The URL of an empty database, as an owner who is no superuser."""
    role = f"tepat_test_{uuid4().hex[:8]}"
    name = urlsplit(empty_database).path.lstrip("/")
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION vector")
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(role)))
        grant = "GRANT tepat_service, tepat_person TO {} WITH ADMIN TRUE, SET FALSE, INHERIT FALSE"
        connection.execute(sql.SQL(grant).format(sql.Identifier(role)))
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), sql.Identifier(role)))
    parts = urlsplit(empty_database)
    yield urlunsplit(parts._replace(netloc=f"{role}:@{parts.netloc.rpartition('@')[2]}"))
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(sql.SQL("REASSIGN OWNED BY {} TO CURRENT_USER").format(sql.Identifier(role)))
        connection.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(sql.Identifier(role)))
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO CURRENT_USER").format(sql.Identifier(name)))
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_an_owner_who_is_no_superuser_can_install_and_serve(modest_owner: str, migrated_template: str) -> None:
    apply_migrations(modest_owner)
    with connect(modest_owner) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("tepat_service",)


def test_the_guards_bind_an_owner_who_is_no_superuser_too(
    modest_owner: str, migrated_template: str, store: Callable, make_report: Callable, route: Callable
) -> None:
    apply_migrations(modest_owner)
    person = Person(name="sari", shown_as="Sari", role=Role.REVIEWER, reach=Reach(path=("IMIPAS", "imigrasi")))
    with connect(modest_owner) as connection:
        with connection.transaction():
            secret = store(connection, make_report("1", isi="isi sensitif", rahasia=True)).new[0]
            route(connection)
        for reach, found in ((person.reach, ["isi sensitif"]), (Reach(path=("LUAR",)), [])):
            with connection.transaction():
                act_as(connection, replace(person, reach=reach))
                looked = connection.execute("SELECT isi FROM look_at_rahasia(%s)", [secret]).fetchall()
                assert [isi for (isi,) in looked] == found
                assert len(connection.execute("SELECT 1 FROM decisions").fetchall()) == len(found)
