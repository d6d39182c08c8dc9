"""The flows on their schedules, served by one process that starts a new one for each run."""

from datetime import timedelta

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from flows.retrain import retrain
from flows.triage import triage

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
    hourly = retrain.to_deployment(
        name="every-hour",
        cron="0 * * * *",
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description="Learn from new labels, by night or where many came",
    )
    assert isinstance(every, RunnerDeployment)
    assert isinstance(hourly, RunnerDeployment)
    # One more than the flows of a minute: a training may take several.
    serve(every, hourly, print_starting_message=False, limit=3)
