"""A program hands in what a person decided."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from starlette.testclient import TestClient

from complaints.access import Role
from complaints.routing import Automation

Match = Callable[[str], dict[str, str]]
CORRECT = {"verdict": "correct", "category": "imi-visa", "klasifikasi": "aspirasi", "note": "bukan paspor"}


def send(client: TestClient, public_id: str, body: dict, headers: dict[str, str]) -> object:
    return client.post(f"/v1/complaints/{public_id}/verdict", json=body, headers=headers)


def test_a_confirmed_suggestion_is_the_decision_in_force(
    client: TestClient, waiting: Callable[..., str], etag: Match
) -> None:
    public_id = waiting()
    answer = send(client, public_id, {"verdict": "confirm"}, etag(public_id))
    assert answer.status_code == 200, answer.text
    assert answer.json()["path"] == ["IMIPAS", "imigrasi", "IMI", "imi-paspor"]
    assert (answer.json()["office_id"], answer.json()["klasifikasi"]) == ("KANIM-CJR", "tidak-berkadar")
    assert answer.headers["etag"] == etag(public_id)["If-Match"]
    found = client.get(f"/v1/complaints/{public_id}").json()
    assert (found["status"], found["decision"]["decided_by"]) == ("reviewed", "person:admin")


def test_a_correction_is_a_label(
    client: TestClient, committed_database: str, waiting: Callable[..., str], etag: Match
) -> None:
    public_id = waiting()
    assert send(client, public_id, CORRECT, etag(public_id)).json()["office_id"] is None
    with psycopg.connect(committed_database) as connection:
        labels = connection.execute("SELECT category, klasifikasi, agreed, person, note FROM labels").fetchall()
    assert labels == [("imi-visa", "aspirasi", False, "admin", "bukan paspor")]


def test_what_is_not_ours_goes_to_the_right_addressee(
    client: TestClient, waiting: Callable[..., str], etag: Match
) -> None:
    public_id = waiting()
    body = {"verdict": "bukan-kewenangan", "category": "luar-pemda", "office_id": "KANIM-CJR", "note": "urusan kota"}
    answer = send(client, public_id, body, etag(public_id)).json()
    assert (answer["path"][-1], answer["office_id"]) == ("luar-pemda", None)


def test_overturning_what_was_sure_needs_a_reason(client: TestClient, waiting: Callable[..., str], etag: Match) -> None:
    public_id = waiting()
    body = {"verdict": "bukan-kewenangan", "category": "luar-pemda"}
    answer = send(client, public_id, body, etag(public_id))
    [problem] = answer.json()["errors"]
    assert (answer.status_code, problem["code"], problem["field"]) == (422, "reason_needed", "note")
    assert client.get(f"/v1/complaints/{public_id}").json()["status"] == "in_review"


def test_without_if_match_nothing_is_decided(client: TestClient, waiting: Callable[..., str]) -> None:
    public_id = waiting()
    answer = send(client, public_id, {"verdict": "confirm"}, {})
    assert (answer.status_code, answer.json()["type"]) == (428, "urn:tepat:problem:unconditional")
    assert client.get(f"/v1/complaints/{public_id}").json()["status"] == "in_review"


def test_what_was_seen_before_it_changed_is_stale(client: TestClient, triage: Callable[[], int], etag: Match) -> None:
    body = {"id": "A-1", "isi": "paspor saya hilang"}
    public_id = client.post("/v1/complaints", json=body).json()["id"]
    triage()
    seen = etag(public_id)
    client.post("/v1/complaints", json=body | {"isi": "paspor saya rusak"})
    assert send(client, public_id, {"verdict": "confirm"}, seen).status_code == 412
    assert send(client, public_id, {"verdict": "confirm"}, etag(public_id)).status_code == 409
    triage()
    assert send(client, public_id, {"verdict": "confirm"}, etag(public_id)).status_code == 200


def test_any_state_may_be_matched_and_several(client: TestClient, waiting: Callable[..., str], etag: Match) -> None:
    first, second = waiting(), waiting()
    assert send(client, first, {"verdict": "confirm"}, {"If-Match": "*"}).status_code == 200
    several = f'"1-7", {etag(second)["If-Match"]}'
    assert send(client, second, {"verdict": "confirm"}, {"If-Match": several}).status_code == 200


def test_of_many_at_once_one_decides_and_the_others_are_stale(
    client: TestClient, committed_database: str, waiting: Callable[..., str], etag: Match
) -> None:
    public_id = waiting()
    seen = etag(public_id)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: send(client, public_id, CORRECT, seen).status_code, range(4)))
    assert sorted(answers) == [200, 412, 412, 412]
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM labels").fetchone() == (1,)


def test_a_verdict_that_is_sent_again_is_answered_the_same(
    client: TestClient, committed_database: str, waiting: Callable[..., str], etag: Match
) -> None:
    public_id = waiting()
    headers = etag(public_id) | {"Idempotency-Key": "v-1"}
    first, second = (send(client, public_id, CORRECT, headers) for _ in range(2))
    assert (first.status_code, first.json(), first.headers["etag"]) == (200, second.json(), second.headers["etag"])
    assert send(client, public_id, {"verdict": "confirm"}, headers).status_code == 409
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM labels").fetchone() == (1,)


def test_a_key_of_one_person_is_none_of_another(
    client_as: Callable[..., TestClient], waiting: Callable[..., str], etag: Match
) -> None:
    key = {"Idempotency-Key": "sama"}
    for name in ("sari", "budi"):
        public_id = waiting()
        assert send(client_as(name), public_id, CORRECT, etag(public_id) | key).status_code == 200


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({"verdict": "correct"}, ["category_needed"]),
        ({"verdict": "correct", "category": "tidak-ada"}, ["category_needed"]),
        ({"verdict": "correct", "category": "luar-pemda"}, ["category_outside"]),
        ({"verdict": "confirm", "category": "imi-visa"}, ["not_confirmed"]),
        ({"verdict": "bukan-kewenangan", "category": "imi-visa"}, ["category_inside"]),
        ({"verdict": "confirm", "office_id": "TIDAK-ADA"}, ["office_unknown"]),
        ({"verdict": "correct", "office_id": "TIDAK-ADA"}, ["category_needed", "office_unknown"]),
        ({"verdict": "entah"}, ["wrong_type"]),
        ({"verdict": "confirm", "catatan": "x"}, ["unknown_field"]),
        ({"verdict": "confirm", "note": "x\x00"}, ["forbidden_character"]),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_named(
    client: TestClient, waiting: Callable[..., str], etag: Match, body: dict, codes: list[str]
) -> None:
    public_id = waiting()
    answer = send(client, public_id, body, etag(public_id))
    assert (answer.status_code, [error["code"] for error in answer.json()["errors"]]) == (422, codes)
    assert client.get(f"/v1/complaints/{public_id}").json()["status"] == "in_review"


@pytest.mark.parametrize("automation", [Automation.SHADOW, Automation.PROVISIONAL])
def test_an_audit_is_judged_blind(
    client: TestClient, audited: Callable[[Automation], str], etag: Match, automation: Automation
) -> None:
    public_id = audited(automation)
    refused = send(client, public_id, {"verdict": "confirm"}, etag(public_id))
    assert {error["code"] for error in refused.json()["errors"]} == {"category_needed", "klasifikasi_needed"}
    assert send(client, public_id, CORRECT, etag(public_id)).status_code == 200
    assert not client.get(f"/v1/complaints/{public_id}").json()["is_blind"]


def test_who_may_not_review_may_not_decide(client_as: Callable[..., TestClient], waiting: Callable[..., str]) -> None:
    public_id = waiting()
    for role in (Role.AUDITOR, Role.DATA, Role.MACHINE):
        answer = send(client_as(f"orang-{role.value}", role), public_id, {"verdict": "confirm"}, {"If-Match": "*"})
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:tepat:problem:not-permitted")


def test_a_duplicate_is_closed_and_taken_back(client: TestClient, waiting: Callable[..., str], etag: Match) -> None:
    original, copy = waiting(), waiting()
    address = f"/v1/complaints/{copy}/duplicate"
    assert client.post(address, json={"original": original}).status_code == 428
    closed = client.post(address, json={"original": original}, headers=etag(copy))
    assert closed.json() == {"id": copy, "status": "reviewed", "original": original}
    assert client.get(f"/v1/complaints/{copy}").json()["merged_into"]["id"] == original
    assert client.delete(address).status_code == 428
    assert client.delete(address, headers=etag(copy)).json() == {"id": copy, "status": "in_review"}
    assert client.delete(address, headers=etag(copy)).status_code == 404


def test_a_report_is_no_duplicate_of_itself_or_of_nothing(
    client: TestClient, waiting: Callable[..., str], etag: Match
) -> None:
    public_id = waiting()
    address, unknown = f"/v1/complaints/{public_id}/duplicate", "00000000-0000-4000-8000-000000000000"
    for original, status in ((public_id, 409), (unknown, 404), ("bukan-uuid", 422), (7, 422)):
        assert client.post(address, json={"original": original}, headers=etag(public_id)).status_code == status
