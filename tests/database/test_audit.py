"""The audit log: append-only and chained."""

import threading
from collections.abc import Callable

import psycopg
import pytest
from psycopg import Connection

from complaints.report import IncomingReport
from database.audit import append, history, verify
from database.connection import connect
from database.intake import Stored


def fill(connection: Connection, rows: int = 5) -> None:
    append(connection, "test", "noted", [(f"thing:{number}", {"number": number}) for number in range(1, rows + 1)])


def test_an_untouched_chain_verifies(connection: Connection) -> None:
    fill(connection)
    checked = verify(connection)
    assert (checked.rows, checked.broken_at) == (5, None)
    assert len(checked.head) == 64


def test_an_empty_log_verifies(connection: Connection) -> None:
    checked = verify(connection)
    assert (checked.rows, checked.head, checked.broken_at) == (0, "", None)


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        ("UPDATE audit_log SET details = '{\"number\": 9}' WHERE id = 3", 3),
        ("UPDATE audit_log SET actor = 'lain' WHERE id = 1", 1),
        ("UPDATE audit_log SET at = at + interval '1 second' WHERE id = 5", 5),
        ("UPDATE audit_log SET hash = sha256('x') WHERE id = 2", 2),
        ("DELETE FROM audit_log WHERE id = 2", 3),
        ("DELETE FROM audit_log WHERE id = 1", 2),
        ("UPDATE audit_log SET subject = 'lain', hash = sha256(previous_hash || 'x') WHERE id = 4", 4),
    ],
)
def test_whoever_goes_around_the_database_is_found_at_the_first_row(
    committed_database: str, change: str, broken_at: int
) -> None:
    with psycopg.connect(committed_database) as owner:
        fill(owner)
        owner.execute("ALTER TABLE audit_log DISABLE TRIGGER USER")
        owner.execute(change.encode())
        owner.execute("ALTER TABLE audit_log ENABLE TRIGGER USER")
        assert verify(owner).broken_at == broken_at


def test_a_cut_off_end_shows_against_a_head_that_was_written_down(committed_database: str) -> None:
    with psycopg.connect(committed_database) as owner:
        fill(owner)
        before = verify(owner)
        owner.execute("ALTER TABLE audit_log DISABLE TRIGGER USER")
        owner.execute("DELETE FROM audit_log WHERE id = 5")
        after = verify(owner)
    assert (after.broken_at, after.rows) == (None, before.rows - 1)
    assert after.head != before.head


@pytest.mark.parametrize(
    "change", ["UPDATE audit_log SET actor = 'lain'", "DELETE FROM audit_log", "TRUNCATE audit_log"]
)
@pytest.mark.parametrize("as_owner", [True, False])
def test_nobody_may_change_or_remove_a_row(committed_database: str, change: str, as_owner: bool) -> None:
    with connect(committed_database) as connection:
        fill(connection)
        if as_owner:
            connection.execute("RESET ROLE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(change.encode())
        assert verify(connection).rows == 5


def test_a_temporary_table_of_the_same_name_does_not_bend_the_chain(committed_database: str) -> None:
    with connect(committed_database) as connection:
        fill(connection)
        connection.execute("CREATE TEMPORARY TABLE audit_log (LIKE public.audit_log)")
        connection.execute(
            "INSERT INTO public.audit_log (actor, action, subject, details) VALUES ('a', 'b', 'c', '{}')"
        )
        connection.execute("DROP TABLE pg_temp.audit_log")
        checked = verify(connection)
    assert (checked.rows, checked.broken_at) == (6, None)


def test_many_writers_at_once_make_one_chain(committed_database: str) -> None:
    def write() -> None:
        with connect(committed_database) as connection:
            for _ in range(10):
                fill(connection, 2)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with connect(committed_database) as connection:
        checked = verify(connection)
    assert (checked.rows, checked.broken_at) == (80, None)


def test_the_history_of_one_subject_is_told_in_order(connection: Connection) -> None:
    append(connection, "a", "first", [("x", {})])
    append(connection, "b", "other", [("y", {})])
    append(connection, "c", "second", [("x", {"k": 1})])
    assert [(entry["actor"], entry["action"]) for entry in history(connection, "x")] == [
        ("a", "first"),
        ("c", "second"),
    ]


def test_the_log_holds_no_text_of_a_report(
    connection: Connection,
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
    route: Callable[..., object],
) -> None:
    store(connection, make_report(judul="judul-rahasia", isi="isi-rahasia"))
    route(connection)
    rows = connection.execute("SELECT actor || action || subject || details FROM audit_log").fetchall()
    assert len(rows) == 2
    assert not any("rahasia" in row[0] for row in rows)
