"""A report of another reach is seen nowhere: not by id, in lists, beside others, or through /v1."""

from collections.abc import Callable

import psycopg
import pytest
from starlette.testclient import TestClient

from complaints.access import Reach, Role

IMIGRASI = Reach(path=("IMIPAS", "imigrasi"))
LAPAS = Reach(path=("IMIPAS", "pemasyarakatan"))
TEXT = "Jadwal paspor di kanim cianjur tidak muncul"


@pytest.fixture
def budi(client_as: Callable[..., TestClient]) -> TestClient:
    """A reviewer of another branch than that of the reports."""
    return client_as("budi", Role.REVIEWER, LAPAS)


@pytest.fixture
def sari(client_as: Callable[..., TestClient]) -> TestClient:
    """A reviewer of the branch of the reports."""
    return client_as("sari", Role.REVIEWER, IMIGRASI)


def test_by_its_id(budi: TestClient, sari: TestClient, waiting: Callable[..., str]) -> None:
    public_id = waiting()
    for path in (f"/laporan/{public_id}", f"/v1/complaints/{public_id}", f"/laporan/{public_id}/pelapor"):
        assert (budi.get(path).status_code, sari.get(path).status_code) == (404, 200), path


def test_in_lists_and_counts(budi: TestClient, sari: TestClient, waiting: Callable[..., str]) -> None:
    public_id = waiting(judul="Judul khas imigrasi")
    assert budi.get("/v1/queue").json()["items"] == []
    assert [item["id"] for item in sari.get("/v1/queue").json()["items"]] == [public_id]
    page = budi.get("/").text
    assert "Judul khas imigrasi" not in page
    assert "imigrasi" not in page


def test_beside_other_reports(
    client_as: Callable[..., TestClient], sari: TestClient, waiting: Callable[..., str], committed_database: str
) -> None:
    mine, other = waiting(isi=TEXT), waiting(isi=TEXT, external_id="MILIK-LAIN")
    assert [one["id"] for one in sari.get(f"/v1/complaints/{mine}").json()["duplicates"]] == [other]
    with psycopg.connect(committed_database, autocommit=True) as connection:
        connection.execute("UPDATE reports SET current_path = '{LUAR}' WHERE public_id = %s", [other])
    assert "MILIK-LAIN" not in sari.get(f"/v1/complaints/{mine}").text
    assert "MILIK-LAIN" not in sari.get(f"/laporan/{mine}").text


def test_by_deciding_it(budi: TestClient, waiting: Callable[..., str], committed_database: str) -> None:
    public_id = waiting()
    fields = {"shown": "1", "pilihan": "imi-paspor", "klasifikasi": "aspirasi"}
    assert budi.post(f"/laporan/{public_id}/putusan", data=fields).status_code == 404
    for path in ("duplikat", "duplikat/batal"):
        answer = budi.post(f"/laporan/{public_id}/{path}", data={"shown": "1", "asli": public_id})
        assert answer.status_code == 404
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT status FROM reports").fetchall() == [("in_review",)]
        assert connection.execute("SELECT count(*) FROM labels").fetchone() == (0,)


def test_a_correction_out_of_reach_is_saved_and_then_belongs_to_others(
    budi: TestClient, sari: TestClient, waiting: Callable[..., str]
) -> None:
    public_id = waiting()
    shown = sari.get(f"/v1/complaints/{public_id}").json()["decision"]["id"]
    fields = {"shown": str(shown), "pilihan": "pas-kunjungan", "klasifikasi": "aspirasi", "catatan": "Soal lapas"}
    assert sari.post(f"/laporan/{public_id}/putusan", data=fields, follow_redirects=False).status_code == 303
    assert budi.get(f"/laporan/{public_id}").status_code == 200
    assert sari.get(f"/laporan/{public_id}").status_code == 200


