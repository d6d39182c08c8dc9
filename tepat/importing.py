"""A directory is put in force, and what named its leaves before follows, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from getpass import getuser
from pathlib import Path

from psycopg import Connection

from classifier.predictor import Predictor, load_predictor
from complaints.directory.snapshot import MOVES, open_snapshot, read_files, version_of, write_files
from complaints.errors import ComplaintError
from complaints.leaf_moves import LeafPlan, plan_moves, read_moves, write_moves
from complaints.routing import branch_of
from complaints.taxonomy import Taxonomy
from database import facts, leaf_moves
from database.connection import connect
from tepat.services import open_database
from tepat.settings import Settings


class AuditsWait(ComplaintError):
    """Audits of leaves that change would be judged by another tree; the text says how many, where, and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A directory that was put in force, or would be.

    `labels` counts the labels of leaves that are gone or stand elsewhere; `again` the reports that the machine decides
    anew; `cut_off` names accounts whose reach is gone; `unproven` are branches that are not automated before the next
    training.
    """

    version: str
    is_new: bool
    plan: LeafPlan | None = None
    labels: Mapping[str, int] = field(default_factory=dict)
    again: int = 0
    cut_off: tuple[str, ...] = ()
    unproven: tuple[tuple[str, ...], ...] = ()


def import_directory(settings: Settings, folder: Path, *, only_plan: bool = False) -> Imported:
    """Put the directory of this folder in force, for the database and for this machine's `tepat predict`.

    With `only_plan` nothing is changed. Raises InvalidDirectory, InvalidTaxonomy, InvalidMoves, AuditsWait or
    ModelDoesNotFit, each before anything is changed.
    """
    with open_database(settings) as (url, _), connect(url) as connection:
        with connection.transaction(force_rollback=only_plan):
            files = with_earlier_moves(read_files(folder), facts.current_directory(connection))
            imported = _put_in_force(connection, settings, files)
        if not only_plan:
            write_files(files, settings.place / "directory")
    return imported


def with_earlier_moves(files: dict[str, str], current: tuple[str, dict[str, str]] | None) -> dict[str, str]:
    """The files with the moves of all earlier directories before their own, so that no old name is ever lost."""
    earlier = current[1].get(MOVES, "") if current else ""
    if not earlier:
        return files
    moves = dict.fromkeys((*read_moves(earlier), *read_moves(files.get(MOVES, ""))))
    return {**files, MOVES: write_moves(moves)}


def _put_in_force(connection: Connection, settings: Settings, files: Mapping[str, str]) -> Imported:
    version, actor = version_of(files), f"person:{getuser()}"
    current = facts.current_directory(connection)
    directory, taxonomy = open_snapshot(files)
    plan = plan_moves(open_snapshot(current[1])[1], taxonomy) if current else None
    predictor = load_predictor(settings.models, directory, taxonomy)
    is_new = facts.load_directory(connection, version, files, actor=actor)
    if plan is None:
        return Imported(version=version, is_new=is_new)
    _refuse_open_audits(connection, plan, taxonomy)
    return Imported(
        version=version,
        is_new=is_new,
        plan=plan,
        labels=leaf_moves.count_labels(connection, plan.changed),
        cut_off=_cut_off(connection, taxonomy),
        unproven=_unproven(predictor, taxonomy),
        again=leaf_moves.decide_again(connection, plan.changed, actor=actor) if plan.changed else 0,
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
        raise AuditsWait(
            f"{sum(one.count for one in waiting)} audits of {where} wait; have them judged first (page Antrean), since "
            "by the new tree every one of them would count as misrouted"
        )


def _cut_off(connection: Connection, taxonomy: Taxonomy) -> tuple[str, ...]:
    return tuple(sorted(name for name, path in leaf_moves.reaches(connection).items() if path not in taxonomy.nodes))


def _unproven(predictor: Predictor, taxonomy: Taxonomy) -> tuple[tuple[str, ...], ...]:
    """Branches of the tree, outside ones aside, that the policy of the model says nothing of."""
    known = {threshold.branch for threshold in predictor.policy.thresholds}
    branches = {branch_of(path) for path in taxonomy.path_of_leaf.values() if not taxonomy.is_outside(path)}
    return tuple(sorted(branches - known)) if () not in known else ()
