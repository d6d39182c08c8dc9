"""A step of a flow as a Prefect task, tried again only where that can help."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task, exponential_backoff
from psycopg import OperationalError

P = ParamSpec("P")
R = TypeVar("R")


def step(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A step as a Prefect task. Nothing of it is cached or stored at Prefect but that it ran, and for how long."""
    return task(
        name=name,
        cache_policy=NO_CACHE,
        retries=3,
        retry_delay_seconds=exponential_backoff(1),
        retry_condition_fn=lost_the_database,
    )


def lost_the_database(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Only a lost connection is worth trying again: everything else would fail the same way."""
    return isinstance(state.result(raise_on_failure=False), OperationalError)
