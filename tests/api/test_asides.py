"""Every outcome beside a plain verdict, through its form and without scripts."""

from collections.abc import Callable

import psycopg
import pytest
from starlette.testclient import TestClient

from complaints.access import Role
from tests.api.test_room import PAGE, confirm, fields_of, send

As = Callable[..., TestClient]
Waiting = Callable[..., str]
HOSTILE = "\"><script>alert(1)</script>' onfocus=alert(2) {{ 7 * 191 }}"


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


def read(client: TestClient, public_id: str) -> dict[str, object]:
    return client.get(f"/v1/complaints/{public_id}").json()


def test_what_is_not_ours_goes_to_whom_the_reviewer_names(
    client_as: As, waiting: Waiting, committed_database: str
) -> None:
    public_id = waiting()
    given = {"kategori": "luar-pemda", "instansi": "Pemkab Cianjur", "klasifikasi": "aspirasi", "catatan": "jalan"}
    assert send(client_as("sari"), public_id, "bukan-kewenangan", **given).status_code == 303
    assert rows(committed_database, "SELECT kind, target[4], addressee, office_id FROM outbox") == [
        ("bukan-kewenangan", "luar-pemda", "Pemkab Cianjur", None)
    ]
    page = client_as("sari").get(f"/laporan/{public_id}").text
    assert "Pemkab Cianjur" in page


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"kategori": "imi-visa", "catatan": "x"}, "Pilih instansi yang berwenang"),
        ({"kategori": "", "catatan": "x"}, "Pilih instansi yang berwenang"),
        ({"kategori": "luar-pemda"}, "Tulis alasan mengapa Anda mengubahnya"),
        ({"kategori": "luar-pemda", "catatan": "x", "instansi": "y" * 201}, "paling panjang 200 huruf"),
    ],
)
def test_not_ours_without_addressee_or_reason_comes_back_open(
    client_as: As, waiting: Waiting, given: dict[str, str], text: str
) -> None:
    public_id = waiting()
    answer = send(client_as("sari"), public_id, "bukan-kewenangan", klasifikasi="aspirasi", **given)
    assert answer.status_code == 422
    assert text in answer.text
    assert '<details open>\n  <summary data-key="b">' in answer.text
    assert read(client_as("sari"), public_id)["status"] == "in_review"


def test_a_sure_suggestion_is_not_overturned_without_a_reason_but_an_unsure_one_is(
    client_as: As, waiting: Waiting
) -> None:
    sure, unsure = waiting(), waiting(judul="Salam", isi="halo saja")
    sari = client_as("sari")
    refused = confirm(sari, sure, pilihan="", kategori="luar-pemda")
    assert refused.status_code == 422
    assert "Tulis alasan" in refused.text
    assert '<option value="luar-pemda" selected>' in refused.text
    assert confirm(sari, sure, pilihan="", kategori="luar-pemda", catatan="soal jalan").status_code == 303
    assert confirm(sari, unsure, pilihan="", kategori="luar-pemda").status_code == 303


def test_the_reporter_is_asked_and_the_report_leaves_the_queue(
    client_as: As, waiting: Waiting, committed_database: str
) -> None:
    public_id = waiting()
    sari = client_as("sari")
    assert send(sari, public_id, "minta-informasi", catatan=" ").status_code == 422
    assert send(sari, public_id, "minta-informasi", catatan="Di kantor mana?").status_code == 303
    assert rows(committed_database, "SELECT kind, message FROM outbox") == [("minta-informasi", "Di kantor mana?")]
    page = sari.get(f"/laporan/{public_id}").text
    assert "Pelapor diminta melengkapi: “Di kantor mana?”" in page
    assert "Menunggu pelapor" in page
    assert sari.get("/v1/queue").json()["items"] == []


def test_a_skipped_report_goes_to_others(client_as: As, waiting: Waiting) -> None:
    first, second = waiting(), waiting()
    answer = send(client_as("sari"), first, "lewati")
    assert answer.headers["location"] == f"/laporan/{second}"
    budi = client_as("budi").post("/antrean/berikutnya", data={}, follow_redirects=False)
    assert budi.headers["location"] == f"/laporan/{first}"


