"""The flows on their schedules, served by one process that starts a new one for each run."""

from datetime import timedelta
from typing import Any

from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from flows.deliver import deliver
from flows.triage import triage

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def serve_flows(every_seconds: int) -> None:
    """Serve until the process is ended. A run that is not over keeps the next one of its flow away."""
    pulling = _scheduled(triage, every_seconds, "Pull new reports, route the sure ones, queue the rest")
    delivering = _scheduled(deliver, every_seconds, "Send on what was decided, listen to LAPOR!")
    serve(pulling, delivering, print_starting_message=False, limit=4)


def _scheduled(flow: Flow[..., Any], every_seconds: int, description: str) -> RunnerDeployment:
    deployment = flow.to_deployment(
        name="every-minute",
        interval=timedelta(seconds=every_seconds),
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        description=description,
    )
    assert isinstance(deployment, RunnerDeployment)
    return deployment
