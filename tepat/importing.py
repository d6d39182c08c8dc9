"""A directory is put in force, and what named its leaves and offices before follows, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from getpass import getuser
from pathlib import Path

from psycopg import Connection

from classifier.predictor import Predictor, load_predictor
from complaints.directory.carrying import with_earlier_offices
from complaints.directory.restructuring import OfficeChange, restructured
from complaints.directory.snapshot import (
    MOVES,
    OFFICES,
    open_snapshot,
    read_files,
    read_offices,
    version_of,
    write_files,
)
from complaints.errors import ComplaintError, Problem
from complaints.leaf_moves import LeafPlan, plan_moves, read_moves, write_moves
from complaints.mendable import Mendable
from complaints.routing import branch_of
from complaints.taxonomy import Taxonomy
from complaints.timestamps import day_of
from database import facts, leaf_moves
from database.connection import connect
from flows.following import Followed, follow
from tepat.cutting_off import cut_off_by
from tepat.services import NotSetUp, open_database
from tepat.settings import Settings


class AuditsWait(Mendable):
    """Audits of leaves that change would be judged by another tree; `problems` say how many, where, and the remedy."""


class DirectoryChanged(ComplaintError):
    """Somebody else put another directory in force meanwhile. Look at the plan again."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A directory that was put in force, or would be.

    `before` is the version that it replaces, empty where there was none; `offices` says what becomes of each office.
    `labels` counts the labels of leaves that are gone or stand elsewhere; `again` the reports that the machine decides
    anew; `followed` those whose office changes; `cut_off` names accounts, programs and receivers whose reach is gone;
    `unproven` are branches that are not automated before the next training; `returned` counts what goes back to an
    office that is at work again.
    """

    version: str
    is_new: bool
    before: str = ""
    offices: Sequence[OfficeChange] = ()
    plan: LeafPlan | None = None
    labels: Mapping[str, int] = field(default_factory=dict)
    again: int = 0
    followed: Followed | None = None
    returned: int = 0
    cut_off: tuple[str, ...] = ()
    unproven: tuple[tuple[str, ...], ...] = ()


def import_directory(
    settings: Settings,
    given: Path,
    *,
    only_plan: bool = False,
    planned_on: str | None = None,
    today: date | None = None,
) -> Imported:
    """Put the directory of this folder in force, or the one in force with this list of offices in place of its own; for
    the database and for this machine's `tepat predict`.

    With `only_plan` nothing is changed. `planned_on` is the version that was in force when the plan was looked at.
    Raises InvalidDirectory, InvalidTaxonomy, InvalidMoves, AuditsWait, ModelDoesNotFit, NotSetUp where a list alone is
    given and there is nothing to put it into, or DirectoryChanged; each before anything is changed.
    """
    day = today or day_of(datetime.now(UTC))
    with open_database(settings) as (url, _), connect(url) as connection:
        with connection.transaction(force_rollback=only_plan):
            current = hold_current(connection, planned_on)
            files = _files_of(given, current[1] if current else None, day)
            imported = _put_in_force(connection, settings, files, current, day)
        if not only_plan:
            write_files(files, settings.place / "directory")
    return imported


def hold_current(connection: Connection, planned_on: str | None) -> tuple[str, dict[str, str]] | None:
    """The directory in force, which nobody else changes before this transaction ends. Raises DirectoryChanged."""
    facts.hold_directory(connection)
    current = facts.current_directory(connection)
    if planned_on is not None and planned_on != (current[0] if current else ""):
        raise DirectoryChanged
    return current


def _files_of(given: Path, current: Mapping[str, str] | None, day: date) -> dict[str, str]:
    if given.is_file():
        if current is None:
            raise NotSetUp
        files = {**current, OFFICES: read_offices(given)}
    else:
        files = with_earlier_moves(read_files(given), current)
    if current is None:
        return files
    # Looked at as it was given, so that what is wrong is told by the rows of that file.
    open_snapshot(files)
    kept = with_earlier_offices(
        files[OFFICES], current[OFFICES], day, units=files["units.csv"], regions=files["regions.csv"]
    )
    return {**files, OFFICES: kept}


def with_earlier_moves(files: dict[str, str], current: Mapping[str, str] | None) -> dict[str, str]:
    """The files with the moves of all earlier directories before their own, so that no old name is ever lost."""
    earlier = current.get(MOVES, "") if current else ""
    if not earlier:
        return files
    moves = dict.fromkeys((*read_moves(earlier), *read_moves(files.get(MOVES, ""))))
    return {**files, MOVES: write_moves(moves)}


def _put_in_force(
    connection: Connection,
    settings: Settings,
    files: Mapping[str, str],
    current: tuple[str, Mapping[str, str]] | None,
    day: date,
) -> Imported:
    version, actor = version_of(files), f"person:{getuser()}"
    directory, taxonomy = open_snapshot(files)
    directory = directory.as_of(day)
    before = open_snapshot(current[1]) if current else None
    plan = plan_moves(before[1], taxonomy) if before else None
    predictor = load_predictor(settings.models, directory, taxonomy)
    if current is None or before is None or plan is None:
        return Imported(version=version, is_new=facts.load_directory(connection, version, files, actor=actor))
    _refuse_open_audits(connection, plan, taxonomy)
    # First what waits for rows that others hold, then what writes into the audit log alone.
    followed = follow(connection, directory, taxonomy, version=version, actor=f"direktori:{version}")
    again = leaf_moves.decide_again(connection, plan.changed, actor=actor) if plan.changed else 0
    is_new = facts.load_directory(connection, version, files, actor=actor)
    return Imported(
        version=version,
        is_new=is_new,
        before=current[0],
        offices=restructured(before[0], directory),
        plan=plan,
        labels=leaf_moves.count_labels(connection, plan.changed),
        cut_off=cut_off_by(connection, directory, taxonomy),
        unproven=_unproven(predictor, taxonomy),
        again=again,
        followed=followed,
    )


def _refuse_open_audits(connection: Connection, plan: LeafPlan, taxonomy: Taxonomy) -> None:
    waiting = [
        one
        for one in leaf_moves.sent_under_audit(connection, plan.changed)
        for leaf in taxonomy.resolve(one.path[-1])[:1]
        if taxonomy.path_of_leaf[leaf][: one.depth] != one.path[: one.depth]
    ]
    if waiting:
        where = ", ".join(sorted({one.path[-1] for one in waiting}))
        values = {"count": sum(one.count for one in waiting)}
        raise AuditsWait(Problem(code="audits_wait", field=where, values=values))


def _unproven(predictor: Predictor, taxonomy: Taxonomy) -> tuple[tuple[str, ...], ...]:
    """Branches of the tree, outside ones aside, that the policy of the model says nothing of."""
    known = {threshold.branch for threshold in predictor.policy.thresholds}
    branches = {branch_of(path) for path in taxonomy.path_of_leaf.values() if not taxonomy.is_outside(path)}
    return tuple(sorted(branches - known)) if () not in known else ()
