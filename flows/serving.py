"""The flows on their schedules, served by one process that starts a new one for each run."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.deadlines import deadlines
from flows.deliver import deliver
from flows.doubting import doubting
from flows.drifting import drifting
from flows.monev import monev
from flows.retention import retention
from flows.retrain import retrain
from flows.triage import triage

AT_ONCE = 4
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def serve_flows(every_seconds: int) -> None:
    """Serve until the process is ended. A run that is not over keeps the next one of its flow away."""
    serve(*planned(every_seconds), print_starting_message=False, limit=AT_ONCE)


def planned(every_seconds: int) -> Iterator[RunnerDeployment]:
    """Every flow with its schedule; times of day are in WIB. deploy/prefect.yaml says the same for workers."""
    yield _plan(triage, "every-minute", Interval(timedelta(seconds=every_seconds)))
    yield _plan(deliver, "every-minute", Interval(timedelta(seconds=every_seconds)))
    yield _plan(drifting, "every-ten-minutes", Interval(timedelta(minutes=10)))
    yield _plan(deadlines, "every-hour", Interval(timedelta(hours=1)))
    yield _plan(retrain, "every-hour", _at("0 * * * *"))
    yield _plan(retention, "every-night", _at("30 1 * * *"))
    yield _plan(doubting, "every-night", _at("0 2 * * *"))
    yield _plan(monev, "every-quarter", _at("0 3 2 1,4,7,10 *"))


def _at(cron: str) -> Schedule:
    return Cron(cron, timezone="Asia/Jakarta")


def _plan(flow: Flow[..., Any], name: str, schedule: Schedule) -> RunnerDeployment:
    deployment = flow.to_deployment(
        name=name,
        schedule=schedule,
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description=flow.description,
    )
    assert isinstance(deployment, RunnerDeployment)
    return deployment
