"""A training killed at each of its steps: the live model stays whole, and the next training carries on.

What holds a process at a step is a lock that the test takes in the database, so nothing of the product knows of it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection

from classifier.model import is_whole, load_model
from classifier.registry import current_version
from complaints.conduct import Conduct, Consent, conduct_to_dict, differences
from database import models, trainings
from database.conducts import save_conduct
from database.connection import connect
from flows import contesting
from flows.conducting import conduct_of
from flows.workplace import open_workplace
from tepat.services import QUIET_PREFECT
from tepat.settings import Settings
from tests.flows.conftest import learn

WAIT = 240
AT_COMMIT = 4711


@pytest.fixture
def environment(learnt: Settings, prefect_url: str, tmp_path: Path) -> dict[str, str]:
    """The same installation for processes of their own, which may switch by themselves."""
    before = conduct_of(learnt)
    after = Conduct(**{**vars(before), "new_models": Consent.AUTO})
    with connect(learnt.database_url.get_secret_value()) as connection, connection.transaction():
        save_conduct(connection, conduct_to_dict(after), differences(before, after), previous=0, by="dewi", why="uji")
    return {
        **os.environ,
        **QUIET_PREFECT,
        "DATABASE_URL": learnt.database_url.get_secret_value(),
        "PREFECT_API_URL": prefect_url,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "TEPAT_HOME": str(tmp_path),
        "TEPAT_MODELS": str(learnt.models),
        "TEPAT_TRAINING_DATA": str(learnt.training_data),
        "TEPAT_URGENCY_TEXTS": str(learnt.urgency_texts),
        "TEPAT_ALPHA": "0.1",
        "TEPAT_LANG": "en",
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture
def owner(environment: dict[str, str]) -> Iterator[Connection]:
    """A connection with the owner's rights, which can hold up others."""
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def start(environment: dict[str, str], owner: Connection) -> tuple[subprocess.Popen[bytes], object]:
    id_ = trainings.request_training(owner, by="person:dewi")
    command = [sys.executable, "-m", "flows", "retrain", str(id_)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), id_


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT
    while not condition():
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def held_up_at(step: str, environment: dict[str, str]) -> Iterator[None]:
    """Whoever trains stops dead in this step."""
    with ExitStack() as stack:
        holder = stack.enter_context(psycopg.connect(environment["DATABASE_URL"], autocommit=True))
        if step == "commit":
            holder.execute("SELECT pg_advisory_lock(%s)", [AT_COMMIT])
            holder.execute(WAIT_AT_COMMIT)
        else:
            stack.enter_context(holder.transaction())
            holder.execute(f"LOCK TABLE {TABLES[step]} IN SHARE ROW EXCLUSIVE MODE".encode())
        yield


TABLES = {"snapshot": "snapshots", "train": "models", "settle": "model_periods"}
WAIT_AT_COMMIT = f"""
    CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock_shared({AT_COMMIT}); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON model_periods DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION wait_at_commit();
"""


def is_held_up(owner: Connection) -> bool:
    return owner.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)").fetchone() == (True,)


@pytest.mark.parametrize(
    ("step", "state"), [("snapshot", "failed"), ("train", "failed"), ("settle", "promoted"), ("commit", "promoted")]
)
def test_killed_at_a_step_the_live_model_is_whole_and_the_next_training_carries_on(
    learnt: Settings, learnt_once: tuple, environment: dict[str, str], owner: Connection, step: str, state: str
) -> None:
    champion, challenger = current_version(learnt.models), learnt_once[2].challenger
    with held_up_at(step, environment):
        process, killed = start(environment, owner)
        wait_for(lambda: is_held_up(owner), process)
        process.send_signal(signal.SIGKILL)
        process.wait()
        # All that is current is whole; before the switch itself it is the champion.
        assert current_version(learnt.models) == (challenger if step == "commit" else champion)
        assert load_model(learnt.models / current_version(learnt.models))
    wait_until_gone(owner)

    if state == "failed":
        learn(learnt)
    else:
        # The next training begins with this.
        with open_workplace(learnt) as work:
            contesting.carry_on(work)

    assert current_version(learnt.models) == challenger
    assert is_whole(learnt.models / challenger)
    assert is_whole(learnt.models / champion)
    (live,) = [one for one in models.list_periods(owner, limit=9) if one.live_to is None]
    assert (live.version, live.started_by) == (challenger, "flow:retrain")
    assert trainings.read_training(owner, killed).state == state


def wait_until_gone(owner: Connection) -> None:
    """Until the server has noticed that the killed process is gone, and let go of its locks."""
    deadline = time.monotonic() + WAIT
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
    while owner.execute(query, [trainings.TRAINING_LOCK]).fetchone() != (0,):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_killed_while_it_learns_nothing_half_written_is_found(
    learnt: Settings, learnt_once: tuple, environment: dict[str, str], owner: Connection
) -> None:
    champion, challenger = current_version(learnt.models), learnt_once[2].challenger
    # As if it had never been learnt.
    owner.execute("UPDATE models SET snapshot = NULL")
    (learnt.models / challenger).rename(learnt.models.parent / "away")
    process, id_ = start(environment, owner)
    wait_for(lambda: trainings.read_training(owner, id_).step == "folds", process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert current_version(learnt.models) == champion
    assert [path.name for path in learnt.models.iterdir() if not is_whole(path)] == ["current"]


def test_two_processes_at_once_one_wins_and_the_other_says_why(environment: dict[str, str], owner: Connection) -> None:
    with held_up_at("snapshot", environment):
        first, one = start(environment, owner)
        wait_for(lambda: is_held_up(owner), first)
        second, other = start(environment, owner)
        assert second.wait(timeout=WAIT) == 0
        refused = trainings.read_training(owner, other)
    assert first.wait(timeout=WAIT) == 0
    assert (refused.state, trainings.read_training(owner, one).state) == ("refused", "promoted")
    assert "person:dewi" in refused.why
