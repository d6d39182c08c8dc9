"""What monitors see: how many reports stand where, and how long answers take."""

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from psycopg import Connection
from psycopg_pool import ConnectionPool, PoolTimeout
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from complaints.report import Status
from database.counting import count_by_status, count_in_force
from database.deliveries import count_standings
from database.quarantine import count_quarantined
from database.receivers import list_receivers
from database.watch import count_audits, list_brakes

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
EVENTS = "text/event-stream"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class ReportCounts(Collector):
    """Counts the database's rows whenever somebody looks."""

    def __init__(self, pool: ConnectionPool[Connection]) -> None:
        self.pool = pool

    def collect(self) -> Iterator[Metric]:
        reached = GaugeMetricFamily("tepat_database_up", "1 where the database answers")
        try:
            with self.pool.connection(timeout=2) as connection:
                yield from _families(connection)
            reached.add_metric([], 1)
        except (PoolTimeout, psycopg.OperationalError):
            reached.add_metric([], 0)
        yield reached


def _families(connection: Connection) -> list[Metric]:
    counts = count_by_status(connection)
    reports = GaugeMetricFamily("tepat_reports", "Reports by status", labels=["status"])
    for status in Status:
        reports.add_metric([status.value], counts.get(status.value, 0))
    queue = GaugeMetricFamily("tepat_queue_length", "Reports that wait for a person")
    queue.add_metric([], counts.get(Status.IN_REVIEW.value, 0))
    quarantine = GaugeMetricFamily("tepat_quarantined_rows", "Rows that wait to be mended")
    quarantine.add_metric([], count_quarantined(connection))
    return [reports, queue, quarantine, _decisions(connection), *_watched(connection), *_delivered(connection)]


def _delivered(connection: Connection) -> list[Metric]:
    waiting = GaugeMetricFamily("tepat_deliveries", "What is not sent yet", labels=["receiver", "state"])
    for name, standing in sorted(count_standings(connection).items()):
        waiting.add_metric([name, "waiting"], standing.waiting)
        waiting.add_metric([name, "failed"], standing.dead)
    failures = GaugeMetricFamily("tepat_receiver_failures", "Failures in a row of a receiver", labels=["receiver"])
    for receiver in list_receivers(connection):
        failures.add_metric([receiver.name], receiver.breaker.failures)
    return [waiting, failures]


def _decisions(connection: Connection) -> Metric:
    decisions = GaugeMetricFamily("tepat_decisions", "Current decisions", labels=["outcome", "acted"])
    for found in count_in_force(connection):
        decisions.add_metric([found.outcome, "yes" if found.acted else "no"], found.count)
    return decisions


def _watched(connection: Connection) -> list[Metric]:
    brakes = GaugeMetricFamily("tepat_brake_pulled", "1 where a branch is off automation", labels=["branch"])
    for branch in sorted({"/".join(brake.branch) for brake in list_brakes(connection)}):
        brakes.add_metric([branch], 1)
    audits = GaugeMetricFamily("tepat_audits", "Blind audits under the policy in force", labels=["branch", "state"])
    for audited, count in sorted(count_audits(connection).items()):
        states = {"waiting": count.waiting, "right": count.audited - count.wrong, "wrong": count.wrong}
        for state, number in states.items():
            audits.add_metric(["/".join(audited), state], number)
    return [brakes, audits]


def make_registry(pool: ConnectionPool[Connection], shared: Path | None) -> tuple[CollectorRegistry, Histogram]:
    """A registry of one application's own, and the histogram that its requests go to.

    Where several processes answer at one address, each writes its requests into the `shared` folder (which
    prometheus_client knows as PROMETHEUS_MULTIPROC_DIR), and any of them tells the sum.
    """
    registry = CollectorRegistry()
    registry.register(ReportCounts(pool))
    if shared is not None:
        MultiProcessCollector(registry, str(shared))  # type: ignore[no-untyped-call]
    latency = Histogram(
        "tepat_request_seconds",
        "Seconds until a request was answered",
        ["method", "route", "status"],
        buckets=BUCKETS,
        registry=registry if shared is None else None,
    )
    return registry, latency


class Stopwatch:
    """Measures every request by its route, never by its address: an address may hold a report's id."""

    def __init__(self, app: ASGIApp, latency: Histogram) -> None:
        self.app = app
        self.latency = latency

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started, status, ended = time.perf_counter(), 500, 0.0

        async def send_noted(message: Message) -> None:
            nonlocal status, ended
            if message["type"] == "http.response.start":
                status = message["status"]
                if Headers(scope=message).get("content-type", "").startswith(EVENTS):
                    # Such an answer goes on for as long as somebody listens: it is measured until it begins.
                    ended = time.perf_counter()
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.latency.labels(method, route, str(status)).observe((ended or time.perf_counter()) - started)
