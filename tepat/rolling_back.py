"""An earlier directory is put in force again, and what followed from the later one goes back, in one transaction."""

from datetime import UTC, date, datetime
from getpass import getuser

from classifier.predictor import load_predictor
from complaints.directory.restructuring import restructured
from complaints.directory.snapshot import open_snapshot, write_files
from complaints.directory.succession import as_before
from complaints.errors import ComplaintError
from complaints.leaf_moves import InvalidMoves, plan_moves
from complaints.timestamps import day_of
from database import facts, leaf_moves
from database.connection import connect
from database.facts import Period
from flows.following import follow, put_back
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
    day, actor = today or day_of(datetime.now(UTC)), f"person:{getuser()}"
    with open_database(settings) as (url, _), connect(url) as connection:
        with connection.transaction(force_rollback=only_plan):
            current = hold_current(connection, planned_on)
            if current is None:
                raise NotSetUp
            files = facts.directory_files(connection, version)
            (now, old_taxonomy), (then, taxonomy) = open_snapshot(current[1]), open_snapshot(files)
            now, then = now.as_of(day), then.as_of(day)
            try:
                plan = plan_moves(old_taxonomy, taxonomy)
            except InvalidMoves as error:
                raise TreeDiffers from error
            load_predictor(settings.models, then, taxonomy)
            is_new = facts.load_directory(connection, version, files, actor=actor)
            reopened = [office for office in then.open_offices if office.id not in now.open_by_id]
            by = f"direktori:{version}"
            rolled = Imported(
                version=version,
                is_new=is_new,
                before=current[0],
                offices=restructured(now, then),
                plan=plan,
                labels=leaf_moves.count_labels(connection, plan.changed),
                again=leaf_moves.decide_again(connection, plan.changed, actor=actor) if plan.changed else 0,
                returned=put_back(connection, reopened, version=version, actor=by),
                followed=follow(connection, as_before(now, then), taxonomy, version=version, actor=by),
                cut_off=cut_off_by(connection, then, taxonomy),
            )
        if not only_plan:
            write_files(files, settings.place / "directory")
    return rolled
