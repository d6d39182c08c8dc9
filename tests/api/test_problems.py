"""Everything that goes wrong is a problem detail, or a page where a person looks."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.problem_texts import DETAILS, FIELD_TEXTS, TITLES
from api.services import Services
from complaints.errors import ComplaintError

JSON = {"Content-Type": "application/json"}


def explode() -> None:
    raise RuntimeError("isi laporan yang tidak boleh bocor")


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/tidak-ada", {}, 404),
        ("DELETE", "/v1/queue", {}, 405),
        ("POST", "/v1/complaints", {"content": b"{", "headers": JSON}, 400),
        ("POST", "/v1/complaints", {"content": b"\xff\xfe{", "headers": JSON}, 400),
        ("POST", "/v1/complaints", {"content": b"[" * 100_000, "headers": JSON}, 400),
        ("POST", "/v1/predict", {"content": b'{"isi":' * 50_000, "headers": JSON}, 400),
        ("POST", "/v1/complaints", {"content": b'{"isi":"a"}', "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", "/v1/complaints", {"content": b"", "headers": JSON}, 422),
        ("POST", "/v1/complaints", {"content": b"[]", "headers": JSON}, 422),
        ("POST", "/v1/complaints", {"content": b"null", "headers": JSON}, 422),
        ("GET", "/v1/queue?limit=0", {}, 422),
        ("GET", "/v1/queue?limit=banyak", {}, 422),
        ("GET", "/v1/queue?cursor=rusak", {}, 422),
        ("GET", "/v1/queue?cursor=%C3%A9", {}, 422),
        ("GET", "/v1/queue?bidang=%00", {}, 422),
    ],
)
def test_it_is_a_problem_detail(client: TestClient, method: str, path: str, sent: dict, status: int) -> None:
    answer = client.request(method, path, **sent)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:tepat:problem:")
    assert {"title", "detail", "instance"} <= body.keys()


def test_a_person_sees_a_page_instead(client: TestClient) -> None:
    answer = client.get("/laporan/entah", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Tidak ditemukan" in answer.text
    assert "<html" in answer.text


def test_what_nobody_foresaw_tells_nothing_and_logs_no_text(
    services: Services, client_as: Callable[..., TestClient], caplog: pytest.LogCaptureFixture
) -> None:
    client = client_as("sari", over=replace(services, predictor=explode))
    with caplog.at_level(logging.ERROR):
        answer = client.post("/v1/predict", json={"isi": "paspor"})
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:tepat:problem:failed")
    assert "RuntimeError" not in answer.text
    assert "RuntimeError at" in caplog.text
    assert "bocor" not in caplog.text + answer.text


def test_a_database_that_is_gone_is_unavailable_and_not_a_failure(services: Services, client: TestClient) -> None:
    services.pool.close()
    answer = client.get("/v1/queue")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_a_model_that_is_gone_is_unavailable_and_not_a_failure(
    services: Services, client_as: Callable[..., TestClient]
) -> None:
    def no_model() -> None:
        raise ComplaintError

    client = client_as("sari", over=replace(services, predictor=no_model))
    assert client.post("/v1/predict", json={"isi": "paspor"}).status_code == 503


@pytest.mark.parametrize("texts", [TITLES, DETAILS, FIELD_TEXTS])
def test_every_text_stands_in_both_languages(texts: dict) -> None:
    assert all(set(twins) == {"id", "en"} and all(twins.values()) for twins in texts.values())
    assert TITLES.keys() == DETAILS.keys()
