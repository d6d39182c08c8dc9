"""Who holds which report, and the next one that is free."""

import threading
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection

from complaints.errors import AlreadyReviewed, HeldByAnother
from complaints.report import IncomingReport
from database.connection import connect
from database.intake import Stored
from database.leases import claim, claim_first, holder_of, release, skip
from database.reports import decisions_of, find_report
from database.review import Verdict, record_verdict
from database.waiting import QueueFilter, list_queue

Waiting = Callable[[Connection, int], list[UUID]]


@pytest.fixture
def waiting(
    make_report: Callable[..., IncomingReport], store: Callable[..., Stored], route: Callable[..., object]
) -> Waiting:
    """So many reports that wait, in the order of the queue."""

    def make(connection: Connection, count: int) -> list[UUID]:
        store(connection, *(make_report(str(number)) for number in range(count)))
        route(connection)
        return [row.public_id for row in list_queue(connection, QueueFilter(), limit=50)]

    return make


@pytest.fixture
def committed(committed_database: str) -> Iterator[Connection]:
    with connect(committed_database) as connection:
        yield connection


def expire(owner_url: str) -> None:
    """Time passes."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("UPDATE review_claims SET until = now() - interval '1 second'")


def verdict_of(connection: Connection, public_id: UUID, person: str) -> Verdict:
    (decision,) = decisions_of(connection, find_report(connection, public_id).id)
    return Verdict(
        public_id=public_id,
        shown=decision.id,
        path=decision.path,
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person=person,
    )


def ids_of(connection: Connection) -> list[int]:
    return [row.report_id for row in list_queue(connection, QueueFilter(), limit=50)]


def test_who_opens_a_report_holds_it_and_another_sees_who(connection: Connection, waiting: Waiting) -> None:
    (public_id,) = waiting(connection, 1)
    mine = claim(connection, public_id, "satu")
    theirs = claim(connection, public_id, "dua")
    assert mine is not None
    assert mine.seconds_left == 600
    assert mine == theirs
    assert mine.person == "satu"


def test_nobody_decides_what_another_holds(connection: Connection, waiting: Waiting) -> None:
    (public_id,) = waiting(connection, 1)
    claim(connection, public_id, "satu")
    with pytest.raises(HeldByAnother) as refused:
        record_verdict(connection, verdict_of(connection, public_id, "dua"))
    assert refused.value.person == "satu"
    record_verdict(connection, verdict_of(connection, public_id, "satu"))
    assert connection.execute("SELECT count(*) FROM review_claims").fetchone() == (0,)


def test_after_its_time_another_takes_it_and_the_first_is_refused(
    committed: Connection, committed_database: str, waiting: Waiting
) -> None:
    (public_id,) = waiting(committed, 1)
    claim(committed, public_id, "satu")
    expire(committed_database)
    assert holder_of(committed, public_id) is None
    lease = claim(committed, public_id, "dua")
    assert lease is not None
    assert lease.person == "dua"
    with pytest.raises(HeldByAnother):
        record_verdict(committed, verdict_of(committed, public_id, "satu"))


def test_a_verdict_after_its_time_counts_where_nobody_else_came(
    committed: Connection, committed_database: str, waiting: Waiting
) -> None:
    (public_id,) = waiting(committed, 1)
    claim(committed, public_id, "satu")
    expire(committed_database)
    record_verdict(committed, verdict_of(committed, public_id, "satu"))
    assert find_report(committed, public_id).status == "reviewed"


def test_a_report_is_given_back_but_not_by_a_page_that_was_left_before(
    connection: Connection, waiting: Waiting
) -> None:
    (public_id,) = waiting(connection, 1)
    first = claim(connection, public_id, "satu")
    assert first is not None
    connection.execute("UPDATE review_claims SET until = until + interval '1 minute'")
    release(connection, public_id, "satu", first.until)
    assert holder_of(connection, public_id) is not None
    release(connection, public_id, "dua")
    assert holder_of(connection, public_id) is not None
    release(connection, public_id, "satu")
    assert holder_of(connection, public_id) is None


def test_the_next_report_is_one_that_nobody_holds_or_skipped(connection: Connection, waiting: Waiting) -> None:
    first, second, third = waiting(connection, 3)
    ids = ids_of(connection)
    claim(connection, first, "dua")
    skip(connection, second, "satu")
    assert claim_first(connection, ids, "satu") == third
    assert claim_first(connection, ids, "tiga") == second
    release(connection, third, "satu")
    assert claim_first(connection, ids[1:2], "satu") is None


def test_what_was_skipped_comes_up_again_when_it_is_queued_anew(
    committed: Connection, committed_database: str, waiting: Waiting
) -> None:
    (public_id,) = waiting(committed, 1)
    skip(committed, public_id, "satu")
    assert claim_first(committed, ids_of(committed), "satu") is None
    with psycopg.connect(committed_database, autocommit=True) as owner:
        owner.execute("UPDATE review_queue SET queued_at = now()")
    assert claim_first(committed, ids_of(committed), "satu") == public_id


def test_a_shift_of_eight_at_once_decides_every_report_once(
    committed: Connection, committed_database: str, waiting: Waiting
) -> None:
    wanted = set(waiting(committed, 40))
    together = threading.Barrier(8)
    decided: list[UUID] = []
    late: list[UUID] = []

    def work(person: str) -> None:
        with connect(committed_database) as connection:
            together.wait()
            while True:
                with connection.transaction():
                    found = claim_first(connection, ids_of(connection), person)
                if found is None:
                    return
                try:
                    with connection.transaction():
                        record_verdict(connection, verdict_of(connection, found, person))
                    decided.append(found)
                except (AlreadyReviewed, HeldByAnother):
                    late.append(found)

    reviewers = [threading.Thread(target=work, args=(f"peninjau {number}",)) for number in range(8)]
    for reviewer in reviewers:
        reviewer.start()
    for reviewer in reviewers:
        reviewer.join()
    assert late == []
    assert len(decided) == 40
    assert set(decided) == wanted
    assert committed.execute("SELECT count(*), count(DISTINCT report_id) FROM labels").fetchone() == (40, 40)


def test_the_time_a_verdict_took_is_kept(connection: Connection, waiting: Waiting) -> None:
    held, free = waiting(connection, 2)
    claim(connection, held, "satu")
    connection.execute("UPDATE review_claims SET claimed_at = claimed_at - interval '30 seconds'")
    record_verdict(connection, verdict_of(connection, held, "satu"))
    record_verdict(connection, verdict_of(connection, free, "satu"))
    took = connection.execute("SELECT took FROM decisions WHERE outcome = 'person' ORDER BY id").fetchall()
    assert 30 <= took[0][0] < 60
    assert took[1][0] is None
