"""Nobody crowds out the others, and everybody is told how much is left."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.services import Limit, Services
from api.v1.limits import MOST_BUCKETS, Buckets
from complaints.access import Role


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


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


def test_a_bucket_is_one_persons() -> None:
    buckets = Buckets(Limit(burst=1, per_second=0.1), Clock())
    assert [buckets.take("person:sari") for _ in range(2)] == [0, -1]
    assert buckets.take("person:budi") == 0


def test_a_bucket_fills_again_and_never_over_its_brim() -> None:
    clock = Clock()
    buckets = Buckets(Limit(burst=2, per_second=1), clock)
    assert [buckets.take("sari") for _ in range(3)] == [1, 0, -1]
    clock.seconds += 0.5
    assert buckets.take("sari") == -0.5
    clock.seconds += 0.5
    assert buckets.take("sari") == 0
    clock.seconds += 1000
    assert buckets.take("sari") == 1


def test_many_addresses_do_not_fill_the_memory() -> None:
    clock = Clock()
    buckets = Buckets(Limit(burst=2, per_second=1), clock)
    for number in range(MOST_BUCKETS):
        buckets.take(f"address:{number}")
    clock.seconds += 1
    buckets.take("address:0")
    clock.seconds += 0.5
    buckets.take("person:sari")
    assert len(buckets._buckets) == 2
    assert buckets.take("address:0") == 0.5
