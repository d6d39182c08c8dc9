"""Fifty reviewers at once on one queue, and the pages with a year of reports in the database.

`python -m benchmarks.review [--reports 1000000] [--waiting 20000] [--seconds 120] [--folder F]`. Reviewers confirm
through the real API processes: each reads a page, thinks, and presses the first button of its form; what is timed is
the press together with the next report that it brings. First every reviewer decides once in `--think` seconds in the
mean, then all of them press again at once (`saturated`: what is waited for there says how many there are, not how long
a press takes). Beside it the same confirmations as a queue does them that knows no SKIP LOCKED (each takes the first
waiting row FOR UPDATE), and one that pages with OFFSET. `--folder` keeps the database for another run.
"""

import argparse
import tempfile
from datetime import datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.filling import fill
from benchmarks.page_times import NAMES, plans_of, time_pages
from benchmarks.results import write
from benchmarks.reviewing import naive_review, review_through_pages
from database.connection import connect
from database.due import recount_due
from database.embedded import start_embedded
from database.figures import fold_figures
from database.migrate import apply_migrations
from tepat.services import load_shipped_directory
from tepat.settings import Settings


def main() -> None:
    """Measure, print the tables, write benchmarks/results/review.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--waiting", type=int, default=20_000)
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--think", type=float, default=8, help="mean seconds that a reviewer thinks")
    parser.add_argument("--processes", type=int, default=Settings().api_processes, help="processes of the API")
    parser.add_argument("--requests", type=int, default=100, help="requests per page")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        # A year old, it was started more than once (see database/embedded.py).
        for act in (prepare, measure):
            server = start_embedded((arguments.folder or Path(fresh)) / "postgres")
            try:
                act(server.url, arguments)
            finally:
                server.leave()


def prepare(url: str, arguments: argparse.Namespace) -> None:
    """Fill the database where it is empty, and count what is counted beforehand."""
    apply_migrations(url)
    load_shipped_directory(url)
    texts = Settings().training_data
    if _count(url, "SELECT count(*) FROM reports") == 0:
        fill(url, texts, reports=arguments.reports, waiting=arguments.waiting)
    with connect(url) as connection, connection.transaction():
        fold_figures(connection, datetime.now().astimezone())
        recount_due(connection, datetime.now().astimezone())


def measure(url: str, arguments: argparse.Namespace) -> None:
    """Everything, on a database that was filled."""
    figures: dict[str, float] = {"reports": _count(url, "SELECT count(*) FROM reports")}
    figures |= time_pages(url, arguments.requests)
    plans = plans_of(url)
    print_pages(figures, plans)
    crowd = {"reviewers": arguments.reviewers, "processes": arguments.processes}
    figures |= review_through_pages(url, "pages", **crowd, seconds=arguments.seconds, think=arguments.think)
    figures |= review_through_pages(url, "saturated", **crowd, seconds=min(60.0, arguments.seconds), think=0)
    figures |= naive_review(url, reviewers=arguments.reviewers, seconds=min(30.0, arguments.seconds))
    print_reviewers(figures)
    data = {
        "texts": "training_data/reports.jsonl",
        "reviewers": arguments.reviewers,
        "think_seconds": arguments.think,
        "processes": arguments.processes,
        "plans": plans,
    }
    write("review", figures, data)


def _count(url: str, query: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row else 0


def print_pages(figures: dict[str, float], plans: dict[str, str]) -> None:
    """The table of the pages, and the indexes behind them."""
    table = Table(title=f"Pages with {figures['reports']:,.0f} reports")
    for column in ("page", "p50 ms", "p99 ms"):
        table.add_column(column, justify="left" if column == "page" else "right")
    for name in NAMES:
        table.add_row(name, f"{figures[f'{name}_p50_ms']:.1f}", f"{figures[f'{name}_p99_ms']:.1f}")
    console = Console()
    console.print(table)
    for name, plan in plans.items():
        console.print(f"{name}: {plan}")


def print_reviewers(figures: dict[str, float]) -> None:
    """The table of the reviewers, beside queues that are built otherwise."""
    digits = {"per_second": 1, "p50_ms": 1, "p99_ms": 1, "conflicts": 0, "twice": 0, "lost": 0}
    table = Table(title="Confirm and show next")
    table.add_column("how")
    for column in ("decisions/s", "p50 ms", "p99 ms", "conflicts", "twice", "lost"):
        table.add_column(column, justify="right")
    for how in ("pages", "saturated", "for_update", "offset"):
        table.add_row(how, *(f"{figures[f'{how}_{name}']:.{places}f}" for name, places in digits.items()))
    Console().print(table)


if __name__ == "__main__":
    main()
