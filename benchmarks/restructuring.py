"""The restructuring of April 2025 on the whole directory while 5,000 reports are open, and back again.

`python -m benchmarks.restructuring [--reports 5000]`. The directory of before is made from the one that comes along:
one Kanwil Kemenkumham a province, sixty Rupbasan, old names (tests/restructuring.py says what of it is made up).
What is timed is what `tepat directory import` and `tepat directory rollback` do, each in its one transaction.
"""

import argparse
import tempfile
import time
from pathlib import Path

from psycopg import Connection
from rich.console import Console
from rich.table import Table

from benchmarks.results import write
from complaints.directory.restructuring import counted
from complaints.directory.snapshot import open_snapshot, version_of, write_files
from database import audit, facts
from database.connection import connect
from database.embedded import start_embedded
from database.migrate import apply_migrations
from tepat.importing import import_directory
from tepat.rolling_back import roll_back
from tepat.settings import Settings
from tests.restructuring import AFTER, fill, restructuring


def main() -> None:
    """Measure, print the table, write benchmarks/results/restructuring.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=5_000)
    reports = parser.parse_args().reports
    with tempfile.TemporaryDirectory() as folder:
        server = start_embedded(Path(folder) / "postgres")
        try:
            figures = measure(server.url, Path(folder), reports)
        finally:
            server.leave()
    table = Table("", "", title="Restructuring")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.1f}" if isinstance(value, float) else f"{value:,}")
    Console().print(table)
    write("restructuring", figures, {"reports": reports})


def measure(url: str, folder: Path, reports: int) -> dict[str, float]:
    """Counts of offices and reports, seconds of both ways, and how many reports ended at an office that is gone."""
    apply_migrations(url)
    made = restructuring()
    write_files(made.after, folder / "after")
    with connect(url) as connection, connection.transaction():
        facts.load_directory(connection, version_of(made.before), made.before, actor="benchmark")
        fill(connection, made, reports)
    settings = Settings(home=folder / "home", DATABASE_URL=url, _env_file=None)
    started = time.perf_counter()
    done = import_directory(settings, folder / "after", today=AFTER)
    imported, started = time.perf_counter() - started, time.perf_counter()
    assert done.followed is not None
    with connect(url) as connection:
        orphaned = count_orphaned(connection, list(open_snapshot(made.after)[0].as_of(AFTER).open_by_id))
    rolled = roll_back(settings, version_of(made.before), today=AFTER)
    seconds = time.perf_counter() - started
    with connect(url) as connection:
        after_rollback = count_orphaned(connection, list(open_snapshot(made.before)[0].open_by_id))
        assert audit.verify(connection).broken_at is None
    return {
        **{f"offices_{kind}": count for kind, count in counted(done.offices).items()},
        "reports": reports,
        "followed": done.followed.moved,
        "before_a_person": done.followed.before_people,
        "notices": done.followed.notices,
        "orphaned": orphaned,
        "import_seconds": imported,
        "returned_by_rollback": rolled.returned,
        "orphaned_after_rollback": after_rollback,
        "rollback_seconds": seconds,
    }


def count_orphaned(connection: Connection, offices: list[str]) -> int:
    """Unfinished reports that neither stand at one of these offices nor wait before a person."""
    row = connection.execute(
        """
        SELECT count(*) FROM reports r
        WHERE is_unfinished(r) AND (r.current_office IS NULL OR NOT r.current_office = ANY(%(offices)s))
          AND NOT EXISTS (SELECT FROM review_queue q WHERE q.report_id = r.id AND q.done_at IS NULL)
        """,
        {"offices": offices},
    ).fetchone()
    return row[0] if row else 0


if __name__ == "__main__":
    main()