def test_the_last_verdict_is_undone_from_the_next_page(client_as: As, waiting: Waiting) -> None:
    first, second = waiting(), waiting()
    sari = client_as("sari")
    page = sari.get(confirm(sari, first).headers["location"]).text
    assert second in page
    undo = f"/laporan/{first}/urungkan"
    answer = sari.post(undo, data=fields_of(page, undo), headers=PAGE, follow_redirects=False)
    assert answer.headers["location"] == f"/laporan/{first}"
    assert "Putusan diurungkan" in sari.get(f"/laporan/{first}").text
    late = sari.post(undo, data=fields_of(page, undo), headers=PAGE)
    assert late.status_code == 409
    assert "Tidak dapat diurungkan lagi" in late.text


def test_a_duplicate_is_undone_from_the_next_page_too(client_as: As, waiting: Waiting) -> None:
    original, again = waiting(external_id="A-1"), waiting()
    sari = client_as("sari")
    page = sari.get(send(sari, again, "duplikat", asli=original).headers["location"]).text
    assert f'action="/laporan/{again}/duplikat/batal"' in page
    sari.post(f"/laporan/{again}/duplikat/batal", data={})
    assert read(sari, again)["status"] == "in_review"


def test_nobody_is_offered_to_undo_what_another_decided(client_as: As, waiting: Waiting) -> None:
    first, second = waiting(), waiting()
    confirm(client_as("sari"), first)
    assert "urungkan" not in client_as("budi").get(f"/laporan/{second}?tersimpan={first}").text
    for nothing in ("00000000-0000-4000-8000-000000000000", "entah", "%00"):
        assert client_as("budi").get(f"/laporan/{second}?tersimpan={nothing}").status_code == 200


def test_a_unit_says_not_ours_and_the_report_comes_back_with_the_reason_right_behind_the_urgent(
    client_as: As, waiting: Waiting
) -> None:
    public_id = waiting()
    waiting(judul="Tolong", isi="Adik saya dipukul sipir di lapas")
    sari = client_as("sari")
    confirm(sari, public_id)
    answer = client_as("unit", Role.MACHINE).post(
        f"/v1/complaints/{public_id}/return", json={"reason": "Bukan wilayah kami"}
    )
    assert (answer.status_code, answer.json()["status"]) == (200, "in_review")
    waiting()
    urgent, second, _ = sari.get("/v1/queue").json()["items"]
    assert urgent["urgency"] is not None
    assert (second["id"], second["reason"]) == (public_id, "returned")
    page = sari.get(f"/laporan/{public_id}").text
    assert "<strong>Dikembalikan oleh unit</strong>" in page
    assert "“Bukan wilayah kami”" in page
    assert "Putusan sebelumnya" in page
    again = client_as("unit", Role.MACHINE).post(f"/v1/complaints/{public_id}/return", json={"reason": "lagi"})
    assert (again.status_code, again.json()["type"]) == (409, "urn:tepat:problem:nothing-to-reopen")


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": "x" * 2001}, {"reason": "a\u0000"}])
def test_a_return_without_a_reason_is_refused(client_as: As, waiting: Waiting, body: dict[str, str]) -> None:
    public_id = waiting()
    unit = client_as("unit", Role.MACHINE)
    assert unit.post(f"/v1/complaints/{public_id}/return", json=body).status_code == 422
    assert client_as("audi", Role.AUDITOR).post(f"/v1/complaints/{public_id}/return", json={}).status_code == 403


@pytest.mark.parametrize("act", ["buka-kembali", "kembali"])
def test_a_decided_report_comes_back_with_a_reason_only(client_as: As, waiting: Waiting, act: str) -> None:
    public_id = waiting()
    sari = client_as("sari")
    confirm(sari, public_id)
    assert send(sari, public_id, act, catatan="").status_code == 422
    answer = send(sari, public_id, act, catatan="pelapor menelepon")
    assert answer.headers["location"] == f"/laporan/{public_id}"
    page = sari.get(f"/laporan/{public_id}").text
    assert "pelapor menelepon" in page
    assert "Semua putusan dan usulan (3)" in page
    assert confirm(sari, public_id).status_code == 303


