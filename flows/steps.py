"""The steps of a triage run. Each is whole by itself: killed at any moment, it leaves all or nothing of a batch."""

import logging
from collections.abc import Iterator

from complaints.acting import undecided
from complaints.errors import Problem
from complaints.messages import say
from complaints.routing import Decision, decide
from connectors.source import Batch, Source, SourceUnavailable
from database import intake, quarantine, routing, runs
from database.claiming import Claimed, claim_received
from database.routed import Versions
from flows.likening import keep_alike
from flows.pulling import Offered, refused_rows, sources_of
from flows.watching import act, pull_brakes, read_watch
from flows.workplace import Deciding, Workplace

ACTOR = "flow:triage"
logger = logging.getLogger(__name__)


def offered_sources(work: Workplace, run: runs.Run) -> Iterator[Offered]:
    """The sources that this run reads: not those that another process is reading, or that are gone meanwhile."""
    sources = sources_of(work.settings, run.files)
    while True:
        try:
            offered = next(sources, None)
            if offered is None:
                return
            if isinstance(offered, Problem):
                note_on_run(work, run, offered)
            elif intake.hold_source(work.holder, offered.source.key):
                yield offered
        except SourceUnavailable as error:
            note_on_run(work, run, error.problem)


def pull_source(work: Workplace, run: runs.Run, source: Source) -> None:
    """Store batch after batch from the cursor on, the cursor moving with each. Raises SourceUnavailable."""
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


def anything_received(work: Workplace) -> bool:
    """Whether any report waits to be routed."""
    with work.pool.connection() as connection:
        return runs.count_received(connection) > 0


def watch_branches(work: Workplace, run: runs.Run) -> None:
    """Pull the brakes of branches whose promise is broken, and say so on the run."""
    for stream in pull_brakes(work):
        values: dict[str, str | int] = {
            "audited": len(stream.wrong),
            "errors": sum(stream.wrong),
            "alpha": f"{stream.alpha:.0%}",
        }
        note_on_run(work, run, Problem(code="brake_pulled", field="/".join(stream.branch) or "*", values=values))


def route_chunk(work: Workplace, run: runs.Run, deciding: Deciding) -> int:
    """Claim, predict, decide and save one chunk in one transaction; returns how many reports it held."""
    versions = Versions(directory=deciding.directory, automation=work.conduct.automation, run_id=run.id)
    with work.pool.connection() as connection:
        claimed = claim_received(connection, work.settings.batch_size)
        decisions = judge(deciding, claimed)
        runs.add_to_run(connection, run.id, decided=len(claimed))
        watching = read_watch(connection, deciding.policy)
        routed = [act(work, watching, *pair) for pair in zip(claimed, decisions, strict=True)]
        keep_alike(connection, claimed)
        routing.save_routed(connection, routed, versions)
        return len(claimed)


def judge(deciding: Deciding, claimed: list[Claimed]) -> list[Decision]:
    """Decide on all; where the model fails on the chunk, each alone, so that one text never holds up the others."""
    try:
        predictions = deciding.predictor.predict([item.message for item in claimed])
    except Exception as error:
        if len(claimed) == 1:
            logger.error("the model could not read report %s (%s); a person gets it", claimed[0].id, type(error))
            return [undecided(deciding.policy.version, deciding.predictor.version)]
        return [decision for item in claimed for decision in judge(deciding, [item])]
    return [decide(prediction, deciding.policy, deciding.taxonomy, deciding.raised) for prediction in predictions]


def note_on_run(work: Workplace, run: runs.Run, problem: Problem) -> None:
    """Say on the run what people should know; a note never holds a text or an identity."""
    with work.pool.connection() as connection:
        runs.add_to_run(connection, run.id, note=say(problem, work.settings.lang))
