"""The review room without scripts: holding, next, conflicts, and what each person sees."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from starlette.testclient import TestClient

from complaints.access import Reach, Role

PAGE = {"Accept": "text/html"}
As = Callable[..., TestClient]
Waiting = Callable[..., str]


def fields_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form with this action, as a browser without scripts would send them."""
    form = re.search(rf'<form method="post" action="{re.escape(action)}">(.*?)</form>', page, re.DOTALL)
    assert form is not None, action
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[1]))


def send(client: TestClient, public_id: str, act: str, **fields: str) -> object:
    """Open the page, fill in the form and send it."""
    action = f"/laporan/{public_id}/{act}"
    page = client.get(f"/laporan/{public_id}").text
    return client.post(action, data=fields_of(page, action) | fields, headers=PAGE, follow_redirects=False)


def confirm(client: TestClient, public_id: str, **fields: str) -> object:
    return send(client, public_id, "putusan", **({"pilihan": "imi-paspor", "klasifikasi": "aspirasi"} | fields))


def test_who_opens_a_report_holds_it_and_another_is_told_who(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    assert "Anda memegang laporan ini sampai" in client_as("sari").get(f"/laporan/{public_id}").text
    page = client_as("budi").get(f"/laporan/{public_id}").text
    assert 'Sedang dipegang <strong><span title="sari">Sari</span></strong> sampai' in page
    assert "Setujui:" not in page


def test_who_only_reads_holds_nothing(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    page = client_as("audi", Role.AUDITOR).get(f"/laporan/{public_id}").text
    assert "memegang" not in page
    assert f'action="/laporan/{public_id}' not in page
    assert "Anda memegang" in client_as("sari").get(f"/laporan/{public_id}").text


def test_a_verdict_on_what_another_holds_ends_on_a_page_that_says_who(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    budi, sari = client_as("budi"), client_as("sari")
    fields = fields_of(budi.get(f"/laporan/{public_id}").text, f"/laporan/{public_id}/putusan")
    budi.post(f"/laporan/{public_id}/lepas", data=fields)
    sari.get(f"/laporan/{public_id}")
    sent = fields | {"pilihan": "imi-paspor", "klasifikasi": "aspirasi", "catatan": "tulisan saya"}
    answer = budi.post(f"/laporan/{public_id}/putusan", data=sent, headers=PAGE)
    assert answer.status_code == 409
    assert 'Dipegang <strong><span title="sari">Sari</span></strong> sampai' in answer.text
    assert "tulisan saya" in answer.text


def test_of_two_browsers_one_decides_and_the_other_sees_what_was_decided(
    client_as: As, waiting: Waiting, committed_database: str
) -> None:
    public_id = waiting()
    page = client_as("sari").get(f"/laporan/{public_id}").text
    fields = fields_of(page, f"/laporan/{public_id}/putusan") | {"pilihan": "imi-paspor", "klasifikasi": "aspirasi"}
    with psycopg.connect(committed_database, autocommit=True) as owner:
        owner.execute("DELETE FROM review_claims")

    def decide(name: str) -> object:
        address = f"/laporan/{public_id}/putusan"
        return client_as(name).post(address, data=fields, headers=PAGE, follow_redirects=False)

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(decide, ("sari", "budi")))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    winner = "sari" if answers[0].status_code == 303 else "budi"
    assert f'Diputus <strong><span title="{winner}">{winner.title()}</span></strong>' in late.text
    assert "imigrasi" in late.text
    assert "Ke laporan berikutnya" in late.text
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM decisions WHERE outcome = 'person'").fetchone() == (1,)


def test_after_its_time_a_report_is_free_and_the_late_one_is_refused(
    client_as: As, waiting: Waiting, committed_database: str
) -> None:
    public_id = waiting()
    sari, budi = client_as("sari"), client_as("budi")
    fields = fields_of(sari.get(f"/laporan/{public_id}").text, f"/laporan/{public_id}/putusan")
    with psycopg.connect(committed_database, autocommit=True) as owner:
        owner.execute("UPDATE review_claims SET until = now() - interval '1 second'")
    assert "Anda memegang" in budi.get(f"/laporan/{public_id}").text
    sent = fields | {"pilihan": "imi-paspor", "klasifikasi": "aspirasi"}
    assert sari.post(f"/laporan/{public_id}/putusan", data=sent, headers=PAGE).status_code == 409
    assert confirm(budi, public_id).status_code == 303


def test_the_page_renews_its_hold_and_a_page_that_was_left_gives_it_back(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    sari, budi = client_as("sari"), client_as("budi")
    sari.get(f"/laporan/{public_id}")
    renewed = sari.post(f"/laporan/{public_id}/pegang").json()
    assert renewed["mine"]
    assert renewed["seconds"] == 600
    assert budi.post(f"/laporan/{public_id}/pegang").json() == {"mine": False}
    # A page that was left before must not give back what was opened since.
    sari.post(f"/laporan/{public_id}/lepas", data={"sampai": "2026-01-01T00:00:00+00:00"})
    assert budi.post(f"/laporan/{public_id}/pegang").json() == {"mine": False}
    sari.post(f"/laporan/{public_id}/lepas", data={"sampai": renewed["until"]})
    assert budi.post(f"/laporan/{public_id}/pegang").json()["mine"]


def test_the_next_report_is_of_the_same_filter_and_held_by_nobody_else(client_as: As, waiting: Waiting) -> None:
    first, second, third = waiting(), waiting(), waiting()
    other = waiting(judul="Jalan", isi="trotoar rusak")
    sari, budi = client_as("sari"), client_as("budi")
    page = sari.get(f"/laporan/{first}?bidang=imigrasi").text
    action = f"/laporan/{first}/putusan"
    fields = fields_of(page, action)
    assert fields["saringan"] == "bidang=imigrasi"
    budi.get(f"/laporan/{second}")
    sent = fields | {"pilihan": "imi-paspor", "klasifikasi": "aspirasi"}
    answer = sari.post(action, data=sent, follow_redirects=False)
    assert answer.headers["location"] == f"/laporan/{third}?bidang=imigrasi&tersimpan={first}"
    sent = fields_of(sari.get(f"/laporan/{third}?bidang=imigrasi").text, f"/laporan/{third}/lewati")
    answer = sari.post(f"/laporan/{third}/lewati", data=sent, follow_redirects=False)
    assert answer.headers["location"] == "/?bidang=imigrasi"
    answer = sari.post("/antrean/berikutnya", data={"saringan": ""}, follow_redirects=False)
    assert answer.headers["location"] == f"/laporan/{other}"


def test_a_filter_that_is_none_is_no_way_out_of_the_page(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    hostile = "bidang=%27%3B DROP TABLE reports&x=%22%3E%3Cscript%3E&tersimpan=1"
    page = client_as("sari").get(f"/laporan/{public_id}?{hostile}").text
    assert "<script>" not in page
    answer = client_as("sari").post("/antrean/berikutnya", data={"saringan": hostile}, follow_redirects=False)
    assert answer.headers["location"].startswith(f"/laporan/{public_id}?")


def test_a_script_that_swaps_gets_pages_and_is_sent_to_the_queue_as_a_whole(client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    sari = client_as("sari")
    swap = {"HX-Request": "true"}
    fields = fields_of(sari.get(f"/laporan/{public_id}").text, f"/laporan/{public_id}/putusan")
    sent = fields | {"pilihan": "imi-paspor", "klasifikasi": "aspirasi"}
    answer = sari.post(f"/laporan/{public_id}/putusan", data=sent, headers=swap, follow_redirects=False)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, f"/?tersimpan={public_id}")
    late = sari.post(f"/laporan/{public_id}/putusan", data=sent, headers=swap)
    assert late.status_code == 409
    assert '<main id="isi">' in late.text


@pytest.mark.parametrize(
    "act",
    [
        "putusan",
        "bukan-kewenangan",
        "pendapat",
        "duplikat",
        "duplikat/batal",
        "minta-informasi",
        "minta-pendapat",
        "minta-pendapat/batal",
        "lewati",
        "lepas",
        "pegang",
        "urungkan",
        "buka-kembali",
        "kembali",
    ],
)
def test_who_may_not_review_does_nothing(client_as: As, waiting: Waiting, act: str) -> None:
    public_id = waiting()
    for role in (Role.AUDITOR, Role.DATA, Role.MACHINE):
        answer = client_as(f"si-{role}", role, Reach()).post(f"/laporan/{public_id}/{act}", data={"shown": "1"})
        assert answer.status_code == 403
