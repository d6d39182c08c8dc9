"""Train on new labels from the command line, build a snapshot again, and choose which model is live."""

import time
from getpass import getuser
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from classifier.model import load_card
from classifier.predictor import check_fit
from classifier.registry import list_models, set_current
from complaints.directory.snapshot import open_snapshot
from complaints.errors import ComplaintError, NotFound
from complaints.training_set import name_rows
from connectors.label_files import write_json_lines
from database import facts, models, snapshots, trainings
from database.connection import connect
from database.trainings import Training
from flows.learning import base_rows, project_rows
from tepat.children import Child
from tepat.services import NotSetUp, open_database, open_services, wait_until_ready
from tepat.settings import Settings
from tepat.wording import say


class TrainingStopped(ComplaintError):
    """The training ended before it was over; the log says why. The live model is as it was."""


class TrainingKilled(ComplaintError):
    """The process of the training was ended from outside (the text says how) before it could say why."""


class SnapshotDiffers(ComplaintError):
    """What is built again is not what was learnt from; the text says what is missing."""


def retrain_once(settings: Settings, console: Console) -> Training:
    """Start what is needed, run one training with a progress bar, stop. Raises TrainingStopped or TrainingKilled."""
    with open_services(settings) as services:
        with console.status(say(settings.lang, "starting.prefect")):
            wait_until_ready(services, "prefect", f"{services.prefect_url}/health")
        with connect(services.database_url) as connection:
            id_ = trainings.request_training(connection, by=f"person:{getuser()}")
            child = services.start_once("retrain", "flows", "retrain", str(id_))
            with _progress(console) as progress:
                task = progress.add_task("", total=None)
                while child.is_running():
                    now = trainings.read_training(connection, id_)
                    text = say(settings.lang, f"retrain.{now.step}") if now.step else ""
                    progress.update(task, description=text, completed=now.step_done, total=now.step_total or None)
                    time.sleep(0.2)
            done = trainings.read_training(connection, id_)
    if done.state in {"requested", "running", "failed"}:
        raise stopped(child)
    return done


def stopped(child: Child) -> ComplaintError:
    """Why a training ended too early: its log where it wrote to it, else how its process ended."""
    return TrainingStopped(child.log) if child.has_spoken() else TrainingKilled(child.ending())


def _progress(console: Console) -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console)


def use_model(settings: Settings, version: str, *, why: str) -> None:
    """Put this model live; running services take it up within seconds.

    Raises NotFound, ModelDamaged, or ModelDoesNotFit where the directory lacks its categories.
    """
    if version not in {one.version for one in list_models(settings.models)}:
        raise NotFound(f"model {version}")
    folder, actor = settings.models / version, f"person:{getuser()}"
    with open_database(settings) as (url, _), connect(url) as connection, connection.transaction():
        found = facts.current_directory(connection)
        if found is None:
            raise NotSetUp
        check_fit(folder, open_snapshot(found[1])[1])
        trainings.settle_training(connection, version, accepted=True, by=actor, why=why)
        models.note_live_model(connection, version, load_card(folder), actor=actor, why=why)
        # Last in the transaction: what is recorded and what is current change together, or neither does.
        set_current(settings.models, version)


def rebuild_snapshot(settings: Settings, name: str, out: Path) -> str:
    """Write the rows of this snapshot as they were, as JSON lines; its name.

    Raises NotFound, or SnapshotDiffers where rows were erased or turned rahasia since, or the texts of the project
    changed: the file then holds what there is.
    """
    with open_database(settings) as (url, _), connect(url) as connection:
        found = facts.current_directory(connection)
        if found is None:
            raise NotSetUp
        snapshot = snapshots.find_snapshot(connection, name)
        own = [one.row for one in snapshots.rebuild_own_rows(connection, snapshot.name)]
    base = base_rows(project_rows(settings, open_snapshot(found[1])[1]))
    rows = [*base, *own]
    write_json_lines(out, [row.as_record() for row in rows])
    if name_rows(rows) != snapshot.name:
        missing = snapshot.own_rows - len(own)
        same = "unchanged" if name_rows(base) == snapshot.base else "changed"
        raise SnapshotDiffers(f"{out}: {missing} own rows are gone since; the texts of the project are {same}")
    return snapshot.name


def known_snapshots(settings: Settings) -> list[snapshots.Snapshot]:
    """All snapshots, the newest first."""
    with open_database(settings) as (url, _), connect(url) as connection:
        return snapshots.list_snapshots(connection)


def diff_snapshots(settings: Settings, one: str, other: str) -> snapshots.SnapshotDiff:
    """From one snapshot to the other, each named by as much of its name as is unique. Raises NotFound."""
    with open_database(settings) as (url, _), connect(url) as connection:
        first, second = (snapshots.find_snapshot(connection, name) for name in (one, other))
        return snapshots.compare_snapshots(connection, first, second)
