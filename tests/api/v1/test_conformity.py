"""Whatever is asked within the description, or beside it, is answered as the description says, and never with 500."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_app
from api.services import Limit, Services
from api.v1 import counter
from complaints.access import Role

EXAMPLES = 6
ANY_HOST = ("*",)
# Those of operations that need a report, so that more than refusals is tried.
KNOWN = ("public_id", "service_request_id", "token")


@pytest.fixture
def operations(
    services: Services,
    client_as: Callable[..., TestClient],
    waiting: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> list[tuple[APIOperation, dict[str, Any]]]:
    """Every operation of the description as an admin may ask it, with path parameters that name something."""
    monkeypatch.setattr(counter, "STREAM_SECONDS", 0.01)
    monkeypatch.setattr(counter, "LOOK_EVERY_SECONDS", 0.01)
    app = create_app(replace(services, allowed_hosts=ANY_HOST, limit=Limit(burst=100_000)))
    schema = openapi.from_asgi("/openapi.json", signed_in(app, client_as("admin", Role.ADMIN))).include(
        path_regex="^/(v1|open311)/"
    )
    found = [result.ok() for result in schema.get_all_operations()]
    public_id = waiting()
    return [(operation, dict.fromkeys(_named(operation), public_id)) for operation in found]


def signed_in(app: ASGIApp, browser: TestClient) -> ASGIApp:
    """The application as this browser asks it, whatever else is sent."""
    session = {"cookie": f"sesi={browser.cookies['sesi']}", "x-csrf-token": browser.headers["X-CSRF-Token"]}

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            kept = [(name, text) for name, text in scope["headers"] if name.decode() not in {"authorization", *session}]
            ours = [(name.encode(), text.encode()) for name, text in session.items()]
            scope = {**scope, "headers": [*kept, *ours]}
        await app(scope, receive, send)

    return asked


def _named(operation: APIOperation) -> list[str]:
    return [name for name in KNOWN if f"{{{name}}}" in operation.path]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_described(
    operations: list[tuple[APIOperation, dict[str, Any]]], mode: GenerationMode
) -> None:
    assert len(operations) > 25
    for operation, known in operations:
        check(operation, mode, {})
        if known and mode is GenerationMode.POSITIVE:
            check(operation, mode, known)


def check(operation: APIOperation, mode: GenerationMode, known: dict[str, Any]) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def ask(case: Case) -> None:
        case.path_parameters.update(known)
        case.call_and_validate(
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_headers_conformance,
                response_schema_conformance,
            ]
        )

    ask()
