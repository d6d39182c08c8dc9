"""What runs takes up what people change, without a restart."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from classifier.errors import ModelDamaged
from classifier.registry import current_version
from complaints.conduct import Conduct, conduct_to_dict, differences
from complaints.guarantee import Terms
from complaints.routing import Automation
from database.conducts import latest_conduct, save_conduct
from database.connection import open_pool
from database.models import note_live_model
from tepat import in_force
from tepat.in_force import InForce
from tepat.services import load_shipped_directory
from tepat.serving import build_services
from tepat.settings import Settings

SETTINGS = Settings(automation="shadow", _env_file=None)


@pytest.fixture
def pool(committed_database: str) -> Iterator[ConnectionPool[Connection]]:
    load_shipped_directory(committed_database)
    with open_pool(committed_database, size=2) as pool:
        yield pool


@pytest.fixture(autouse=True)
def always_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_force, "LOOK_AGAIN_SECONDS", -1.0)


def save(pool: ConnectionPool[Connection], conduct: Conduct) -> None:
    with pool.connection() as connection:
        before = latest_conduct(connection)
        changes = differences(Conduct(), conduct)
        previous = before.id if before else 0
        save_conduct(connection, conduct_to_dict(conduct), changes, previous=previous, by="dewi", why="uji coba")


def test_changed_settings_and_their_thresholds_are_in_force_at_once(pool: ConnectionPool[Connection]) -> None:
    services = build_services(SETTINGS, pool)
    own = services.policy()
    assert (services.automation, own.alpha) == (Automation.SHADOW, 0.02)
    save(pool, Conduct(alpha=0.05, automation=Automation.PROMISED))
    looser = services.policy()
    assert (services.automation, looser.alpha) == (Automation.PROMISED, 0.05)
    assert looser.version != own.version
    assert looser == services.policy_under(Terms(alpha=0.05))
    save(pool, Conduct())
    assert services.policy() == own


def test_another_share_of_audits_loads_nothing_anew(pool: ConnectionPool[Connection]) -> None:
    in_force = InForce(SETTINGS, pool)
    predictor, policy = in_force.predictor(), in_force.policy()
    save(pool, Conduct(audit_share=0.5))
    assert in_force.conduct().audit_share == 0.5
    assert in_force.predictor() is predictor
    assert in_force.policy() == policy


@pytest.fixture
def own_models(tmp_path: Path) -> Path:
    """The models that come along, and a copy of the current one whose policy was changed by hand."""
    folder = tmp_path / "models"
    shutil.copytree(SETTINGS.models, folder)
    damaged = folder / "tfidf-0000000000"
    shutil.copytree(folder / current_version(folder), damaged)
    (damaged / "policy.json").write_text((damaged / "policy.json").read_text() + " ")
    return folder


def test_another_model_is_taken_up_and_a_damaged_one_is_not(pool: ConnectionPool[Connection], own_models: Path) -> None:
    in_force = InForce(SETTINGS.model_copy(update={"models": own_models}), pool)
    good = in_force.predictor().version
    (own_models / "current").write_text("tfidf-0000000000\n")
    assert in_force.predictor().version == good
    (own_models / "current").unlink()
    assert in_force.predictor().version == good


def test_a_service_that_starts_with_a_damaged_model_serves_the_last_good_one(
    pool: ConnectionPool[Connection], own_models: Path
) -> None:
    good = current_version(own_models)
    (own_models / "current").write_text("tfidf-0000000000\n")
    settings = SETTINGS.model_copy(update={"models": own_models})
    with pytest.raises(ModelDamaged):
        InForce(settings, pool).predictor()
    with pool.connection() as connection:
        for version in (good, "tfidf-0000000000"):
            note_live_model(connection, version, {}, actor="test")
    assert InForce(settings, pool).predictor().version == good
