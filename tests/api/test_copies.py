"""Copies on the pages and for programs: given with a verdict or after it, read by who gets one, and withdrawn."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from complaints.copies import CopyTo
from complaints.directory.succession import Turn
from database.connection import connect
from database.copy_moves import CopyTurn, tell_turns, turn_copies
from tests.api.conftest import DIRECTORY

PAGE = {"Accept": "text/html"}
As = Callable[..., TestClient]
Waiting = Callable[..., str]
PAS = "IMIPAS/pemasyarakatan"
HOLDER = Reach(path=("IMIPAS", "pemasyarakatan"))


def fields_of(page: str, action: str) -> dict[str, object]:
    form = re.search(rf'<form method="post" action="{re.escape(action)}">(.*?)</form>', page, re.DOTALL)
    assert form is not None, action
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[1]))


def send(client: TestClient, public_id: str, act: str, **fields: object) -> object:
    action = f"/laporan/{public_id}/{act}"
    page = client.get(f"/laporan/{public_id}").text
    return client.post(action, data=fields_of(page, action) | fields, headers=PAGE, follow_redirects=False)


def confirm(client: TestClient, public_id: str, **fields: object) -> object:
    return send(client, public_id, "putusan", pilihan="imi-paspor", klasifikasi="aspirasi", **fields)


def copies(client: TestClient, public_id: str) -> list[tuple[list[str], bool]]:
    found = client.get(f"/v1/complaints/{public_id}").json()["copies"]
    return [(one["path"], one["withdrawn_at"] is None) for one in found]


def test_a_verdict_gives_copies_and_its_undoing_ends_them(client_as: As, waiting: Waiting) -> None:
    sari, public_id = client_as("sari"), waiting()
    assert confirm(sari, public_id, tembusan=[PAS], kantor_tembusan=["Lapas Sragen", ""]).status_code == 303
    assert copies(sari, public_id) == [(["IMIPAS", "pemasyarakatan"], True), ([], True)]
    page = sari.get(f"/laporan/{public_id}").text
    assert "Lapas Sragen" in page and "Tembusan diberikan" in page
    fields = {"csrf": re.search(r'name="csrf" value="([^"]+)"', page)[1]}
    sari.post(f"/laporan/{public_id}/urungkan", data=fields, headers=PAGE)
    assert [in_force for _, in_force in copies(sari, public_id)] == [False, False]


def test_who_gets_a_copy_reads_the_report_and_can_do_nothing(client_as: As, waiting: Waiting) -> None:
    sari, holder, public_id = client_as("sari"), client_as("lina", Role.REVIEWER, HOLDER), waiting()
    assert holder.get(f"/laporan/{public_id}", headers=PAGE).status_code == 404
    confirm(sari, public_id, tembusan=[PAS])
    page = holder.get(f"/laporan/{public_id}", headers=PAGE).text
    assert "TEMBUSAN" in page and "karena mendapat tembusannya" in page
    assert f'action="/laporan/{public_id}' not in page
    fields = {"shown": "0", "catatan": "tidak", "alasan": "diminta pelapor", "tembusan": PAS}
    token = holder.headers["X-CSRF-Token"]
    for act in ("kembali", "buka-kembali", "urungkan", "tembusan", "tembusan/1/cabut", "pelapor", "lewati"):
        answer = holder.post(f"/laporan/{public_id}/{act}", data=fields | {"csrf": token}, headers=PAGE)
        assert answer.status_code in {403, 404, 409}, act
    assert copies(sari, public_id) == [(["IMIPAS", "pemasyarakatan"], True)]
    assert sari.get(f"/v1/complaints/{public_id}").json()["status"] == "reviewed"


def test_a_copy_is_found_where_reports_are_listed_and_searched(client_as: As, waiting: Waiting) -> None:
    sari, holder = client_as("sari"), client_as("lina", Role.REVIEWER, HOLDER)
    stranger = client_as("tamu", Role.REVIEWER, Reach(path=("LUAR",)))
    public_id = waiting(judul="Paspor istimewa")
    confirm(sari, public_id, tembusan=[PAS])
    for address in ("/laporan", "/laporan?daftar=tembusan", "/laporan?cari=istimewa"):
        assert public_id in holder.get(address, headers=PAGE).text, address
        assert public_id not in stranger.get(address, headers=PAGE).text, address
    # What was done to it is counted, and listed, where it belongs.
    assert public_id not in holder.get("/laporan?daftar=ditinjau", headers=PAGE).text
    assert public_id in sari.get("/laporan?daftar=ditinjau", headers=PAGE).text
    (item,) = holder.get("/v1/complaints").json()["items"]
    assert (item["id"], item["is_copy"]) == (public_id, True)
    assert stranger.get("/v1/complaints").json()["items"] == []
    assert not sari.get("/v1/complaints").json()["items"][0]["is_copy"]
    for one in (holder, stranger):
        assert one.get("/v1/queue").json()["items"] == []


def test_a_copy_among_duplicates_shows_itself_to_its_holder_alone(client_as: As, waiting: Waiting) -> None:
    text = {"isi": "Jadwal paspor anak saya di kanim cianjur sudah tiga minggu tidak muncul sama sekali"}
    first = waiting(**text)
    sari = client_as("sari")
    confirm(sari, first)
    second = waiting(**text)
    assert [one["id"] for one in sari.get(f"/v1/complaints/{second}").json()["duplicates"]] == [first]
    confirm(sari, second, tembusan=[PAS])
    holder = client_as("lina", Role.REVIEWER, HOLDER)
    assert holder.get(f"/v1/complaints/{second}").json()["duplicates"] == []


def test_copies_are_given_after_the_decision_and_withdrawn_again(client_as: As, waiting: Waiting) -> None:
    sari, public_id = client_as("sari"), waiting()
    confirm(sari, public_id)
    assert send(sari, public_id, "tembusan", tembusan=[PAS]).status_code == 303
    page = sari.get(f"/laporan/{public_id}").text
    (action,) = re.findall(rf"/laporan/{public_id}/(tembusan/\d+/cabut)", page)
    assert send(sari, public_id, action).status_code == 303
    assert copies(sari, public_id) == [(["IMIPAS", "pemasyarakatan"], False)]


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (CopyTo(path=(), office_id="KW-JTG"), "Lapas Sragen → Kantor Wilayah Jawa Tengah"),
        (None, "Lapas Sragen → berakhir: kantornya tutup"),
    ],
)
def test_the_history_says_by_name_where_a_copy_went(
    client_as: As, waiting: Waiting, committed_database: str, instead: CopyTo | None, said: str
) -> None:
    sari, public_id = client_as("sari"), waiting()
    confirm(sari, public_id, kantor_tembusan=["Lapas Sragen"])
    with connect(committed_database) as service, service.transaction():
        (given,) = service.execute("SELECT id, report_id FROM copies").fetchall()
        turn = CopyTurn(id=given[0], report_id=given[1], turn=Turn.SUCCEEDED, instead=instead)
        tell_turns(service, turn_copies(service, [turn], actor="direktori:d2"), directory="d2", actor="direktori:d2")
    page = sari.get(f"/laporan/{public_id}").text
    assert "Tembusan mengikuti perubahan satuan kerja" in page and said in page
    assert "dicabut direktori d2" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Pilih dahulu siapa yang mendapat tembusan"),
        ({"tembusan": ["<X>/Y"]}, "tidak dikenal"),
        ({"kantor_tembusan": ['"><script>alert(1)</script>']}, "&lt;script&gt;"),
    ],
)
def test_what_is_wrong_with_a_copy_is_said_and_escaped(
    client_as: As, waiting: Waiting, fields: dict[str, object], said: str
) -> None:
    sari, public_id = client_as("sari"), waiting()
    confirm(sari, public_id)
    answer = send(sari, public_id, "tembusan", **fields)
    assert answer.status_code == 422 and said in answer.text
    assert "<script>alert" not in answer.text


def test_a_verdict_with_a_wrong_copy_is_not_given_and_keeps_what_was_written(client_as: As, waiting: Waiting) -> None:
    sari, public_id = client_as("sari"), waiting()
    answer = confirm(sari, public_id, tembusan=[PAS], kantor_tembusan=["Kantor Antah"])
    assert answer.status_code == 422
    assert 'value="IMIPAS/pemasyarakatan" checked' in answer.text and 'value="Kantor Antah"' in answer.text


def test_programs_give_and_withdraw_copies(client_as: As, waiting: Waiting, committed_database: str) -> None:
    sari, public_id = client_as("sari"), waiting()
    address = f"/v1/complaints/{public_id}"
    tag = {"If-Match": sari.get(address).headers["etag"]}
    body = {"verdict": "confirm", "copies": [{"path": ["IMIPAS", "pemasyarakatan"]}]}
    given = sari.post(f"{address}/verdict", json=body, headers=tag)
    assert given.status_code == 200
    tag = {"If-Match": given.headers["etag"], "Idempotency-Key": "satu"}
    for _ in range(2):
        answer = sari.post(f"{address}/copies", json={"copies": [{"office_id": "LP-SRG"}]}, headers=tag)
        assert answer.json()["given"] == 1
    number = sari.get(address).json()["copies"][0]["id"]
    assert sari.delete(f"{address}/copies/{number}").status_code == 200
    assert sari.delete(f"{address}/copies/{number}").status_code == 404
    with psycopg.connect(committed_database) as owner:
        rows = owner.execute("SELECT kind, cancelled_at IS NOT NULL FROM outbox ORDER BY id").fetchall()
    assert rows == [("disposisi", False), ("tembusan", True), ("tembusan", False)]


@pytest.mark.parametrize(
    "copy", [{}, {"path": ["IMIPAS"], "office_id": "LP-SRG"}, {"path": ["X"]}, {"office_id": "X"}, {"path": "IMIPAS"}]
)
def test_a_program_is_told_what_is_wrong_with_a_copy(client_as: As, waiting: Waiting, copy: dict[str, object]) -> None:
    sari, public_id = client_as("sari"), waiting()
    tag = {"If-Match": sari.get(f"/v1/complaints/{public_id}").headers["etag"]}
    answer = sari.post(
        f"/v1/complaints/{public_id}/verdict", json={"verdict": "confirm", "copies": [copy]}, headers=tag
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("copies")


def test_nobody_gives_a_copy_to_an_office_that_closed(
    client_as: As, waiting: Waiting, services: Services, committed_database: str
) -> None:
    closed = [replace(one, valid_to=date(2026, 1, 31)) if one.id == "LP-SRG" else one for one in DIRECTORY.offices]
    today = replace(DIRECTORY, offices=tuple(closed)).as_of(date(2026, 11, 22))
    sari, public_id = client_as("sari", over=replace(services, directory=lambda: today)), waiting()
    confirm(sari, public_id)
    assert send(sari, public_id, "tembusan", kantor_tembusan=["LP-SRG"]).status_code == 422
    tag = {"If-Match": sari.get(f"/v1/complaints/{public_id}").headers["etag"]}
    wanted = {"copies": [{"office_id": "LP-SRG"}]}
    assert sari.post(f"/v1/complaints/{public_id}/copies", json=wanted, headers=tag).status_code == 422
    with connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM copies").fetchone() == (0,)


def test_nothing_of_copies_is_told_while_a_report_is_judged_blind(client_as: As, waiting: Waiting) -> None:
    sari, public_id = client_as("sari"), waiting()
    send(sari, public_id, "minta-pendapat")
    page = client_as("budi").get(f"/laporan/{public_id}").text
    assert 'name="tembusan"' not in page and 'id="tembusan-judul"' not in page
