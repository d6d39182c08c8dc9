"""What the tests of the API share."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import uvicorn
from starlette.testclient import TestClient

from api.app import create_app
from api.services import Services
from api.v1 import counter
from complaints.access import Role
from complaints.directory import Directory, Office
from tepat.ports import find_free_port
from tepat.serving import Server


@pytest.fixture
def etag(client: TestClient) -> Callable[[str], dict[str, str]]:
    """The header If-Match for a report as it stands now."""

    def read(public_id: str) -> dict[str, str]:
        return {"If-Match": client.get(f"/v1/complaints/{public_id}").headers["etag"]}

    return read


@pytest.fixture
def with_offices(services: Services, client_as: Callable[..., TestClient]) -> TestClient:
    """The application over a directory with names, aliases and towns."""
    offices = (
        Office(id="IMI-1", kind="Kanim", name="Kantor Imigrasi Cianjur", bidang="imigrasi", city="Kabupaten Cianjur"),
        Office(id="IMI-2", kind="Kanim", name="Kantor Imigrasi Bogor", bidang="imigrasi", aliases=("Kanim Bogor",)),
        Office(id="PAS-1", kind="Lapas", name="Lapas Cianjur", bidang="pemasyarakatan", former_names=("LP Joglo",)),
    )
    directory = Directory(offices=offices)
    return client_as("admin", Role.ADMIN, over=replace(services, directory=lambda: directory))


@pytest.fixture
def server(services: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Server]]:
    """The application on a port of this machine, counting without waiting."""
    monkeypatch.setattr(counter, "COUNT_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(counter, "LOOK_EVERY_SECONDS", 0.05)
    port = find_free_port()
    app = create_app(replace(services, allowed_hosts=("127.0.0.1",)))
    running = Server(uvicorn.Config(app, port=port, log_level="critical", timeout_graceful_shutdown=30))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}", running
    running.handle_exit(15, None)
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def token(client_as: Callable[..., TestClient]) -> str:
    """The token of a program."""
    return client_as("apl", Role.MACHINE).headers["Authorization"].removeprefix("Bearer ")
