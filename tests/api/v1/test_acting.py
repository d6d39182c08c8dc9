"""Programs do what people do on pages: hold, ask a second opinion, set, choose a model, set up people and tokens."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.services import Services
from classifier.registry import current_version, set_current
from complaints.access import Reach, Role
from complaints.routing import Automation
from tests.api.test_model_page import train_two

As = Callable[..., TestClient]
Waiting = Callable[..., str]
WHY = "Audit bulan ini baik"


def kind(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json().get("type", "").removeprefix("urn:tepat:problem:")


def tag(client: TestClient, address: str) -> dict[str, str]:
    return {"If-Match": client.get(address).headers["etag"]}


def acting_program(client: TestClient, services: Services, **body: object) -> TestClient:
    """A program with a token that the admin made for it by the API."""
    made = client.post("/v1/tokens", json={"name": "robot", "role": "peninjau", **body}).json()
    return TestClient(create_app(services), headers={"Authorization": f"Bearer {made['token']}"})


def test_a_report_is_held_renewed_and_given_back(client_as: As, waiting: Waiting) -> None:
    sari, budi, address = client_as("sari"), client_as("budi"), f"/v1/complaints/{waiting()}/lease"
    assert sari.get(address).json()["person"] is None
    assert [sari.put(address).json()["person"] for _ in range(2)] == ["sari", "sari"]
    assert kind(budi.put(address)) == (409, "held")
    assert budi.delete(address).json()["person"] == "sari"
    assert sari.delete(address).json()["person"] is None
    assert budi.put(address).json()["seconds_left"] == 600


def test_what_does_not_wait_is_not_held(client_as: As, waiting: Waiting) -> None:
    public_id, sari = waiting(), client_as("sari")
    body = {"verdict": "confirm"}
    sari.post(f"/v1/complaints/{public_id}/verdict", json=body, headers=tag(sari, f"/v1/complaints/{public_id}"))
    assert kind(sari.put(f"/v1/complaints/{public_id}/lease")) == (409, "already-reviewed")


def test_two_answer_blind_and_a_third_settles(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    address = f"/v1/complaints/{public_id}"
    sari, budi, citra, dian = (client_as(name) for name in ("sari", "budi", "citra", "dian"))
    seen = tag(sari, address)
    assert kind(sari.post(f"{address}/panel", json={"note": "visa?"})) == (428, "unconditional")
    asked = sari.post(f"{address}/panel", json={"note": "visa?"}, headers=seen | {"Idempotency-Key": "p-1"})
    assert asked.json() == {"id": public_id, "status": "in_review"}
    assert sari.get(f"{address}/panel").json()["turn"] == "none"
    assert kind(sari.put(f"{address}/lease")) == (409, "not-your-turn")
    shown = budi.get(f"{address}/panel").json()
    assert (shown["turn"], shown["note"], shown["answers"]) == ("blind", "", [])
    for person, category in ((budi, "imi-visa"), (citra, "imi-paspor")):
        body = {"category": category, "klasifikasi": "aspirasi"}
        given = person.post(f"{address}/opinion", json=body, headers=tag(person, address)).json()
        assert given["is_settled"] is False
        assert "imi-visa" not in citra.get(f"{address}/panel").text
    answers = dian.get(f"{address}/panel").json()["answers"]
    assert [one["path"][-1] for one in answers] == ["imi-visa", "imi-paspor"]
    body = {"category": "luar-pemda", "klasifikasi": "aspirasi", "addressee": "Pemkot"}
    assert dian.post(f"{address}/opinion", json=body, headers=tag(dian, address)).json()["is_settled"]
    assert sari.get(address).json()["decision"]["addressee"] == "Pemkot"
    assert sari.get(f"{address}/panel").status_code == 404


def test_who_asked_takes_the_request_back(client_as: As, waiting: Waiting) -> None:
    address = f"/v1/complaints/{waiting()}"
    sari, budi = client_as("sari"), client_as("budi")
    sari.post(f"{address}/panel", json={}, headers=tag(sari, address))
    assert kind(budi.delete(f"{address}/panel")) == (409, "not-your-turn")
    assert sari.delete(f"{address}/panel").status_code == 200
    assert not sari.get(address).json()["is_blind"]


def test_the_reporter_is_asked_and_a_report_left_to_others(client_as: As, waiting: Waiting) -> None:
    address, sari = f"/v1/complaints/{waiting()}", client_as("sari")
    assert sari.put(f"{address}/skip").json()["status"] == "in_review"
    asked = sari.post(f"{address}/question", json={"question": "Kantor mana?"}, headers=tag(sari, address))
    assert asked.json()["status"] == "awaiting_info"


def test_a_verdict_names_the_addressee(client_as: As, waiting: Waiting) -> None:
    address, sari = f"/v1/complaints/{waiting()}", client_as("sari")
    body = {"verdict": "bukan-kewenangan", "category": "luar-pemda", "addressee": "Pemkot", "note": "jalan"}
    assert sari.post(f"{address}/verdict", json=body, headers=tag(sari, address)).status_code == 200
    assert sari.get(address).json()["decision"]["addressee"] == "Pemkot"


def test_settings_are_read_and_put_in_force_by_who_saw_them(client: TestClient) -> None:
    before = client.get("/v1/settings")
    conduct = before.json()["conduct"] | {"alpha": 0.01}
    seen = {"If-Match": before.headers["etag"]}
    assert client.put("/v1/settings", json={"conduct": conduct, "why": WHY}).status_code == 428
    after = client.put("/v1/settings", json={"conduct": conduct, "why": WHY}, headers=seen)
    assert (after.json()["conduct"]["alpha"], after.json()["changed_by"], after.json()["why"]) == (0.01, "admin", WHY)
    late = client.put("/v1/settings", json={"conduct": conduct | {"alpha": 0.03}, "why": WHY}, headers=seen)
    assert kind(late) == (412, "changed-since")
    assert [one["why"] for one in client.get("/v1/settings/versions").json()["items"]] == [WHY]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "nothing_changed"),
        ({"branches": {"IMIPAS/entah": {"alpha": 0.01}}}, "node_unknown"),
        ({"alpha_of": {"entah": 0.01}}, "node_unknown"),
        ({"branches": {"IMIPAS/imigrasi": {"alpha": 0.5}}}, "not_stricter"),
        ({"alpha": 0}, "wrong_type"),
    ],
)
def test_settings_that_make_no_sense_are_refused(client: TestClient, change: dict[str, object], code: str) -> None:
    body = {"conduct": client.get("/v1/settings").json()["conduct"] | change, "why": WHY}
    answer = client.put("/v1/settings", json=body, headers=tag(client, "/v1/settings"))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


def test_an_admin_of_a_branch_sets_nothing_for_all(client_as: As) -> None:
    admin = client_as("kepala", Role.ADMIN, Reach(path=("IMIPAS", "imigrasi")))
    conduct, seen = admin.get("/v1/settings").json()["conduct"], tag(admin, "/v1/settings")
    wide = admin.put("/v1/settings", json={"conduct": conduct | {"alpha": 0.01}, "why": WHY}, headers=seen)
    assert kind(wide) == (403, "not-yours")
    branches = {"IMIPAS/imigrasi": {"audit_share": 0.2}}
    own = admin.put("/v1/settings", json={"conduct": conduct | {"branches": branches}, "why": WHY}, headers=seen)
    assert own.status_code == 200


def test_an_earlier_model_decides_again(services: Services, client_as: As, tmp_path: Path) -> None:
    older, newer = train_two(tmp_path)
    set_current(tmp_path, newer)
    client = client_as("data", Role.DATA, over=replace(services, models=tmp_path))
    seen = tag(client, "/v1/models")
    answer = client.put("/v1/models/live", json={"version": older, "why": WHY}, headers=seen)
    assert (answer.json()["version"], answer.json()["is_live"], current_version(tmp_path)) == (older, True, older)
    late = client.put("/v1/models/live", json={"version": newer, "why": WHY}, headers=seen)
    assert kind(late) == (412, "changed-since")
    unknown = client.put("/v1/models/live", json={"version": "../x", "why": WHY}, headers={"If-Match": "*"})
    assert unknown.status_code == 404


PERSON = {"shown_as": "Rudi Hartono", "role": "peninjau", "reach": {"path": ["IMIPAS"], "offices": []}}


def test_a_person_is_made_changed_and_closed(client: TestClient, committed_database: str) -> None:
    key = {"Idempotency-Key": "orang-1"}
    made = client.post("/v1/people", json=PERSON | {"name": "rudi"}, headers=key).json()
    again = client.post("/v1/people", json=PERSON | {"name": "rudi"}, headers=key).json()
    assert (len(made["one_time_password"]), again["one_time_password"]) == (19, None)
    with psycopg.connect(committed_database) as connection:
        assert made["one_time_password"] not in str(connection.execute("SELECT a FROM answers_given a").fetchall())
    seen, wider = tag(client, "/v1/people/rudi"), PERSON | {"reach": {"path": [], "offices": []}}
    changed = client.put("/v1/people/rudi", json=wider | {"state": "closed"}, headers=seen).json()
    assert (changed["state"], changed["reach"]["path"]) == ("closed", [])
    assert kind(client.put("/v1/people/rudi", json=PERSON, headers=seen)) == (412, "changed-since")
    assert len(client.post("/v1/people/rudi/password").json()["one_time_password"]) == 19
    assert [one["name"] for one in client.get("/v1/people").json()["items"]] == ["admin", "rudi"]


def test_nobody_closes_themselves_or_grants_more_than_they_reach(client: TestClient, client_as: As) -> None:
    own = {"shown_as": "Admin", "role": "admin", "state": "closed"}
    assert kind(client.put("/v1/people/admin", json=own, headers=tag(client, "/v1/people/admin"))) == (
        409,
        "own-account",
    )
    kepala = client_as("kepala", Role.ADMIN, Reach(path=("IMIPAS", "imigrasi")))
    assert kind(kepala.post("/v1/people", json=PERSON | {"name": "rudi"})) == (403, "beyond-reach")
    assert kind(kepala.post("/v1/tokens", json={"name": "robot"})) == (403, "beyond-reach")
    assert kepala.get("/v1/people/admin").status_code == 404


def test_a_token_is_told_once_and_revoked(client: TestClient, services: Services) -> None:
    key = {"Idempotency-Key": "t-1"}
    made, again = (client.post("/v1/tokens", json={"name": "jembatan"}, headers=key).json() for _ in range(2))
    assert (made["id"], again["token"]) == (again["id"], None)
    program = TestClient(create_app(services), headers={"Authorization": f"Bearer {made['token']}"})
    assert program.get("/v1/queue").status_code == 200
    (listed,) = client.get("/v1/tokens").json()["items"]
    assert (listed["role"], made["token"] in str(listed)) == ("mesin", False)
    assert client.delete(f"/v1/tokens/{made['id']}").json() == {"id": made["id"]}
    assert (program.get("/v1/queue").status_code, client.delete(f"/v1/tokens/{made['id']}").status_code) == (401, 404)


def test_a_program_acts_for_a_reviewer_under_its_own_name(
    client: TestClient, services: Services, waiting: Waiting
) -> None:
    address, robot = f"/v1/complaints/{waiting()}", acting_program(client, services)
    assert robot.put(f"{address}/lease").json()["person"] == "robot"
    given = robot.post(f"{address}/verdict", json={"verdict": "confirm"}, headers=tag(robot, address))
    assert given.status_code == 200
    assert client.get(address).json()["decision"]["decided_by"] == "person:robot"


def test_a_program_judges_nothing_blind_and_sees_no_identity(
    client: TestClient, services: Services, audited: Callable[[Automation], str], waiting: Waiting
) -> None:
    robot, audit, panel = acting_program(client, services), audited(Automation.SHADOW), waiting()
    client.post(f"/v1/complaints/{panel}/panel", json={}, headers=tag(client, f"/v1/complaints/{panel}"))
    body = {"category": "imi-paspor", "klasifikasi": "aspirasi"}
    for address, sent in ((f"{audit}/verdict", body | {"verdict": "correct"}), (f"{panel}/opinion", body)):
        seen = tag(robot, f"/v1/complaints/{address.partition('/')[0]}")
        assert kind(robot.post(f"/v1/complaints/{address}", json=sent, headers=seen)) == (403, "people-only")
    assert kind(robot.put(f"/v1/complaints/{audit}/lease")) == (403, "people-only")
    assert robot.get(f"/laporan/{panel}/pelapor").status_code == 403
    # The page, which knows no programs, is held by the database itself.
    page = robot.post(f"/laporan/{audit}/putusan", data={"shown": "1", "kategori": "imi-paspor", **body})
    assert page.status_code == 403


def test_no_token_is_an_admin(client: TestClient) -> None:
    assert client.post("/v1/tokens", json={"name": "robot", "role": "admin"}).status_code == 422
    assert client.post("/token", data={"nama": "robot", "peran": "admin"}).status_code == 422
