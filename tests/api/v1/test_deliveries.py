"""A unit fetches what is its own: of each report the first, until it says that it has it."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from psycopg import Connection
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from complaints.conduct import Conduct
from complaints.receivers import Receiver, ReceiverKind
from complaints.routing import Automation
from database import audit, delivering, receivers
from tests.api.conftest import NOW

UNIT = Receiver(name="ditjenim", kind=ReceiverKind.API, path=("IMIPAS", "imigrasi"), takes_rahasia=True)


@pytest.fixture
def services(services: Services) -> Services:
    return replace(services, conduct=lambda: Conduct(automation=Automation.PROVISIONAL))


@pytest.fixture
def ready(services: Services, waiting: Callable[..., str]) -> Callable[..., str]:
    """A report with these fields that was sent on to the unit; returns its public id."""

    def make(**fields: object) -> str:
        public_id = waiting(**fields)
        with services.pool.connection() as connection:
            if not receivers.list_receivers(connection):
                receivers.add_receiver(connection, UNIT, actor="test")
            assign_all(connection)
        return public_id

    return make


def assign_all(connection: Connection) -> None:
    for going in delivering.homeless(connection):
        delivering.assign(connection, going, UNIT, NOW)


@pytest.fixture
def unit(client_as: Callable[..., TestClient]) -> TestClient:
    return client_as("ditjenim", Role.MACHINE, Reach(path=("IMIPAS", "imigrasi")))


def test_a_unit_fetches_pages_and_acknowledges(unit: TestClient, ready: Callable[..., str]) -> None:
    wanted = [ready(external_id=str(number)) for number in range(3)]

    first = unit.get("/v1/deliveries", params={"limit": 2}).json()
    second = unit.get("/v1/deliveries", params={"limit": 2, "cursor": first["next_cursor"]}).json()

    items = [*first["items"], *second["items"]]
    assert [item["report"]["id"] for item in items] == wanted
    assert second["next_cursor"] is None
    assert items[0]["target"][:2] == ["IMIPAS", "imigrasi"]
    keys = [item["key"] for item in items]
    body = {"keys": [*keys[:2], str(uuid4())], "receipt": "agenda 7"}
    said = [unit.post("/v1/deliveries/acknowledge", json=body).json() for _ in range(2)]
    assert said == [{"acknowledged": 2}, {"acknowledged": 0}]
    assert [item["key"] for item in unit.get("/v1/deliveries").json()["items"]] == keys[2:]


def test_the_receipt_is_kept_and_the_log_says_who_has_it(
    unit: TestClient, services: Services, ready: Callable[..., str]
) -> None:
    ready()
    (item,) = unit.get("/v1/deliveries").json()["items"]
    unit.post("/v1/deliveries/acknowledge", json={"keys": [item["key"]], "receipt": "agenda 7"})
    with services.pool.connection() as connection:
        report_id, receipt = connection.execute("SELECT report_id, receipt FROM outbox").fetchone()
        (entry,) = [one for one in audit.history(connection, f"report:{report_id}") if "delivery" in one["action"]]
    assert (receipt, entry["actor"], entry["action"]) == ("agenda 7", "person:ditjenim", "delivery.sent")


def test_a_program_gets_and_settles_only_what_is_its_own(
    unit: TestClient, client_as: Callable[..., TestClient], ready: Callable[..., str]
) -> None:
    ready()
    other = client_as("lain", Role.MACHINE)
    elsewhere = client_as("ditjenpas", Role.MACHINE, Reach(path=("IMIPAS", "pemasyarakatan")))
    (item,) = unit.get("/v1/deliveries").json()["items"]
    for program in (other, elsewhere):
        assert program.get("/v1/deliveries").json()["items"] == []
        said = program.post("/v1/deliveries/acknowledge", json={"keys": [item["key"]]}).json()
        assert said == {"acknowledged": 0}


def test_of_a_rahasia_report_no_word_and_of_an_anonim_one_no_identifier(
    unit: TestClient, ready: Callable[..., str]
) -> None:
    ready(external_id="1", rahasia=True)
    ready(external_id="2", anonim=True, isi="Paspor saya belum jadi, hp 081234567890")
    items = unit.get("/v1/deliveries").json()["items"]
    shown = {item["report"]["external_id"]: (item["report"]["judul"], item["report"]["isi"]) for item in items}
    assert shown == {"1": ("", ""), "2": ("Antrean paspor", "Paspor saya belum jadi, hp [TELEPON]")}


def test_what_is_cancelled_or_paused_is_not_fetched(
    unit: TestClient, services: Services, ready: Callable[..., str]
) -> None:
    ready()
    with services.pool.connection() as connection:
        receivers.set_paused(connection, "ditjenim", is_paused=True, actor="test")
    assert unit.get("/v1/deliveries").json()["items"] == []
    with services.pool.connection() as connection:
        receivers.set_paused(connection, "ditjenim", is_paused=False, actor="test")
    (item,) = unit.get("/v1/deliveries").json()["items"]
    with services.pool.connection() as connection:
        connection.execute("UPDATE outbox SET cancelled_at = now()")
    assert unit.get("/v1/deliveries").json()["items"] == []
    assert unit.post("/v1/deliveries/acknowledge", json={"keys": [item["key"]]}).json() == {"acknowledged": 0}


@pytest.mark.parametrize("body", [{}, {"keys": []}, {"keys": ["x"]}, {"keys": [str(uuid4())] * 201}])
def test_a_body_that_is_not_right_is_refused(unit: TestClient, body: dict[str, object]) -> None:
    assert unit.post("/v1/deliveries/acknowledge", json=body).status_code == 422