def test_two_blind_answers_that_differ_are_settled_by_a_third(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    people = {name: client_as(name) for name in ("sari", "budi", "citra", "dewi")}
    asked = send(people["sari"], public_id, "minta-pendapat", catatan="paspor atau visa?")
    assert (asked.status_code, asked.headers["location"]) == (303, f"/?tersimpan={public_id}")
    assert "Menunggu jawaban orang lain (0 dari 2" in people["sari"].get(f"/laporan/{public_id}").text
    given = {"pilihan": "", "klasifikasi": "aspirasi"}
    send(people["budi"], public_id, "pendapat", kategori="imi-paspor", **given)
    page = people["citra"].get(f"/laporan/{public_id}").text
    assert [text for text in ("97%", "Setujui", "budi", "paspor atau visa") if text in page] == []
    send(people["citra"], public_id, "pendapat", kategori="imi-visa", **given)
    settling = people["dewi"].get(f"/laporan/{public_id}").text
    assert "Jawaban 1:" in settling
    assert "budi" not in settling.split("Riwayat")[0]
    send(people["dewi"], public_id, "pendapat", kategori="imi-visa", **given)
    assert read(people["sari"], public_id)["decision"]["path"][-1]["code"] == "imi-visa"
    agreement = people["sari"].get("/kesepakatan").text
    assert (
        '<th scope="row">Budi (budi)</th><td>1 <span class="meta">(masih sedikit)</span></td><td>0,0%</td>' in agreement
    )


def test_who_asked_takes_the_request_back(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    sari = client_as("sari")
    send(sari, public_id, "minta-pendapat")
    refused = client_as("budi").post(f"/laporan/{public_id}/minta-pendapat/batal", data={}, headers=PAGE)
    assert refused.status_code == 409
    assert send(sari, public_id, "minta-pendapat/batal").status_code == 303
    assert "Setujui" in sari.get(f"/laporan/{public_id}").text


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("putusan", {"pilihan": "", "kategori": "", "klasifikasi": HOSTILE, "kantor": HOSTILE}),
        ("bukan-kewenangan", {"kategori": HOSTILE, "instansi": HOSTILE, "klasifikasi": HOSTILE}),
        ("minta-informasi", {"catatan": HOSTILE + "x" * 2000}),
        ("minta-pendapat", {"catatan": HOSTILE + "x" * 2000}),
        ("duplikat", {"nomor": HOSTILE}),
    ],
)
def test_a_hostile_form_comes_back_as_text(client_as: As, waiting: Waiting, act: str, fields: dict[str, str]) -> None:
    answer = send(client_as("sari"), waiting(), act, **({"catatan": HOSTILE} | fields))
    assert answer.status_code == 422
    assert_harmless(answer.text)


def test_hostile_reasons_addressees_and_names_stay_text_wherever_they_are_shown(
    client_as: As, waiting: Waiting
) -> None:
    public_id, asked = waiting(), waiting()
    evil = client_as("evil")
    given = {"kategori": "luar-pemda", "instansi": HOSTILE, "klasifikasi": "aspirasi", "catatan": HOSTILE}
    send(evil, public_id, "bukan-kewenangan", **given)
    page = evil.get(f"/laporan/{asked}?tersimpan={public_id}").text
    late = evil.post(f"/laporan/{public_id}/putusan", data=given | {"shown": "1"}, headers=PAGE)
    assert late.status_code == 409
    send(evil, public_id, "kembali", catatan=HOSTILE)
    send(evil, asked, "minta-informasi", catatan=HOSTILE)
    shown = [evil.get(f"/laporan/{one}").text for one in (public_id, asked)]
    shown += [client_as("sari").get(f"/laporan/{public_id}").text, evil.get("/kantor", params={"q": HOSTILE}).text]
    for text in (page, late.text, *shown):
        assert_harmless(text)


def assert_harmless(page: str) -> None:
    assert "<script>alert" not in page
    assert '"><script' not in page
    assert "' onfocus=" not in page
    assert "1337" not in page


def test_offices_are_found_while_typing_by_alias_and_town(client_as: As) -> None:
    sari = client_as("sari")
    part = sari.get("/kantor", params={"kantor": "kanim cian"}, headers={"HX-Request": "true"}).text
    assert 'data-label="Kantor Imigrasi Cianjur"' in part
    assert "Kanim Cianjur" in part
    assert "<html" not in part
    whole = sari.get("/kantor", params={"q": "cianjur"}).text
    assert "<html" in whole
    assert "Kantor Imigrasi Cianjur" in whole
