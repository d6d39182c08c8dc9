"""A year of 200,000 reports measured, and written as workbook and PDF.

`python -m benchmarks.monev [--reports 230000] [--folder F] [--files F]`. The reports are made as benchmarks/filling.py
makes them, over the last 364 days; their deadlines are planned by the product, and one in two of those that were sent
on has a follow-up. What is timed is what `tepat monev 2026` does: counting the year and the one before it, and writing
both files. `--folder` keeps the database for another run, `--files` the files.
"""

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from api.monev_page import read_measured
from api.wording import KLASIFIKASI
from benchmarks.filling import fill
from benchmarks.results import write
from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.monev import span_holding, summed
from complaints.monev_shapes import Names
from complaints.monev_words import STANDINGS
from database.connection import connect
from database.embedded import start_embedded
from database.figures import fold_figures
from database.migrate import apply_migrations
from database.monev import measured_spans
from database.planning import plan_backlog
from flows.monev import measure_with_before
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
    done = time.perf_counter()
    return {
        "reports_in_the_year": summed(measured.cells)["in"],
        "cells": len(measured.cells),
        "roll_up_seconds": folded - started,
        "count_seconds": counted - folded,
        "read_seconds": read - counted,
        "write_seconds": done - read,
        "total_seconds": done - started,
        "xlsx_kib": made[0].stat().st_size / 1024,
        "pdf_kib": made[1].stat().st_size / 1024,
    }


def prepare(url: str, reports: int) -> None:
    """Reports with decisions, deadlines and follow-ups, once."""
    apply_migrations(url)
    load_shipped_directory(url)
    with psycopg.connect(url, autocommit=True) as owner:
        row = owner.execute("SELECT count(*) FROM reports").fetchone()
    if row and not row[0]:
        fill(url, Settings().training_data, reports=reports, waiting=WAITING)
        _follow_up(url)
    _plan(url)


def _follow_up(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(
            """
            INSERT INTO milestones (report_id, kind, at, source, recorded_by)
            SELECT d.report_id, 'follow_up', least(now(), d.decided_at + interval '1 hour' * (d.id % 200)), 'bench', 'x'
            FROM decisions d WHERE d.acted AND d.id % 2 = 0
            """
        )
        owner.execute("INSERT INTO deadline_backlog SELECT id FROM reports WHERE status <> 'received'")
        owner.execute("ANALYZE milestones")


def _plan(url: str) -> None:
    started, planned = time.perf_counter(), 0
    with connect(url) as connection:
        while True:
            with connection.transaction():
                count = plan_backlog(connection)
            if not count:
                break
            planned += count
    Console().print(f"deadlines of {planned:,} reports planned in {time.perf_counter() - started:.0f} s")
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE) deadlines")


def print_table(figures: dict[str, float]) -> None:
    """A row per figure."""
    table = Table("what", "figure")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), f"{value:,.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
