"""Pull reports from every source, route the sure ones, queue the rest."""

from uuid import UUID

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from connectors.source import SourceUnavailable
from database import runs
from database.counting import fold_standing
from database.due import recount_due
from database.figures import fold_figures
from flows import steps
from flows.retrying import step
from flows.workplace import Workplace, now, open_workplace
from tepat.settings import Settings

pull_source = step("pull-source")(steps.pull_source)
route_chunk = step("route-chunk")(steps.route_chunk)


@flow(name="triage", description=__doc__)
def triage(run_id: str | None = None) -> dict[str, int]:
    """One run: pull, then route until nothing is left; returns its counts. Parameters are ids, never texts."""
    with open_workplace(Settings()) as work:
        run = begin(work, run_id)
        state = "failed"
        try:
            pull_all(work, run)
            route_all(work, run)
            state = "done"
        finally:
            counts = finish(work, run, state)
    publish(counts)
    return counts


def begin(work: Workplace, run_id: str | None) -> runs.Run:
    """Open the run (or take up the one that was asked for), and close runs whose process died."""
    with work.pool.connection() as connection:
        id_ = UUID(run_id) if run_id else runs.start_run(connection, requested="schedule")
    runs.hold_run(work.holder, id_)
    with work.pool.connection() as connection:
        runs.close_abandoned(connection, id_)
        return runs.read_run(connection, id_)


def pull_all(work: Workplace, run: runs.Run) -> None:
    """Read every source; one that cannot be read is noted, and the others go on."""
    for offered in steps.offered_sources(work, run):
        try:
            pull_source(work, run, offered.source)
            offered.done()
        except SourceUnavailable as error:
            steps.note_on_run(work, run, error.problem)


def route_all(work: Workplace, run: runs.Run) -> None:
    """Route chunk after chunk until no received report is free."""
    steps.watch_branches(work, run)
    if steps.anything_received(work):
        deciding = work.deciding()
        while route_chunk(work, run, deciding):
            pass


def finish(work: Workplace, run: runs.Run, state: str) -> dict[str, int]:
    """Roll up the figures, count what is late, close the run and return its counts."""
    with work.pool.connection() as connection:
        fold_figures(connection, now())
        fold_standing(connection)
    with work.pool.connection() as connection:
        recount_due(connection, now())
    with work.pool.connection() as connection:
        runs.finish_run(connection, run.id, state=state, automation=work.conduct.automation)
        return runs.read_run(connection, run.id).counts


def publish(counts: dict[str, int]) -> None:
    """The counts as a Prefect artifact, where there is anything to say."""
    if any(counts.values()):
        rows = "\n".join(f"| {name} | {count} |" for name, count in counts.items())
        create_markdown_artifact(f"| what | how many |\n| --- | ---: |\n{rows}\n", key="triage")
