"""From labels to a challenger, and from its verdict to what is live."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg import Connection

from classifier.errors import ModelDamaged
from classifier.registry import current_version, remove_model, set_current
from complaints.conduct import Conduct, Consent, conduct_to_dict, differences
from complaints.promises import Standing, judge_all
from complaints.promotion import Verdict
from complaints.training_set import is_due
from database import models, trainings
from database.audit import history
from database.conducts import save_conduct
from database.connection import connect
from database.snapshots import find_snapshot
from database.trainings import Training
from flows import contesting
from flows.conducting import conduct_of
from flows.retrain import begin, clear_away, publish
from flows.workplace import open_workplace
from tepat.settings import Settings
from tests.flows.conftest import learn, review_stream

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def database(settings: Settings) -> Connection:
    return connect(settings.database_url.get_secret_value())


def let_it_switch(settings: Settings) -> None:
    before = conduct_of(settings)
    after = Conduct(**{**vars(before), "new_models": Consent.AUTO})
    with database(settings) as connection, connection.transaction():
        save_conduct(connection, conduct_to_dict(after), differences(before, after), previous=0, by="dewi", why="uji")


def damage(folder: Path) -> None:
    with (folder / "policy.json").open("a") as file:
        file.write(" ")


def test_without_labels_enough_it_says_how_many_are_missing(settings: Settings) -> None:
    champion = current_version(settings.models)
    with database(settings) as connection:
        review_stream(connection, 9)
    done = learn(settings)
    assert (done.state, done.challenger) == ("nothing", None)
    assert "20 more labelled reports" in done.why
    assert current_version(settings.models) == champion


def test_a_better_challenger_waits_for_a_yes(learnt_once: tuple, learnt: Settings) -> None:
    _, _, done = learnt_once
    assert (done.state, done.judgement["verdict"]) == ("waiting", Verdict.PROMOTE)
    assert done.champion == current_version(learnt.models) != done.challenger
    with database(learnt) as connection:
        snapshot = find_snapshot(connection, done.snapshot[:12])
        assert models.learnt_until(connection, done.challenger) == snapshot.until
    assert (snapshot.own_rows, done.judgement["labels"], done.judgement["unseen"]) == (105, 45, 0.0)


def test_the_same_labels_are_not_learnt_twice(
    learnt: Settings, learnt_once: tuple, monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[object] = []
    monkeypatch.setattr(contesting, "_learn", lambda *_: again.append(_))
    assert (learn(learnt).challenger, again) == (learnt_once[2].challenger, [])


def test_with_consent_given_beforehand_it_goes_live_and_all_is_recorded(learnt: Settings) -> None:
    let_it_switch(learnt)
    done = learn(learnt)
    assert (done.state, done.settled_by) == ("promoted", "flow:retrain")
    assert current_version(learnt.models) == done.challenger
    with database(learnt) as connection:
        (period,) = [one for one in models.list_periods(connection, limit=9) if one.live_to is None]
        logged = [one["action"] for one in history(connection, f"model:{done.challenger}")]
    assert (period.version, period.started_by, logged) == (done.challenger, "flow:retrain", ["model.live"])
    assert period.why


def test_a_newer_challenger_takes_the_place_of_one_that_waits(learnt: Settings, learnt_once: tuple) -> None:
    learn(learnt)
    with database(learnt) as connection:
        newest, oldest = trainings.list_trainings(connection, limit=9)
    assert (newest.state, oldest.state) == ("waiting", "declined")


def test_what_a_new_model_promises_is_proved_by_nobody_yet(learnt: Settings) -> None:
    let_it_switch(learnt)
    learn(learnt)
    with open_workplace(learnt) as work:
        deciding = work.deciding()
    assert deciding.policy.provisional
    standings = {one.standing for one in judge_all(deciding.policy, {}, ()).values()}
    assert Standing.HOLDS not in standings


def test_the_next_training_judges_by_labels_that_the_live_model_has_not_learnt(learnt: Settings) -> None:
    let_it_switch(learnt)
    first = learn(learnt)
    with database(learnt) as connection:
        until = find_snapshot(connection, first.snapshot).until
        touched = models.learnt_until(connection, current_version(learnt.models))
    assert touched == until
    with open_workplace(learnt) as work:
        id_ = begin(work, str(_request(learnt)))
        material = contesting.take_snapshot(contesting.set_up(work, id_))
    assert material.until > until
    assert len(material.judged) < first.judgement["labels"]


def _request(settings: Settings) -> object:
    with database(settings) as connection:
        return trainings.request_training(connection, by="person:dewi")


def test_a_challenger_that_was_tampered_with_never_goes_live(learnt: Settings, learnt_once: tuple) -> None:
    challenger, champion = learnt_once[2].challenger, current_version(learnt.models)
    damage(learnt.models / challenger)
    with open_workplace(learnt) as work, pytest.raises(ModelDamaged):
        contesting.promote(work, challenger)
    assert current_version(learnt.models) == champion
    with database(learnt) as connection:
        assert models.list_periods(connection, limit=9) == []


def test_where_the_live_model_is_damaged_the_last_good_one_decides(learnt: Settings, learnt_once: tuple) -> None:
    champion, challenger = current_version(learnt.models), learnt_once[2].challenger
    for version in (champion, challenger):
        set_current(learnt.models, version)
        with open_workplace(learnt) as work:
            assert work.deciding().predictor.version == version
    damage(learnt.models / challenger)
    with open_workplace(learnt) as work:
        assert work.deciding().predictor.version == champion


@pytest.mark.parametrize(
    ("state", "days", "is_removed"), [("declined", 31, True), ("kept", 29, False), ("waiting", 31, False)]
)
def test_a_challenger_that_lost_a_month_ago_leaves_the_disk_and_stays_on_record(
    learnt: Settings, learnt_once: tuple, state: str, days: int, is_removed: bool
) -> None:
    challenger = learnt_once[2].challenger
    with database(learnt) as connection, connection.transaction():
        connection.execute(
            "UPDATE trainings SET state = %(state)s, finished_at = now() - make_interval(days => %(days)s)",
            {"state": state, "days": days},
        )
    for _ in range(2):
        with open_workplace(learnt) as work:
            clear_away(work)
    assert (learnt.models / challenger).is_dir() is not is_removed
    assert [one for one in learnt.models.iterdir() if one.name.endswith(".leaving")] == []
    with database(learnt) as connection:
        assert trainings.list_trainings(connection, limit=9)[0].challenger == challenger


def test_a_removal_that_a_death_cut_off_is_carried_on(learnt: Settings, learnt_once: tuple) -> None:
    challenger = learnt_once[2].challenger
    (learnt.models / challenger).rename(learnt.models / f".{challenger}.leaving")
    assert [remove_model(learnt.models, challenger) for _ in range(2)] == [True, False]
    assert not list(learnt.models.glob("*.leaving")) and not list(learnt.models.glob(".*.leaving"))


def test_what_was_ever_live_stays_on_the_disk(learnt: Settings) -> None:
    let_it_switch(learnt)
    promoted = learn(learnt).challenger
    with database(learnt) as connection, connection.transaction():
        connection.execute("UPDATE trainings SET state = 'kept', finished_at = now() - interval '1 year'")
    with open_workplace(learnt) as work:
        clear_away(work)
    assert (learnt.models / promoted).is_dir()


def test_a_promotion_that_a_death_cut_off_is_carried_on(learnt: Settings, learnt_once: tuple) -> None:
    challenger = learnt_once[2].challenger
    with database(learnt) as connection:
        connection.execute("UPDATE trainings SET state = 'promoting'")
    with open_workplace(learnt) as work:
        contesting.carry_on(work)
    assert current_version(learnt.models) == challenger


def test_what_a_person_chose_meanwhile_is_not_undone(learnt: Settings, learnt_once: tuple) -> None:
    with database(learnt) as connection:
        connection.execute("UPDATE trainings SET state = 'promoting', champion = 'an-earlier-one'")
    before = current_version(learnt.models)
    with open_workplace(learnt) as work:
        contesting.carry_on(work)
    assert current_version(learnt.models) == before
    with database(learnt) as connection:
        (training,) = trainings.list_trainings(connection, limit=9)
    assert training.state == "declined"


def test_of_two_trainings_at_once_one_wins_and_the_other_says_why(learnt: Settings) -> None:
    with database(learnt) as connection:
        first, second = (trainings.request_training(connection, by=f"person:{who}") for who in ("sari", "budi"))
        with open_workplace(learnt) as one, open_workplace(learnt) as other:
            assert begin(one, str(first)) == first
            assert begin(other, str(second)) is None
        refused = trainings.read_training(connection, second)
    assert refused.state == "refused"
    assert "person:sari" in refused.why


def test_what_a_dead_process_left_running_is_closed_and_the_turn_is_free(learnt: Settings) -> None:
    with database(learnt) as connection:
        first, second = (trainings.request_training(connection, by="person:sari") for _ in range(2))
        for id_ in (first, second):
            with open_workplace(learnt) as work:
                assert begin(work, str(id_)) == id_
        assert trainings.read_training(connection, first).state == "failed"


@pytest.mark.parametrize(("hour", "count", "due"), [(2, 49, False), (2, 50, True), (9, 499, False), (9, 500, True)])
def test_a_training_is_due_by_night_or_where_many_labels_came(hour: int, count: int, due: bool) -> None:
    assert is_due(count, hour) is due


def test_a_comparison_that_was_not_made_leaves_no_empty_artifact(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    monkeypatch.setattr("flows.retrain.create_table_artifact", lambda table, **_: kept.append(table))
    row = {"branch": ["IMIPAS"], "measure": "automated"}
    for rows in ([], [row]):
        done = Training(
            id=uuid4(), requested_by="person:dewi", state="kept", requested_at=AT, finished_at=AT, step="settle",
            step_done=1, step_total=1, snapshot=None, champion=None, challenger=None,
            judgement={"differences": rows}, why="", settled_by=None,
        )  # fmt: skip
        publish(done)
    assert kept == [[{"branch": "IMIPAS", "measure": "automated"}]]
