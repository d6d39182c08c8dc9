"""What is in force: the environment until a person changes something, then what they said, branch by branch."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from psycopg import Connection

from complaints.conduct import BranchConduct, Conduct, conduct_to_dict, differences
from complaints.prediction import Step
from complaints.report import Message
from complaints.routing import Automation, Decision, Outcome, Reason, RoutingPolicy, Threshold
from database.claiming import Claimed
from database.conducts import save_conduct
from database.connection import connect, open_pool
from flows.conducting import TermsContradict, conduct_in_force, conduct_of
from flows.watching import Watch, act, read_watch
from flows.workplace import Workplace, open_workplace
from tepat.settings import Settings

IMI, PAS = ("IMIPAS", "imigrasi"), ("IMIPAS", "pemasyarakatan")
SETTINGS = Settings(alpha=0.03, audit_share=0.07, automation="provisional", _env_file=None)
POLICY = RoutingPolicy(
    version="p1",
    alpha=0.1,
    delta=0.1,
    thresholds=(Threshold(level="bidang", branch=IMI, value=0.9), Threshold(level="bidang", branch=PAS, value=0.9)),
    max_depth=4,
)


def save(connection: Connection, conduct: Conduct) -> None:
    changes = differences(Conduct(), conduct)
    save_conduct(connection, conduct_to_dict(conduct), changes, previous=0, by="dewi", why="uji coba")


def test_the_environment_counts_until_a_person_changes_something(connection: Connection) -> None:
    assert conduct_in_force(connection, SETTINGS) == conduct_of(SETTINGS)
    assert (conduct_of(SETTINGS).alpha, conduct_of(SETTINGS).automation) == (0.03, Automation.PROVISIONAL)
    changed = Conduct(alpha=0.01, branches={IMI: BranchConduct(alpha=0.005, automation=Automation.PROMISED)})
    save(connection, changed)
    assert conduct_in_force(connection, SETTINGS) == changed


def test_an_environment_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(TermsContradict, match="must not be above"):
        conduct_of(SETTINGS.model_copy(update={"alpha_of": {"unit": 0.5}}))


def test_a_run_begins_with_what_is_in_force(committed_database: str) -> None:
    with connect(committed_database) as connection:
        save(connection, Conduct(automation=Automation.PROMISED))
    kind = type(SETTINGS.database_url)
    with open_workplace(SETTINGS.model_copy(update={"database_url": kind(committed_database)})) as work:
        assert work.conduct.automation is Automation.PROMISED


def decided(path: Sequence[str]) -> Decision:
    steps = tuple(Step(path=tuple(path[: depth + 1]), p=0.99) for depth in range(len(path)))
    return Decision(outcome=Outcome.AUTO, depth=2, steps=steps, reasons=(Reason.SURE,), policy="p1", model="m1")


@pytest.fixture
def watching(connection: Connection) -> Watch:
    return read_watch(connection, POLICY)


def test_each_branch_is_routed_and_audited_by_its_own_settings(committed_database: str, watching: Watch) -> None:
    conduct = Conduct(
        automation=Automation.SHADOW,
        audit_share=1e-9,
        branches={IMI: BranchConduct(automation=Automation.PROVISIONAL, audit_share=1.0)},
    )
    message = Message(judul="", isi="paspor")
    item = Claimed(
        id=1, version=1, message=message, reviewed_before=False, reported_at=datetime(2026, 11, 22, tzinfo=UTC)
    )
    with open_pool(committed_database, size=1) as pool, connect(committed_database) as holder:
        work = Workplace(settings=SETTINGS, pool=pool, holder=holder, conduct=conduct)
        imigrasi, pemasyarakatan = (act(work, watching, item, decided((*path, "X"))) for path in (IMI, PAS))
    assert (imigrasi.acted, imigrasi.automation, imigrasi.drawn is not None) == (True, Automation.PROVISIONAL, True)
    assert (pemasyarakatan.acted, pemasyarakatan.reason) == (False, Reason.SHADOW)
    assert (pemasyarakatan.automation, pemasyarakatan.drawn) == (Automation.SHADOW, None)
