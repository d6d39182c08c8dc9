"""Learn from new labels: train a challenger, judge it against the live model, put it in its place if it is better."""

import logging
from datetime import timedelta
from uuid import UUID

from prefect import flow
from prefect.artifacts import create_table_artifact

from classifier.registry import remove_model
from complaints.errors import Problem
from complaints.messages import say
from complaints.training_set import is_due
from database import trainings
from database.training import count_labels_since
from flows import contesting
from flows.contesting import ACTOR, Bench
from flows.retrying import step
from flows.workplace import Workplace, now, open_workplace
from tepat.settings import Settings

KEPT_FOR = timedelta(days=30)
logger = logging.getLogger(__name__)
take_snapshot = step("take-snapshot")(contesting.take_snapshot)
train_challenger = step("train-challenger")(contesting.train_challenger)
compare = step("compare")(contesting.compare)
settle = step("settle")(contesting.settle)


@flow(name="retrain", description=__doc__)
def retrain(training_id: str | None = None) -> str:
    """One training, that was asked for or that is due; returns its state. Parameters are ids, never texts."""
    with open_workplace(Settings()) as work:
        id_ = begin(work, training_id)
        if id_ is None:
            return "none"
        try:
            learn(work, id_)
        except BaseException:
            fail(work, id_)
            raise
        with work.pool.connection() as connection:
            training = trainings.read_training(connection, id_)
    publish(training)
    return training.state


def begin(work: Workplace, training_id: str | None) -> UUID | None:
    """Take the turn. None where nothing is due, or another training has the turn (which the training then says)."""
    with work.pool.connection() as connection:
        if training_id is None and not is_due(
            count_labels_since(connection, trainings.last_learnt(connection)), now().astimezone(contesting.WIB).hour
        ):
            return None
        id_ = UUID(training_id) if training_id else trainings.request_training(connection, by=ACTOR)
    if trainings.take_turn(work.holder, id_):
        return id_
    with work.pool.connection() as connection:
        problem = Problem(code="training_running", field="", values={"who": trainings.whose_turn(connection)})
        trainings.finish_training(connection, id_, "refused", why=say(problem, work.settings.lang))
    return None


def learn(work: Workplace, id_: UUID) -> None:
    """Snapshot, challenger, comparison, verdict."""
    contesting.carry_on(work)
    clear_away(work)
    bench: Bench = contesting.set_up(work, id_)
    material = take_snapshot(bench)
    if material is None:
        return
    challenger = train_challenger(bench, material)
    settle(bench, material, compare(bench, material, challenger), challenger.version)


def clear_away(work: Workplace) -> None:
    """Remove the files of challengers that lost a month ago; what was said of them stays."""
    with work.pool.connection() as connection:
        lost = trainings.lost_before(connection, now() - KEPT_FOR)
    for version in lost:
        if remove_model(work.settings.models, version):
            logger.info("model %s lost and is removed", version)


def fail(work: Workplace, id_: UUID) -> None:
    """Close it as failed; what it had made stays for the next one."""
    with work.pool.connection() as connection:
        trainings.finish_training(connection, id_, "failed")


def publish(training: trainings.Training) -> None:
    """Both models side by side as a Prefect artifact, where they were compared."""
    if training.judgement and training.judgement["differences"]:
        rows = [{**one, "branch": "/".join(one["branch"]) or "*"} for one in training.judgement["differences"]]
        create_table_artifact(rows, key="retrain", description=f"{training.state}: {training.why}")
