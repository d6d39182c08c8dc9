"""Kiriman: what waits, what failed and why, and how a person mends it and sends it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from psycopg import Connection
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from complaints.conduct import Conduct
from complaints.delivery import Failed
from complaints.receivers import Receiver, ReceiverKind
from complaints.routing import Automation
from database import audit, delivering, receivers
from database.delivering import Lease
from tests.api.conftest import NOW

DESK = Receiver(
    name="meja", kind=ReceiverKind.WEBHOOK, address="https://a.example/rahasia", secret_env="TEPAT_SECRET_A"
)
UNKNOWN = Failed(code="institution_unknown", is_final=True)


@pytest.fixture
def services(services: Services) -> Services:
    return replace(services, conduct=lambda: Conduct(automation=Automation.PROVISIONAL))


@pytest.fixture
def laid_aside(services: Services, waiting: Callable[..., str]) -> Callable[..., int]:
    """A report that was sent on, and whose delivery failed for good; returns the number of the delivery."""

    def make(failed: Failed = UNKNOWN, **fields: object) -> int:
        waiting(**fields)
        with services.pool.connection() as connection:
            if not receivers.list_receivers(connection):
                receivers.add_receiver(connection, replace(DESK, takes_rahasia=True), actor="test")
            assign_all(connection)
            lease = Lease(name=uuid4(), until=NOW + timedelta(minutes=5))
            (parcel,) = delivering.claim_due(connection, DESK, 1, lease, NOW)
            delivering.settle_failed(connection, parcel, failed, lease, again_at=None, now=NOW)
        return parcel.id

    return make


def assign_all(connection: Connection) -> None:
    for going in delivering.homeless(connection):
        delivering.assign(connection, going, DESK, NOW)


def test_what_failed_is_listed_with_why_and_what_to_do(client: TestClient, laid_aside: Callable[..., int]) -> None:
    number = laid_aside(external_id="LAP-1")
    page = client.get("/kiriman").text
    assert f'href="/kiriman/{number}"' in page
    assert "Disposisi · laporan LAP-1" in page
    assert "Tulis namanya persis seperti di LAPOR!" in page
    assert "a.example" not in page
    assert "TEPAT_SECRET" not in page


def test_a_person_mends_it_and_sends_it_again(
    client: TestClient, services: Services, laid_aside: Callable[..., int]
) -> None:
    number = laid_aside()
    form = {"kepada": "Kejaksaan Agung", "pesan": "Mohon ditindaklanjuti"}

    answer = client.post(f"/kiriman/{number}/ulang", data=form)

    assert "dicoba lagi pada putaran berikutnya" in answer.text
    with services.pool.connection() as connection:
        assign_all(connection)
        (parcel,) = delivering.claim_due(connection, DESK, 9, Lease(name=uuid4(), until=NOW), NOW)
        entries = audit.history(connection, f"report:{parcel.report_id}")
    assert (parcel.addressee, parcel.message, parcel.attempts) == ("Kejaksaan Agung", "Mohon ditindaklanjuti", 1)
    (entry,) = [one for one in entries if one["action"] == "delivery.again"]
    assert (entry["actor"], entry["details"]["mended"]) == ("person:admin", ["addressee", "message"])
    assert client.post(f"/kiriman/{number}/ulang", data=form).status_code == 404


def test_sent_again_without_a_change_nothing_counts_as_mended(
    client: TestClient, services: Services, laid_aside: Callable[..., int]
) -> None:
    number = laid_aside()
    client.post(f"/kiriman/{number}/ulang", data={"kepada": " ", "pesan": ""})
    with services.pool.connection() as connection:
        assert connection.execute("SELECT mended_key FROM outbox").fetchone() == (None,)


def test_what_is_cancelled_is_never_sent(client: TestClient, laid_aside: Callable[..., int]) -> None:
    number = laid_aside()
    client.post(f"/kiriman/{number}/batal")
    assert "Dibatalkan" in client.get(f"/kiriman/{number}").text
    assert "Tidak ada kiriman di sini" in client.get("/kiriman").text
    assert client.post(f"/kiriman/{number}/batal").status_code == 404


def test_an_auditor_sees_and_changes_nothing(
    client_as: Callable[..., TestClient], laid_aside: Callable[..., int]
) -> None:
    number = laid_aside()
    rani = client_as("rani", Role.AUDITOR)
    page = rani.get(f"/kiriman/{number}")
    assert page.status_code == 200
    assert "Kirim ulang" not in page.text
    assert rani.post(f"/kiriman/{number}/ulang", data={}).status_code == 403


def test_what_lies_out_of_reach_is_not_there(
    client_as: Callable[..., TestClient], laid_aside: Callable[..., int]
) -> None:
    number = laid_aside(external_id="LAP-9")
    budi = client_as("budi", Role.REVIEWER, Reach(path=("IMIPAS", "pemasyarakatan")))
    assert "LAP-9" not in budi.get("/kiriman").text
    assert budi.get(f"/kiriman/{number}").status_code == 404
    assert budi.post(f"/kiriman/{number}/ulang", data={}).status_code == 404
    assert budi.post(f"/kiriman/{number}/batal").status_code == 404


def test_no_message_of_a_rahasia_report_is_shown_or_changed(
    client: TestClient, services: Services, laid_aside: Callable[..., int]
) -> None:
    number = laid_aside(rahasia=True)
    with services.pool.connection() as connection:
        connection.execute("RESET ROLE")
        connection.execute("UPDATE outbox SET message = 'pesan sensitif'")
    page = client.get(f"/kiriman/{number}").text
    assert "sensitif" not in page
    assert 'name="pesan"' not in page
    client.post(f"/kiriman/{number}/ulang", data={"kepada": "X", "pesan": "lain"})
    with services.pool.connection() as connection:
        found = connection.execute("SELECT mended_addressee, mended_message FROM outbox").fetchone()
    assert found == ("X", None)


def test_while_a_report_is_judged_blind_nobody_reads_where_it_goes(
    client: TestClient, services: Services, audited: Callable[[Automation], str]
) -> None:
    audited(Automation.PROVISIONAL)
    with services.pool.connection() as connection:
        receivers.add_receiver(connection, DESK, actor="test")
        assign_all(connection)
        number = connection.execute("SELECT id FROM outbox").fetchone()[0]
    for page in (client.get("/kiriman?keadaan=menunggu").text, client.get(f"/kiriman/{number}").text):
        assert "dinilai tertutup" in page
        assert "Imigrasi" not in page
        assert "imi-paspor" not in page


def test_each_state_has_its_list(client: TestClient, services: Services, waiting: Callable[..., str]) -> None:
    waiting(external_id="LAP-2")
    assert "LAP-2" in client.get("/kiriman?keadaan=tanpa-penerima").text
    assert "Belum ada penerima, jadi semua keputusan menunggu" in client.get("/kiriman").text
    with services.pool.connection() as connection:
        receivers.add_receiver(connection, DESK, actor="test")
        assign_all(connection)
    assert "LAP-2" in client.get("/kiriman?keadaan=menunggu").text
    with services.pool.connection() as connection:
        number = connection.execute("SELECT id FROM outbox").fetchone()[0]
        delivering.mark_sent(connection, number, "agenda 7", "meja", actor="test")
    assert "tanda terima agenda 7" in client.get("/kiriman?keadaan=terkirim").text
    assert client.get("/kiriman?keadaan=lain").status_code == 422


def test_monitors_count_what_waits_and_what_failed(
    client: TestClient, stranger: TestClient, laid_aside: Callable[..., int]
) -> None:
    laid_aside()
    told = stranger.get("/metrics").text
    assert 'tepat_deliveries{receiver="meja",state="failed"} 1.0' in told
    assert 'tepat_receiver_failures{receiver="meja"} 0.0' in told


def test_a_receiver_that_rests_says_so(client: TestClient, services: Services) -> None:
    with services.pool.connection() as connection:
        receivers.add_receiver(connection, DESK, actor="test")
        for _ in range(6):
            receivers.note_outcome(connection, "meja", Failed(code="broken", blames_receiver=True), NOW, 0)
    page = client.get("/kiriman").text
    assert "diistirahatkan sampai" in page
    assert "6 kegagalan berturut-turut" in page
