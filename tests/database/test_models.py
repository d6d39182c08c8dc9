"""Periods of models, and brakes that a new policy of the same model does not give back."""

from psycopg import Connection

from database.models import list_periods, note_live_model, note_policy
from database.watch import Stream, list_brakes, pull_brake


def test_one_model_is_live_at_a_time_and_every_period_stays(connection: Connection) -> None:
    for version in ("m1", "m2", "m1"):
        assert note_live_model(connection, version, {}, actor="person:dewi", why=f"uji {version}")
    assert not note_live_model(connection, "m1", {}, actor="test")
    periods = list_periods(connection, limit=9)
    assert [one.version for one in periods] == ["m1", "m2", "m1"]
    assert [one.live_to is None for one in periods] == [True, False, False]
    assert (periods[0].started_by, periods[0].why) == ("person:dewi", "uji m1")


def test_a_brake_holds_for_every_policy_of_the_same_model(connection: Connection) -> None:
    for version, model in (("p1", "m1"), ("p2", "m1"), ("p3", "m2")):
        note_policy(connection, version, model, {})
    stream = Stream(branch=("IMIPAS",), policy="p1", alpha=0.02, delta=0.05, wrong=[True])
    pull_brake(connection, stream, 0.5, actor="test")
    assert {policy: len(list_brakes(connection, policy)) for policy in ("p1", "p2", "p3", "p9")} == {
        "p1": 1,
        "p2": 1,
        "p3": 0,
        "p9": 0,
    }
