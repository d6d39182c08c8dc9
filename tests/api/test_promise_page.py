"""What people see of the promise, and that an audit tells nothing of its suggestion."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.promise_page import in_words
from api.services import Services
from classifier.policies import policy_to_dict
from complaints.access import EVERYTHING, Reach, Role
from complaints.conduct import Conduct
from complaints.promises import judge_branch
from complaints.raising import NOTHING_PASSES, Raised
from complaints.routing import Automation, RoutingPolicy, Threshold
from database import audit
from database.models import note_policy
from database.raising import keep_raised
from database.watch import pull_brake, read_streams

BRANCH = ("IMIPAS", "imigrasi")
# Everything by which the page could betray that the model thinks of passports at one office.
TELLING = ("97%", "Setujui", "<mark", "Model cukup yakin", "kata yang menentukan")


def make_policy() -> RoutingPolicy:
    thresholds = (
        Threshold(level="ministry", branch=BRANCH, value=0.9),
        Threshold(level="ministry", branch=("IMIPAS", "pemasyarakatan"), value=None, why="labels_missing:30"),
    )
    return RoutingPolicy(version="p1", alpha=0.02, delta=0.05, thresholds=thresholds, max_depth=4)


def branched(services: Services, automation: Automation = Automation.SHADOW) -> Services:
    return replace(services, policy=make_policy, conduct=lambda: Conduct(automation=automation))


@pytest.mark.parametrize("automation", [Automation.SHADOW, Automation.PROVISIONAL])
def test_an_audit_tells_nothing_of_the_suggestion(
    client: TestClient, audited: Callable[..., str], automation: Automation
) -> None:
    public_id = audited(automation)
    page = client.get(f"/laporan/{public_id}").text
    assert "Audit acak" in page
    assert "Simpan penilaian" in page
    assert [text for text in TELLING if text in page] == []
    assert 'id="kantor" name="kantor" value=""' in page
    assert "selected" not in page
    item = client.get("/v1/queue").json()["items"][0]
    assert (item["kind"], item["reason"], item["path"], item["office_id"]) == ("audit", "audit", [], None)
    queue = client.get("/").text
    assert "Usulan disembunyikan" in queue
    assert "97%" not in queue


def test_an_audit_is_judged_on_its_page(client: TestClient, audited: Callable[..., str]) -> None:
    public_id = audited(Automation.PROVISIONAL)
    shown = client.get(f"/v1/complaints/{public_id}").json()["decision"]["id"]
    answer = client.post(
        f"/laporan/{public_id}/putusan",
        data={"shown": str(shown), "kategori": "imi-paspor", "klasifikasi": "aspirasi", "nama": "Peninjau"},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    page = client.get(f"/laporan/{public_id}").text
    assert "Audit acak" not in page
    assert "kiriman otomatis sudah tepat" in page
    assert "97%" in page


def test_the_page_says_of_each_branch_how_its_promise_stands(
    services: Services, client_as: Callable[..., TestClient], audited: Callable[..., str]
) -> None:
    audited(Automation.SHADOW)
    page = client_as("rini", Role.DATA, over=branched(services)).get("/janji").text
    for text in ("Janji ketepatan", "belum cukup label: kurang", "tidak diotomatiskan", "kurang 30", "2,0%", "95,0%"):
        assert text in page


@pytest.mark.parametrize(
    ("n", "braked", "automation", "text"),
    [
        (1000, False, Automation.PROMISED, "berlaku"),
        (10, False, Automation.PROVISIONAL, "sementara; belum cukup label"),
        (10, False, Automation.PROMISED, "belum cukup label"),
        (1000, True, Automation.PROMISED, "direm"),
    ],
)
def test_the_states_are_said_in_words(n: int, braked: bool, automation: Automation, text: str) -> None:
    promise = judge_branch(make_policy(), BRANCH, n=n, errors=0, is_braked=braked)
    assert in_words(promise, automation).startswith(text)


def test_monitors_see_brakes_and_audits(
    services: Services, stranger: TestClient, client_as: Callable[..., TestClient], audited: Callable[..., str]
) -> None:
    audited(Automation.PROVISIONAL)
    with services.pool.connection() as connection:
        pull_brake(connection, read_streams(connection)[0], 0.1, actor="test")
    told = stranger.get("/metrics").text
    assert 'tepat_brake_pulled{branch="IMIPAS/imigrasi"} 1.0' in told
    assert 'tepat_audits{branch="IMIPAS/imigrasi",state="waiting"} 1.0' in told
    assert "direm" in client_as("rini", Role.DATA, over=branched(services)).get("/janji").text


@pytest.fixture
def braked(services: Services, audited: Callable[..., str]) -> Services:
    """The branch of the policy is off automation."""
    audited(Automation.PROVISIONAL)
    with services.pool.connection() as connection:
        pull_brake(connection, read_streams(connection)[0], 0.1, actor="test")
    return branched(services)


def release(client: TestClient, cabang: str = "IMIPAS/imigrasi", alasan: str = "Sebabnya sudah diatasi") -> int:
    return client.post("/janji/rem", data={"cabang": cabang, "alasan": alasan}, follow_redirects=False).status_code


def test_a_person_releases_a_brake_with_a_reason_that_stays(
    braked: Services, client_as: Callable[..., TestClient]
) -> None:
    client = client_as("dewi", Role.ADMIN, over=braked)
    assert "Lepas rem: " in client.get("/janji").text
    assert release(client, alasan='Salahnya 1 < 2, "sudah" diatasi') == 303
    page = client.get("/janji").text
    assert "Lepas rem: " not in page
    assert "Salahnya 1 &lt; 2, &#34;sudah&#34; diatasi" in page
    assert "dewi" in page
    with braked.pool.connection() as connection:
        (*_, entry) = audit.history(connection, "branch:IMIPAS/imigrasi")
    assert (entry["actor"], entry["action"]) == ("person:dewi", "brake.released")
    assert release(client) == 404


@pytest.mark.parametrize(
    ("cabang", "alasan", "status"),
    [
        ("IMIPAS/imigrasi", "", 422),
        ("IMIPAS/imigrasi", "x", 422),
        ("KUM", "Sudah diatasi", 404),
        ("*", "Sudah diatasi", 404),
    ],
)
def test_what_makes_no_sense_releases_nothing(
    braked: Services, client_as: Callable[..., TestClient], cabang: str, alasan: str, status: int
) -> None:
    client = client_as("dewi", Role.ADMIN, over=braked)
    assert release(client, cabang, alasan) == status
    assert "direm" in client.get("/janji").text


@pytest.mark.parametrize(
    ("role", "reach", "status"),
    [
        (Role.ADMIN, Reach(path=BRANCH), 303),
        (Role.ADMIN, Reach(path=("KUM",)), 403),
        (Role.ADMIN, Reach(path=(*BRANCH, "IMI")), 403),
        (Role.ADMIN, Reach(offices=("KANIM-CJR",)), 403),
        (Role.REVIEWER, EVERYTHING, 403),
        (Role.DATA, EVERYTHING, 403),
        (Role.AUDITOR, EVERYTHING, 403),
        (Role.MACHINE, EVERYTHING, 403),
    ],
)
def test_only_an_admin_of_the_branch_releases_its_brake(
    braked: Services, client_as: Callable[..., TestClient], role: Role, reach: Reach, status: int
) -> None:
    client = client_as("dewi", role, reach, over=braked)
    if role is not Role.MACHINE:
        assert ("Lepas rem: " in client.get("/janji").text) == (status == 303)
    assert release(client) == status


def test_a_raised_threshold_is_told_with_what_raised_it(
    services: Services, client_as: Callable[..., TestClient]
) -> None:
    raised = {
        ("ministry", BRANCH): Raised(value=0.97, rate=0.044, error=0.006, labels=412),
        ("unit", BRANCH): Raised(value=NOTHING_PASSES, rate=0.3, error=0.02, labels=300),
        ("category", BRANCH): Raised(value=None, rate=0.01, error=0.004, labels=120),
    }
    thresholds = tuple(Threshold(level=level, branch=BRANCH, value=0.9) for level in ("ministry", "unit", "category"))
    policy = replace(make_policy(), thresholds=thresholds)
    with services.pool.connection() as connection:
        note_policy(connection, "p1", "m1", policy_to_dict(policy))
        keep_raised(connection, "m1", raised)
    client = client_as("rini", Role.DATA, over=replace(services, policy=lambda: policy))
    page = client.get("/janji").text
    for text in ("0,9000", "0,9700", "4,4% ± 0,6%", "412", "tidak ada yang lolos"):
        assert text in page
    assert "kategori" not in page
    told = {one["level"]: one for one in client.get("/v1/promises").json()["raised"]}
    assert set(told) == {"ministry", "unit"}
    assert (told["ministry"]["value"], told["unit"]["value"], told["unit"]["labels"]) == (0.97, None, 300)
    with services.pool.connection() as connection:
        keep_raised(connection, "m1", {})
    assert "Tidak ada ambang yang sedang dinaikkan" in client.get("/janji").text
