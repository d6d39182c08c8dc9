"""POST and GET of complaints."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from starlette.testclient import TestClient

BODY = {"id": "A-1", "judul": "Paspor", "isi": "Paspor saya belum selesai", "kota": "Cianjur"}


def rows_of(url: str, query: str) -> list[tuple]:
    """What the owner of the database sees, identities included."""
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def test_a_report_is_stored_and_answered_with_where_to_look(client: TestClient) -> None:
    answer = client.post("/v1/complaints", json=BODY)
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/complaints/{answer.json()['id']}"
    found = client.get(answer.headers["location"]).json()
    assert (found["isi"], found["status"], found["source"]) == (BODY["isi"], "received", "api")


def test_the_same_id_and_content_is_the_same_report(client: TestClient, committed_database: str) -> None:
    first = client.post("/v1/complaints", json=BODY)
    second = client.post("/v1/complaints", json=BODY)
    assert second.status_code == 202
    assert first.json() == second.json()
    assert rows_of(committed_database, "SELECT count(*), max(version) FROM reports") == [(1, 1)]


def test_the_same_id_with_another_text_is_a_new_version(client: TestClient) -> None:
    client.post("/v1/complaints", json=BODY)
    location = client.post("/v1/complaints", json=BODY | {"isi": "Paspor saya hilang"}).headers["location"]
    found = client.get(location).json()
    assert found["version"] == 2
    assert [version["content"]["isi"] for version in found["history"]["versions"]] == [BODY["isi"]]


def test_a_repeated_idempotency_key_stores_nothing_new(client: TestClient, committed_database: str) -> None:
    body = {"isi": "Tanpa id dari pengirim"}
    first = client.post("/v1/complaints", json=body, headers={"Idempotency-Key": "k-1"})
    second = client.post("/v1/complaints", json=body, headers={"Idempotency-Key": "k-1"})
    assert (second.status_code, second.json()) == (202, first.json())
    assert rows_of(committed_database, "SELECT count(*) FROM reports") == [(1,)]


def test_an_idempotency_key_with_another_content_is_a_conflict(client: TestClient, committed_database: str) -> None:
    client.post("/v1/complaints", json={"isi": "Laporan pertama"}, headers={"Idempotency-Key": "k-1"})
    answer = client.post("/v1/complaints", json={"isi": "Laporan kedua"}, headers={"Idempotency-Key": "k-1"})
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:tepat:problem:key-reused"
    assert rows_of(committed_database, "SELECT isi FROM reports") == [("Laporan pertama",)]


@pytest.mark.parametrize("headers", [{"Idempotency-Key": "k-1"}, {}])
def test_many_at_once_with_one_name_are_one_report(
    client: TestClient, committed_database: str, headers: dict[str, str]
) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: client.post("/v1/complaints", json=BODY, headers=headers), range(8)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert rows_of(committed_database, "SELECT count(*), max(version) FROM reports") == [(1, 1)]


def test_without_id_or_key_every_request_is_a_report(client: TestClient, committed_database: str) -> None:
    client.post("/v1/complaints", json={"isi": "Laporan tanpa nama"})
    client.post("/v1/complaints", json={"isi": "Laporan tanpa nama"})
    assert rows_of(committed_database, "SELECT count(*) FROM reports") == [(2,)]


def test_the_reporter_is_kept_apart_and_never_shown(client: TestClient, committed_database: str) -> None:
    person = {"nama": "Nama Contoh", "kontak": "contoh@contoh.id"}
    location = client.post("/v1/complaints", json=BODY | {"pelapor": person}).headers["location"]
    assert rows_of(committed_database, "SELECT name, contact FROM identity.reporters") == [
        ("Nama Contoh", "contoh@contoh.id")
    ]
    shown = client.get(location).text
    assert "Nama Contoh" not in shown
    assert "contoh@contoh.id" not in shown


def test_an_anonymous_report_never_stores_who_wrote_it(client: TestClient, committed_database: str) -> None:
    person = {"nama": "Nama Contoh", "kontak": "contoh@contoh.id"}
    answer = client.post("/v1/complaints", json=BODY | {"pelapor": person, "anonim": True})
    assert answer.status_code == 202
    assert rows_of(committed_database, "SELECT * FROM identity.reporters") == []
    assert rows_of(committed_database, "SELECT count(*) FROM audit_log WHERE details::text LIKE '%Contoh%'") == [(0,)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"isi": ""}, "isi"),
        ({"isi": "😀😀😀"}, "isi"),
        ({"dilaporkan_pada": "kemarin dulu"}, "dilaporkan_pada"),
        ({"dilaporkan_pada": "2031-01-01"}, "dilaporkan_pada"),
        ({"klasifikasi": "entah"}, "klasifikasi"),
        ({"id": "x" * 300}, "id"),
        ({"isi": "laporan\x00"}, "isi"),
        ({"isi": "a " * 60_000}, "isi"),
        ({"anonim": "ya"}, "anonim"),
        ({"anonym": True}, "anonym"),
        ({"pelapor": {"nama": 7}}, "pelapor.nama"),
    ],
)
def test_a_bad_field_is_named_with_its_remedy(
    client: TestClient, committed_database: str, change: dict, field: str
) -> None:
    answer = client.post("/v1/complaints", json=BODY | change)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert len(answer.json()["errors"][0]["detail"]) > 20
    assert rows_of(committed_database, "SELECT count(*) FROM reports") == [(0,)]


def test_all_problems_are_named_at_once_and_in_english_where_asked(client: TestClient) -> None:
    bad = {"isi": "", "klasifikasi": "entah", "dilaporkan_pada": "kapan"}
    answer = client.post("/v1/complaints", json=bad, headers={"Accept-Language": "en-GB,en"})
    assert {error["field"] for error in answer.json()["errors"]} == {"isi", "klasifikasi", "dilaporkan_pada"}
    assert answer.json()["title"] == "The request is not valid"


def test_a_surrogate_in_text_or_field_name_is_refused(client: TestClient) -> None:
    for body in ('{"isi": "rusak \\ud800"}', '{"isi": "utuh", "\\ud800": 1}'):
        answer = client.post("/v1/complaints", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422


def test_the_history_tells_what_was_decided_and_why(client: TestClient, waiting: Callable[..., str]) -> None:
    found = client.get(f"/v1/complaints/{waiting()}").json()
    assert found["status"] == "in_review"
    assert [step["code"] for step in found["decision"]["path"]] == ["IMIPAS", "imigrasi", "IMI", "imi-paspor"]
    assert found["decision"]["depth"] == 4
    assert found["decision"]["office"]["id"] == "KANIM-CJR"
    assert [entry["action"] for entry in found["history"]["audit"]] == ["report.received", "report.decided"]


def test_an_unknown_report_is_a_problem(client: TestClient) -> None:
    for address in ("/v1/complaints/00000000-0000-4000-8000-000000000000", "/v1/complaints/bukan-uuid"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
