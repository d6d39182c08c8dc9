"""Claim and save: nobody routes a report twice, and nothing is half routed."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from psycopg import Connection

from complaints.report import IncomingReport, Status
from complaints.routing import Reason
from database.claiming import Claimed, claim_received
from database.connection import connect
from database.counting import count_by_status, count_current
from database.intake import Stored
from database.reports import decisions_of
from database.waiting import QueueFilter, list_queue

Make = Callable[..., IncomingReport]
Store = Callable[..., Stored]
Route = Callable[..., list[Claimed]]


def test_two_processes_never_claim_the_same_report(committed_database: str, make_report: Make, store: Store) -> None:
    with connect(committed_database) as first, connect(committed_database) as second:
        store(first, *[make_report(str(number)) for number in range(6)])
        with first.transaction():
            one = claim_received(first, 4)
            with second.transaction():
                two = claim_received(second, 4)
        assert (len(one), len(two)) == (4, 2)
        assert not {item.id for item in one} & {item.id for item in two}


def test_what_a_dead_process_held_is_claimed_again(
    committed_database: str, make_report: Make, store: Store, route: Route
) -> None:
    with connect(committed_database) as other:
        store(other, make_report())
        dying = connect(committed_database)
        dying.execute("BEGIN")
        dying.execute("SELECT pg_advisory_xact_lock(7)")
        route(dying)
        assert claim_received(other, 10) == []
        dying.close()
        # The server notices a moment later, and then lets go of everything together.
        other.execute("SELECT pg_advisory_lock(7)")
        assert len(route(other)) == 1
        assert count_by_status(other) == {Status.IN_REVIEW: 1}


def test_an_acted_decision_goes_to_the_outbox_and_the_rest_to_the_queue(
    connection: Connection, make_report: Make, store: Store, route: Route
) -> None:
    store(connection, make_report("1"))
    route(connection, acted=True)
    store(connection, make_report("2"))
    route(connection, acted=False)
    assert count_by_status(connection) == {Status.ROUTED: 1, Status.IN_REVIEW: 1}
    assert connection.execute("SELECT target FROM outbox").fetchall() == [(["IMIPAS", "imigrasi"],)]
    assert [row.external_id for row in list_queue(connection, QueueFilter(), limit=50)] == ["2"]
    assert {(row["acted"], row["reason"], row["count"]) for row in count_current(connection)} == {
        (True, "", 1),
        (False, "unsure", 1),
    }


def test_a_report_has_one_current_decision_and_keeps_the_earlier_ones(
    connection: Connection, make_report: Make, store: Store, route: Route
) -> None:
    (report_id,) = store(connection, make_report(isi="awal")).new
    route(connection)
    store(connection, make_report(isi="akhir"))
    route(connection, acted=True)
    decisions = decisions_of(connection, report_id)
    assert [(item.report_version, item.is_current) for item in decisions] == [(1, False), (2, True)]
    assert list_queue(connection, QueueFilter(), limit=50) == []


def test_saving_is_all_or_nothing(committed_database: str, make_report: Make, store: Store, route: Route) -> None:
    with connect(committed_database) as connection:
        store(connection, make_report())
        (held,) = claim_received(connection, 1)
        missing = replace(held, id=held.id + 999)
        with pytest.raises(psycopg.errors.ForeignKeyViolation), connection.transaction():
            route(connection, claimed=[held, missing])
        assert count_by_status(connection) == {Status.RECEIVED: 1}
        assert decisions_of(connection, held.id) == []
        assert list_queue(connection, QueueFilter(), limit=50) == []


def test_the_database_itself_refuses_a_second_current_decision(
    connection: Connection, make_report: Make, store: Store, route: Route
) -> None:
    store(connection, make_report(isi="awal"))
    route(connection)
    store(connection, make_report(isi="akhir"))
    route(connection)
    with pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute("UPDATE decisions SET is_current = true")


def test_a_queued_report_says_why_it_waits(
    connection: Connection, make_report: Make, store: Store, route: Route
) -> None:
    store(connection, make_report())
    route(connection)
    (row,) = list_queue(connection, QueueFilter(), limit=50)
    assert (row.reason, row.path[-1], row.path_p[-1]) == (Reason.UNSURE, "imi-paspor", 0.99)