def test_a_machine_follows_what_it_sent_and_nothing_else(
    client_as: Callable[..., TestClient], waiting: Callable[..., str]
) -> None:
    other = waiting()
    mine, theirs = (client_as(name, Role.MACHINE, LAPAS) for name in ("jembatan", "lain"))
    location = mine.post("/v1/complaints", json={"id": "A-1", "isi": "paspor saya hilang"}).headers["location"]
    assert (mine.get(location).status_code, theirs.get(location).status_code) == (200, 404)
    assert mine.get(f"/v1/complaints/{other}").status_code == 404


def test_a_machine_neither_changes_nor_learns_of_what_another_sent(client_as: Callable[..., TestClient]) -> None:
    mine, theirs = (client_as(name, Role.MACHINE) for name in ("jembatan", "lain"))
    body, key = {"id": "A-1", "isi": "paspor saya hilang"}, {"Idempotency-Key": "k-1"}
    location = mine.post("/v1/complaints", json=body, headers=key).headers["location"]
    taken = theirs.post("/v1/complaints", json=body | {"isi": "diganti"})
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:tepat:problem:id-taken")
    fresh = theirs.post("/v1/complaints", json={"isi": "paspor saya hilang"}, headers=key)
    assert (fresh.status_code, fresh.headers["location"] == location) == (202, False)
    assert mine.get(location).json()["isi"] == "paspor saya hilang"


@pytest.mark.parametrize(
    ("role", "may"), [(Role.REVIEWER, True), (Role.AUDITOR, True), (Role.ADMIN, False), (Role.DATA, False)]
)
def test_a_rahasia_text_is_shown_to_reviewers_and_auditors_only(
    client_as: Callable[..., TestClient], waiting: Callable[..., str], committed_database: str, role: Role, may: bool
) -> None:
    public_id = waiting(judul="Judul sensitif", isi="paspor sensitif kanim cianjur", rahasia=True)
    browser = client_as("orang", role)
    shown = browser.get(f"/laporan/{public_id}").text + browser.get(f"/v1/complaints/{public_id}").text
    assert ("sensitif" in shown) is may
    assert ("kanim cianjur" in shown) is may
    assert "sensitif" not in browser.get("/").text + browser.get("/v1/queue").text
    with psycopg.connect(committed_database) as connection:
        looks = connection.execute("SELECT actor FROM audit_log WHERE action = 'rahasia.read'").fetchall()
    assert looks == ([("person:orang",)] * 2 if may else [])


def test_who_wrote_a_report_is_shown_for_a_reason(
    sari: TestClient, client_as: Callable[..., TestClient], triage: Callable[[], int]
) -> None:
    machine = client_as("jembatan", Role.MACHINE)
    body = {"isi": "paspor saya hilang", "pelapor": {"nama": "Nama Contoh", "kontak": "0812"}}
    public_id = machine.post("/v1/complaints", json=body).json()["id"]
    triage()
    path = f"/laporan/{public_id}/pelapor"
    assert "Nama Contoh" not in sari.get(path).text
    assert sari.post(path, data={"alasan": "pendek"}).json()["type"] == "urn:tepat:problem:identity-kept"
    assert "Nama Contoh" in sari.post(path, data={"alasan": "menelepon pelapor"}).text
    assert "Identitas pelapor dilihat" in sari.get(f"/laporan/{public_id}").text
    assert "Nama Contoh" not in sari.get(f"/v1/complaints/{public_id}").text


@pytest.mark.parametrize(
    ("role", "fields", "may"),
    [
        (Role.REVIEWER, {}, True),
        (Role.ADMIN, {}, True),
        (Role.AUDITOR, {}, False),
        (Role.REVIEWER, {"anonim": True}, False),
        (Role.REVIEWER, {"rahasia": True}, False),
    ],
)
def test_the_way_to_an_identity_is_offered_to_those_who_may_go_it(
    client_as: Callable[..., TestClient], waiting: Callable[..., str], role: Role, fields: dict[str, bool], may: bool
) -> None:
    public_id = waiting(**fields)
    page = client_as("orang", role).get(f"/laporan/{public_id}").text
    assert (f'href="/laporan/{public_id}/pelapor"' in page) is may
