"""How fast everything that is stored is compared with what would be decided now, on one and on two workers.

`python -m benchmarks.rerouting [--reports 1000000] [--window 60] [--folder F]`. The real flow on a real Prefect server.
The comparison runs on one worker and is killed after a while; then it goes on, on two Dask workers, of which one is
killed on the way, to the end. What it found is then carried out on two workers, killed once. Every report must be
compared once and decided anew once at the most. Beside it the same comparison one report at a time, a transaction each,
as a queue with one task per report does it. A machine that is busy otherwise makes all of it slower: the processor time
(of the workers, and of PostgreSQL) tells what a quiet one would do. `--folder` keeps the database for another run.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psutil
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
from database.reroute_parts import Part, Phase
from database.reroute_reading import read_standing
from flows.rerouting import begin
from flows.steps import judge
from flows.workplace import Workplace, open_workplace
from tepat.services import Services, open_services, wait_until_ready
from tepat.settings import Settings

ONE_BY_ONE = 1000
WAITING = 20_000
APPLY_WINDOW = 5.0
EVERY_SECONDS = 0.2


def main() -> None:
    """Measure, print the table, write benchmarks/results/rerouting.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--window", type=float, default=60, help="seconds until something is killed")
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
    """Fill where it is empty, compare with two kills, carry out with one, and count."""
    url = services.database_url
    if _ask(url, "SELECT count(*) FROM reports") == 0:
        with Console().status("Filling"):
            fill(url, Settings().training_data, reports=arguments.reports, waiting=WAITING)
    settings = services.settings.model_copy(update={"database_url": SecretStr(url)})
    with open_workplace(settings) as work:
        alone = time_one_by_one(work)
        reroute_id = begin(work, model=None, asked_by="benchmark").id
    figures = {"reports": float(_ask(url, "SELECT count(*) FROM reports")), "one_by_one_per_second": alone}
    started = time.perf_counter()
    one = run(services, reroute_id, "compare", workers=1, kill=Kill(after=arguments.window, whom=kill_flow))
    two = run(services, reroute_id, "compare", workers=2, kill=Kill(after=arguments.window, whom=kill_worker))
    figures |= one.figures("one_worker") | two.figures("two_workers")
    figures["compare_seconds_with_two_kills"] = time.perf_counter() - started
    started = time.perf_counter()
    run(services, reroute_id, "apply", workers=2, kill=Kill(after=APPLY_WINDOW, whom=kill_flow))
    run(services, reroute_id, "apply", workers=2, kill=None)
    figures["apply_seconds_with_a_kill"] = time.perf_counter() - started
    return figures | check(url, reroute_id)


def kill_flow(flow: psutil.Process) -> None:
    """SIGKILL for the flow run; its workers, left alone, end by themselves."""
    flow.kill()


def kill_worker(flow: psutil.Process) -> None:
    """SIGKILL for one of its Dask workers; the flow run goes on."""
    workers = [one for one in flow.children() if "spawn_main" in " ".join(one.cmdline())]
    workers[0].kill()


@dataclass(frozen=True, kw_only=True)
class Kill:
    """What is killed so many seconds after the first part was done."""

    after: float
    whom: Callable[[psutil.Process], None]


@dataclass(kw_only=True)
class Pace:
    """Reports, seconds and processor seconds between the first part that is done and the kill, or the end."""

    reports: int = 0
    seconds: float = 0.0
    flow: float = 0.0
    database: float = 0.0
    end_reports: int = 0
    end_seconds: float = 0.0

    def figures(self, name: str) -> dict[str, float]:
        """What is kept of it."""
        return {
            f"{name}_per_second": self.reports / max(EVERY_SECONDS, self.seconds),
            f"{name}_to_the_end_per_second": self.end_reports / max(EVERY_SECONDS, self.end_seconds),
            f"{name}_flow_cpu_ms_per_report": 1000 * self.flow / max(1, self.reports),
            f"{name}_database_cpu_ms_per_report": 1000 * self.database / max(1, self.reports),
        }


@dataclass(kw_only=True)
class Meter:
    """Processor seconds of a process and all that it started, those that ended meanwhile included."""

    root: psutil.Process
    seen: dict[int, float] = field(default_factory=dict)

    def read(self) -> float:
        """Seconds so far."""
        try:
            family = [self.root, *self.root.children(recursive=True)]
        except psutil.NoSuchProcess:
            family = []
        for process in family:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            self.seen[process.pid] = times.user + times.system
        return sum(self.seen.values())


