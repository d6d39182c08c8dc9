"""A reviewer's shift and an admin's round in a real browser: by keys, without scripts, on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from complaints.access import Role
from tests.api.browser.conftest import no_script_errors, open_report, signed_in, violations

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Waiting = Callable[..., str]
Keep = Callable[[Page, str], None]
ADMIN_PAGES = (
    "/",
    "/laporan",
    "/dasbor",
    "/kiriman",
    "/karantina",
    "/janji",
    "/kesepakatan",
    "/direktori",
    "/direktori/kantor/KANIM-CJR",
    "/direktori/pemeriksaan",
    "/direktori/pemeriksaan/rekap",
    "/model",
    "/pengaturan",
    "/audit",
    "/pengguna",
    "/kantor",
    "/sandi",
)


def test_a_reviewer_works_with_the_keyboard(open_browser: Open, client_as: As, waiting: Waiting, keep: Keep) -> None:
    first, second = waiting(judul="Antrean paspor"), waiting(judul="Paspor anak")
    page = signed_in(open_browser(), client_as, "sari", Role.REVIEWER)
    open_report(page, second)
    assert violations(page) == []
    page.goto("/")
    keep(page, "antrean")
    with no_script_errors(page):
        open_report(page, first)
        keep(page, "laporan")
        page.keyboard.press("?")
        expect(page.locator("dialog[open]")).to_be_visible()
        keep(page, "tombol")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        page.keyboard.press("s")
        expect(page).to_have_url(re.compile(f"/laporan/{second}"))
        keep(page, "berikutnya")
        page.keyboard.press("u")
        expect(page.locator("section.decide")).to_contain_text("Setujui")
    assert client_as("sari").get(f"/v1/complaints/{first}").json()["status"] == "in_review"


def test_keys_do_nothing_while_somebody_types(open_browser: Open, client_as: As, waiting: Waiting) -> None:
    public_id = waiting()
    page = signed_in(open_browser(), client_as, "sari", Role.REVIEWER)
    open_report(page, public_id)
    page.fill("#catatan", "")
    page.locator("#catatan").press_sequentially("sudah saya baca, lihat 1 dan 2")
    expect(page.locator("#catatan")).to_have_value("sudah saya baca, lihat 1 dan 2")
    assert client_as("sari").get(f"/v1/complaints/{public_id}").json()["status"] == "in_review"


def test_a_report_that_another_holds_says_so_and_is_decided_once(
    open_browser: Open, client_as: As, waiting: Waiting, keep: Keep
) -> None:
    public_id = waiting()
    sari, budi = (signed_in(open_browser(), client_as, name, Role.REVIEWER) for name in ("sari", "budi"))
    open_report(sari, public_id)
    open_report(budi, public_id)
    expect(budi.locator("section.decide")).to_contain_text("Sedang dipegang Sari")
    keep(budi, "dipegang")
    sari.get_by_role("button", name="Setujui").first.click()
    sari.wait_for_url("**/?tersimpan=*")
    answer = client_as("budi").post(
        f"/laporan/{public_id}/putusan",
        data={"shown": "1", "pilihan": "imi-paspor", "klasifikasi": "aspirasi"},
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 409
    decisions = client_as("sari").get(f"/v1/complaints/{public_id}").json()["history"]["decisions"]
    assert [one["outcome"] for one in decisions].count("person") == 1


def test_without_scripts_everything_that_matters_works(
    open_browser: Open, client_as: As, waiting: Waiting, keep: Keep
) -> None:
    first, second, third = waiting(), waiting(), waiting()
    page = signed_in(open_browser(java_script_enabled=False), client_as, "sari", Role.REVIEWER)
    open_report(page, first)
    page.get_by_role("button", name="Setujui").first.click()
    page.wait_for_url(lambda url: second in url or third in url)
    page.locator("summary", has_text="Bukan kewenangan").click()
    page.select_option("#berwenang", "luar-pemda")
    page.get_by_role("button", name="Teruskan ke instansi itu").click()
    keep(page, "tanpa-skrip")
    api = client_as("sari")
    assert api.get(f"/v1/complaints/{first}").json()["status"] == "reviewed"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_an_admin_are_for_everybody(
    open_browser: Open, client_as: As, waiting: Waiting, keep: Keep, scheme: str
) -> None:
    waiting()
    page = signed_in(open_browser(color_scheme=scheme), client_as, "dewi", Role.ADMIN)
    found: dict[str, list[str]] = {}
    for path in ADMIN_PAGES:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        keep(page, f"admin-{scheme}{path.replace('/', '-')}")
        if wrong := violations(page):
            found[path] = wrong
    assert found == {}


def test_on_a_phone_nothing_is_cut_off(open_browser: Open, client_as: As, waiting: Waiting, keep: Keep) -> None:
    public_id = waiting()
    page = signed_in(open_browser(width=360, height=740), client_as, "dewi", Role.ADMIN)
    wide = []
    for path in (*ADMIN_PAGES, f"/laporan/{public_id}"):
        page.goto(path)
        keep(page, f"ponsel{path.replace('/', '-')[:30]}")
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(path)
    assert wide == []
