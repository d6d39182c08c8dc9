"""What people see of the promise, and that an audit tells nothing of its suggestion."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.promise_page import in_words
from api.services import Services
from complaints.access import Role
from complaints.promises import judge_branch
from complaints.routing import Automation, RoutingPolicy, Threshold
from database.watch import pull_brake, read_streams

BRANCH = ("IMIPAS", "imigrasi")
# Everything by which the page could betray that the model thinks of passports at one office.
TELLING = ("97%", "Setujui", 'class="primary"', "<mark", "Model cukup yakin", "kata yang menentukan")


def make_policy() -> RoutingPolicy:
    thresholds = (
        Threshold(level="ministry", branch=BRANCH, value=0.9),
        Threshold(level="ministry", branch=("IMIPAS", "pemasyarakatan"), value=None, why="labels_missing:30"),
    )
    return RoutingPolicy(version="p1", alpha=0.02, delta=0.05, thresholds=thresholds, max_depth=4)


def branched(services: Services, automation: Automation = Automation.SHADOW) -> Services:
    return replace(services, policy=make_policy, automation=automation)


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
