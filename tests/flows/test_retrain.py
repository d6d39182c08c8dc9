"""From labels to a challenger, and from its verdict to what is live."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from psycopg import Connection

from classifier.errors import ModelDamaged
from classifier.registry import current_version
from complaints import training_set
from complaints.conduct import Conduct, Consent, conduct_to_dict, differences
from complaints.promises import Standing, judge_all
from complaints.promotion import Verdict
from database import models, trainings
from database.audit import history
from database.conducts import save_conduct
from database.snapshots import find_snapshot
from flows import contesting
from flows.conducting import conduct_of
from flows.contesting import set_up
from flows.retrain import begin
from flows.workplace import Workplace, open_workplace
from tepat.settings import Settings


@contextmanager
def working(settings: Settings) -> Iterator[Workplace]:
    with open_workplace(settings) as work:
        yield work


def learn(settings: Settings) -> trainings.Training:
    """One training in this process, step after step, as the flow does it."""
    with open_workplace(settings) as work:
        with work.pool.connection() as connection:
            id_ = trainings.request_training(connection, by="person:dewi")
        assert begin(work, str(id_)) == id_
        contesting.carry_on(work)
        bench = set_up(work, id_)
        material = contesting.take_snapshot(bench)
        if material is not None:
            challenger = contesting.train_challenger(bench, material)
            contesting.settle(bench, material, contesting.compare(bench, material, challenger), challenger.version)
        with work.pool.connection() as connection:
            return trainings.read_training(connection, id_)


def let_it_switch(connection: Connection, settings: Settings) -> None:
    before = conduct_of(settings)
    after = Conduct(**{**vars(before), "new_models": Consent.AUTO})
    with connection.transaction():
        save_conduct(connection, conduct_to_dict(after), differences(before, after), previous=0, by="dewi", why="uji")


def test_without_labels_enough_it_says_how_many_are_missing(
    settings: Settings, review_many: Callable[..., list[UUID]], champion: str
) -> None:
    review_many(9)
    done = learn(settings)
    assert (done.state, done.challenger) == ("nothing", None)
    assert "20 more labelled reports" in done.why
    assert current_version(settings.models) == champion


def test_a_better_challenger_waits_for_a_yes(
    settings: Settings, database: Connection, review_many: Callable[..., list[UUID]], champion: str
) -> None:
    review_many(150)
    done = learn(settings)
    assert (done.state, done.champion, done.judgement["verdict"]) == ("waiting", champion, Verdict.PROMOTE)
    assert done.challenger not in {None, champion}
    assert current_version(settings.models) == champion
    snapshot = find_snapshot(database, done.snapshot[:12])
    assert (snapshot.own_rows, done.judgement["labels"]) == (105, 45)
    assert models.learnt_until(database, done.challenger) == snapshot.until


def test_with_consent_given_beforehand_it_goes_live_and_all_is_recorded(
    settings: Settings, database: Connection, review_many: Callable[..., list[UUID]], champion: str
) -> None:
    let_it_switch(database, settings)
    review_many(150)
    done = learn(settings)
    assert (done.state, done.settled_by) == ("promoted", "flow:retrain")
    assert current_version(settings.models) == done.challenger
    (period,) = [one for one in models.list_periods(database, limit=9) if one.live_to is None]
    assert (period.version, period.started_by) == (done.challenger, "flow:retrain")
    assert period.why
    assert [one["action"] for one in history(database, f"model:{done.challenger}")] == ["model.live"]


def test_what_a_new_model_promises_is_proved_by_nobody_yet(
    settings: Settings, database: Connection, review_many: Callable[..., list[UUID]]
) -> None:
    let_it_switch(database, settings)
    review_many(150)
    learn(settings)
    with working(settings) as work:
        deciding = work.deciding()
    assert deciding.policy.provisional
    standings = {one.standing for one in judge_all(deciding.policy, {}, ()).values()}
    assert Standing.HOLDS not in standings


def test_the_next_training_judges_by_labels_that_the_live_model_has_not_learnt(
    settings: Settings, database: Connection, review_many: Callable[..., list[UUID]]
) -> None:
    let_it_switch(database, settings)
    review_many(150)
    first = learn(settings)
    again = learn(settings)
    assert again.state == "kept"
    assert find_snapshot(database, again.snapshot).until > find_snapshot(database, first.snapshot).until
    assert again.judgement["labels"] < 45


def test_the_same_labels_are_not_learnt_twice(
    settings: Settings,
    review_many: Callable[..., list[UUID]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    review_many(150)
    first = learn(settings)
    learnt: list[str] = []
    monkeypatch.setattr(contesting, "_learn", lambda *_: learnt.append("again"))
    second = learn(settings)
    assert (second.challenger, learnt) == (first.challenger, [])


def test_a_challenger_that_was_tampered_with_never_goes_live(
    settings: Settings, review_many: Callable[..., list[UUID]], champion: str
) -> None:
    review_many(150)
    done = learn(settings)
    damage(settings.models / done.challenger)
    with working(settings) as work, pytest.raises(ModelDamaged):
        contesting.promote(work, done.challenger)
    assert current_version(settings.models) == champion


def damage(folder: Path) -> None:
    with (folder / "policy.json").open("a") as file:
        file.write(" ")


def test_where_the_live_model_is_damaged_the_last_good_one_decides(
    settings: Settings, database: Connection, review_many: Callable[..., list[UUID]], champion: str
) -> None:
    with working(settings) as work:
        assert work.deciding().predictor.version == champion
    let_it_switch(database, settings)
    review_many(150)
    done = learn(settings)
    damage(settings.models / done.challenger)
    with working(settings) as work:
        assert work.deciding().predictor.version == champion


def test_of_two_trainings_at_once_one_wins_and_the_other_says_why(settings: Settings, database: Connection) -> None:
    with working(settings) as one, working(settings) as other:
        first, second = (trainings.request_training(database, by=f"person:{who}") for who in ("sari", "budi"))
        assert begin(one, str(first)) == first
        assert begin(other, str(second)) is None
    refused = trainings.read_training(database, second)
    assert refused.state == "refused"
    assert "person:sari" in refused.why


def test_what_a_dead_process_left_running_is_closed_and_the_turn_is_free(
    settings: Settings, database: Connection
) -> None:
    with working(settings) as work:
        first = trainings.request_training(database, by="person:sari")
        begin(work, str(first))
    with working(settings) as work:
        second = trainings.request_training(database, by="person:sari")
        assert begin(work, str(second)) == second
    assert trainings.read_training(database, first).state == "failed"


@pytest.mark.parametrize(("hour", "count", "is_due"), [(2, 49, False), (2, 50, True), (9, 499, False), (9, 500, True)])
def test_a_training_is_due_by_night_or_where_many_labels_came(hour: int, count: int, is_due: bool) -> None:

    assert training_set.is_due(count, hour) is is_due
