"""Whether every decision arrives, and acts once and in order, at a receiver that fails in every way.

`python -m benchmarks.delivery [--messages 10000]`. Reports with four decisions each, fifty decisions a minute; the
receiver is down for an hour of a clock of our own, and else answers 500 before or after it acted, 429, or nothing after
it acted; some messages reach it twice, and now and then a worker is killed between answer and note. All faults come
from one seed. Beside it, on the same faults: sending inside the deciding transaction, and once after it.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from psycopg import Connection
from psycopg_pool import ConnectionPool
from rich.console import Console
from rich.table import Table

from benchmarks.results import write
from complaints.receivers import Receiver, ReceiverKind
from connectors.receivers.asking import Answer, ask, open_client
from connectors.receivers.webhook import Webhook
from database import receivers
from database.connection import open_pool
from flows.sending import Sending, assign_receivers, send_all, sendable_receivers
from tepat.services import open_database
from tepat.settings import Settings

SEED = 6
EACH = 4
A_MINUTE = 50
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DOWN = (timedelta(minutes=30), timedelta(minutes=90))
DESK = Receiver(name="meja", kind=ReceiverKind.WEBHOOK, address="https://meja.example/", secret_env="TEPAT_SECRET_MEJA")
FAULTS = {"broke_before": 0.05, "broke_after": 0.05, "silent": 0.08, "busy": 0.03, "twice": 0.04, "killed": 0.005}
MOST_MINUTES = 3 * 24 * 60


class Killed(BaseException):
    """The worker is gone, at once."""


@dataclass(kw_only=True)
class Clock:
    """A clock that moves when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(kw_only=True)
class Desk:
    """The receiver: acts once for each key. `effects` counts how often it acted on each decision."""

    clock: Clock
    chance: random.Random
    asked: int = 0
    keys: set[str] = field(default_factory=set)
    effects: Counter[tuple[str, int]] = field(default_factory=Counter)
    latest: dict[str, int] = field(default_factory=dict)
    out_of_order: int = 0
    met: Counter[str] = field(default_factory=Counter)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        self.clock.move(milliseconds=20)
        if DOWN[0] <= self.clock.now - START < DOWN[1]:
            raise httpx.ConnectError("down", request=request)
        fault = self._fault()
        self.met[fault] += 1
        if fault == "busy":
            return httpx.Response(429, headers={"Retry-After": "30"})
        if fault == "broke_before":
            return httpx.Response(500)
        for _ in range(2 if fault == "twice" else 1):
            self._act(request)
        if fault == "broke_after":
            return httpx.Response(500)
        if fault == "silent":
            self.clock.move(seconds=10)
            raise httpx.ReadTimeout("silent", request=request)
        if fault == "killed":
            raise Killed
        return httpx.Response(200, json={"receipt": f"agenda {self.asked}"})

    def _fault(self) -> str:
        drawn = self.chance.random()
        for name, share in FAULTS.items():
            drawn -= share
            if drawn < 0:
                return name
        return "none"

    def _act(self, request: httpx.Request) -> None:
        key, said = request.headers["webhook-id"], json.loads(request.content)
        report, number = said["report"]["external_id"], int(said["addressee"])
        if key in self.keys:
            return
        self.keys.add(key)
        if not self.effects[report, number]:
            self.out_of_order += number < self.latest.get(report, 0)
            self.latest[report] = max(number, self.latest.get(report, 0))
        self.effects[report, number] += 1

    def figures(self, messages: int) -> dict[str, float]:
        """What became of this many decisions."""
        return {
            "decisions": messages,
            "arrived": len(self.effects),
            "lost": messages - len(self.effects),
            "acted_twice": sum(count > 1 for count in self.effects.values()),
            "out_of_order": self.out_of_order,
            "requests": self.asked,
            "minutes": round((self.clock.now - START).total_seconds() / 60),
        }


