"""The outbox as workers take from it: one at a time, in order, on a lease, and settled whatever happens meanwhile."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from psycopg import Connection

from complaints.delivery import Breaker, Delivered, Failed, Parcel
from complaints.errors import NotFound, NotUndoable
from complaints.receivers import Going, Receiver, ReceiverKind
from complaints.review import Shipment
from database import audit, delivering, outbox, receivers
from database.connection import connect
from database.deliveries import Mended, cancel_delivery, find_delivery, send_again
from database.delivering import ACTOR, Lease
from database.reports import find_by_id
from database.review import Verdict, record_verdict
from database.undoing import undo

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ALL = Receiver(name="semua", kind=ReceiverKind.WEBHOOK, address="https://a.example", secret_env="TEPAT_SECRET_A")
DOWN = Failed(code="unreachable", blames_receiver=True)
LOST = Failed(code="no_answer", blames_receiver=True, may_have_arrived=True)


@pytest.fixture
def ready(
    connection: Connection, store: Callable, make_report: Callable, route: Callable
) -> Callable[[int], list[int]]:
    """Reports with a decision that waits for the receiver; returns their ids."""

    def make(count: int) -> list[int]:
        ids = store(connection, *[make_report(uuid4().hex) for _ in range(count)]).new
        route(connection, acted=True)
        if not receivers.list_receivers(connection):
            receivers.add_receiver(connection, ALL, actor="test")
        assign_all(connection)
        return list(ids)

    return make


def assign_all(connection: Connection) -> None:
    for going in delivering.homeless(connection):
        delivering.assign(connection, going, ALL, NOW)


def lease(now: datetime = NOW) -> Lease:
    return Lease(name=uuid4(), until=now + timedelta(minutes=5))


def claim(connection: Connection, *, now: datetime = NOW, limit: int = 100, held: Lease | None = None) -> list[Parcel]:
    return delivering.claim_due(connection, ALL, limit, held or lease(now), now)


def send(connection: Connection, parcel: Parcel) -> None:
    delivering.mark_sent(connection, parcel.id, "tanda", ALL.name, actor=ACTOR)


def decision_of(connection: Connection, report_id: int) -> int:
    found = connection.execute("SELECT id FROM decisions WHERE report_id = %s AND is_current", [report_id]).fetchone()
    return found[0]


def add_shipment(connection: Connection, report_id: int) -> None:
    """Another row of the outbox about the report, of a kind of its own."""
    shipment = Shipment(kind="notice", target=("IMIPAS", "imigrasi"), addressee="Kepala Kantor")
    connection.execute("ALTER TABLE outbox DROP CONSTRAINT IF EXISTS outbox_decision_id_key")
    outbox.insert_shipment(connection, report_id, decision_of(connection, report_id), shipment)
    assign_all(connection)


@pytest.fixture
def owner(connection: Connection) -> Iterator[Connection]:
    """The connection with the owner's rights, for what a migration would do."""
    connection.execute("RESET ROLE")
    return connection


def test_what_goes_the_same_way_finds_its_receiver_at_once(connection: Connection, ready: Callable) -> None:
    ready(3)
    rows = connection.execute("SELECT receiver, due_at FROM outbox").fetchall()
    assert rows == [("semua", NOW)] * 3
    assert delivering.homeless(connection) == []


def test_rahasia_and_open_reports_are_told_apart_before_they_are_assigned(
    connection: Connection, store: Callable, make_report: Callable, route: Callable
) -> None:
    store(connection, make_report("1"), make_report("2", rahasia=True))
    route(connection, acted=True)
    assert {going.rahasia for going in delivering.homeless(connection)} == {True, False}
    going = Going(kind="disposisi", target=("IMIPAS", "imigrasi"), office_id=None, source="lapor", rahasia=False)
    receivers.add_receiver(connection, ALL, actor="test")
    assert delivering.assign(connection, going, ALL, NOW) == 1


def test_what_one_worker_holds_no_other_gets_until_its_time_is_over(connection: Connection, ready: Callable) -> None:
    ready(2)
    first = claim(connection)
    assert (len(first), claim(connection)) == (2, [])

    later = claim(connection, now=NOW + timedelta(minutes=6))

    assert [parcel.id for parcel in later] == [parcel.id for parcel in first]
    # Whoever held it may have sent it: nobody knows.
    assert [(parcel.attempts, parcel.may_have_arrived) for parcel in later] == [(2, True)] * 2
    assert [parcel.key for parcel in later] == [parcel.key for parcel in first]


