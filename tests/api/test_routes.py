"""Every address with every role, and with nobody: who gets in is who the address says it needs."""

from collections.abc import Callable, Iterator
from re import sub

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from starlette.routing import BaseRoute, Mount
from starlette.testclient import TestClient

from api.access import recognised
from api.app import create_app
from api.services import Services
from api.v1 import counter
from complaints.access import PERMITTED, Permission, Role

OPEN = {"/healthz", "/readyz", "/metrics", "/openapi.json", "/masuk"}
"""Monitors read these, and nobody is signed in before they sign in."""
EXAMPLES = {"id_": "00000000-0000-4000-8000-000000000000", "name": "tidak-ada", "form": "json", "row_id": "1"}
GEOREPORT = "/open311/"
"""GeoReport answers in its own words: 403 for a key that is missing."""


def operations(app: FastAPI) -> list[tuple[str, str, Dependant | None]]:
    """Method, address and dependencies of every operation, whether the description shows it or not."""
    return [
        (method, route.path, getattr(route, "dependant", None))
        for route in routes_below(app.routes)
        for method in sorted(route.methods - {"HEAD"})
    ]


def routes_below(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        if isinstance(route, Mount):
            continue
        if hasattr(route, "path") and getattr(route, "methods", None):
            yield route
        if hasattr(route, "original_router"):
            yield from routes_below(route.original_router.routes)


def calls_of(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from calls_of(inner)


def needed(dependant: Dependant | None) -> Permission | None:
    """What the address asks for; None where being signed in is enough. Fails where it asks for nothing."""
    calls = list(calls_of(dependant)) if dependant else []
    found = [call.permission for call in calls if hasattr(call, "permission")]
    assert found or recognised in calls, "this address asks nobody who they are"
    return found[0] if found else None


def filled(path: str) -> str:
    return sub(r"\{(\w+)(:\w+)?\}", lambda match: EXAMPLES.get(match[1], EXAMPLES["id_"]), path)


@pytest.fixture
def closed(services: Services, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Permission | None]]:
    """Method, address and what it asks for, of every address that is not open to all."""
    # An answer that goes on would hold up the walk.
    monkeypatch.setattr(counter, "STREAM_SECONDS", 0.0)
    app = create_app(services)
    return [(method, filled(path), needed(on)) for method, path, on in operations(app) if path not in OPEN]


def test_the_walk_sees_pages_and_programs(closed: list[tuple[str, str, Permission | None]]) -> None:
    addresses = {(method, path) for method, path, _ in closed}
    assert addresses >= {("GET", "/"), ("POST", "/v1/complaints"), ("POST", "/pengguna"), ("POST", "/v1/predict")}


def test_nobody_gets_in_without_signing_in(
    stranger: TestClient, closed: list[tuple[str, str, Permission | None]]
) -> None:
    answers = {(method, path): stranger.request(method, path) for method, path, _ in closed}
    for (_, path), answer in answers.items():
        assert answer.status_code == (403 if path.startswith(GEOREPORT) else 401), path


def test_a_person_who_is_not_signed_in_is_led_to_the_page_for_it(
    stranger: TestClient, closed: list[tuple[str, str, Permission | None]]
) -> None:
    for method, path, _ in closed:
        if path.startswith(("/v1", GEOREPORT)):
            continue
        answer = stranger.request(method, path, headers={"Accept": "text/html"}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/masuk?ke=%2F")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_where_its_permissions_lead_and_nowhere_else(
    client_as: Callable[..., TestClient], closed: list[tuple[str, str, Permission | None]], role: Role
) -> None:
    browser = client_as(f"orang-{role.value}", role)
    # Signing out is last: it ends what the others need.
    for method, path, permission in sorted(closed, key=lambda one: one[1] == "/keluar"):
        answer = browser.request(method, path, follow_redirects=False)
        may = permission is None or permission in PERMITTED[role]
        said = ("urn:tepat:problem:not-permitted", "Your role does not permit this")
        refused = answer.status_code == 403 and any(words in answer.text for words in said)
        assert refused is not may, (method, path, role, answer.status_code)
        assert answer.status_code != 401
        assert answer.status_code < 500, (method, path, role)
