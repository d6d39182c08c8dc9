"""A delivery on the whole: receivers that fail in every way, several at once, and a worker that is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from benchmarks.delivery import deliver_all
from complaints.delivery import Delivered, Failed, Outcome, Parcel
from complaints.receivers import Receiver, ReceiverKind
from connectors.receivers.carrier import Carried
from connectors.receivers.signing import is_genuine
from database import audit, receivers
from database.connection import connect, open_pool
from database.deliveries import count_standings, list_deliveries
from flows.carrying import NotSet, open_carrier
from flows.deliver import names_of_paths, send_to_all
from flows.sending import AT_ONCE, Sending, assign_receivers, send_all, sendable_receivers
from tepat.settings import Settings

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DESK = Receiver(name="meja", kind=ReceiverKind.WEBHOOK, address="https://a.example", secret_env="TEPAT_SECRET_A")


@dataclass(kw_only=True)
class Carrier:
    """Does with each parcel what the test says, and keeps what it was given."""

    act: Callable[[Parcel], Outcome]
    seen: list[Parcel] = field(default_factory=list)

    def carry(self, parcels: list[Parcel]) -> Iterator[Carried]:
        for parcel in parcels:
            self.seen.append(parcel)
            yield (parcel,), self.act(parcel)

    def probe(self) -> Outcome:
        return Delivered()


@dataclass(kw_only=True)
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def pool(committed_database: str) -> Iterator[ConnectionPool[Connection]]:
    with open_pool(committed_database, size=4) as pool:
        yield pool


@pytest.fixture
def work(pool: ConnectionPool[Connection]) -> Sending:
    return Sending(pool=pool, now=Clock(), jitter=lambda: 0.0)


def add_decisions(connection: Connection, count: int, *, rahasia: bool = False, source: str = "lapor") -> None:
    """Reports with a decision that waits to be sent."""
    connection.execute(
        """
        WITH stored AS (
            INSERT INTO reports (source, external_id, judul, isi, channel, category_hint, provinsi, kota, kecamatan,
                                 kelurahan, anonim, rahasia, reported_at, content_hash, status)
            SELECT %(source)s, gen_random_uuid()::text, 'Judul', 'Isi sensitif', '', '', '', '', '', '', false,
                   %(rahasia)s, now(), n::text, 'routed'
            FROM generate_series(1, %(count)s) AS n RETURNING id
        ), decided AS (
            INSERT INTO decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p, reasons,
                                   klasifikasi, klasifikasi_p, evidence, model, policy, directory, automation)
            SELECT id, 1, 'policy:p1', 'auto', true, 2, '{IMIPAS,imigrasi}', '{1,1}', '{}', 'aspirasi', 1, '{}', 'm1',
                   'p1', 'd1', 'provisional'
            FROM stored RETURNING id, report_id, path
        )
        INSERT INTO outbox (report_id, decision_id, kind, target) SELECT report_id, id, 'disposisi', path FROM decided
        """,
        {"count": count, "rahasia": rahasia, "source": source},
    )


def ready(work: Sending, count: int, receiver: Receiver = DESK, **fields: object) -> None:
    with work.pool.connection() as connection:
        add_decisions(connection, count, **fields)
        receivers.add_receiver(connection, receiver, actor="test")
    assert assign_receivers(work) == count


def sent(work: Sending) -> int:
    with work.pool.connection() as connection:
        return len(list_deliveries(connection, "terkirim", before=2**62, limit=1000))


def test_all_that_is_due_arrives_once(work: Sending) -> None:
    ready(work, AT_ONCE + 5)
    carrier = Carrier(act=lambda parcel: Delivered(receipt=f"agenda {parcel.id}"))

    assert send_all(work, DESK, carrier) == AT_ONCE + 5

    assert len({parcel.key for parcel in carrier.seen}) == len(carrier.seen) == sent(work)
    assert send_all(work, DESK, carrier) == 0


def test_a_receiver_that_is_down_is_left_alone_and_the_rest_keeps_its_attempts(work: Sending) -> None:
    ready(work, AT_ONCE)
    down = Carrier(act=lambda _: Failed(code="unreachable", blames_receiver=True))

    assert send_all(work, DESK, down) == 0

    assert len(down.seen) == 5
    assert sendable_receivers(work) == []
    with work.pool.connection() as connection:
        rows = list_deliveries(connection, "menunggu", before=2**62, limit=100)
    assert Counter(row.attempts for row in rows) == {1: 5, 0: AT_ONCE - 5}
    assert [row for row in rows if row.is_held] == []


def test_after_its_rest_one_attempt_decides_and_then_all_go(work: Sending) -> None:
    ready(work, 8)
    send_all(work, DESK, Carrier(act=lambda _: Failed(code="broken", blames_receiver=True)))
    assert isinstance(work.now, Clock)
    work.now.now += timedelta(minutes=30)
    well = Carrier(act=lambda _: Delivered())
    assert [receiver.name for receiver in sendable_receivers(work)] == ["meja"]

    assert send_all(work, DESK, well) == 8


def test_a_message_that_is_refused_waits_for_a_person_and_holds_up_nobody_else(work: Sending) -> None:
    ready(work, 6)

    def refuse_first(parcel: Parcel) -> Outcome:
        return Failed(code="refused", detail="HTTP 422", is_final=True) if parcel.id == first else Delivered()

    with work.pool.connection() as connection:
        first = list_deliveries(connection, "menunggu", before=2**62, limit=10)[-1].id

    assert send_all(work, DESK, Carrier(act=refuse_first)) == 5

    with work.pool.connection() as connection:
        (dead,) = list_deliveries(connection, "gagal", before=2**62, limit=10)
        assert count_standings(connection)["meja"].dead == 1
        (entry,) = [one for one in audit.history(connection, report_of(connection, first)) if "failed" in one["action"]]
    assert (dead.id, dead.failure, dead.failure_detail) == (first, "refused", "HTTP 422")
    assert entry["details"] == {"delivery": first, "problems": "refused"}


def report_of(connection: Connection, outbox_id: int) -> str:
    return f"report:{connection.execute('SELECT report_id FROM outbox WHERE id = %s', [outbox_id]).fetchone()[0]}"


def test_a_carrier_that_breaks_down_fails_its_parcels_and_says_no_text(
    work: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    ready(work, 2)

    def break_down(parcel: Parcel) -> Outcome:
        raise RuntimeError(parcel.isi)

    assert send_all(work, DESK, Carrier(act=break_down)) == 0

    with work.pool.connection() as connection:
        rows = list_deliveries(connection, "menunggu", before=2**62, limit=10)
    assert {(row.failure, row.failure_detail) for row in rows} == {("carrier_broke", "RuntimeError")}
    assert "sensitif" not in caplog.text


def test_what_could_outlast_the_lease_is_not_begun(work: Sending) -> None:
    ready(work, 3)
    clock = work.now
    assert isinstance(clock, Clock)

    def take_long(_: Parcel) -> Outcome:
        clock.now += timedelta(minutes=4)
        return Delivered()

    slow = Carrier(act=take_long)
    assert send_all(work, DESK, slow) == 3
    assert [parcel.attempts for parcel in slow.seen] == [1, 1, 1]


def test_a_rahasia_report_waits_until_a_receiver_is_marked_for_it(work: Sending) -> None:
    with work.pool.connection() as connection:
        add_decisions(connection, 1, rahasia=True)
        receivers.add_receiver(connection, DESK, actor="test")
    assert assign_receivers(work) == 0
    marked = replace(DESK, name="khusus", takes_rahasia=True)
    with work.pool.connection() as connection:
        receivers.add_receiver(connection, marked, actor="test")
    assert assign_receivers(work) == 1
    carrier = Carrier(act=lambda _: Delivered())
    send_all(work, marked, carrier)
    assert [parcel.isi for parcel in carrier.seen] == ["Isi sensitif"]


def test_several_receivers_are_served_at_once_and_one_that_is_not_set_says_so(work: Sending, tmp_path: Path) -> None:
    folder = Receiver(name="folder", kind=ReceiverKind.XLSX, address=str(tmp_path), path=("IMIPAS",))
    ready(work, 3, folder)
    with work.pool.connection() as connection:
        receivers.add_receiver(connection, DESK, actor="test")
        names = names_of_paths(connection)
    settings = Settings(_env_file=None)

    assert send_to_all(replace(work, now=lambda: NOW), settings, names) == 3

    assert len(list(tmp_path.glob("*.xlsx"))) == 1
    with open_carrier(settings, DESK, names) as carrier:
        assert carrier == NotSet(code="not_set", detail="TEPAT_SECRET_A")


def test_thousands_of_faults_lose_nothing_double_nothing_and_keep_the_order(committed_database: str) -> None:
    """The benchmark in small; its hour without the receiver lies within."""
    figures, desk = deliver_all(committed_database, 200, a_minute=2)
    assert (figures["arrived"], figures["lost"]) == (200, 0)
    assert (figures["acted_twice"], figures["out_of_order"]) == (0, 0)
    assert figures["minutes"] > 90
    assert {"broke_after", "silent", "twice", "busy"} <= set(desk.met)


class Desk:
    """A receiver over a real connection that acts once for each key, slowly enough to be killed in the middle."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.effects: list[tuple[str, str]] = []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                assert is_genuine("rahasia", headers, body, time.time())
                said = json.loads(body)
                if said["key"] not in desk.asked:
                    desk.effects.append((said["report"]["id"], said["key"]))
                desk.asked.append(said["key"])
                time.sleep(0.01)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.http.shutdown()
    desk.http.server_close()


