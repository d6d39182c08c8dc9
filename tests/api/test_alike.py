"""What a reviewer sees of urgency, duplicates and similar reports, and how a duplicate is closed."""

from collections.abc import Callable

from starlette.testclient import TestClient

TEXT = "Jadwal paspor saya di kanim cianjur tidak muncul sejak hari Senin padahal sudah bayar"
DANGER = "Adik saya dipukul sipir di lapas"


def read(client: TestClient, public_id: str) -> dict[str, object]:
    return client.get(f"/v1/complaints/{public_id}").json()


def send(client: TestClient, public_id: str, original: str, **changes: str) -> object:
    shown = read(client, public_id)["decision"]["id"]
    fields = {"shown": str(shown), **({"asli": original} if original else {}), **changes}
    return client.post(f"/laporan/{public_id}/duplikat", data=fields, follow_redirects=False)


def test_an_urgent_report_stands_first_with_badge_and_reason(client: TestClient, waiting: Callable[..., str]) -> None:
    waiting()
    urgent = waiting(judul="Tolong", isi=DANGER)
    first = client.get("/v1/queue").json()["items"][0]
    assert first["id"] == urgent
    assert first["urgency"]["level"] == "danger"
    page = client.get("/").text
    assert "MENDESAK" in page
    assert "Kekerasan di tempat tahanan" in page
    report = client.get(f"/laporan/{urgent}").text
    assert '<mark class="urgent">dipukul</mark>' in report
    assert "Kekerasan di tempat tahanan: “dipukul”, “sipir”" in report


def test_what_only_the_model_suspects_is_shown_with_its_probability_behind_what_a_rule_found(
    client: TestClient, waiting: Callable[..., str]
) -> None:
    suspected, found = waiting(isi="Anak itu gelisah terus"), waiting(isi=DANGER)
    assert [item["id"] for item in client.get("/v1/queue").json()["items"]] == [found, suspected]
    page = client.get(f"/laporan/{suspected}").text
    assert "Dinilai mendesak oleh model (87" in page
    assert '<mark class="urgent">gelisah</mark>' in page


def test_an_office_named_beside_the_one_complained_about_is_shown_to_the_reviewer(
    client: TestClient, waiting: Callable[..., str]
) -> None:
    page = client.get(f"/laporan/{waiting(isi='Paspor di kanim cianjur, sebelah lapas cianjur')}").text
    assert "Disebut juga, tetapi tampaknya bukan yang diadukan: Lapas Cianjur" in page
    assert '<mark class="office">lapas cianjur</mark>' in page


def test_a_calm_report_has_no_badge(client: TestClient, waiting: Callable[..., str]) -> None:
    public_id = waiting()
    assert client.get("/v1/queue").json()["items"][0]["urgency"] is None
    assert "MENDESAK" not in client.get("/").text + client.get(f"/laporan/{public_id}").text


def test_the_queue_says_that_a_rahasia_report_is_urgent_but_not_why(
    client: TestClient, waiting: Callable[..., str]
) -> None:
    waiting(isi=DANGER, rahasia=True)
    assert client.get("/v1/queue").json()["items"][0]["urgency"] == {"level": "danger", "reasons": []}
    page = client.get("/").text
    assert "MENDESAK" in page
    assert "Kekerasan" not in page


def test_a_report_sent_again_is_proposed_as_a_duplicate_with_its_score(
    client: TestClient, waiting: Callable[..., str]
) -> None:
    original = waiting(isi=TEXT, external_id="A-1")
    again = waiting(isi=f"{TEXT.upper()}!!")
    shortened = waiting(isi=f"Halo min. {TEXT[:60]}")
    waiting(isi="Petugas meminta uang tambahan supaya antrean paspor didahulukan")
    assert [(one["id"], one["score"], one["how"]) for one in read(client, again)["duplicates"][:1]] == [
        (original, 1.0, "same_text")
    ]
    assert {one["id"] for one in read(client, shortened)["duplicates"]} == {original, again}
    assert "Tandai duplikat dari A-1" in client.get(f"/laporan/{again}").text


def test_a_rahasia_report_neither_has_nor_is_a_duplicate(client: TestClient, waiting: Callable[..., str]) -> None:
    secret, open_ = waiting(isi=TEXT, rahasia=True), waiting(isi=TEXT)
    assert read(client, secret)["duplicates"] == read(client, open_)["duplicates"] == []
    assert send(client, open_, secret).status_code == 409
    assert read(client, open_)["status"] == "in_review"


def test_a_person_closes_a_duplicate_and_takes_it_back(client: TestClient, waiting: Callable[..., str]) -> None:
    original, again = waiting(isi=TEXT, external_id="A-1"), waiting(isi=TEXT)
    answer = send(client, again, original)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/laporan/{original}?tersimpan={again}")
    closed = read(client, again)
    assert (closed["status"], closed["merged_into"]["id"]) == ("reviewed", original)
    page = client.get(f"/laporan/{again}").text
    assert "Duplikat dari" in page
    assert "Ditandai duplikat" in page
    client.post(f"/laporan/{again}/duplikat/batal", data={})
    assert (read(client, again)["status"], read(client, again)["merged_into"]) == ("in_review", None)


def test_a_duplicate_can_be_named_by_its_number(client: TestClient, waiting: Callable[..., str]) -> None:
    original, again = waiting(external_id="A-1"), waiting(isi="Jalan di depan rumah saya rusak")
    assert send(client, again, "", nomor="A-1").status_code == 303
    assert read(client, again)["merged_into"]["id"] == original


def test_a_number_that_no_report_has_is_said(client: TestClient, waiting: Callable[..., str]) -> None:
    again = waiting(isi=TEXT)
    answer = send(client, again, "", nomor='A-9" onfocus="alert(1)')
    assert answer.status_code == 422
    assert "nomor “A-9&#34; onfocus=&#34;alert(1)” tidak ditemukan" in answer.text


def test_a_similar_report_that_a_person_confirmed_is_shown_with_its_category(
    client: TestClient, waiting: Callable[..., str]
) -> None:
    known, new = waiting(isi=TEXT, external_id="A-1"), waiting(isi="Jadwal paspor di kanim cianjur belum muncul juga")
    assert read(client, new)["similar"] == []
    shown = read(client, known)["decision"]["id"]
    verdict = {"shown": str(shown), "pilihan": "imi-visa", "klasifikasi": "aspirasi", "catatan": "visa"}
    client.post(f"/laporan/{known}/putusan", data=verdict)
    (similar,) = read(client, new)["similar"]
    assert (similar["id"], similar["category"]) == (known, "imi-visa")
    assert similar["similarity"] > 0.4
    assert "Laporan serupa yang sudah diputus orang" in client.get(f"/laporan/{new}").text
