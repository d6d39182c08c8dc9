"""One run of the triage as a child process, with a progress bar, and the table at the end."""

import time
from collections.abc import Sequence
from uuid import UUID

from psycopg import Connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from complaints.directory.snapshot import open_snapshot
from complaints.errors import ComplaintError
from database import counting, facts, quarantine, runs
from database.connection import connect
from tepat.fitting import show_table
from tepat.services import Services, open_services, wait_until_ready
from tepat.settings import Settings
from tepat.triage_table import standing_table, triage_table
from tepat.wording import Language, say


class TriageStopped(ComplaintError):
    """The triage process ended before its run was over."""


def run_triage(services: Services, console: Console, language: Language, files: Sequence[str] = ()) -> runs.Run:
    """Run the flow once over these files (or every source), show how it goes, print the table.

    Raises TriageStopped where the run failed; what it had stored stays stored.
    """
    with connect(services.database_url) as connection:
        run_id = runs.start_run(connection, requested="command", files=files)
        child = services.start_once("triage", "flows", "triage", str(run_id))
        with _progress(console) as progress:
            task = progress.add_task(say(language, "progress.pull"), total=None)
            while child.is_running():
                _show(connection, progress, task, run_id, language)
                time.sleep(0.2)
            _show(connection, progress, task, run_id, language)
        run = runs.read_run(connection, run_id)
        print_outcome(connection, console, language, run)
    if run.state != "done":
        raise TriageStopped
    return run


def print_outcome(connection: Connection, console: Console, language: Language, run: runs.Run) -> None:
    """The table of the run (or, where it found nothing, of all that is stored), and its notes."""
    found = facts.current_directory(connection)
    assert found is not None
    _, taxonomy = open_snapshot(found[1])
    if any(run.counts.values()):
        show_table(console, triage_table(language, taxonomy, run, counting.count_current(connection, run.id)))
    else:
        console.print(say(language, "table.nothing"))
        counts, quarantined = counting.count_current(connection), quarantine.count_quarantined(connection)
        show_table(console, standing_table(language, taxonomy, counts, quarantined))
    for note in run.notes:
        console.print(f"[yellow]•[/] {note}")


def triage_once(settings: Settings, console: Console, files: Sequence[str]) -> int:
    """Start what is needed, run the flow, print the table, stop; returns how many reports are still undecided."""
    with open_services(settings) as services:
        with console.status(say(settings.lang, "starting.prefect")):
            wait_until_ready(services, "prefect", f"{services.prefect_url}/health")
        run_triage(services, console, settings.lang, files)
        with connect(services.database_url) as connection:
            return runs.count_received(connection)


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=False,
    )


def _show(connection: Connection, progress: Progress, task: TaskID, run_id: UUID, language: Language) -> None:
    run = runs.read_run(connection, run_id)
    waiting = runs.count_received(connection)
    total = run.decided + waiting
    key = "progress.route" if run.decided else "progress.pull"
    progress.update(
        task,
        description=say(language, key),
        completed=run.decided,
        total=total or None,
    )
