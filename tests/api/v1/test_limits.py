"""Nobody crowds out the others, and everybody is told how much is left."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.services import Limit, Services
from complaints.access import Role


@pytest.fixture
def client(services: Services, client_as: Callable[..., TestClient]) -> TestClient:
    return client_as("admin", Role.ADMIN, over=replace(services, limit=Limit(burst=3, per_second=0.5)))


def test_an_answer_says_how_many_requests_are_left(client: TestClient) -> None:
    headers = client.get("/v1/queue").headers
    assert (headers["ratelimit-policy"], headers["ratelimit"]) == ('"default";q=3;w=6', '"default";r=2;t=2')
    assert client.get("/v1/complaints/entah").headers["ratelimit"].startswith('"default";r=1;')
    assert "ratelimit" not in client.get("/healthz").headers


def test_one_request_too_many_is_told_when_to_come_back(client: TestClient) -> None:
    answers = [client.get("/v1/queue") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    refused = answers[-1]
    assert (refused.json()["type"], refused.headers["retry-after"]) == ("urn:tepat:problem:too-many-requests", "2")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["ratelimit"].startswith('"default";r=0;')
    assert client.get("/").status_code == 200
    geo = client.get("/open311/v2/services.json")
    assert (geo.status_code, geo.json()[0]["code"]) == (429, 429)


def test_two_processes_count_the_same_requests(services: Services, client_as: Callable[..., TestClient]) -> None:
    over = replace(services, limit=Limit(burst=2, per_second=0.01))
    one, other = (client_as("admin", Role.ADMIN, over=over) for _ in range(2))
    assert [client.get("/v1/queue").status_code for client in (one, other, one, other)] == [200, 200, 429, 429]
