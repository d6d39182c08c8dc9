"""A person confirms or corrects."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from starlette.testclient import TestClient

from api.services import Services
from database.reports import StoredDecision, decisions_of, find_report


def current_decision(services: Services, public_id: str) -> StoredDecision:
    with services.pool.connection() as connection:
        decisions = decisions_of(connection, find_report(connection, public_id).id)
    return next(decision for decision in decisions if decision.is_current)


@pytest.fixture
def form(services: Services) -> Callable[..., dict[str, str]]:
    """The form of a report as its page fills it, with these changes."""

    def fill(public_id: str, **changes: str) -> dict[str, str]:
        shown = str(current_decision(services, public_id).id)
        suggested = {"pilihan": "imi-paspor", "klasifikasi": "aspirasi", "nama": "Peninjau Satu"}
        return {"shown": shown, **suggested, **changes}

    return fill


def send(client: TestClient, public_id: str, fields: dict[str, str]) -> object:
    return client.post(f"/laporan/{public_id}/putusan", data=fields, follow_redirects=False)


def test_a_confirmed_report_is_done_and_the_next_one_follows(
    client: TestClient, services: Services, waiting: Callable[..., str], form: Callable[..., dict[str, str]]
) -> None:
    first, second = waiting(), waiting()
    answer = send(client, first, form(first, kantor="Kantor Imigrasi Cianjur", catatan="sesuai"))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/laporan/{second}?")
    decision = current_decision(services, first)
    assert (decision.decided_by, decision.path[-1], decision.office_id) == (
        "person:admin",
        "imi-paspor",
        "KANIM-CJR",
    )
    assert client.get(f"/v1/complaints/{first}").json()["status"] == "reviewed"


def test_a_correction_is_a_label_and_goes_to_the_outbox(
    client: TestClient, committed_database: str, waiting: Callable[..., str], form: Callable[..., dict[str, str]]
) -> None:
    public_id = waiting()
    answer = send(client, public_id, form(public_id, pilihan="", kategori="luar-pemda"))
    assert answer.headers["location"] == "/?tersimpan=ya"
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT category, agreed, person FROM labels").fetchall() == [
            ("luar-pemda", False, "admin")
        ]
        assert connection.execute("SELECT kind, target FROM outbox").fetchall() == [
            ("bukan-kewenangan", ["LUAR", "luar", "LUAR", "luar-pemda"])
        ]


def test_a_report_for_somebody_else_goes_to_none_of_our_offices(
    client: TestClient, services: Services, waiting: Callable[..., str], form: Callable[..., dict[str, str]]
) -> None:
    public_id = waiting()
    send(client, public_id, form(public_id, pilihan="luar-pemda", kantor="Kantor Imigrasi Cianjur"))
    assert current_decision(services, public_id).office_id is None


def test_the_reviewers_name_is_remembered(
    client: TestClient, waiting: Callable[..., str], form: Callable[..., dict[str, str]]
) -> None:
    first, second = waiting(), waiting()
    answer = send(client, first, form(first, nama="Siti Ayu; R'n"))
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert 'value="Siti Ayu; R&#39;n"' in client.get(f"/laporan/{second}").text


def test_of_two_verdicts_at_once_one_is_saved_and_one_is_a_conflict(
    client: TestClient, committed_database: str, waiting: Callable[..., str], form: Callable[..., dict[str, str]]
) -> None:
    public_id = waiting()
    fields = form(public_id)
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda _: send(client, public_id, fields), range(2)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM labels").fetchone() == (1,)


def test_who_comes_late_sees_a_friendly_page(
    client: TestClient, waiting: Callable[..., str], form: Callable[..., dict[str, str]]
) -> None:
    public_id = waiting()
    fields = form(public_id)
    send(client, public_id, fields)
    answer = client.post(f"/laporan/{public_id}/putusan", data=fields, headers={"Accept": "text/html"})
    assert answer.status_code == 409
    assert "Putusan Anda tidak disimpan" in answer.text
    assert f'href="/laporan/{public_id}"' in answer.text


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"nama": "  "}, "Isi nama peninjau"),
        ({"nama": "x" * 81}, "Isi nama peninjau"),
        ({"pilihan": "", "kategori": ""}, "Pilih satu kategori"),
        ({"pilihan": "tidak-ada"}, "Pilih satu kategori"),
        ({"klasifikasi": ""}, "Pilih klasifikasi"),
        ({"kantor": "Kantor Antah"}, "Kantor Antah” tidak ada di direktori"),
        ({"catatan": "x" * 2001}, "Persingkat catatan"),
    ],
)
def test_a_form_with_a_gap_comes_back_as_it_was_filled(
    client: TestClient,
    waiting: Callable[..., str],
    form: Callable[..., dict[str, str]],
    change: dict[str, str],
    text: str,
) -> None:
    public_id = waiting()
    answer = send(client, public_id, form(public_id, **({"catatan": "catatan saya"} | change)))
    assert answer.status_code == 422
    assert text in answer.text
    assert change.get("catatan", "catatan saya") in answer.text
    assert client.get(f"/v1/complaints/{public_id}").json()["status"] == "in_review"


def test_a_report_that_changed_since_it_was_shown_is_not_decided(
    client: TestClient, triage: Callable[[], int], form: Callable[..., dict[str, str]]
) -> None:
    body = {"id": "A-1", "isi": "paspor saya hilang"}
    public_id = client.post("/v1/complaints", json=body).json()["id"]
    triage()
    fields = form(public_id)
    client.post("/v1/complaints", json=body | {"isi": "trotoar rusak"})
    triage()
    assert send(client, public_id, fields).status_code == 409


def test_a_verdict_on_nothing_is_not_found(client: TestClient) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    fields = {"shown": "1", "pilihan": "imi-paspor", "klasifikasi": "aspirasi", "nama": "Peninjau"}
    assert send(client, unknown, fields).status_code == 404
    assert send(client, unknown, fields | {"shown": "banyak"}).status_code == 422
