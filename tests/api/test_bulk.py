"""Look-alikes confirmed with one press: each its own decision, and what could not be confirmed says why."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Role
from complaints.routing import Automation
from database.audit import verify

Waiting = Callable[..., str]
ClientAs = Callable[..., TestClient]
TEXT = "Jadwal paspor di kanim cianjur tidak muncul"


def picks(client: TestClient, seed: str) -> list[str]:
    """What the page of look-alikes has ticked."""
    return re.findall(r'name="pilih" value="([^"]+)" checked', client.get(f"/laporan/{seed}/serupa").text)


def ids(picked: list[str]) -> set[str]:
    return {one.partition(":")[0] for one in picked}


def press(client: TestClient, seed: str, picked: list[str]) -> str:
    answer = client.post("/antrean/setujui", data={"asal": seed, "pilih": picked})
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def alike(waiting: Waiting) -> list[str]:
    """Four reports that say the same."""
    return [waiting(isi=f"{TEXT} sejak {number} hari") for number in range(4)]


def test_look_alikes_are_offered_and_others_are_not(
    client: TestClient, alike: list[str], waiting: Waiting, audited: Callable[[Automation], str]
) -> None:
    waiting(isi=TEXT, rahasia=True)
    waiting(isi="trotoar rusak di depan pasar")
    waiting(isi=f"{TEXT}, saya diancam akan dibunuh")
    audited(Automation.SHADOW)
    assert ids(picks(client, alike[0])) == set(alike)


def test_each_becomes_a_decision_of_its_own_with_its_own_audit_row(
    client_as: ClientAs, alike: list[str], committed_database: str
) -> None:
    client = client_as("sari")
    page = press(client, alike[0], picks(client, alike[0]))
    assert "4 laporan disetujui, 0 tidak" in page
    with psycopg.connect(committed_database) as connection:
        made = connection.execute(
            "SELECT decided_by, path[4], office_id FROM decisions WHERE is_current AND outcome = 'person'"
        ).fetchall()
        assert made == [("person:sari", "imi-paspor", "KANIM-CJR")] * 4
        assert connection.execute("SELECT count(*) FROM labels WHERE agreed AND person = 'sari'").fetchone() == (4,)
        logged = connection.execute("SELECT count(DISTINCT subject) FROM audit_log WHERE action = 'report.reviewed'")
        assert logged.fetchone() == (4,)
        assert verify(connection).broken_at is None


def test_what_was_not_ticked_goes_on_waiting(client: TestClient, alike: list[str]) -> None:
    left = picks(client, alike[0])[2:]
    press(client, alike[0], picks(client, alike[0])[:2])
    assert ids(picks(client, alike[0])) == ids(left)


def test_two_who_press_at_once_confirm_each_report_once(
    client_as: ClientAs, alike: list[str], services: Services, committed_database: str
) -> None:
    people = [client_as("sari"), client_as("budi")]
    chosen = picks(people[0], alike[0])
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda client: press(client, alike[0], chosen), people))
    counts = [tuple(map(int, re.findall(r"(\d+) laporan disetujui, (\d+) tidak", page)[0])) for page in pages]
    assert sum(confirmed for confirmed, _ in counts) == 4
    assert all(sum(pair) == 4 for pair in counts)
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT report_id) FROM labels").fetchone() == (4, 4)


def test_what_was_decided_meanwhile_is_named_with_its_reason(client: TestClient, alike: list[str]) -> None:
    chosen = picks(client, alike[0])
    press(client, alike[0], chosen[:1])
    page = press(client, alike[0], chosen)
    assert "3 laporan disetujui, 1 tidak" in page
    assert "Sudah diputus atau berubah" in page.split("Tidak disetujui")[1].split("Disetujui")[0]
    assert f"/laporan/{alike[0]}" in page.split("Tidak disetujui")[1].split("Disetujui")[0]


def test_a_report_that_is_not_alike_is_not_confirmed_however_it_is_sent(
    client: TestClient, alike: list[str], waiting: Waiting, services: Services
) -> None:
    others = [
        waiting(isi="trotoar rusak di depan pasar"),
        waiting(isi=TEXT, rahasia=True),
        waiting(isi=f"{TEXT}, saya diancam akan dibunuh"),
    ]
    with services.pool.connection() as connection:
        rows = connection.execute(
            "SELECT r.public_id::text || ':' || d.id FROM reports r JOIN decisions d ON d.report_id = r.id "
            "WHERE r.public_id = ANY(%s::uuid[])",
            [others],
        ).fetchall()
    assert "0 laporan disetujui, 3 tidak" in press(client, alike[0], [row[0] for row in rows])


@pytest.mark.parametrize("picked", [[], ["x"], ["1:2"], ["0" * 36 + ":1"], ["-" * 36 + ":1"]])
def test_a_press_without_a_report_is_refused(client: TestClient, alike: list[str], picked: list[str]) -> None:
    answer = client.post("/antrean/setujui", data={"asal": alike[0], "pilih": picked})
    assert answer.status_code == 422
    assert len(picks(client, alike[0])) == 4


def test_only_a_reviewer_confirms(client_as: ClientAs, alike: list[str]) -> None:
    auditor = client_as("ana", Role.AUDITOR)
    assert auditor.get(f"/laporan/{alike[0]}/serupa").status_code == 403
    assert auditor.post("/antrean/setujui", data={"asal": alike[0], "pilih": []}).status_code == 403
