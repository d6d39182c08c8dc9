"""What people write about a rahasia report is kept back as its text is, and who may not read it does not decide it."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg import sql
from starlette.testclient import TestClient

from complaints.access import Person, Role
from database.acting import act_as
from tests.api.test_room import PAGE, confirm, send

As = Callable[..., TestClient]
SECRET = "sandi-rahasia-peninjau"
WRITTEN = {
    "decisions": "addressee",
    "labels": "note",
    "outbox": "message",
    "reopenings": "reason",
    "panels": "note",
    "opinions": "note",
}


@pytest.fixture
def written(client_as: As, waiting: Callable[..., str]) -> str:
    """A rahasia report on which reviewers wrote into every field that there is."""
    public_id = waiting(judul="Judul sensitif", isi="paspor sensitif kanim cianjur", rahasia=True)
    sari = client_as("sari")
    send(sari, public_id, "minta-pendapat", catatan=f"{SECRET} ragu")
    for name in ("budi", "citra"):
        given = {"kategori": "luar-pemda", "klasifikasi": "aspirasi", "instansi": SECRET, "catatan": SECRET}
        assert send(client_as(name), public_id, "pendapat", pilihan="", **given).status_code == 303
    assert send(sari, public_id, "buka-kembali", catatan=f"{SECRET} buka").status_code == 303
    assert confirm(sari, public_id, catatan=f"{SECRET} setuju").status_code == 303
    assert send(sari, public_id, "kembali", catatan=f"{SECRET} kembali").status_code == 303
    assert send(sari, public_id, "minta-informasi", catatan=f"{SECRET} tanya").status_code == 303
    return public_id


def told(client: TestClient, public_id: str) -> str:
    """Everything that this person is told of the report anywhere."""
    addresses = (
        f"/laporan/{public_id}",
        f"/v1/complaints/{public_id}",
        "/laporan",
        "/laporan?daftar=ditinjau",
        "/",
        "/v1/complaints",
        "/v1/queue",
        "/audit",
        "/audit/unduh?bentuk=jsonl",
        "/v1/audit-log",
    )
    return "".join(client.get(address).text for address in addresses)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.DATA, Role.MACHINE])
def test_who_may_not_read_the_text_reads_no_word_about_it(client_as: As, written: str, role: Role) -> None:
    found = told(client_as("lain", role), written)
    assert SECRET not in found
    assert "sensitif" not in found


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_who_may_read_the_text_reads_what_was_written(client_as: As, written: str, role: Role) -> None:
    page = client_as("lain", role).get(f"/laporan/{written}").text
    for part in ("tanya", "buka", "kembali"):
        assert f"{SECRET} {part}" in page
    decisions = client_as("lain", role).get(f"/v1/complaints/{written}").json()["history"]["decisions"]
    assert SECRET in {one["addressee"] for one in decisions}


@pytest.mark.parametrize(("table", "column"), WRITTEN.items())
def test_the_database_itself_keeps_it_back(
    client_as: As, written: str, committed_database: str, table: str, column: str
) -> None:
    query = sql.SQL("SELECT string_agg({}, ' ') FROM {}").format(sql.Identifier(column), sql.Identifier(table))
    found = {}
    with psycopg.connect(committed_database) as connection:
        for role in (Role.ADMIN, Role.REVIEWER):
            with connection.transaction(force_rollback=True):
                act_as(connection, Person(name="lain", shown_as="Lain", role=role))
                found[role] = connection.execute(query).fetchone()[0]
    assert SECRET in found[Role.REVIEWER]
    assert SECRET not in found[Role.ADMIN]
    assert "[rahasia]" in found[Role.ADMIN]


def test_what_was_written_stays_kept_back_when_the_report_is_rahasia_no_more(
    client_as: As, written: str, committed_database: str
) -> None:
    with psycopg.connect(committed_database, autocommit=True) as owner:
        owner.execute(
            """
            INSERT INTO report_versions (report_id, version, content, content_hash)
            SELECT id, version, '{"rahasia": true}', content_hash FROM reports
            """
        )
        owner.execute("UPDATE reports SET rahasia = false, version = version + 1")
    assert SECRET not in told(client_as("lain", Role.ADMIN), written)


def test_an_admin_who_may_not_read_it_neither_holds_nor_decides_it(
    client_as: As, waiting: Callable[..., str], committed_database: str
) -> None:
    public_id = waiting(rahasia=True)
    admin = client_as("dewi", Role.ADMIN)
    page = admin.get(f"/laporan/{public_id}").text
    assert "memegang" not in page
    assert "Setujui:" not in page
    shown = str(admin.get(f"/v1/complaints/{public_id}").json()["decision"]["id"])
    fields = {"shown": shown, "pilihan": "imi-paspor", "klasifikasi": "aspirasi"}
    answer = admin.post(f"/laporan/{public_id}/putusan", data=fields, headers=PAGE)
    assert answer.status_code == 403
    assert "Laporan ini rahasia" in answer.text
    assert admin.put(f"/v1/complaints/{public_id}/lease").json()["type"] == "urn:tepat:problem:kept-back"
    assert admin.post("/antrean/berikutnya", data={}, follow_redirects=False).headers["location"] == "/"
    assert confirm(client_as("sari"), public_id).status_code == 303


def test_a_unit_that_reads_nothing_of_it_gives_it_back_whole(
    client_as: As, waiting: Callable[..., str], committed_database: str
) -> None:
    public_id = waiting(rahasia=True)
    confirm(client_as("sari"), public_id)
    unit = client_as("unit", Role.MACHINE)
    assert unit.post(f"/v1/complaints/{public_id}/return", json={"reason": "bukan kami"}).status_code == 200
    with psycopg.connect(committed_database) as owner:
        first, last = owner.execute("SELECT evidence FROM decisions WHERE outcome <> 'person' ORDER BY id").fetchall()
    assert first == last
