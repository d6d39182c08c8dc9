"""A comparison with what would be decided now, and what follows from it, as a child process with a progress bar."""

import getpass
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from psycopg import Connection
from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from complaints.errors import ComplaintError
from complaints.numerals import numeral
from complaints.rerouting import Consequence, Difference
from database import reroutes
from database.connection import connect
from database.reroute_parts import Compared, Phase
from flows.rerouting import begin, check_deciders
from flows.workplace import open_workplace
from tepat.fitting import show_table
from tepat.services import Services, open_services, wait_until_ready
from tepat.settings import Settings
from tepat.wording import Language, say

MOST_MOVES = 15


class RerouteStopped(ComplaintError):
    """The comparison stopped before its end; what was done is kept. Run the same command again to go on."""


class NotCompared(ComplaintError):
    """This comparison is not whole yet: run `tepat reroute` until it is."""


def compare_all(settings: Settings, console: Console, *, model: str | None, workers: int) -> None:
    """Compare (or go on comparing), and print what differs. Changes nothing about any report."""
    with _services(settings, console) as services:
        here = settings.model_copy(update={"database_url": SecretStr(services.database_url)})
        with open_workplace(here) as work:
            found = begin(work, model=model, asked_by=f"command:{getpass.getuser()}")
        _run(services, console, found.id, "compare", workers)
        with connect(services.database_url) as connection:
            counts = reroutes.count_compared(connection, found.id)
        show_table(console, difference_table(settings.lang, counts))
        show_table(console, move_table(settings.lang, counts))
        console.print(say(settings.lang, "reroute.next", id=found.id), soft_wrap=True)


def carry_out(settings: Settings, console: Console, reroute_id: UUID, *, workers: int) -> None:
    """Do what the comparison found. Raises NotFound, NotCompared, or DecidersChanged where others are in force."""
    with _services(settings, console) as services:
        here = settings.model_copy(update={"database_url": SecretStr(services.database_url)})
        with open_workplace(here) as work, work.pool.connection() as connection:
            found = reroutes.find_reroute(connection, reroute_id)
            if found.compared_at is None:
                raise NotCompared
            check_deciders(work.deciding(), found)
            reroutes.start_applying(connection, reroute_id, person=f"command:{getpass.getuser()}")
        _run(services, console, reroute_id, "apply", workers)
        with connect(services.database_url) as connection:
            done = reroutes.progress_of(connection, reroute_id, "apply").reports
            skipped = reroutes.count_skipped(connection, reroute_id)
        console.print(say(settings.lang, "reroute.done", done=done, skipped=skipped))


@contextmanager
def _services(settings: Settings, console: Console) -> Iterator[Services]:
    with open_services(settings) as services:
        with console.status(say(settings.lang, "starting.prefect")):
            wait_until_ready(services, "prefect", f"{services.prefect_url}/health")
        yield services


def _run(services: Services, console: Console, reroute_id: UUID, phase: Phase, workers: int) -> None:
    child = services.start_once("reroute", "flows", "reroute", str(reroute_id), phase, str(workers))
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with connect(services.database_url) as connection, Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task(say(services.settings.lang, f"progress.reroute.{phase}"), total=None)
        while child.is_running():
            _show(connection, bar, reroute_id, phase)
            time.sleep(0.2)
        _show(connection, bar, reroute_id, phase)
        found = reroutes.find_reroute(connection, reroute_id)
        bar.stop_task(task)
    if (found.compared_at if phase == "compare" else found.applied_at) is None:
        raise RerouteStopped


def _show(connection: Connection, bar: Progress, reroute_id: UUID, phase: Phase) -> None:
    progress = reroutes.progress_of(connection, reroute_id, phase)
    bar.update(bar.task_ids[0], completed=progress.done, total=progress.parts)


def difference_table(language: Language, counts: Counter[Compared]) -> Table:
    """How many reports differ in which way, by who decided them, and what would be done about it."""
    table = Table(title=say(language, "reroute.title"), title_justify="left")
    table.add_column(say(language, "reroute.difference"))
    table.add_column(say(language, "reroute.by_machine"), justify="right", no_wrap=True)
    table.add_column(say(language, "reroute.by_person"), justify="right", no_wrap=True)
    for consequence in Consequence:
        table.add_column(say(language, f"reroute.{consequence}"), justify="right", no_wrap=True)
    for difference in Difference:
        found = [(one, count) for one, count in counts.items() if one.difference is difference]
        person = sum(count for one, count in found if one.by_person)
        machine = sum(count for one, count in found if not one.by_person)
        follows = [sum(count for one, count in found if one.consequence is each) for each in Consequence]
        written = (numeral(value, language=language) for value in (machine, person, *follows))
        table.add_row(say(language, f"reroute.{difference}"), *written)
    return table


def move_table(language: Language, counts: Counter[Compared]) -> Table:
    """The commonest moves from one unit to another."""
    moves: Counter[tuple[str, str]] = Counter()
    for one, count in counts.items():
        if one.before != one.after:
            moves["/".join(one.before) or "-", "/".join(one.after) or "-"] += count
    table = Table(title=say(language, "reroute.moves"), title_justify="left")
    for name in ("reroute.before", "reroute.after"):
        table.add_column(say(language, name))
    table.add_column(say(language, "table.count"), justify="right", no_wrap=True)
    for (before, after), count in moves.most_common(MOST_MOVES):
        table.add_row(before, after, numeral(count, language=language))
    return table
