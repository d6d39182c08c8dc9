"""The flows on their schedules, served by one process that starts a new one for each run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.checkup import checkup
from flows.deadlines import deadlines
from flows.deliver import deliver
from flows.doubting import doubting
from flows.drifting import drifting
from flows.monev import monev
from flows.offices import offices
from flows.retention import retention
from flows.retrain import retrain
from flows.triage import triage

AT_ONCE = 4
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A flow and when it runs; a run that is not over keeps the next one of its flow away."""

    flow: Flow[..., Any]
    name: str
    schedule: Schedule


def planned(every_seconds: int) -> Iterator[Planned]:
    """Every flow with its schedule; times of day are in WIB. deploy/prefect.yaml says the same for workers."""
    often = Interval(timedelta(seconds=every_seconds))
    yield Planned(flow=triage, name="every-minute", schedule=often)
    yield Planned(flow=deliver, name="every-minute", schedule=often)
    yield Planned(flow=drifting, name="every-ten-minutes", schedule=Interval(timedelta(minutes=10)))
    yield Planned(flow=deadlines, name="every-hour", schedule=Interval(timedelta(hours=1)))
    yield Planned(flow=offices, name="every-hour", schedule=_at("5 * * * *"))
    yield Planned(flow=checkup, name="every-morning", schedule=_at("30 7 * * *"))
    yield Planned(flow=retrain, name="every-hour", schedule=_at("0 * * * *"))
    yield Planned(flow=retention, name="every-night", schedule=_at("30 1 * * *"))
    yield Planned(flow=doubting, name="every-night", schedule=_at("0 2 * * *"))
    yield Planned(flow=monev, name="every-quarter", schedule=_at("0 3 2 1,4,7,10 *"))


def _at(cron: str) -> Schedule:
    return Cron(cron, timezone="Asia/Jakarta")


def serve_flows(every_seconds: int) -> None:
    """Serve until the process is ended."""
    serve(*map(_deploy, planned(every_seconds)), print_starting_message=False, limit=AT_ONCE)


def _deploy(one: Planned) -> RunnerDeployment:
    deployment = one.flow.to_deployment(
        name=one.name,
        schedule=one.schedule,
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description=one.flow.description,
    )
    assert isinstance(deployment, RunnerDeployment)
    return deployment