def run(services: Services, reroute_id: UUID, phase: Phase, *, workers: int, kill: Kill | None) -> Pace:
    """One run of the flow, to its end or until it is killed; its pace until the kill, and until the end."""
    child = services.start_once("reroute", "flows", "reroute", str(reroute_id), phase, str(workers))
    assert child.process is not None
    flow = psutil.Process(child.process.pid)
    with connect(services.database_url) as connection, Progress() as bar:
        server = psutil.Process(connection.info.backend_pid).parent()
        assert server is not None
        meters = (Meter(root=flow), Meter(root=server))
        first = before = reroutes.progress_of(connection, reroute_id, phase)
        task = bar.add_task(f"{phase} on {workers} worker(s)", total=before.parts)
        since, pace = time.perf_counter(), Pace()
        used = [meter.read() for meter in meters]
        while child.is_running():
            time.sleep(EVERY_SECONDS)
            now = reroutes.progress_of(connection, reroute_id, phase)
            bar.update(task, completed=now.done)
            if first.done == before.done < now.done:
                first, since, used = now, time.perf_counter(), [meter.read() for meter in meters]
            pace.end_reports, pace.end_seconds = now.reports - first.reports, time.perf_counter() - since
            if pace.seconds == 0.0 and kill and now.done > first.done and pace.end_seconds > kill.after:
                pace.reports, pace.seconds = pace.end_reports, pace.end_seconds
                pace.flow, pace.database = (m.read() - u for m, u in zip(meters, used, strict=True))
                kill.whom(flow)
    if pace.seconds == 0.0:
        pace.reports, pace.seconds = pace.end_reports, pace.end_seconds
    return pace


def check(url: str, reroute_id: UUID) -> dict[str, float]:
    """How many reports were compared and decided anew, and how many too few or too many."""
    with connect(url) as connection:
        compared = reroutes.count_compared(connection, reroute_id).total()
        skipped = reroutes.count_skipped(connection, reroute_id)
        applied = reroutes.progress_of(connection, reroute_id, "apply").reports
    this = str(reroute_id)
    changes = _ask(url, "SELECT count(*) FROM reroute_changes WHERE reroute_id = %s", this)
    distinct = _ask(url, "SELECT count(DISTINCT report_id) FROM reroute_changes WHERE reroute_id = %s", this)
    anew = _ask(url, "SELECT count(*) FROM decisions WHERE run_id = %s", this)
    once = _ask(url, "SELECT count(DISTINCT report_id) FROM decisions WHERE run_id = %s", this)
    return {
        "compared": float(compared),
        "lost": float(_ask(url, "SELECT count(*) FROM reports") - compared),
        "doubled": float(changes - distinct),
        "changes": float(changes),
        "decided_anew": float(applied),
        "left_as_they_are": float(skipped),
        "anew_lost": float(changes - skipped - once),
        "anew_doubled": float(anew - once),
    }


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


def _ask(url: str, query: str, *values: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(query, values).fetchone()
    return row[0] if row else 0


def print_table(figures: dict[str, float]) -> None:
    """What each way gave."""
    table = Table(title=f"Comparing {figures['reports']:,.0f} reports with what would be decided now")
    table.add_column("how")
    for name in ("reports/s", "workers, ms of processor", "PostgreSQL, ms of processor"):
        table.add_column(name, justify="right")
    table.add_row("one by one, a transaction each", f"{figures['one_by_one_per_second']:,.0f}")
    for name, said in {
        "one_worker": "one worker (then killed)",
        "two_workers": "two Dask workers (one then killed)",
    }.items():
        cpu = (f"{figures[f'{name}_{part}_cpu_ms_per_report']:.2f}" for part in ("flow", "database"))
        table.add_row(said, f"{figures[f'{name}_per_second']:,.0f}", *cpu)
    table.add_row("the same with the kill, to the end", f"{figures['two_workers_to_the_end_per_second']:,.0f}")
    console = Console()
    console.print(table)
    console.print(
        f"{figures['compare_seconds_with_two_kills']:,.0f} s with two kills; compared {figures['compared']:,.0f}, "
        f"lost {figures['lost']:,.0f}, doubled {figures['doubled']:,.0f}. Carried out in "
        f"{figures['apply_seconds_with_a_kill']:,.0f} s with a kill: {figures['decided_anew']:,.0f} decided anew, "
        f"{figures['left_as_they_are']:,.0f} left, lost {figures['anew_lost']:,.0f}, "
        f"doubled {figures['anew_doubled']:,.0f}"
    )


if __name__ == "__main__":
    main()