@pytest.mark.timeout(300)
def test_a_deliverer_that_is_killed_in_the_middle_loses_and_doubles_nothing(
    installation: dict[str, str], desk: Desk
) -> None:
    address = f"http://127.0.0.1:{desk.http.server_port}/"
    webhook = replace(DESK, address=address, secret_env=f"TEPAT_SECRET_{uuid4().hex[:8].upper()}")
    environment = {**installation, webhook.secret_env: "rahasia"}
    with connect(installation["DATABASE_URL"]) as connection:
        add_decisions(connection, 300)
        receivers.add_receiver(connection, webhook, actor="test")
        first = start(environment)
        while len(desk.asked) < 50:
            assert first.poll() is None
            time.sleep(0.01)
        first.send_signal(signal.SIGKILL)
        first.wait()
        held = connection.execute("SELECT count(*) FROM outbox WHERE lease IS NOT NULL AND sent_at IS NULL").fetchone()
        assert held[0] > 0
        # The lease of the dead is over.
        connection.execute("UPDATE outbox SET lease_until = now() - interval '1 second' WHERE lease IS NOT NULL")

        assert start(environment).wait(timeout=120) == 0

        unsent = connection.execute("SELECT count(*) FROM outbox WHERE sent_at IS NULL").fetchone()
    assert unsent == (0,)
    assert len(desk.effects) == len({report for report, _ in desk.effects}) == 300
    assert 300 <= len(desk.asked) <= 300 + AT_ONCE


def start(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flows", "deliver"]
    log = Path(environment["TEPAT_HOME"]) / f"deliver-{os.getpid()}.log"
    with log.open("ab") as output:
        return subprocess.Popen(command, env=environment, stdout=output, stderr=output)
