"""How fast reports are stored and routed, with how much memory, and how soon `POST /v1/predict` answers.

`python -m benchmarks.triage [--reports 20000]`. The same code takes a batch per transaction, as the flow does, and,
beside it, one report per transaction, as a queue with one task per report does. Texts: training_data, repeated under
new ids.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from api.passwords import hash_of, new_secret
from benchmarks.results import fingerprint, write
from complaints.access import EVERYTHING
from connectors.lapor_row import COLUMNS
from database import runs
from database.connection import connect
from database.tokens import NewToken, add_token
from flows import steps
from flows.workplace import Workplace, open_workplace
from tepat.ports import find_free_port
from tepat.services import open_database
from tepat.settings import Settings

ONE_BY_ONE = 1000
FOR_ONE = 250
REQUESTS = 1000


@dataclass(frozen=True, kw_only=True)
class Speed:
    """Seconds to store and to route this many reports."""

    reports: int
    store: float
    route: float

    @property
    def per_second(self) -> float:
        return self.reports / (self.store + self.route)


def main() -> None:
    """Measure, print the tables, write benchmarks/results/triage.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--measure", choices=["batches", "one-by-one"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(arguments.reports, arguments.measure)))
        return
    batches = run_alone(arguments.reports, "batches")
    singles = run_alone(min(ONE_BY_ONE, arguments.reports), "one-by-one")
    with tempfile.TemporaryDirectory() as folder:
        latency = measure_predict(Path(folder))
    figures = {
        "reports": batches["reports"],
        "store_per_second": batches["store_per_second"],
        "route_per_second": batches["route_per_second"],
        "store_and_route_per_second": batches["per_second"],
        "one_by_one_per_second": singles["per_second"],
        "peak_memory_mib": batches["peak_memory_mib"],
        **latency,
    }
    print_tables(figures)
    write("triage", figures, {"texts": "training_data/reports.jsonl", "sha256": fingerprint(Settings().training_data)})


def run_alone(reports: int, how: str) -> dict[str, float]:
    """Measure in a process of its own, so that its peak memory is that of the work."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.triage", "--reports", str(reports), "--measure", how]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(reports: int, how: str) -> dict[str, float]:
    """Store and route an export of this many reports on a fresh embedded server."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export = write_export(folder / "export.csv", reports)
        settings = Settings(home=folder, automation="provisional", batch_size=500 if how == "batches" else 1)
        with open_database(settings) as (url, _):
            open_settings = settings.model_copy(update={"database_url": type(settings.database_url)(url)})
            with open_workplace(open_settings) as work:
                speed = time_run(work, export)
    return {
        "reports": speed.reports,
        "store_per_second": speed.reports / speed.store,
        "route_per_second": speed.reports / speed.route,
        "per_second": speed.per_second,
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def time_run(work: Workplace, export: Path) -> Speed:
    """One run over one file, outside Prefect: what is timed is reading, storing, predicting, deciding and saving."""
    with work.pool.connection() as connection:
        run_id = runs.start_run(connection, requested="benchmark", files=[str(export)])
    with work.pool.connection() as connection:
        run = runs.read_run(connection, run_id)
    started = time.perf_counter()
    for offered in steps.offered_sources(work, run):
        steps.pull_source(work, run, offered.source)
    stored = time.perf_counter()
    deciding = work.deciding()
    while steps.route_chunk(work, run, deciding):
        pass
    routed = time.perf_counter()
    with work.pool.connection() as connection:
        done = runs.read_run(connection, run_id)
    assert done.stored == done.decided, (done.stored, done.decided)
    return Speed(reports=done.decided, store=stored - started, route=routed - stored)


def write_export(path: Path, reports: int) -> Path:
    """A LAPOR! export with this many rows."""
    texts = [json.loads(line) for line in Settings().training_data.read_text(encoding="utf-8").splitlines()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for number in range(reports):
            text = texts[number % len(texts)]
            writer.writerow(
                {
                    "Tracking ID": f"B{number}",
                    "Tanggal Laporan Masuk": "5 Jan 2026",
                    "Waktu Laporan Masuk": "02:13:42",
                    "Nama Pelapor": f"Pelapor Contoh {number}",
                    "Judul Laporan": text["judul"],
                    "Isi Laporan Awal": text["isi"],
                }
            )
    return path


def measure_predict(folder: Path) -> dict[str, float]:
    """Milliseconds of `POST /v1/predict` over HTTP, one request after the other, warm."""
    settings = Settings(home=folder)
    texts = [json.loads(line) for line in settings.training_data.read_text(encoding="utf-8").splitlines()[:REQUESTS]]
    with open_database(settings) as (url, _):
        port = find_free_port()
        environment = {"DATABASE_URL": url, "TEPAT_API_PORT": str(port), "PYTHONWARNINGS": "ignore"}
        server = subprocess.Popen([sys.executable, "-m", "tepat.serving"], env={**os.environ, **environment})
        try:
            times = sorted(_ask(f"http://127.0.0.1:{port}", texts, url))
        finally:
            server.terminate()
            server.wait(timeout=10)
    return {
        "predict_p50_ms": statistics.median(times) * 1000,
        "predict_p99_ms": times[int(len(times) * 0.99)] * 1000,
    }


def _ask(address: str, texts: list[dict[str, str]], url: str) -> Iterator[float]:
    with httpx.Client(base_url=address, timeout=30) as client:
        _wait(client)
        for number, text in enumerate(texts):
            if number % FOR_ONE == 0:
                client.headers["Authorization"] = f"Bearer {_make_token(url, number)}"
            body = {"id": str(number), "judul": text["judul"], "isi": text["isi"]}
            started = time.perf_counter()
            client.post("/v1/predict", json=body).raise_for_status()
            if number >= 20:
                yield time.perf_counter() - started


def _make_token(url: str, number: int) -> str:
    """The token of one more program: of each only so many requests are taken at once (see api.v1.limits)."""
    secret = new_secret()
    new = NewToken(name=f"bench{number}", token_hash=hash_of(secret), reach=EVERYTHING, lifetime=timedelta(days=1))
    with connect(url) as connection, connection.transaction():
        add_token(connection, new, actor="benchmark")
    return secret


def _wait(client: httpx.Client) -> None:
    for _ in range(200):
        try:
            if client.get("/healthz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the API did not start")


def print_tables(figures: dict[str, float]) -> None:
    """Both tables, for people."""
    table = Table(title="Store and route")
    for column in ("how", "reports/s", "store/s", "route/s", "peak MiB"):
        table.add_column(column, justify="left" if column == "how" else "right")
    table.add_row(
        f"tepat, {figures['reports']:.0f} reports, 500 per transaction",
        f"{figures['store_and_route_per_second']:.0f}",
        f"{figures['store_per_second']:.0f}",
        f"{figures['route_per_second']:.0f}",
        f"{figures['peak_memory_mib']:.0f}",
    )
    table.add_row("one report per transaction", f"{figures['one_by_one_per_second']:.0f}", "", "", "")
    console = Console()
    console.print(table)
    console.print(f"POST /v1/predict: p50 {figures['predict_p50_ms']:.1f} ms, p99 {figures['predict_p99_ms']:.1f} ms")


if __name__ == "__main__":
    main()
