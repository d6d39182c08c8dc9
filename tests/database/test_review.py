"""A person's verdict: decision, label, outbox row and audit row, and only the first of two."""

import threading
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from complaints.errors import AlreadyReviewed, NotFound
from complaints.report import IncomingReport
from database.audit import verify
from database.claiming import claim_received
from database.connection import connect
from database.intake import Stored
from database.reports import decisions_of, find_by_id
from database.review import Verdict, record_verdict
from database.waiting import QueueFilter, list_queue

Prepared = Callable[[Connection], Verdict]


@pytest.fixture
def prepared(
    make_report: Callable[..., IncomingReport], store: Callable[..., Stored], route: Callable[..., object]
) -> Prepared:
    """A report that waits, and the verdict that confirms its suggestion."""

    def prepare(connection: Connection) -> Verdict:
        (report_id,) = store(connection, make_report()).new
        route(connection)
        (decision,) = decisions_of(connection, report_id)
        return Verdict(
            public_id=find_by_id(connection, report_id),
            shown=decision.id,
            path=decision.path,
            outside=False,
            klasifikasi="aspirasi",
            office_id=None,
            person="satu",
        )

    return prepare


def test_a_verdict_saves_everything_that_follows_from_it(connection: Connection, prepared: Prepared) -> None:
    verdict = prepared(connection)
    decision_id = record_verdict(connection, verdict)
    assert connection.execute("SELECT status FROM reports").fetchall() == [("reviewed",)]
    assert connection.execute("SELECT id FROM decisions WHERE is_current").fetchall() == [(decision_id,)]
    assert connection.execute("SELECT category, agreed, model FROM labels").fetchall() == [("imi-paspor", True, "m1")]
    assert connection.execute("SELECT kind, decision_id FROM outbox").fetchall() == [("disposisi", decision_id)]
    assert list_queue(connection, QueueFilter(), limit=50) == []
    assert verify(connection).broken_at is None


def test_of_two_reviewers_at_once_one_comes_first(committed_database: str, prepared: Prepared) -> None:
    with connect(committed_database) as connection:
        verdict = prepared(connection)
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def decide(person: str) -> None:
        with connect(committed_database) as connection:
            together.wait()
            try:
                with connection.transaction():
                    record_verdict(connection, replace(verdict, person=person))
                outcomes.append("saved")
            except AlreadyReviewed:
                outcomes.append("late")

    reviewers = [threading.Thread(target=decide, args=(name,)) for name in ("satu", "dua")]
    for reviewer in reviewers:
        reviewer.start()
    for reviewer in reviewers:
        reviewer.join()
    assert sorted(outcomes) == ["late", "saved"]
    with connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM labels").fetchone() == (1,)


def test_a_verdict_on_an_older_suggestion_is_too_late(connection: Connection, prepared: Prepared) -> None:
    verdict = prepared(connection)
    with pytest.raises(AlreadyReviewed):
        record_verdict(connection, replace(verdict, shown=verdict.shown + 1))


def test_a_verdict_on_nothing_is_not_found(connection: Connection, prepared: Prepared) -> None:
    unknown: UUID = uuid4()
    with pytest.raises(NotFound):
        record_verdict(connection, replace(prepared(connection), public_id=unknown))


def test_a_corrected_report_is_remembered_as_reviewed_when_it_changes(
    connection: Connection,
    prepared: Prepared,
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
) -> None:
    record_verdict(connection, prepared(connection))
    store(connection, make_report(isi="teks baru"))
    assert [item.reviewed_before for item in claim_received(connection, 10)] == [True]
