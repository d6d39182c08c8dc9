"""Compare everything that was decided with what would be decided now, part by part, or carry out what was found."""

from collections import Counter
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.futures import wait
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from complaints.errors import ComplaintError
from database import reroutes
from database.reroute_parts import Compared, Phase, open_parts
from flows import rerouting
from flows.retrying import step
from flows.workplace import open_workplace
from tepat.settings import Settings

STEPS = {"compare": step("compare-part")(rerouting.compare_part), "apply": step("apply-part")(rerouting.apply_part)}


class ClusterMissing(ComplaintError):
    """More than one worker needs Dask: pip install -c constraints.txt -e '.[cluster]'"""


class PartsLeft(ComplaintError):
    """Some parts were not done; run the same command again, it goes on from there."""


ALONE: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=1)


@flow(name="reroute", description=__doc__, task_runner=ALONE)
def reroute(reroute_id: UUID, phase: Phase) -> None:
    """Every part that is not done yet. Raises PartsLeft where one failed."""
    with open_workplace(Settings()) as work:
        with work.pool.connection() as connection:
            numbers = open_parts(connection, reroute_id, phase)
        wait([STEPS[phase].submit(reroute_id, number) for number in numbers])
        with work.pool.connection() as connection:
            if open_parts(connection, reroute_id, phase):
                raise PartsLeft
            finish = reroutes.finish_comparing if phase == "compare" else reroutes.finish_applying
            finish(connection, reroute_id)
            publish(reroutes.count_compared(connection, reroute_id))


def publish(counts: Counter[Compared]) -> None:
    """How many differ in which way, as a Prefect artifact."""
    table: Counter[str] = Counter()
    for compared, reports in counts.items():
        table[compared.difference] += reports
    rows = [{"difference": name, "reports": reports} for name, reports in sorted(table.items())]
    create_table_artifact(rows, key="reroute")


def run_reroute(reroute_id: UUID, phase: Phase, workers: int) -> None:
    """Run the flow in this process, or on Dask with this many workers (those of TEPAT_DASK where it is set)."""
    address = Settings().dask
    runner = _dask(address, workers) if address or workers > 1 else None
    chosen = reroute.with_options(task_runner=runner) if runner else reroute
    chosen(reroute_id, phase)


def _dask(address: str, workers: int) -> TaskRunner[Any]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise ClusterMissing from error
    if address:
        return DaskTaskRunner(address=address)
    return DaskTaskRunner(cluster_kwargs={"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None})