def test_two_workers_at_once_share_and_wait_for_nobody(
    committed_database: str, store: Callable, make_report: Callable, route: Callable
) -> None:
    with connect(committed_database) as one, connect(committed_database) as two:
        with one.transaction():
            store(one, *[make_report(str(number)) for number in range(4)])
            route(one, acted=True)
            receivers.add_receiver(one, ALL, actor="test")
            assign_all(one)
        two.execute("SET lock_timeout = '2s'")
        with one.transaction(), two.transaction():
            mine, yours = claim(one, limit=2), claim(two, limit=100)
        assert (len(mine), len(yours)) == (2, 2)
        assert not {parcel.id for parcel in mine} & {parcel.id for parcel in yours}


def test_of_each_report_the_first_goes_before_the_next(owner: Connection, ready: Callable) -> None:
    report_id, other = ready(2)
    add_shipment(owner, report_id)
    first = claim(owner)
    assert [parcel.report_id for parcel in first] == [report_id, other]
    assert claim(owner) == []

    send(owner, first[0])

    (following,) = claim(owner)
    assert (following.report_id, following.kind, following.addressee) == (
        report_id,
        "notice",
        "Kepala Kantor",
    )


def test_what_was_laid_aside_holds_up_the_rest_of_its_report_until_a_person_decides(
    owner: Connection, ready: Callable
) -> None:
    (report_id,) = ready(1)
    add_shipment(owner, report_id)
    held = lease()
    (first,) = claim(owner, held=held)
    delivering.settle_failed(owner, first, Failed(code="refused", is_final=True), held, again_at=None, now=NOW)
    assert claim(owner) == []

    cancel_delivery(owner, first.id, "sari")

    assert [parcel.kind for parcel in claim(owner)] == ["notice"]


def test_what_failed_comes_again_when_it_is_due(connection: Connection, ready: Callable) -> None:
    ready(1)
    held = lease()
    (parcel,) = claim(connection, held=held)
    again_at = NOW + timedelta(minutes=1)
    delivering.settle_failed(connection, parcel, LOST, held, again_at=again_at, now=NOW)
    assert claim(connection, now=NOW + timedelta(seconds=59)) == []
    (again,) = claim(connection, now=again_at)
    assert (again.key, again.attempts, again.may_have_arrived) == (parcel.key, 2, True)


def test_what_was_not_tried_is_free_again_as_if_never_held(connection: Connection, ready: Callable) -> None:
    ready(1)
    held = lease()
    parcels = claim(connection, held=held)
    delivering.give_back(connection, parcels, held)
    (again,) = claim(connection)
    assert (again.attempts, again.may_have_arrived) == (1, False)


def test_a_worker_whose_time_is_over_changes_nothing_but_what_it_sent(connection: Connection, ready: Callable) -> None:
    ready(1)
    late = lease()
    (parcel,) = claim(connection, held=late)
    (taken,) = claim(connection, now=NOW + timedelta(minutes=6))
    delivering.settle_failed(connection, parcel, DOWN, late, again_at=None, now=NOW)
    delivering.give_back(connection, [parcel], late)
    assert find_delivery(connection, parcel.id).dead_at is None

    assert delivering.mark_sent(connection, parcel.id, "satu", ALL.name, actor=ACTOR)

    assert not delivering.mark_sent(connection, taken.id, "dua", ALL.name, actor=ACTOR)
    assert find_delivery(connection, parcel.id).receipt == "satu"


def test_what_arrives_although_it_was_cancelled_counts_as_sent_and_nothing_overtakes_it(
    owner: Connection, ready: Callable
) -> None:
    (report_id,) = ready(1)
    (parcel,) = claim(owner)
    outbox.cancel_unsent(owner, [report_id])
    add_shipment(owner, report_id)
    assert claim(owner) == []

    send(owner, parcel)

    row = find_delivery(owner, parcel.id)
    assert (row.cancelled_at, row.sent_at is not None) == (None, True)
    assert len(claim(owner)) == 1


