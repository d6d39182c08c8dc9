"""A year of 200,000 reports measured, and written as workbook and PDF.

`python -m benchmarks.monev [--reports 230000] [--folder F] [--files F]`. The reports are made as benchmarks/filling.py
makes them, over the last 364 days. What is timed is what `tepat monev 2026` does: rolling up the days, counting the
year and the one before it, and writing both files. Beside it what flows/deadlines does: planning the deadlines of all
anew, and telling whom it has to tell of those that end; nobody ever closed a report here, so that all are open. A
machine that is busy otherwise makes all of it slower: the processor seconds (of this process and of PostgreSQL) tell
what a quiet one would do. `--folder` keeps the database for another run, `--files` the files.
"""

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg
from rich.console import Console
from rich.table import Table

from api.monev_page import read_measured
from api.wording import KLASIFIKASI
from benchmarks.filling import fill
from benchmarks.results import write
from complaints.conduct import Conduct
from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.monev import span_holding, summed
from complaints.monev_shapes import Names
from complaints.monev_words import STANDINGS
from complaints.routing import Automation
from database.connection import connect, open_pool
from database.embedded import start_embedded
from database.figures import fold_figures
from database.migrate import apply_migrations
from database.monev import measured_spans
from flows.deadlines import plan_all, tell_all
from flows.monev import measure_with_before
from flows.workplace import Workplace
from tepat.monitoring import write_monev
from tepat.services import load_shipped_directory
from tepat.settings import Settings

WAITING = 4_000


def main() -> None:
    """Measure, print the table, write benchmarks/results/monev.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=230_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--files", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        server = start_embedded((arguments.folder or Path(fresh)) / "postgres")
        try:
            figures = measure(server.url, arguments.reports, arguments.files or Path(fresh))
        finally:
            server.leave()
    print_table(figures)
    write("monev", figures, {"texts": "training_data/reports.jsonl", "reports": arguments.reports})


def measure(url: str, reports: int, files: Path) -> dict[str, float]:
    """Seconds of each part, on a database that is filled first where it is empty."""
    prepare(url, reports)
    span = span_holding(datetime.now(UTC).date(), "")
    names = Names(
        taxonomy=shipped_taxonomy(), offices=shipped_directory().offices, kinds=KLASIFIKASI, standings=STANDINGS
    )
    with connect(url) as connection:
        server = psutil.Process(connection.info.backend_pid)
        cpu = cpu_of(server)
        started = time.perf_counter()
        with connection.transaction():
            fold_figures(connection, datetime.now(UTC))
        folded = time.perf_counter()
        with connection.transaction():
            measure_with_before(connection, span, actor="benchmark")
        counted = time.perf_counter()
        measured = read_measured(connection, span.code, measured_spans(connection))
        read = time.perf_counter()
        made = write_monev(measured, names, files)
        done, used = time.perf_counter(), cpu_of(server) - cpu
    return {
        "reports_in_the_year": summed(measured.cells)["in"],
        "cells": len(measured.cells),
        "roll_up_seconds": folded - started,
        "count_seconds": counted - folded,
        "read_seconds": read - counted,
        "write_seconds": done - read,
        "total_seconds": done - started,
        "total_cpu_seconds": used,
        "xlsx_kib": made[0].stat().st_size / 1024,
        "pdf_kib": made[1].stat().st_size / 1024,
        **time_deadlines(url, reports),
    }


def cpu_of(server: psutil.Process) -> float:
    """Processor seconds of this process and of its PostgreSQL."""
    times = server.cpu_times()
    return time.process_time() + times.user + times.system


def prepare(url: str, reports: int) -> None:
    """Reports with decisions, follow-ups and deadlines, once."""
    apply_migrations(url)
    load_shipped_directory(url)
    with psycopg.connect(url, autocommit=True) as owner:
        row = owner.execute("SELECT count(*) FROM reports").fetchone()
    if row and not row[0]:
        fill(url, Settings().training_data, reports=reports, waiting=WAITING)


def time_deadlines(url: str, reports: int) -> dict[str, float]:
    """Seconds to plan the deadlines of so many reports anew; of a run that tells of what ended within a week; and of
    the next one, for which nothing is new."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("INSERT INTO deadline_backlog SELECT id FROM reports ORDER BY id LIMIT %s", [reports])
        owner.execute(
            """
            INSERT INTO deadline_notices (report_id, step, due_on, level, is_overdue)
            SELECT report_id, step, due_on, 'instansi', true FROM deadlines
            WHERE met_at IS NULL AND step <> 'closing' AND due_at < now() - interval '7 days' ON CONFLICT DO NOTHING
            """
        )
        owner.execute("VACUUM (ANALYZE) deadlines, deadline_notices")
    conduct = Conduct(automation=Automation.PROVISIONAL)
    with open_pool(url, size=2) as pool, connect(url) as holder:
        work = Workplace(settings=Settings(), pool=pool, holder=holder, conduct=conduct)
        started = time.perf_counter()
        planned = plan_all(work)
        plan_seconds = time.perf_counter() - started
        told, seconds = [], []
        for _ in ("the first", "an hour later"):
            started = time.perf_counter()
            told.append(tell_all(work, datetime.now(UTC)))
            seconds.append(time.perf_counter() - started)
    return {
        "deadlines_planned_of": planned,
        "plan_seconds": plan_seconds,
        "told_at_first": told[0],
        "tell_first_seconds": seconds[0],
        "told_again": told[1],
        "tell_again_seconds": seconds[1],
    }


def print_table(figures: dict[str, float]) -> None:
    """A row per figure."""
    table = Table("what", "figure")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), f"{value:,.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
