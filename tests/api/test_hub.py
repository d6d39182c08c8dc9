"""Simpul koordinasi: what stands between instansi, for whom, and nothing that identifies anybody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from starlette.testclient import TestClient

from api import hub_page
from api.services import Services
from api.v1 import hub as hub_resource
from api.wording import in_words
from complaints.access import Reach, Role
from complaints.programmes import Programme
from database.due import recount_due

As = Callable[..., TestClient]
Waiting = Callable[..., str]
PAGE = {"Accept": "text/html"}


def decide(client: TestClient, public_id: str, **body: object) -> None:
    tag = {"If-Match": client.get(f"/v1/complaints/{public_id}").headers["etag"]}
    answer = client.post(f"/v1/complaints/{public_id}/verdict", json={"verdict": "confirm"} | body, headers=tag)
    assert answer.status_code == 200, answer.text


def give_back(client: TestClient, public_id: str) -> None:
    address = f"/v1/complaints/{public_id}"
    tag = {"If-Match": client.get(address).headers["etag"]}
    answer = client.post(f"{address}/return", json={"reason": "bukan kami"}, headers=tag)
    assert answer.status_code == 200, answer.text


def hub(client: TestClient, **query: object) -> dict[str, object]:
    answer = client.get("/v1/hub", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(autouse=True)
def today(services: Services) -> None:
    """What is decided in a test is decided on the last day of the period."""
    object.__setattr__(services, "now", lambda: datetime.now(UTC))


@pytest.fixture
def filled(client_as: As, waiting: Waiting) -> str:
    """Two reports with decisions, one of which went to and fro, and one that waits; the id of the one that did."""
    sari = client_as("sari")
    first = waiting(judul="Judul rahasia sekali", isi="Jadwal paspor di kanim cianjur tidak muncul", rahasia=True)
    decide(sari, first, copies=[{"path": ["LUAR"]}])
    for _ in range(2):
        give_back(sari, first)
        decide(sari, first, copies=[{"path": ["LUAR"]}])
    waiting()
    return first


def test_only_those_who_coordinate_see_it(client_as: As) -> None:
    seen = {role: client_as(f"si-{role.value}", role).get("/v1/hub").status_code for role in Role}
    assert seen == {role: 200 if role in {Role.ADMIN, Role.AUDITOR} else 403 for role in Role}
    assert "/simpul" not in client_as("sari").get("/laporan", headers=PAGE).text


def test_each_instansi_and_unit_has_its_figures_and_their_reports(client: TestClient, filled: str) -> None:
    rows = {tuple(row["path"]): row for row in hub(client)["standings"]}
    assert set(rows) == {("IMIPAS",), ("IMIPAS", "imigrasi", "IMI")}
    assert (rows["IMIPAS",]["checked"], rows["IMIPAS",]["reviewed"], rows["IMIPAS",]["waiting"]) == (4, 3, 1)
    page = client.get("/simpul", headers=PAGE).text
    assert 'href="/?bidang=IMIPAS"' in page and "daftar=ditinjau" in page


def test_what_is_late_is_counted_beforehand_and_says_when(
    client: TestClient, services: Services, waiting: Waiting
) -> None:
    waiting(reported_at=datetime.now(UTC) - timedelta(days=20))
    assert hub(client)["overdue_at"] is None
    assert "lewat tenggat: belum dihitung" in client.get("/simpul", headers=PAGE).text
    counted = datetime.now(UTC)
    with services.pool.connection() as connection:
        assert recount_due(connection, counted)
    found = hub(client)
    assert datetime.fromisoformat(found["overdue_at"]) == counted
    assert [row["overdue"] for row in found["standings"]] == [1, 1]
    assert f"lewat tenggat: dihitung {in_words(counted)}" in client.get("/simpul", headers=PAGE).text


def test_what_went_to_and_fro_is_listed_with_its_way(client: TestClient, filled: str) -> None:
    (one,) = hub(client)["bounced"]
    path = ["IMIPAS", "imigrasi", "IMI", "imi-paspor"]
    assert (one["public_id"], one["times"], one["way"], one["now_at"]) == (filled, 2, [path, path], path)
    assert f'href="/laporan/{filled}"' in client.get("/simpul", headers=PAGE).text


def test_copies_between_instansi_are_counted_while_they_are_in_force(client: TestClient, filled: str) -> None:
    assert hub(client)["crossings"] == [{"kind": "tembusan", "one": "IMIPAS", "other": "LUAR", "count": 1}]


def test_split_reports_join_the_instansi_of_their_parts(
    client: TestClient, waiting: Waiting, triage: Callable[[], int]
) -> None:
    public_id = waiting(isi="paspor saya\nlampu trotoar padam", judul="Dua soal")
    address = f"/v1/complaints/{public_id}"
    tag = {"If-Match": client.get(address).headers["etag"]}
    parts = [{"text": "paspor saya"}, {"text": "lampu trotoar padam"}]
    assert client.post(f"{address}/split", json={"parts": parts}, headers=tag).status_code == 200
    triage()
    assert hub(client)["crossings"] == [{"kind": "pecahan", "one": "IMIPAS", "other": "LUAR", "count": 1}]


def test_changes_are_shared_where_their_examples_lie_in_several_instansi(
    client: TestClient, waiting: Waiting, committed_database: str
) -> None:
    for text in ("paspor saya", "lampu trotoar"):
        waiting(isi=text, judul="")
    with psycopg.connect(committed_database) as owner:
        owner.execute(
            """
            WITH opened AS (
                INSERT INTO alerts (kind, about, figures, since)
                VALUES ('words', '{banjir}', '{"reports": 2, "words": []}', now()) RETURNING id
            )
            INSERT INTO alert_reports (alert_id, report_id) SELECT opened.id, reports.id FROM opened, reports
            """
        )
    (one,) = hub(client)["changes"]
    assert one["instansi"] == ["IMIPAS", "LUAR"]
    assert "banjir" in client.get("/simpul", headers=PAGE).text


def test_the_reach_narrows_everything(client_as: As, filled: str) -> None:
    near = client_as("imi", Role.AUDITOR, Reach(path=("IMIPAS",)))
    far = client_as("luar", Role.AUDITOR, Reach(path=("LUAR",)))
    assert len(hub(near)["standings"]) == 2
    # A copy of it is theirs to read, but none of its figures.
    told = hub(far)
    assert (told["standings"], told["bounced"]) == ([], [])
    assert filled not in far.get("/simpul", headers=PAGE).text


def test_nothing_of_a_text_is_told(client: TestClient, filled: str) -> None:
    for address in ("/simpul", "/v1/hub"):
        text = client.get(address, headers=PAGE).text
        assert "Judul rahasia" not in text and "kanim cianjur" not in text.lower()


def test_a_joint_programme_has_its_own_counts(client: TestClient, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = Programme(
        code="p", name="Paspor <b>bersama</b>", categories=("imi-paspor", "luar-pemda"), source="Dasar"
    )
    for module in (hub_page, hub_resource):
        monkeypatch.setattr(module, "shipped_programmes", lambda: (programme,))
    (one,) = hub(client)["programmes"]
    assert [(row["code"], row["decided"], row["waiting"]) for row in one["categories"]] == [
        ("imi-paspor", 2, 1),
        ("luar-pemda", 0, 0),
    ]
    assert "Paspor &lt;b&gt;bersama" in client.get("/simpul", headers=PAGE).text


@pytest.mark.parametrize(("days", "status"), [(7, 200), (91, 200), (8, 422), ("x", 422)])
def test_only_known_periods_can_be_asked_for(client: TestClient, days: object, status: int) -> None:
    assert client.get("/v1/hub", params={"days": days}).status_code == status
    assert client.get("/simpul?hari=8", headers=PAGE).status_code == 200
