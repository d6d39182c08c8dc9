"""The flows on their schedules, served by one process that starts a new one for each run."""

from datetime import timedelta

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.deadlines import deadlines
from flows.doubting import doubting
from flows.drifting import drifting
from flows.monev import monev
from flows.retention import retention
from flows.triage import triage

DRIFT_EVERY = timedelta(minutes=10)
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def serve_flows(triage_every: int) -> None:
    """Serve until the process is ended; `triage_every` in seconds. A run that is not over keeps the next one away."""
    every = triage.to_deployment(
        name="every-minute",
        interval=timedelta(seconds=triage_every),
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description="Pull new reports, route the sure ones, queue the rest",
    )
    nightly = retention.to_deployment(
        name="nightly",
        schedule=Cron("30 1 * * *", timezone="Asia/Jakarta"),
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description="Erase what is kept no longer",
    )
    look = drifting.to_deployment(
        name="every-ten-minutes",
        interval=DRIFT_EVERY,
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description="Look for words, shares and doubts that are new, and tell of them",
    )
    doubt = doubting.to_deployment(
        name="every-night",
        schedule=Cron("0 2 * * *", timezone="Asia/Jakarta"),
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description="Look for labels that are probably wrong",
    )
    hourly = deadlines.to_deployment(
        name="hourly",
        interval=timedelta(hours=1),
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description="Plan deadlines, warn before they end, tell the next level once they have",
    )
    quarterly = monev.to_deployment(
        name="quarterly",
        schedule=Cron("0 3 2 1,4,7,10 *", timezone="Asia/Jakarta"),
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description="Measure the quarter that is over",
    )
    deployments = [one for one in (every, nightly, look, doubt, hourly, quarterly) if isinstance(one, RunnerDeployment)]
    serve(*deployments, print_starting_message=False, limit=3)
