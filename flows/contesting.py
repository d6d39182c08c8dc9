"""The steps of a training. Each is whole by itself: killed at any moment, the live model stays as it is."""

from dataclasses import asdict, dataclass
from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

from classifier.calibration import policy_under
from classifier.challenge import Contestant, contest
from classifier.errors import ModelDamaged
from classifier.groups import LeftOut
from classifier.heads import SHIPPED_RECIPE
from classifier.model import load_card, load_model
from classifier.predictor import Predictor, load_predictor, make_predictor
from classifier.registry import current_version, set_current
from classifier.train import Origin, train
from classifier.urgent_texts import read_urgent_texts
from complaints.conduct import Consent
from complaints.directory import Directory
from complaints.directory.snapshot import open_snapshot
from complaints.errors import Problem
from complaints.messages import say
from complaints.promotion import Judgement, Verdict, judge
from complaints.taxonomy import Taxonomy
from complaints.timestamps import day_of
from database import facts, models, snapshots, trainings
from flows.learning import Material, drawn_with, gather, rows_to_learn
from flows.workplace import NotSetUp, Workplace, now

ACTOR = "flow:retrain"
WIB = timezone(timedelta(hours=7), "WIB")


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What a training works with: the directory in force and the champion."""

    work: Workplace
    training: UUID
    directory: Directory
    taxonomy: Taxonomy
    champion: Predictor

    def note(self, step: str, done: int = 0, total: int = 0) -> None:
        """How far it is."""
        with self.work.pool.connection() as connection:
            trainings.note_step(connection, self.training, step, done, total)

    def close(self, state: str, problem: Problem, judgement: dict[str, Any] | None = None) -> None:
        """End it, and say why so."""
        with self.work.pool.connection() as connection:
            why = say(problem, self.work.settings.lang)
            trainings.finish_training(connection, self.training, state, why=why, judgement=judgement)


def set_up(work: Workplace, training: UUID) -> Bench:
    """Load what is in force. Raises NotSetUp, NoModel or ModelDamaged."""
    with work.pool.connection() as connection:
        found, instead = facts.current_directory(connection), models.once_live(connection)
    if found is None:
        raise NotSetUp
    directory, taxonomy = open_snapshot(found[1])
    directory = directory.as_of(day_of(now()))
    champion = load_predictor(work.settings.models, directory, taxonomy, instead=instead)
    return Bench(work=work, training=training, directory=directory, taxonomy=taxonomy, champion=champion)


def take_snapshot(bench: Bench) -> Material | None:
    """Gather what there is to learn, and keep it under its name; None, and the training closed, where it is little."""
    work = bench.work
    bench.note("snapshot")
    with work.pool.connection() as connection:
        touched = models.learnt_until(connection, bench.champion.version)
        material = gather(
            connection, work.settings, bench.directory, bench.taxonomy, work.conduct.terms, touched=touched
        )
    if isinstance(material, int):
        bench.close("nothing", Problem(code="labels_too_few", field="label", values={"missing": material}))
        return None
    with work.pool.connection() as connection:
        snapshots.keep_snapshot(connection, _snapshot(material), material.own)
        trainings.note_models(connection, bench.training, snapshot=material.name, champion=bench.champion.version)
    return material


def _snapshot(material: Material) -> snapshots.Snapshot:
    return snapshots.Snapshot(
        name=material.name,
        made_at=now(),
        made_by=ACTOR,
        until=material.until,
        base=material.base_name,
        base_rows=len(material.base),
        own_rows=len(material.own),
    )


def train_challenger(bench: Bench, material: Material) -> Predictor:
    """The model of this snapshot: the one that an earlier training made of it, or a new one."""
    bench.note("train")
    folder = bench.work.settings.models
    with bench.work.pool.connection() as connection:
        known = trainings.trained_before(connection, material.name)
    try:
        model = load_model(folder / known) if known else None
    except ModelDamaged:
        model = None
    if model is None:
        model = load_model(folder / _learn(bench, material))
    with bench.work.pool.connection() as connection:
        models.note_trained_model(connection, model.version, model.card, material.name)
        trainings.note_models(connection, bench.training, snapshot=material.name, challenger=model.version)
    return make_predictor(model, bench.directory, bench.taxonomy)


def _learn(bench: Bench, material: Material) -> str:
    settings, terms = bench.work.settings, bench.work.conduct.terms
    trained = train(
        rows_to_learn(material),
        bench.taxonomy,
        settings.models,
        bench.note,
        directory=bench.directory,
        origin=Origin(own=False, left_out=LeftOut.VOICES_AND_TIME),
        # While the clean texts of the project are most of it, their recipe serves best.
        recipe=SHIPPED_RECIPE if len(material.own) < len(material.base) else None,
        terms=terms,
        urgent_texts=read_urgent_texts(settings.urgency_texts),
        sampled=drawn_with(material, terms),
    )
    return trained.version


def compare(bench: Bench, material: Material, challenger: Predictor) -> Judgement:
    """Both on the same later reports, each under the policy that it would route by here."""
    bench.note("compare")
    champion, other = (_contestant(bench, side) for side in (bench.champion, challenger))
    terms = bench.work.conduct.terms
    compared = contest(champion, other, bench.taxonomy, material.judged)
    return judge(compared, alpha=terms.alpha, delta=terms.delta)


def _contestant(bench: Bench, predictor: Predictor) -> Contestant:
    folder = bench.work.settings.models / predictor.version
    policy = policy_under(folder, predictor.policy, bench.work.conduct.terms)
    return Contestant(predictor=predictor, policy=policy or predictor.policy)


def settle(bench: Bench, material: Material, judgement: Judgement, challenger: str) -> None:
    """What becomes of the challenger: it goes live, waits for a yes, or the champion stays."""
    bench.note("settle")
    kept = {**asdict(judgement), "unseen": material.unseen}
    problem = told(judgement)
    if judgement.verdict is not Verdict.PROMOTE or challenger == bench.champion.version:
        bench.close("kept", problem, kept)
    elif bench.work.conduct.new_models is Consent.ASK:
        bench.close("waiting", problem, kept)
    else:
        bench.close("promoting", problem, kept)
        promote(bench.work, challenger)


def promote(work: Workplace, challenger: str) -> None:
    """Put the challenger live: what is recorded and what is current change together, or neither does.

    Raises ModelDamaged where its files are not as they were written; then nothing changes.
    """
    folder = work.settings.models
    why = say(Problem(code="judged_better", field="model"), work.settings.lang)
    with work.pool.connection() as connection:
        models.note_live_model(connection, challenger, load_card(folder / challenger), actor=ACTOR, why=why)
        trainings.settle_training(connection, challenger, accepted=True, by=ACTOR, why=why)
        # Last in the transaction; it refuses what is damaged.
        set_current(folder, challenger)


def carry_on(work: Workplace) -> None:
    """Finish what was about to go live when a process died, unless a person chose another model since."""
    with work.pool.connection() as connection:
        halves = trainings.half_promoted(connection)
    for challenger, champion in halves:
        if current_version(work.settings.models) in {challenger, champion}:
            promote(work, challenger)
        else:
            why = say(Problem(code="champion_gone", field="model"), work.settings.lang)
            with work.pool.connection() as connection:
                trainings.settle_training(connection, challenger, accepted=False, by=ACTOR, why=why)


def told(judgement: Judgement) -> Problem:
    """The verdict as a sentence."""
    if judgement.verdict is Verdict.TOO_LITTLE:
        return Problem(code="judged_too_little", field="model", values={"missing": judgement.missing})
    if judgement.verdict is Verdict.NOT_BETTER:
        return Problem(code="judged_not_better", field="model", values={"labels": judgement.labels})
    where = ", ".join(sorted({"/".join(one.branch) or "*" for one in judgement.telling}))
    if judgement.verdict is Verdict.WORSE:
        return Problem(code="judged_worse", field="model", values={"branches": where})
    return Problem(code="judged_better", field="model")
