"""LAPOR! is listened to over a real connection: each answer once, in order, with what follows from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from complaints.access import Person, Role
from complaints.prediction import Step
from complaints.report import IncomingReport, Report
from complaints.routing import Automation, Decision, Outcome, Reason
from connectors.lapor_api import LaporAccount, LaporApi
from connectors.receivers.asking import open_client
from database import audit
from database.acting import act_as
from database.answering import answers_about
from database.claiming import claim_received
from database.connection import open_pool
from database.intake import store_reports
from database.reports import find_by_id
from database.routed import Routed, Versions
from database.routing import save_routed
from flows.listening import LOOK_EVERY, listen_to
from flows.sending import Sending
from tepat.services import load_shipped_directory
from tests.lapor_server import BEARER, INSTITUTIONS, OURS, TOKEN, USER, LaporServer, broken, busy, line

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SENT, WORK, DONE = "Terdisposisi Belum Ditindaklanjuti", "Terdisposisi Sedang Diproses", "Terdisposisi Selesai"
PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
US = INSTITUTIONS[OURS]


@dataclass(kw_only=True)
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def pool(committed_database: str) -> Iterator[ConnectionPool[Connection]]:
    load_shipped_directory(committed_database)
    with open_pool(committed_database, size=4) as pool:
        yield pool


@pytest.fixture
def work(pool: ConnectionPool[Connection]) -> Sending:
    return Sending(pool=pool, now=Clock())


@pytest.fixture
def server() -> Iterator[LaporServer]:
    server = LaporServer()
    yield server
    server.close()


@pytest.fixture
def listen(work: Sending, server: LaporServer) -> Iterator[Callable[[], int]]:
    """Listen when the time has come again; returns how much was new."""
    account = LaporAccount(url=server.url, bearer=BEARER, token=TOKEN, user=USER, institution=OURS)
    with open_client() as http:

        def run() -> int:
            assert isinstance(work.now, Clock)
            work.now.now += LOOK_EVERY + timedelta(seconds=1)
            return listen_to(work, LaporApi(account=account, http=http))

        yield run


@pytest.fixture
def routed(work: Sending, server: LaporServer, listen: Callable[[], int]) -> Callable[..., int]:
    """A report that was looked at and then routed, sent on or not; returns its id."""

    def make(external_id: str = "9000001", *, acted: bool = True, rahasia: bool = False) -> int:
        server.add_report(external_id, line("", "Admin Nasional", US, "Belum Terverifikasi", SENT))
        report = Report(
            source="lapor", external_id=external_id, judul="", isi="paspor saya", reported_at=NOW, rahasia=rahasia
        )
        with work.pool.connection() as connection:
            stored = store_reports(connection, [IncomingReport(report=report)], actor="test", run_id=uuid4())
        listen()
        with work.pool.connection() as connection:
            (claimed,) = claim_received(connection, 1)
            item = Routed(claimed=claimed, decision=decided(), acted=acted, reason=Reason.SURE)
            save_routed(connection, [item], Versions(directory="d", automation=Automation.PROVISIONAL, run_id=uuid4()))
        return stored.new[0]

    return make


def decided() -> Decision:
    return Decision(
        outcome=Outcome.AUTO,
        depth=2,
        steps=tuple(Step(path=PATH[:depth], p=0.99) for depth in range(1, 5)),
        reasons=(Reason.SURE,),
        klasifikasi="aspirasi",
        klasifikasi_p=0.7,
        policy="p1",
        model="m1",
    )


def one(work: Sending, query: str, *values: object) -> tuple[object, ...] | None:
    with work.pool.connection() as connection:
        return connection.execute(query.encode(), values).fetchone()


def test_what_was_said_before_we_decided_is_kept_and_changes_nothing(work: Sending, routed: Callable[..., int]) -> None:
    report_id = routed()
    with work.pool.connection() as connection:
        assert [answer.kind for answer in answers_about(connection, report_id)] == ["disposition"]
    assert one(work, "SELECT count(*) FROM labels") == (0,)


def test_a_unit_that_refuses_at_lapor_puts_the_report_back_on_top_once(
    work: Sending, server: LaporServer, routed: Callable[..., int], listen: Callable[[], int]
) -> None:
    report_id = routed()
    server.log("9000001", line("Bukan kewenangan kami", "Kanim Bogor", US, SENT, "Bukan Wewenang"))

    assert [listen(), listen(), listen()] == [1, 0, 0]

    assert one(work, "SELECT status FROM reports") == ("in_review",)
    assert one(work, "SELECT reason, done_at FROM review_queue") == ("returned", None)
    assert one(work, "SELECT person, reason FROM reopenings") == (
        "LAPOR!",
        "LAPOR!: Kanim Bogor: Bukan kewenangan kami",
    )
    assert one(work, "SELECT count(*), min(source), min(category) FROM labels") == (1, "return", "imi-paspor")
    with work.pool.connection() as connection:
        told = audit.history(connection, f"report:{report_id}")
    assert [entry["details"] for entry in told if entry["action"] == "answer.received"][-1] == {"answers": ["not-ours"]}
    assert "kewenangan kami" not in str(told)


def test_a_disposition_that_was_changed_there_is_a_label(
    work: Sending, server: LaporServer, routed: Callable[..., int], listen: Callable[[], int]
) -> None:
    routed()
    server.log("9000001", line("", "Admin Nasional", "Kementerian Hukum", SENT, SENT))

    assert [listen(), listen()] == [1, 0]

    assert one(work, "SELECT count(*), min(source), min(category), min(person) FROM labels") == (
        1,
        "return",
        "imi-paspor",
        "LAPOR!",
    )
    assert one(work, "SELECT status FROM reports") == ("routed",)


def test_what_is_closed_there_waits_for_nobody_and_is_not_sent(
    work: Sending, server: LaporServer, routed: Callable[..., int], listen: Callable[[], int]
) -> None:
    routed("9000001", acted=False)
    routed("9000002", acted=True)
    for id_ in ("9000001", "9000002"):
        server.log(id_, line("", US, US, SENT, DONE), status=DONE)

    assert listen() == 2

    assert one(work, "SELECT array_agg(status ORDER BY external_id) FROM reports") == (["reviewed", "routed"],)
    assert one(work, "SELECT count(*) FROM review_queue WHERE done_at IS NULL") == (0,)
    assert one(work, "SELECT count(*) FROM outbox WHERE cancelled_at IS NULL") == (0,)
    server.asked.clear()
    assert listen() == 0
    assert server.asked == []


def test_follow_ups_come_once_although_they_stand_on_two_pages(
    work: Sending, server: LaporServer, routed: Callable[..., int], listen: Callable[[], int]
) -> None:
    report_id = routed()
    written = [{"content": str(n), "created_at": f"2{n}-11-2026 09:00:00"} for n in (3, 1, 2)]
    server.follow_ups["9000001"] = [*written, written[1]]

    assert [listen(), listen()] == [3, 0]

    with work.pool.connection() as connection:
        contents = [answer.content for answer in answers_about(connection, report_id) if answer.kind == "follow-up"]
    assert contents == ["1", "2", "3"]


@pytest.mark.parametrize("fault", [busy, broken])
def test_a_server_that_is_busy_or_broken_is_left_alone_and_nothing_is_missed(
    work: Sending,
    server: LaporServer,
    routed: Callable[..., int],
    listen: Callable[[], int],
    fault: Callable[..., None],
) -> None:
    routed("9000001")
    routed("9000002")
    for id_ in ("9000001", "9000002"):
        server.log(id_, line("", US, US, SENT, WORK))
    server.asked.clear()
    server.faults = [lambda _, act: act(), fault]

    assert listen() == 0

    assert len(server.asked) == 2
    assert listen() == 2


def test_a_number_that_lapor_does_not_know_holds_up_no_other(
    work: Sending, server: LaporServer, routed: Callable[..., int], listen: Callable[[], int]
) -> None:
    routed("9000001")
    routed("9000002")
    del server.reports["9000001"]
    server.log("9000002", line("", US, US, SENT, WORK))
    assert listen() == 1


@pytest.mark.parametrize(("role", "count"), [(Role.REVIEWER, 1), (Role.ADMIN, 0)])
def test_an_answer_about_a_rahasia_report_is_shown_only_to_who_may_read_it(
    work: Sending, routed: Callable[..., int], role: Role, count: int
) -> None:
    report_id = routed(rahasia=True)
    with work.pool.connection() as connection:
        public_id: UUID = find_by_id(connection, report_id)
        act_as(connection, Person(name="sari", shown_as="Sari", role=role))
        assert public_id
        assert len(answers_about(connection, report_id)) == count