def main() -> None:
    """Measure, print the table, write benchmarks/results/delivery.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    messages = parser.parse_args().messages
    with tempfile.TemporaryDirectory() as name, open_database(Settings(home=Path(name))) as (url, _):
        started = time.perf_counter()
        ours, desk = deliver_all(url, messages)
        ours["per_second"] = messages / (time.perf_counter() - started)
    ways = {"outbox": ours, "inside": send_inside(messages), "once": send_once(messages)}
    print_table(ways, desk)
    figures = {f"{way}_{name}": value for way, found in ways.items() for name, value in found.items()}
    write("delivery", figures | {f"met_{name}": count for name, count in desk.met.items()}, {"seed": SEED})


def decisions(messages: int, a_minute: int = A_MINUTE) -> Iterator[list[tuple[str, int]]]:
    """Report and number of each decision, minute by minute: what is decided once is decided anew a minute later."""
    reports = [str(9_000_000 + report) for report in range(messages // EACH)]
    for start in range(0, len(reports), a_minute):
        for number in range(1, EACH + 1):
            yield [(report, number) for report in reports[start : start + a_minute]]


def deliver_all(url: str, messages: int, a_minute: int = A_MINUTE) -> tuple[dict[str, float], Desk]:
    """Store decisions with their outbox rows minute by minute, and let two workers send them until all arrived."""
    clock, chance = Clock(), random.Random(SEED)
    desk = Desk(clock=clock, chance=chance)
    killed = 0
    with open_pool(url, size=4) as pool, open_client(httpx.MockTransport(desk)) as http:
        prepare(pool, messages)
        webhook = Webhook(url=DESK.address, secret="rahasia", http=http, now=clock)
        worker = Sending(pool=pool, now=clock, jitter=chance.random)
        coming = decisions(messages, a_minute)
        while clock.now - START < timedelta(minutes=MOST_MINUTES):
            new = next(coming, None)
            with pool.connection() as connection:
                store(connection, new or [])
                if new is None and not unsent(connection):
                    break
            assign_receivers(worker)
            # Whoever is killed is started again, as by the next run.
            for _ in range(2):
                try:
                    for receiver in sendable_receivers(worker):
                        send_all(worker, receiver, webhook)
                except Killed:
                    killed += 1
            clock.move(minutes=1)
    return desk.figures(messages) | {"killed": killed, "refused_to_people": 0}, desk


def prepare(pool: ConnectionPool[Connection], messages: int) -> None:
    """The receiver, and the reports without any decision."""
    with pool.connection() as connection:
        receivers.add_receiver(connection, DESK, actor="benchmark")
        connection.execute(
            """
            INSERT INTO reports (source, external_id, judul, isi, channel, category_hint, provinsi, kota, kecamatan,
                                 kelurahan, anonim, rahasia, reported_at, content_hash, status)
            SELECT 'lapor', (9000000 + n)::text, 'Paspor', 'Paspor saya belum jadi', '', '', '', '', '', '', false,
                   false, now(), n::text, 'routed'
            FROM generate_series(0, %(reports)s - 1) AS n
            """,
            {"reports": messages // EACH},
        )


def store(connection: Connection, new: Sequence[tuple[str, int]]) -> None:
    """Each decision with its row of the outbox, all in one transaction; the number is its addressee."""
    connection.execute(
        """
        WITH wanted AS (
            SELECT r.id, w.number FROM unnest(%(reports)s::text[], %(numbers)s::integer[]) AS w(report, number)
            JOIN reports r ON r.external_id = w.report
        ), decided AS (
            INSERT INTO decisions (report_id, report_version, is_current, decided_by, outcome, acted, depth, path,
                                   path_p, reasons, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                                   automation, addressee)
            SELECT id, 1, false, 'person:uji', 'person', true, 1, '{IMIPAS}', '{1}', '{}', 'aspirasi', 1, '{}', 'm',
                   'p', 'd', 'shadow', number::text
            FROM wanted RETURNING id, report_id, addressee
        )
        INSERT INTO outbox (report_id, decision_id, kind, target, addressee)
        SELECT report_id, id, 'disposisi', '{IMIPAS}', addressee FROM decided
        """,
        {"reports": [report for report, _ in new], "numbers": [number for _, number in new]},
    )


def unsent(connection: Connection) -> int:
    """How many rows of the outbox are not sent."""
    row = connection.execute("SELECT count(*) FROM outbox WHERE sent_at IS NULL").fetchone()
    return row[0] if row else 0


def send_inside(messages: int) -> dict[str, float]:
    """The decision and the request in one transaction: a failure undoes the decision, and it is made anew."""
    clock = Clock()
    desk = Desk(clock=clock, chance=random.Random(SEED))
    coming, waiting = decisions(messages), list[tuple[str, int]]()
    refused = 0
    for attempt in range(MOST_MINUTES):
        new = next(coming, None)
        if new is None and not waiting:
            break
        turn, waiting = [*waiting, *(new or [])], []
        for number, decision in enumerate(turn):
            # What was rolled back has a new id, and so a new key, when it is made anew.
            if not _try(desk, f"{attempt}-{number}", decision):
                waiting.append(decision)
        refused += len(waiting)
        clock.move(minutes=1)
    return desk.figures(messages) | {"killed": desk.met["killed"], "refused_to_people": refused}


def send_once(messages: int) -> dict[str, float]:
    """The decision is stored, then it is sent, once."""
    clock = Clock()
    desk = Desk(clock=clock, chance=random.Random(SEED))
    for new in decisions(messages):
        for decision in new:
            _try(desk, str(decision), decision)
        clock.move(minutes=1)
    return desk.figures(messages) | {"killed": desk.met["killed"], "refused_to_people": 0}


def _try(desk: Callable[[httpx.Request], httpx.Response], key: str, decision: tuple[str, int]) -> bool:
    content: dict[str, Any] = {"report": {"external_id": decision[0]}, "addressee": str(decision[1])}
    with open_client(httpx.MockTransport(desk)) as http:
        request = http.build_request("POST", DESK.address, json=content, headers={"webhook-id": key})
        try:
            return isinstance(ask(http, request), Answer)
        except Killed:
            return False


def print_table(ways: dict[str, dict[str, float]], desk: Desk) -> None:
    """A row for each way."""
    met = ", ".join(f"{name} {count:,}" for name, count in sorted(desk.met.items()) if name != "none")
    table = Table(title="What became of the decisions", caption=f"Faults that the outbox met: {met}")
    names = {"outbox": "outbox", "inside": "inside the transaction", "once": "once, after it"}
    columns = ("decisions", "arrived", "lost", "acted_twice", "out_of_order", "requests", "refused_to_people")
    for column in ("way", *columns):
        table.add_column(column.replace("_", " "), justify="left" if column == "way" else "right")
    for way, found in ways.items():
        table.add_row(names[way], *(f"{found[column]:,.0f}" for column in columns))
    Console(width=140).print(table)
    Console().print(
        f"{ways['outbox']['per_second']:.0f} decisions per second; the last had arrived after "
        f"{ways['outbox']['minutes']:.0f} minutes of the receiver's time"
    )


if __name__ == "__main__":
    main()
