"""The page Pengguna: accounts and tokens, within the reach of whoever grants them."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.passwords import hash_of, new_token
from api.reaching import reach_in_words, read_reach
from api.services import Services
from complaints.access import Reach, Role
from complaints.errors import NotFound
from database.accounts import find_account
from database.tokens import NewToken, add_token

PERSON = {
    "nama": "sari",
    "tampil": "Sari Dewi",
    "peran": "peninjau",
    "bagian": "IMIPAS/imigrasi",
    "kantor": "",
    "surel": "",
}


def shown_once(page: str) -> str:
    return page.split('class="secret-once">')[1].split("<", maxsplit=1)[0]


def test_an_admin_adds_a_person_who_signs_in_with_the_password_shown_once(
    client: TestClient, stranger: TestClient
) -> None:
    page = client.post("/pengguna", data=PERSON)
    assert page.status_code == 200
    password = shown_once(page.text)
    listed = client.get("/pengguna").text
    assert "Sari Dewi" in listed
    assert "Belum memilih kata sandi" in listed
    assert password not in listed
    answer = stranger.post("/masuk", data={"nama": "sari", "sandi": password}, follow_redirects=False)
    assert answer.status_code == 303
    assert stranger.get("/v1/queue").json()["type"] == "urn:tepat:problem:password-first"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"nama": "Sari Dewi"}, "huruf kecil"),
        ({"tampil": " "}, "nama lengkap"),
        ({"peran": "mesin"}, "peran dari daftar"),
        ({"peran": ""}, "peran dari daftar"),
        ({"bagian": "IMIPAS/entah"}, "tidak ada di direktori"),
        ({"bagian": "IMIPAS/imigrasi/IMI/imi-paspor"}, "tidak ada di direktori"),
        ({"kantor": "Kantor Antah"}, "Kantor Antah” tidak ada"),
    ],
)
def test_a_form_with_a_gap_says_what_is_wrong(client: TestClient, change: dict[str, str], text: str) -> None:
    answer = client.post("/pengguna", data=PERSON | change)
    assert answer.status_code == 422
    assert text in answer.text


def test_a_name_is_given_once(client: TestClient) -> None:
    client.post("/pengguna", data=PERSON)
    assert client.post("/pengguna", data=PERSON).json()["type"] == "urn:tepat:problem:name-taken"
    assert client.post("/token", data={"nama": "sari", "hari": "5"}).json()["type"] == "urn:tepat:problem:name-taken"
    client.post("/token", data={"nama": "jembatan", "hari": "5"})
    answer = client.post("/pengguna", data=PERSON | {"nama": "jembatan"})
    assert answer.json()["type"] == "urn:tepat:problem:name-taken"


@pytest.mark.parametrize(
    "wider",
    [{"bagian": ""}, {"bagian": "IMIPAS"}, {"bagian": "LUAR"}, {"bagian": "IMIPAS/pemasyarakatan"}],
)
def test_an_admin_grants_within_their_own_reach_only(
    client_as: Callable[..., TestClient], services: Services, wider: dict[str, str]
) -> None:
    admin = client_as("kepala", Role.ADMIN, Reach(path=("IMIPAS", "imigrasi")))
    assert admin.post("/pengguna", data=PERSON | wider).json()["type"] == "urn:tepat:problem:beyond-reach"
    assert admin.post("/token", data={"nama": "t", "hari": "5", **wider}).status_code in {403, 422}
    admin.post("/pengguna", data=PERSON)
    changed = admin.post("/pengguna/sari", data=PERSON | wider)
    assert changed.json()["type"] == "urn:tepat:problem:beyond-reach"
    with services.pool.connection() as connection:
        assert find_account(connection, "sari").reach_path == ["IMIPAS", "imigrasi"]


def test_an_admin_of_offices_grants_these_offices_only(client_as: Callable[..., TestClient]) -> None:
    admin = client_as("kanwil", Role.ADMIN, Reach(offices=("KW-JTG", "LP-SRG")))
    for offices, status in (("", 403), ("KANIM-CJR", 403), ("Lapas Sragen", 200)):
        answer = admin.post("/pengguna", data=PERSON | {"bagian": "", "kantor": offices})
        assert answer.status_code == status, offices


def test_an_admin_neither_sees_nor_changes_accounts_beyond_their_reach(
    client: TestClient, client_as: Callable[..., TestClient]
) -> None:
    client.post("/pengguna", data=PERSON)
    other = client_as("kepala", Role.ADMIN, Reach(path=("IMIPAS", "pemasyarakatan")))
    assert "Sari" not in other.get("/pengguna").text
    assert other.get("/pengguna/sari").status_code == 404
    for path in ("/pengguna/sari", "/pengguna/sari/tutup", "/pengguna/sari/sandi"):
        form = PERSON | {"bagian": "IMIPAS/pemasyarakatan"}
        assert other.post(path, data=form).status_code == 404, path


def test_nobody_closes_their_own_account_or_changes_their_own_role(client: TestClient, services: Services) -> None:
    form = {"tampil": "Admin Baru", "peran": "auditor", "bagian": "", "kantor": ""}
    for path in ("/pengguna/admin", "/pengguna/admin/tutup"):
        assert client.post(path, data=form).json()["type"] == "urn:tepat:problem:own-account"
    assert client.post("/pengguna/admin", data=form | {"peran": "admin"}, follow_redirects=False).status_code == 303
    with services.pool.connection() as connection:
        assert find_account(connection, "admin").shown_as == "Admin Baru"


def test_a_changed_reach_puts_the_person_out_until_they_sign_in_again(
    client: TestClient, client_as: Callable[..., TestClient]
) -> None:
    browser = client_as("sari", Role.REVIEWER)
    client.post("/pengguna/sari", data=PERSON)
    assert browser.get("/v1/queue").status_code == 401


def test_a_closed_account_is_opened_again(client: TestClient, client_as: Callable[..., TestClient]) -> None:
    browser = client_as("sari")
    client.post("/pengguna/sari/tutup")
    assert browser.get("/v1/queue").status_code == 401
    assert "Ditutup" in client.get("/pengguna").text
    client.post("/pengguna/sari/buka")
    assert client_as("sari").get("/v1/queue").status_code == 200


def test_a_new_one_time_password_ends_the_sessions(client: TestClient, client_as: Callable[..., TestClient]) -> None:
    browser = client_as("sari")
    assert len(shown_once(client.post("/pengguna/sari/sandi").text)) == 19
    assert browser.get("/v1/queue").status_code == 401


def test_every_change_is_an_audit_row_under_the_admins_name(client: TestClient, committed_database: str) -> None:
    client.post("/pengguna", data=PERSON)
    client.post("/pengguna/sari", data=PERSON | {"peran": "auditor"})
    client.post("/pengguna/sari/sandi")
    client.post("/pengguna/sari/tutup")
    with psycopg.connect(committed_database) as connection:
        rows = connection.execute(
            "SELECT action, actor FROM audit_log WHERE subject = 'account:sari' ORDER BY id"
        ).fetchall()
    actions = ["account.added", "account.changed", "account.password", "account.closed"]
    assert rows == [(action, "person:admin") for action in actions]


def test_a_token_is_shown_once_and_opens_v1_until_it_is_revoked(
    client: TestClient, stranger: TestClient, committed_database: str
) -> None:
    page = client.post("/token", data={"nama": "jembatan", "hari": "30", "bagian": "", "kantor": ""})
    headers = {"Authorization": f"Bearer {shown_once(page.text)}"}
    assert stranger.post("/v1/complaints", json={"isi": "paspor hilang"}, headers=headers).status_code == 202
    listed = client.get("/pengguna").text
    assert "jembatan" in listed
    assert headers["Authorization"].split()[1] not in listed
    with psycopg.connect(committed_database) as connection:
        assert headers["Authorization"].split()[1] not in str(
            connection.execute("SELECT api_tokens FROM api_tokens").fetchall()
        )
        (id_,) = connection.execute("SELECT id FROM api_tokens").fetchone()
    client.post(f"/token/{id_}/cabut")
    assert stranger.get("/v1/queue", headers=headers).status_code == 401


def test_a_token_that_is_over_opens_nothing(stranger: TestClient, services: Services) -> None:
    token = new_token()
    with services.pool.connection() as connection:
        new = NewToken(name="lama", token_hash=hash_of(token), reach=Reach(), lifetime=timedelta(seconds=-1))
        add_token(connection, new, actor="test")
    answer = stranger.get("/v1/queue", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("wrong", ["Bearer salah", "Bearer ", "Basic !!!", "Digest x", "Bearer é", "bearer"])
def test_a_wrong_token_opens_nothing(stranger: TestClient, wrong: str) -> None:
    assert stranger.get("/v1/queue", headers={"Authorization": wrong.encode("latin-1")}).status_code == 401


def test_a_token_in_the_address_is_not_read(client_as: Callable[..., TestClient], services: Services) -> None:
    token = client_as("jembatan", Role.MACHINE).headers["Authorization"].split()[1]
    bare = TestClient(create_app(services))
    for name in ("token", "access_token", "api_key"):
        assert bare.get("/v1/queue", params={name: token}).status_code == 401
    bare.cookies.set("sesi", token, domain="testserver.local")
    assert bare.get("/v1/queue").status_code == 401


def test_a_wrong_token_is_not_saved_by_a_good_cookie(client_as: Callable[..., TestClient]) -> None:
    browser = client_as("sari")
    assert browser.get("/v1/queue", headers={"Authorization": "Bearer salah"}).status_code == 401


def test_a_kanwil_brings_its_upt_and_is_told_in_words(services: Services) -> None:
    taxonomy, offices = services.taxonomy(), services.directory().offices
    reach, problems = read_reach("IMIPAS", "Kantor Wilayah Jawa Tengah", taxonomy, offices)
    assert (reach, problems) == (Reach(path=("IMIPAS",), offices=("KW-JTG", "LP-SRG")), [])
    assert reach_in_words(reach, taxonomy, offices) == "IMIPAS · Kantor Wilayah Jawa Tengah dan 1 satuan kerja lagi"
    assert reach_in_words(Reach(), taxonomy, offices) == "Semua bidang"


def test_an_account_that_is_not_there_is_not_found(services: Services) -> None:
    with services.pool.connection() as connection, pytest.raises(NotFound):
        find_account(connection, "entah")
