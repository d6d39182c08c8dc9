"""An earlier directory is put in force again, and what followed from the later one goes back, in one transaction."""

from datetime import UTC, date, datetime
from getpass import getuser

from psycopg import Connection

from classifier.predictor import load_predictor
from complaints.directory.restructuring import restructured
from complaints.directory.snapshot import open_snapshot, write_files
from complaints.directory.succession import as_before
from complaints.errors import ComplaintError
from complaints.leaf_moves import InvalidMoves, LeafPlan, plan_moves
from complaints.taxonomy import Taxonomy
from complaints.timestamps import day_of
from database import facts, leaf_moves
from database.connection import connect
from database.facts import Period
from flows.following import follow, put_back, tell_back
from tepat.cutting_off import cut_off_by
from tepat.importing import Imported, hold_current
from tepat.services import NotSetUp, open_database
from tepat.settings import Settings


class TreeDiffers(ComplaintError):
    """The categories differ from those of that version, and labels name what came since: import its files with a
    moves.csv that says what is in place of the categories of today."""


def history(settings: Settings) -> list[Period]:
    """Every time that a directory was put in force, the newest first."""
    with open_database(settings) as (url, _), connect(url) as connection:
        return facts.directory_history(connection)


def roll_back(
    settings: Settings,
    version: str,
    *,
    only_plan: bool = False,
    planned_on: str | None = None,
    today: date | None = None,
) -> Imported:
    """Put this version in force again.

    What went to a successor and was not touched since goes back; what came meanwhile to an office that the version does
    not know goes to the one that it succeeded, or before a person. Raises NotFound, NotSetUp, TreeDiffers,
    ModelDoesNotFit or DirectoryChanged, each before anything is changed.
    """
    day = today or day_of(datetime.now(UTC))
    with open_database(settings) as (url, _), connect(url) as connection:
        with connection.transaction(force_rollback=only_plan):
            current = hold_current(connection, planned_on)
            if current is None:
                raise NotSetUp
            files = facts.directory_files(connection, version)
            rolled = _restore(connection, settings, current, (version, files), day)
        if not only_plan:
            write_files(files, settings.place / "directory")
    return rolled


Version = tuple[str, dict[str, str]]
"""The name of a directory, and its files."""


def _restore(connection: Connection, settings: Settings, current: Version, wanted: Version, day: date) -> Imported:
    (now, old_taxonomy), (then, taxonomy) = open_snapshot(current[1]), open_snapshot(wanted[1])
    now, then, by = now.as_of(day), then.as_of(day), f"direktori:{wanted[0]}"
    plan = _plan(old_taxonomy, taxonomy)
    load_predictor(settings.models, then, taxonomy)
    reopened = [office for office in then.open_offices if office.id not in now.open_by_id]
    back = put_back(connection, reopened, version=wanted[0], actor=by)
    followed = follow(connection, as_before(now, then), taxonomy, version=wanted[0], actor=by)
    actor = f"person:{getuser()}"
    return Imported(
        version=wanted[0],
        is_new=facts.load_directory(connection, *wanted, actor=actor),
        before=current[0],
        offices=restructured(now, then),
        plan=plan,
        labels=leaf_moves.count_labels(connection, plan.changed),
        again=leaf_moves.decide_again(connection, plan.changed, actor=actor) if plan.changed else 0,
        returned=tell_back(connection, back, version=wanted[0], actor=by),
        followed=followed,
        cut_off=cut_off_by(connection, then, taxonomy),
    )


def _plan(old: Taxonomy, new: Taxonomy) -> LeafPlan:
    try:
        return plan_moves(old, new)
    except InvalidMoves as error:
        raise TreeDiffers from error
