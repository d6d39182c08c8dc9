"""How fast everything that is stored is compared with what would be decided now, on one and on two workers.

`python -m benchmarks.rerouting [--reports 1000000] [--window 60] [--folder F]`. The real flow on a real Prefect server:
first in one process, killed after a while; then on two Dask workers, killed again; then on two workers to the end.
Every report must be compared once, none twice. Beside it the same comparison one report at a time, a transaction each,
as a queue with one task per report does it.
"""

import argparse
import os
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path
from uuid import UUID

import psycopg
from pydantic import SecretStr
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.filling import fill
from benchmarks.results import write
from complaints.rerouting import compare
from database import reroutes
from database.connection import connect
from database.reroute_parts import Part
from database.reroute_reading import read_standing
from flows.rerouting import begin
from flows.steps import judge
from flows.workplace import Workplace, open_workplace
from tepat.services import Services, open_services, wait_until_ready
from tepat.settings import Settings

ONE_BY_ONE = 1000


def main() -> None:
    """Measure, print the table, write benchmarks/results/rerouting.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--window", type=float, default=60, help="seconds until it is killed, twice")
    parser.add_argument("--folder", type=Path, help="keeps the database for another run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        settings = Settings(home=arguments.folder or Path(fresh), _env_file=None)
        with open_services(settings) as services:
            wait_until_ready(services, "prefect", f"{services.prefect_url}/health")
            figures = measure(services, arguments)
    print_table(figures)
    write("rerouting", figures, {"texts": "training_data/reports.jsonl, repeated", "window": arguments.window})


def measure(services: Services, arguments: argparse.Namespace) -> dict[str, float]:
    """Fill where it is empty, compare in three runs, and count."""
    url = services.database_url
    if _count(url) == 0:
        with Console().status("Filling"):
            fill(url, Settings().training_data, reports=arguments.reports, waiting=20_000)
    settings = services.settings.model_copy(update={"database_url": SecretStr(url)})
    with open_workplace(settings) as work:
        alone = time_one_by_one(work)
        reroute_id = begin(work, model=None, asked_by="benchmark").id
    started = time.perf_counter()
    figures = {
        "reports": float(_count(url)),
        "one_by_one_per_second": alone,
        "one_worker_per_second": run(services, reroute_id, workers=1, seconds=arguments.window),
        "two_workers_per_second": run(services, reroute_id, workers=2, seconds=arguments.window),
        "to_the_end_per_second": run(services, reroute_id, workers=2, seconds=None),
    }
    figures["seconds_with_two_kills"] = time.perf_counter() - started
    return {**figures, **check(url, reroute_id)}


def run(services: Services, reroute_id: UUID, *, workers: int, seconds: float | None) -> float:
    """Reports per second between the first part that is done and the end (or the kill)."""
    child = services.start_once("reroute", "flows", "reroute", str(reroute_id), "compare", str(workers))
    with connect(services.database_url) as connection, Progress() as bar:
        before = reroutes.progress_of(connection, reroute_id, "compare")
        task = bar.add_task(f"{workers} worker(s)", total=before.parts)
        first, since, latest = before, time.perf_counter(), before
        while child.is_running():
            time.sleep(0.1)
            latest = reroutes.progress_of(connection, reroute_id, "compare")
            bar.update(task, completed=latest.done)
            if first.done == before.done < latest.done:
                first, since = latest, time.perf_counter()
            if seconds and first.done > before.done and time.perf_counter() - since > seconds:
                kill(child.process.pid if child.process else 0)
        took = time.perf_counter() - since
    return (latest.reports - first.reports) / took


def kill(pid: int) -> None:
    """SIGKILL for the flow run; its workers, left alone, end by themselves."""
    if pid:
        os.kill(pid, signal.SIGKILL)


def check(url: str, reroute_id: UUID) -> dict[str, float]:
    """How many reports were compared, and how many too few or too many."""
    with connect(url) as connection:
        found = reroutes.count_compared(connection, reroute_id)
        stored = _count(url)
        row = connection.execute(
            "SELECT count(*) - count(DISTINCT report_id) FROM reroute_changes WHERE reroute_id = %(id)s",
            {"id": reroute_id},
        ).fetchone()
        differing: Counter[str] = Counter()
        for one, count in found.items():
            differing[one.difference] += count
    doubled = float(row[0]) if row else 0.0
    return {"compared": float(found.total()), "lost": float(stored - found.total()), "doubled": doubled}


def time_one_by_one(work: Workplace) -> float:
    """Reports per second, one a transaction."""
    deciding = work.deciding()
    with work.pool.connection() as connection:
        row = connection.execute("SELECT min(id) FROM reports").fetchone()
    low = row[0] if row else 0
    started = time.perf_counter()
    for id_ in range(low, low + ONE_BY_ONE):
        with work.pool.connection() as connection:
            part = Part(reroute_id=UUID(int=0), number=1, first_id=id_, last_id=id_)
            for one in read_standing(connection, part):
                [after] = judge(deciding, [one.item])
                compare(one.before, after)
    return ONE_BY_ONE / (time.perf_counter() - started)


def _count(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM reports").fetchone()
    return row[0] if row else 0


def print_table(figures: dict[str, float]) -> None:
    """What each way gave."""
    table = Table(title=f"Comparing {figures['reports']:,.0f} reports with what would be decided now")
    table.add_column("how")
    table.add_column("reports/s", justify="right")
    names = {
        "one_by_one_per_second": "one by one, a transaction each",
        "one_worker_per_second": "one worker (killed)",
        "two_workers_per_second": "two Dask workers (killed)",
        "to_the_end_per_second": "two Dask workers, to the end",
    }
    for name, said in names.items():
        table.add_row(said, f"{figures[name]:,.0f}")
    console = Console()
    console.print(table)
    console.print(
        f"{figures['seconds_with_two_kills']:,.0f} s with two kills; compared {figures['compared']:,.0f}, "
        f"lost {figures['lost']:,.0f}, doubled {figures['doubled']:,.0f}"
    )


if __name__ == "__main__":
    main()
