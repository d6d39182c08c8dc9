"""Who may ask at all: other sites, host names, sizes, and the headers of every answer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.guards import MAX_BODY
from api.services import Services

SAMPLE_ID = "00000000-0000-4000-8000-000000000000"


def test_what_monitors_need_stays_open_and_names_no_report(stranger: TestClient) -> None:
    assert stranger.get("/healthz").json() == {"status": "ok"}
    assert stranger.get("/static/style.css").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver:8000"},
    ],
)
def test_what_another_site_makes_a_browser_send_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    for path in ("/v1/complaints", f"/laporan/{SAMPLE_ID}/putusan"):
        answer = client.post(path, json={"isi": "laporan palsu"}, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:tepat:problem:cross-site")


def test_our_own_pages_may_post(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert client.post("/v1/predict", json={"isi": "paspor"}, headers=headers).status_code == 200


def test_a_name_that_is_not_ours_is_refused(services: Services) -> None:
    app = create_app(replace(services, allowed_hosts=("127.0.0.1", "[::1]", "localhost")))
    for base, status in (
        ("http://jahat.example", 400),
        ("http://127.0.0.1:8000", 200),
        ("http://[::1]:8000", 200),
        ("http://localhost", 200),
    ):
        assert TestClient(app, base_url=base).get("/healthz").status_code == status


def test_a_body_that_says_it_is_too_large_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/complaints", json={"isi": "a" * MAX_BODY})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("path", ["/v1/complaints", f"/laporan/{SAMPLE_ID}/putusan"])
def test_a_body_that_hides_its_size_is_refused_while_it_grows(client: TestClient, path: str) -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(40):
            sent += 1
            yield b"catatan=" + b"a" * 100_000

    kind = "application/json" if path.startswith("/v1") else "application/x-www-form-urlencoded"
    answer = client.post(path, content=chunks(), headers={"Content-Type": kind})
    assert "content-length" not in answer.request.headers
    assert answer.status_code == 413


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/v1/queue", "/healthz", "/tidak-ada", "/static/style.css"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/").headers["cache-control"] == "no-store"
