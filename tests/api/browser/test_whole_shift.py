"""A reviewer's whole shift in a real browser: correct, take a return, duplicate, second opinion, blind audit."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from complaints.access import Role
from complaints.routing import Automation
from tests.api.browser.conftest import no_script_errors, open_report, signed_in, violations

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Waiting = Callable[..., str]
Keep = Callable[[Page, str], None]
SUGGESTION = "imi-paspor"


def reviewer(open_browser: Open, client_as: As, name: str = "sari", **options: object) -> Page:
    return signed_in(open_browser(**options), client_as, name, Role.REVIEWER)


def state_of(client_as: As, public_id: str) -> dict[str, object]:
    return client_as("sari").get(f"/v1/complaints/{public_id}").json()


def path_of(client_as: As, public_id: str) -> list[str]:
    return [step["code"] for step in state_of(client_as, public_id)["decision"]["path"]]


def test_a_correction_of_a_sure_suggestion_asks_why_and_holds(
    open_browser: Open, client_as: As, waiting: Waiting, keep: Keep
) -> None:
    public_id, following = waiting(), waiting()
    page = reviewer(open_browser, client_as)
    with no_script_errors(page):
        open_report(page, public_id)
        page.get_by_label("Satuan kerja").fill("sragen")
        expect(page.locator("#usulan-kantor")).to_contain_text("Lapas Sragen")
        page.locator("#usulan-kantor").get_by_text("Lapas Sragen").click()
        page.select_option("#kategori", "pas-kunjungan")
        page.get_by_role("button", name="Simpan koreksi").click()
        expect(page.get_by_role("alert")).to_contain_text("Belum disimpan")
        keep(page, "alasan-diminta")
        assert violations(page) == []
        page.fill("#catatan", "Soal kunjungan lapas, bukan paspor")
        page.get_by_role("button", name="Simpan koreksi").click()
        page.wait_for_url(f"**/laporan/{following}?*")
    body = state_of(client_as, public_id)
    assert (body["status"], body["decision"]["office"]["id"]) == ("reviewed", "LP-SRG")
    assert path_of(client_as, public_id)[-1] == "pas-kunjungan"


def test_a_unit_says_not_ours_and_the_report_is_on_top_again(
    open_browser: Open, client_as: As, waiting: Waiting, keep: Keep
) -> None:
    other, public_id = waiting(), waiting()
    page = reviewer(open_browser, client_as)
    open_report(page, public_id)
    page.keyboard.press("s")
    page.wait_for_url(f"**/laporan/{other}?*")
    open_report(page, public_id)
    page.locator("summary", has_text="Kembali: unit menjawab").click()
    page.get_by_label("Alasan unit").fill("Bukan wilayah kerja kami")
    page.get_by_role("button", name="Kembalikan ke puncak antrean").click()
    expect(page.locator("section.decide")).to_contain_text("Dikembalikan oleh Sari")
    keep(page, "kembali")
    page.goto("/")
    keep(page, "antrean-kembali")
    first = page.locator("ol.queue > li").first
    expect(first).to_contain_text("Dikembalikan oleh unit")
    expect(first.locator("a.row")).to_have_attribute("href", f"/laporan/{public_id}")


def test_a_duplicate_is_closed_by_key_and_taken_back(
    open_browser: Open, client_as: As, waiting: Waiting, keep: Keep
) -> None:
    original, public_id = waiting(external_id="ASLI-1"), waiting()
    page = reviewer(open_browser, client_as)
    open_report(page, public_id)
    page.keyboard.press("d")
    keep(page, "duplikat")
    page.get_by_role("button", name="Tandai duplikat dari ASLI-1").click()
    page.wait_for_url(f"**/laporan/{original}?*")
    assert state_of(client_as, public_id)["merged_into"]["id"] == original
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile(public_id))
    assert (state_of(client_as, public_id)["status"], state_of(client_as, public_id)["merged_into"]) == (
        "in_review",
        None,
    )


def test_two_answer_blind_and_a_third_settles(open_browser: Open, client_as: As, waiting: Waiting, keep: Keep) -> None:
    public_id = waiting()
    asking = reviewer(open_browser, client_as)
    open_report(asking, public_id)
    asking.keyboard.press("p")
    asking.get_by_label("Yang Anda ragukan").fill("Paspor atau visa?")
    asking.get_by_role("button", name="Minta pendapat dua orang").click()
    asking.wait_for_url(re.compile(r"/(\?|$)"))
    for name, answer in (("budi", "imi-visa"), ("citra", SUGGESTION)):
        page = reviewer(open_browser, client_as, name)
        open_report(page, public_id)
        expect(page.locator("section.decide")).to_contain_text("Nilailah laporan ini sendiri")
        expect(page.locator("section.decide")).not_to_contain_text("%")
        page.select_option("#kategori", answer)
        page.select_option("#klasifikasi", "aspirasi")
        if name == "budi":
            keep(page, "pendapat")
            assert violations(page) == []
        page.keyboard.press("s")
        page.wait_for_url(re.compile(r"/(\?|$)"))
    settling = reviewer(open_browser, client_as, "dian")
    open_report(settling, public_id)
    expect(settling.locator("ol.answers > li")).to_have_count(2)
    expect(settling.locator("ol.answers")).not_to_contain_text(re.compile("budi", re.IGNORECASE))
    keep(settling, "memutus-pendapat")
    settling.select_option("#kategori", "imi-visa")
    settling.select_option("#klasifikasi", "aspirasi")
    settling.get_by_role("button", name="Simpan penilaian").click()
    settling.wait_for_url(re.compile(r"/\?tersimpan="))
    assert (state_of(client_as, public_id)["status"], path_of(client_as, public_id)[-1]) == ("reviewed", "imi-visa")


def test_an_audit_sample_is_judged_without_a_hint(
    open_browser: Open, client_as: As, audited: Callable[[Automation], str], keep: Keep
) -> None:
    public_id = audited(Automation.PROVISIONAL)
    page = reviewer(open_browser, client_as)
    page.goto("/")
    expect(page.locator("ol.queue")).to_contain_text("Usulan disembunyikan")
    page.locator("ol.queue a.row").first.click()
    decide = page.locator("section.decide")
    expect(decide).to_contain_text("Audit acak")
    expect(page.locator("main mark")).to_have_count(0)
    expect(decide.locator("#kantor")).to_have_value("")
    keep(page, "audit-buta")
    assert violations(page) == []
    page.select_option("#kategori", SUGGESTION)
    page.select_option("#klasifikasi", "aspirasi")
    page.keyboard.press("s")
    page.wait_for_url(re.compile(r"/\?tersimpan="))
    body = state_of(client_as, public_id)
    assert (body["status"], body["is_blind"]) == ("routed", False)


def test_a_phone_is_enough_for_a_correction(open_browser: Open, client_as: As, waiting: Waiting, keep: Keep) -> None:
    public_id = waiting()
    page = reviewer(open_browser, client_as, width=360, height=740, has_touch=True, color_scheme="dark")
    open_report(page, public_id)
    keep(page, "ponsel-gelap-laporan")
    page.locator("summary", has_text="Bukan kewenangan").tap()
    # A picture of the whole page moves what a finger would hit: it is taken before anything is filled in.
    keep(page, "ponsel-gelap-bukan-kewenangan")
    page.select_option("#berwenang", "luar-pemda")
    page.fill("#nama-instansi", "Dinas Perhubungan")
    page.fill("#catatan-luar", "Soal angkutan kota")
    page.get_by_role("button", name="Teruskan ke instansi itu").tap()
    page.wait_for_url(re.compile(r"/\?tersimpan="))
    assert state_of(client_as, public_id)["decision"]["addressee"] == "Dinas Perhubungan"


def test_who_wrote_a_report_is_looked_up_from_its_page(
    open_browser: Open, client_as: As, triage: Callable[[], int], keep: Keep
) -> None:
    body = {"isi": "paspor saya hilang", "pelapor": {"nama": "Nama Contoh", "kontak": "0812"}}
    public_id = client_as("jembatan", Role.MACHINE).post("/v1/complaints", json=body).json()["id"]
    triage()
    page = reviewer(open_browser, client_as)
    open_report(page, public_id)
    page.get_by_role("link", name="Lihat identitas pelapor").click()
    keep(page, "pelapor")
    page.get_by_label("Mengapa Anda perlu mengetahuinya?").fill("Menelepon pelapor tentang jadwalnya")
    page.get_by_role("button", name="Tampilkan identitas").click()
    expect(page.locator("main")).to_contain_text("Nama Contoh")
    assert violations(page) == []
