"""What is judged blind tells nothing, neither on pages nor to programs."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from complaints.access import Role
from complaints.routing import Automation
from tests.api.test_room import send

As = Callable[..., TestClient]
TELLING = ("imi-paspor", "KANIM-CJR", "Kantor Imigrasi Cianjur", "0.97", '"auto"', "tidak-berkadar", "candidates")


def assert_blind(client: TestClient, public_id: str) -> None:
    answer = client.get(f"/v1/complaints/{public_id}")
    assert [text for text in TELLING if text in answer.text] == []
    body = answer.json()
    assert body["is_blind"]
    assert body["decision"]["path"] == []
    assert body["history"]["decisions"] == []
    assert {str(entry["details"]) for entry in body["history"]["audit"]} == {"{}"}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.DATA, Role.MACHINE, Role.REVIEWER])
@pytest.mark.parametrize("automation", [Automation.SHADOW, Automation.PROVISIONAL])
def test_a_program_learns_nothing_of_a_report_under_audit(
    client_as: As, audited: Callable[[Automation], str], automation: Automation, role: Role
) -> None:
    assert_blind(client_as("sari", role), audited(automation))


def test_a_program_learns_nothing_while_two_people_judge(client_as: As, waiting: Callable[..., str]) -> None:
    public_id = waiting()
    sari, budi = client_as("sari"), client_as("budi")
    assert "imi-paspor" in sari.get(f"/v1/complaints/{public_id}").text
    send(sari, public_id, "minta-pendapat")
    assert_blind(sari, public_id)
    (row,) = sari.get("/v1/queue").json()["items"]
    assert (row["path"], row["office_id"], row["reason"]) == ([], None, "opinion")
    send(budi, public_id, "pendapat", pilihan="", kategori="imi-visa", klasifikasi="aspirasi")
    assert_blind(sari, public_id)
    assert "imi-visa" not in sari.get(f"/v1/complaints/{public_id}").text


def test_after_the_verdict_all_is_told_again(client_as: As, audited: Callable[[Automation], str]) -> None:
    public_id = audited(Automation.PROVISIONAL)
    sari = client_as("sari")
    given = {"pilihan": "", "kategori": "imi-paspor", "klasifikasi": "aspirasi"}
    assert send(sari, public_id, "putusan", **given).status_code == 303
    body = sari.get(f"/v1/complaints/{public_id}").json()
    assert (body["is_blind"], body["status"], body["decision"]["path"][-1]["code"]) == (False, "routed", "imi-paspor")


LOGS = ("/audit", "/audit/unduh?bentuk=csv", "/audit/unduh?bentuk=jsonl", "/v1/audit-log?limit=200")
TOLD_IN_LOG = ("imi-paspor", "imi-visa", "imigrasi", "KANIM-CJR", "agreed", "audit_p", "acted", "dikirim:", "hasil:")


def logs(client: TestClient) -> str:
    return "".join(client.get(address).text for address in LOGS)


def assert_log_is_blind(client: TestClient, public_id: str) -> None:
    told = logs(client)
    assert [text for text in TOLD_IN_LOG if text in told] == []
    rows = client.get(f"/v1/audit-log?complaint={public_id}").json()["items"]
    assert {row["action"] for row in rows} >= {"report.received", "report.decided"}
    assert {str(row["details"]) for row in rows} == {"{}"}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
@pytest.mark.parametrize("automation", [Automation.SHADOW, Automation.PROVISIONAL])
def test_the_log_tells_nothing_of_a_report_under_audit_and_all_of_it_afterwards(
    client_as: As, audited: Callable[[Automation], str], automation: Automation, role: Role
) -> None:
    public_id, reader = audited(automation), client_as("audi", role)
    assert_log_is_blind(reader, public_id)
    given = {"pilihan": "", "kategori": "imi-paspor", "klasifikasi": "aspirasi"}
    assert send(client_as("sari"), public_id, "putusan", **given).status_code == 303
    decided = reader.get(f"/v1/audit-log?complaint={public_id}&action=report.decided").json()["items"][0]["details"]
    assert decided["outcome"] == "auto"
    assert "agreed" in logs(reader)


def test_the_log_tells_nothing_of_answers_while_two_people_judge_and_all_afterwards(
    client_as: As, waiting: Callable[..., str]
) -> None:
    public_id, reader = waiting(), client_as("audi", Role.AUDITOR)
    send(client_as("sari"), public_id, "minta-pendapat")
    assert_log_is_blind(reader, public_id)
    for name in ("budi", "citra"):
        assert_log_is_blind(reader, public_id)
        send(client_as(name), public_id, "pendapat", pilihan="", kategori="imi-visa", klasifikasi="aspirasi")
    told = logs(reader)
    assert "imi-visa" in told
    (settled,) = reader.get(f"/v1/audit-log?complaint={public_id}&action=report.reviewed").json()["items"]
    assert (settled["details"]["path"][-1], settled["details"]["agreed"]) == ("imi-visa", False)
