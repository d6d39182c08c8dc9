"""Reports come in: once, versioned, with the cursor."""

from collections.abc import Callable

import pytest
from psycopg import Connection

from complaints.report import IncomingReport, Reporter, Status
from database.connection import connect
from database.counting import count_by_status
from database.idempotency import Answered, find_answered, remember_answered
from database.intake import Stored, hold_source, move_cursor, read_cursor
from database.reports import earlier_versions, find_by_id, find_report, history_of
from database.waiting import QueueFilter, list_queue

Make = Callable[..., IncomingReport]
Store = Callable[..., Stored]


def test_a_report_is_stored_once(connection: Connection, make_report: Make, store: Store) -> None:
    first = store(connection, make_report("1"), make_report("2"))
    again = store(connection, make_report("1"), make_report("2"))
    assert (len(first.new), len(first.changed), first.known) == (2, 0, 0)
    assert (len(again.new), len(again.changed), again.known) == (0, 0, 2)


def test_a_changed_report_is_a_new_version_and_is_routed_anew(
    connection: Connection, make_report: Make, store: Store, route: Callable[..., object]
) -> None:
    (report_id,) = store(connection, make_report(isi="teks pertama")).new
    route(connection, acted=True)
    assert count_by_status(connection) == {Status.ROUTED: 1}
    assert store(connection, make_report(isi="teks kedua")).changed == (report_id,)
    report = find_report(connection, find_by_id(connection, report_id))
    assert (report.version, report.isi, report.status) == (2, "teks kedua", "received")


def test_no_earlier_text_is_ever_lost(connection: Connection, make_report: Make, store: Store) -> None:
    texts = ["satu", "dua", "tiga", "dua"]
    (report_id,) = store(connection, make_report(isi=texts[0])).new
    for text in texts[1:]:
        store(connection, make_report(isi=text))
    kept = [version["content"]["isi"] for version in earlier_versions(connection, report_id)]
    assert kept == texts[:-1]


def test_the_same_report_twice_in_a_batch_is_one_and_keeps_both_texts(
    connection: Connection, make_report: Make, store: Store
) -> None:
    stored = store(connection, make_report(isi="awal"), make_report(isi="akhir"), make_report(isi="akhir"))
    assert (len(stored.new), len(stored.changed), stored.known) == (1, 1, 1)
    report = find_report(connection, find_by_id(connection, stored.new[0]))
    assert report.isi == "akhir"
    assert [v["content"]["isi"] for v in earlier_versions(connection, report.id)] == ["awal"]


def test_a_report_that_changed_leaves_the_queue_until_it_is_routed_anew(
    connection: Connection, make_report: Make, store: Store, route: Callable[..., object]
) -> None:
    store(connection, make_report(isi="awal"))
    route(connection)
    assert len(list_queue(connection, QueueFilter(), limit=50)) == 1
    store(connection, make_report(isi="akhir"))
    assert list_queue(connection, QueueFilter(), limit=50) == []
    route(connection)
    assert [row.isi for row in list_queue(connection, QueueFilter(), limit=50)] == ["akhir"]


def test_every_arrival_and_change_is_in_the_log(connection: Connection, make_report: Make, store: Store) -> None:
    (report_id,) = store(connection, make_report(isi="awal")).new
    store(connection, make_report(isi="akhir"))
    assert [entry["action"] for entry in history_of(connection, report_id)] == ["report.received", "report.changed"]


def test_the_cursor_goes_back_with_the_batch_that_fails(
    committed_database: str, make_report: Make, store: Store
) -> None:
    class Interrupted(Exception):
        pass

    with connect(committed_database) as connection:
        with pytest.raises(Interrupted), connection.transaction():
            store(connection, make_report())
            move_cursor(connection, "lapor:x", "500")
            raise Interrupted
        assert read_cursor(connection, "lapor:x") is None
        assert count_by_status(connection) == {}


def test_the_cursor_moves_on(connection: Connection) -> None:
    move_cursor(connection, "lapor:x", "500")
    move_cursor(connection, "lapor:x", "1000")
    assert read_cursor(connection, "lapor:x") == "1000"


def test_one_process_at_a_time_reads_a_source(database_url: str) -> None:
    with connect(database_url) as first, connect(database_url) as second:
        assert hold_source(first, "a")
        assert not hold_source(second, "a")
        assert hold_source(second, "b")


def test_an_identity_goes_to_its_own_table_and_never_from_an_anonymous_report(
    committed_database: str, make_report: Make, store: Store
) -> None:
    person = Reporter(name="Nama Contoh", contact="contoh@contoh.id")
    with connect(committed_database) as connection:
        store(connection, make_report("1", reporter=person), make_report("2", reporter=person, anonim=True))
        connection.execute("RESET ROLE")
        kept = connection.execute(
            "SELECT r.external_id, i.name, i.contact FROM identity.reporters i JOIN reports r ON r.id = i.report_id"
        )
        assert kept.fetchall() == [("1", "Nama Contoh", "contoh@contoh.id")]


def test_a_report_that_turns_anonymous_loses_its_reporter(
    connection: Connection, make_report: Make, store: Store
) -> None:
    store(
        connection, make_report("1", reporter=Reporter(name="Pelapor")), make_report("2", reporter=Reporter(name="B"))
    )
    store(connection, make_report("1", anonim=True))
    connection.execute("RESET ROLE")
    assert connection.execute("SELECT name FROM identity.reporters").fetchall() == [("B",)]


def test_text_that_looks_like_sql_or_json_is_only_text(connection: Connection, make_report: Make, store: Store) -> None:
    hostile = """'; DROP TABLE reports; -- {"a": "\\u0041"} %(isi)s $1 \\ \N{PILE OF POO}"""
    (report_id,) = store(connection, make_report(isi=hostile, judul=hostile)).new
    assert find_report(connection, find_by_id(connection, report_id)).isi == hostile


def test_an_answered_request_is_remembered_for_whoever_sent_it(connection: Connection) -> None:
    answered = Answered(fingerprint="f", status=202, headers={"Location": "/v1/x"}, body={"id": "x"})
    remember_answered(connection, "portal", "k", answered)
    assert find_answered(connection, "portal", "k") == answered
    assert find_answered(connection, "portal", "lain") is None
    assert find_answered(connection, "lain", "k") is None