def confirm(connection: Connection, report_id: int) -> None:
    """Sari confirms what waits for a person, so that it is handed over."""
    verdict = Verdict(
        public_id=find_by_id(connection, report_id),
        shown=decision_of(connection, report_id),
        path=["IMIPAS", "imigrasi", "IMI", "imi-paspor"],
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person="sari",
    )
    record_verdict(connection, verdict)


@pytest.mark.parametrize("outcome", ["held", "lost", "down"])
def test_a_verdict_on_its_way_or_perhaps_there_is_not_undone(
    connection: Connection, ready: Callable, store: Callable, make_report: Callable, route: Callable, outcome: str
) -> None:
    ready(0)
    (report_id,) = store(connection, make_report("x")).new
    route(connection)
    confirm(connection, report_id)
    assign_all(connection)
    held = lease()
    (parcel,) = claim(connection, held=held)
    if outcome != "held":
        failed = LOST if outcome == "lost" else DOWN
        delivering.settle_failed(connection, parcel, failed, held, again_at=NOW, now=NOW)
    public_id = find_by_id(connection, report_id)

    if outcome == "down":
        undo(connection, public_id, "sari")
        assert claim(connection) == []
    else:
        with pytest.raises(NotUndoable):
            undo(connection, public_id, "sari")


def test_what_was_laid_aside_is_mended_and_sent_under_a_key_of_its_own(connection: Connection, ready: Callable) -> None:
    ready(1)
    held = lease()
    (parcel,) = claim(connection, held=held)
    final = Failed(code="institution_unknown", is_final=True, may_have_arrived=True)
    delivering.settle_failed(connection, parcel, final, held, again_at=None, now=NOW)

    send_again(connection, parcel.id, Mended(addressee="Kejaksaan Agung"), "sari", NOW)

    assign_all(connection)
    (again,) = claim(connection)
    assert again.key != parcel.key
    assert (again.addressee, again.attempts, again.may_have_arrived) == ("Kejaksaan Agung", 1, False)
    (entry,) = [
        one for one in audit.history(connection, f"report:{parcel.report_id}") if one["action"] == "delivery.again"
    ]
    assert entry["details"] == {"delivery": parcel.id, "mended": ["addressee"]}
    with pytest.raises(NotFound):
        send_again(connection, parcel.id, Mended(), "sari", NOW)


def test_what_is_sent_again_as_it_is_keeps_its_key(connection: Connection, ready: Callable) -> None:
    ready(1)
    held = lease()
    (parcel,) = claim(connection, held=held)
    delivering.settle_failed(connection, parcel, LOST, held, again_at=None, now=NOW)
    send_again(connection, parcel.id, Mended(), "sari", NOW)
    assign_all(connection)
    (again,) = claim(connection)
    assert (again.key, again.may_have_arrived) == (parcel.key, True)


def test_a_breaker_is_one_for_all_workers_and_one_of_them_tries_it(connection: Connection, ready: Callable) -> None:
    ready(0)
    for _ in range(5):
        breaker = receivers.note_outcome(connection, "semua", DOWN, NOW, 0)
    assert receivers.take_turn(connection, "semua", 20, NOW) == 0
    assert breaker.open_until is not None
    turns = [receivers.take_turn(connection, "semua", 20, breaker.open_until) for _ in range(2)]
    assert turns == [1, 0]

    receivers.note_outcome(connection, "semua", Delivered(), breaker.open_until, 0)

    assert receivers.take_turn(connection, "semua", 20, NOW) == 20
    assert receivers.find_receiver(connection, "semua").breaker == Breaker()


def test_a_receiver_that_is_paused_gets_nothing(connection: Connection, ready: Callable) -> None:
    ready(0)
    receivers.set_paused(connection, "semua", is_paused=True, actor="test")
    assert receivers.take_turn(connection, "semua", 20, NOW) == 0
    with pytest.raises(NotFound):
        receivers.set_paused(connection, "tidak-ada", is_paused=True, actor="test")


def test_no_secret_and_no_address_is_in_the_log(connection: Connection, ready: Callable) -> None:
    ready(0)
    entries = audit.history(connection, "receiver:semua")
    assert [entry["action"] for entry in entries] == ["receiver.added"]
    assert "a.example" not in str(entries)
    assert "SECRET" not in str(entries)
    assert receivers.find_receiver(connection, "semua") == replace(ALL, takes_rahasia=False)
