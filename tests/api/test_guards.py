"""Who may ask: the token, other sites, host names, sizes, and the headers of every answer."""

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount
from starlette.testclient import TestClient

from api.app import create_app
from api.guards import MAX_BODY, OPEN_PATHS
from api.services import Services

SAMPLE_ID = "00000000-0000-4000-8000-000000000000"
TOKEN = {"Authorization": "Bearer rahasia-token"}
PASSWORD = {"Authorization": "Basic " + base64.b64encode(b"siapa:rahasia-token").decode()}


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """Method and address of every operation, whether the description shows it or not."""
    return [
        (method, path.replace("{public_id:uuid}", SAMPLE_ID).replace("{public_id}", SAMPLE_ID))
        for path, methods in paths_below(app.routes)
        for method in methods
    ]


def paths_below(routes: list[BaseRoute]) -> Iterator[tuple[str, set[str]]]:
    for route in routes:
        if isinstance(route, Mount):
            continue
        if hasattr(route, "path") and getattr(route, "methods", None):
            yield route.path, route.methods
        if hasattr(route, "original_router"):
            yield from paths_below(route.original_router.routes)


def test_every_page_and_every_v1_address_asks_for_the_token(guarded: TestClient) -> None:
    addresses = routes_of(guarded.app)
    assert ("POST", "/v1/complaints") in addresses
    assert ("POST", f"/laporan/{SAMPLE_ID}/putusan") in addresses
    closed = [(method, path) for method, path in addresses if path not in OPEN_PATHS]
    assert {path for _, path in addresses} - {path for _, path in closed} == OPEN_PATHS
    for method, path in closed:
        # GeoReport has 403 for a key that is missing.
        assert guarded.request(method, path).status_code == (403 if path.startswith("/open311/") else 401)


def test_an_unknown_address_asks_for_the_token_too(guarded: TestClient) -> None:
    assert guarded.get("/v1/entah").status_code == 401


def test_the_token_opens_and_a_wrong_one_does_not(guarded: TestClient) -> None:
    assert guarded.get("/v1/queue", headers=TOKEN).status_code == 200
    for wrong in ("Bearer salah", "Bearer ", "Basic !!!", "Digest rahasia-token", "Bearer é"):
        answer = guarded.get("/v1/queue", headers={"Authorization": wrong.encode("latin-1")})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_people_give_the_token_as_password_on_pages_only(guarded: TestClient) -> None:
    assert guarded.get("/", headers=PASSWORD).status_code == 200
    assert guarded.get("/").headers["www-authenticate"].startswith("Basic")
    assert guarded.get("/v1/queue", headers=PASSWORD).status_code == 401


def test_what_monitors_need_stays_open_and_names_no_report(guarded: TestClient) -> None:
    assert guarded.get("/healthz").json() == {"status": "ok"}
    assert guarded.get("/static/style.css").status_code == 200


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
