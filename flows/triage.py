"""Pull reports from every source, route the sure ones, queue the rest."""

from uuid import UUID

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.tasks import exponential_backoff

from complaints.acting import act_on, undecided
from complaints.routing import Decision, decide
from connectors.source import Batch, Source, SourceUnavailable
from database import intake, quarantine, routing, runs
from flows.pulling import refused_rows, sources_of
from flows.workplace import Deciding, Workplace, open_workplace
from tepat.settings import Settings

ACTOR = "flow:triage"


@flow(name="triage", description=__doc__, retries=0, validate_parameters=True)
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
            summary = finish(work, run, state)
    publish(summary)
    return summary


def begin(work: Workplace, run_id: str | None) -> runs.Run:
    """Open the run (or take up the one that was asked for), and close runs whose process died."""
    with work.pool.connection() as connection:
        id_ = UUID(run_id) if run_id else runs.start_run(connection, requested="schedule")
    runs.hold_run(work.holder, id_)
    with work.pool.connection() as connection:
        runs.close_abandoned(connection, id_)
        return runs.read_run(connection, id_)


def pull_all(work: Workplace, run: runs.Run) -> None:
    """Read every source; one that fails is noted, and the others go on."""
    for offered in sources_of(work.settings, run.files):
        for note in offered.notes:
            note_on_run(work, run, note)
        if offered.source is None or not intake.hold_source(work.holder, offered.source.key):
            continue
        try:
            pull_source(work, run, offered.source)
            offered.done()
        except SourceUnavailable as error:
            note_on_run(work, run, str(error))


@task(name="pull-source", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=exponential_backoff(2))
def pull_source(work: Workplace, run: runs.Run, source: Source) -> None:
    """Store batch after batch from the cursor on, the cursor moving with each."""
    with work.pool.connection() as connection:
        cursor = intake.read_cursor(connection, source.key)
    for batch in source.batches(cursor, work.settings.batch_size):
        store_batch(work, run, source.key, batch)


def store_batch(work: Workplace, run: runs.Run, key: str, batch: Batch) -> None:
    """Reports, refused rows, cursor and counts in one transaction."""
    with work.pool.connection() as connection:
        intake.move_cursor(connection, key, batch.cursor)
        kept = quarantine.keep_refused(connection, key, refused_rows(batch), actor=ACTOR, run_id=run.id)
        stored = intake.store_reports(connection, batch.reports, actor=ACTOR, run_id=run.id)
        runs.add_to_run(
            connection,
            run.id,
            found=len(batch.reports) + len(batch.rejected),
            stored=len(stored.new),
            changed=len(stored.changed),
            known=stored.known,
            quarantined=kept,
        )


def route_all(work: Workplace, run: runs.Run) -> None:
    """Route chunk after chunk until no received report is free."""
    with work.pool.connection() as connection:
        if not runs.count_received(connection):
            return
    deciding = work.deciding()
    while route_chunk(work, run, deciding):
        pass


@task(name="route-chunk", cache_policy=NO_CACHE, retries=3, retry_delay_seconds=exponential_backoff(1))
def route_chunk(work: Workplace, run: runs.Run, deciding: Deciding) -> int:
    """Claim, predict, decide and save one chunk in one transaction; returns how many reports it held."""
    versions = routing.Versions(directory=deciding.directory, automation=work.automation, run_id=run.id)
    with work.pool.connection() as connection:
        claimed = routing.claim_received(connection, work.settings.batch_size)
        routed = [_routed(item, decision, work) for item, decision in zip(claimed, judge(deciding, claimed), strict=True)]
        runs.add_to_run(connection, run.id, decided=len(routed))
        routing.save_routed(connection, routed, versions)
        return len(claimed)


def judge(deciding: Deciding, claimed: list[routing.Claimed]) -> list[Decision]:
    """Decide on all; where the model fails on the chunk, each alone, so that one text never holds up the others."""
    try:
        predictions = deciding.predictor.predict([item.message for item in claimed])
    except Exception:
        if len(claimed) == 1:
            get_run_logger().exception("report %s could not be read; a person gets it", claimed[0].id)
            return [undecided(deciding.policy.version, deciding.predictor.version)]
        return [decision for item in claimed for decision in judge(deciding, [item])]
    return [decide(prediction, deciding.policy, deciding.taxonomy) for prediction in predictions]


def _routed(item: routing.Claimed, decision: Decision, work: Workplace) -> routing.Routed:
    acted, reason = act_on(decision, work.automation, reviewed_before=item.reviewed_before)
    return routing.Routed(claimed=item, decision=decision, acted=acted, reason=reason)


def note_on_run(work: Workplace, run: runs.Run, note: str) -> None:
    """Say on the run what people should know; a note never holds a text or an identity."""
    with work.pool.connection() as connection:
        runs.add_to_run(connection, run.id, note=note)


def finish(work: Workplace, run: runs.Run, state: str) -> dict[str, int]:
    """Close the run and return its counts."""
    with work.pool.connection() as connection:
        runs.finish_run(connection, run.id, state=state, automation=work.automation)
        done = runs.read_run(connection, run.id)
    return {
        "found": done.found,
        "stored": done.stored,
        "changed": done.changed,
        "known": done.known,
        "quarantined": done.quarantined,
        "decided": done.decided,
    }


def publish(summary: dict[str, int]) -> None:
    """The counts as a Prefect artifact, where there is anything to say."""
    if any(summary.values()):
        rows = "\n".join(f"| {name} | {count} |" for name, count in summary.items())
        create_markdown_artifact(f"| | |\n| --- | ---: |\n{rows}\n", key="triage", description="What the run did")
