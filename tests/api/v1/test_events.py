"""The counter of the queue, as a browser follows it over a real connection."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import anyio
import httpx
import pytest
from starlette.testclient import TestClient

from api.problems import ApiProblem
from api.services import Services
from api.v1 import counter
from api.v1.counter import QueueCounter
from complaints.access import Person, Reach, Role
from complaints.routing import Automation
from tepat.serving import Server

EVENTS = "/v1/queue/events"
SARI = Person(name="sari", shown_as="Sari", role=Role.REVIEWER)


@contextmanager
def following(url: str, token: str, **headers: str) -> Iterator[Iterator[str]]:
    with (
        httpx.Client(timeout=20) as http,
        http.stream("GET", f"{url}{EVENTS}", headers={"Authorization": f"Bearer {token}"} | headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield answer.iter_lines()


def next_event(lines: Iterator[str]) -> tuple[str, dict[str, int]]:
    fields: dict[str, str] = {}
    for line in lines:
        name, _, text = line.partition(": ")
        fields[name] = text
        if not line and "data" in fields:
            break
    assert fields["event"] == "queue"
    return fields["id"], json.loads(fields["data"])


def test_the_numbers_come_at_once_and_whenever_they_change(
    server: tuple[str, Server],
    token: str,
    waiting: Callable[..., str],
    audited: Callable[[Automation], str],
) -> None:
    with following(server[0], token) as lines:
        assert next_event(lines) == ("0-0-0", {"waiting": 0, "urgent": 0, "audits": 0})
        waiting()
        assert next_event(lines)[1] == {"waiting": 1, "urgent": 0, "audits": 0}
        audited(Automation.PROVISIONAL)
        assert next_event(lines)[1] == {"waiting": 2, "urgent": 0, "audits": 1}


def test_who_comes_back_is_told_only_what_is_new(
    server: tuple[str, Server], token: str, waiting: Callable[..., str]
) -> None:
    waiting()
    with following(server[0], token, **{"Last-Event-ID": "1-0-0"}) as lines:
        waiting()
        assert next_event(lines)[0] == "2-0-0"


def test_streams_end_when_the_server_stops(server: tuple[str, Server], token: str) -> None:
    url, running = server
    with following(url, token) as lines:
        next_event(lines)
        running.handle_exit(15, None)
        assert [line for line in lines if line] == []


def test_nobody_holds_more_than_their_share_of_streams(services: Services) -> None:
    queue = QueueCounter(services)
    held = [queue.stream(SARI) for _ in range(counter.STREAMS_EACH)]
    for place in held:
        place.__enter__()
    with pytest.raises(ApiProblem, match="too_many_requests"), queue.stream(SARI):
        pass
    held[0].__exit__(None, None, None)
    with queue.stream(SARI):
        pass


def test_the_bar_has_the_counter_where_its_script_is(client: TestClient) -> None:
    page = client.get("/").text
    assert "data-queue-count" in page
    assert '<script src="/static/queue.js" defer>' in page
    assert EVENTS in client.get("/static/queue.js").text


def test_many_who_see_the_same_are_counted_for_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, counted = QueueCounter(services, clock=lambda: 0.0), []
    count = queue._count
    monkeypatch.setattr(queue, "_count", lambda person: counted.append(person.name) or count(person))
    people = [replace(SARI, name=name) for name in ("sari", "budi", "ani")]
    inside = replace(SARI, name="tono", reach=Reach(path=("IMIPAS",)))
    for person in (*people, inside, *people):
        anyio.run(queue.count, person)
    assert counted == ["sari", "tono"]
