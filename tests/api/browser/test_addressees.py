"""Copies, splitting and Simpul koordinasi in a real browser, for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from complaints.access import Reach, Role
from tests.api.browser.conftest import no_script_errors, violations
from tests.api.browser.test_shift import signed_in

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Keep = Callable[[Page, str], None]
ISI = "Jadwal paspor tidak muncul.\nLampu trotoar kami padam."


def split(page: Page, public_id: str) -> None:
    page.goto(f"/laporan/{public_id}")
    page.get_by_text("Pecah laporan", exact=True).click()
    for number, (matter, text) in enumerate(zip(("Paspor", "Trotoar"), ISI.split("\n"), strict=True)):
        page.get_by_label("Soal (menjadi judulnya)").nth(number).fill(matter)
        page.get_by_label("Teks dari laporan").nth(number).fill(text)


def test_a_copy_is_given_with_the_keyboard_and_read_by_who_gets_it(
    open_browser: Open, client_as: As, waiting: Callable[..., str], keep: Keep
) -> None:
    public_id = waiting()
    page = signed_in(open_browser(), client_as, "sari", Role.REVIEWER)
    page.goto(f"/laporan/{public_id}")
    with no_script_errors(page):
        page.get_by_text("Tembusan (boleh kosong)").click()
        page.get_by_role("checkbox", name="pemasyarakatan (seluruhnya)", exact=True).check()
        field = page.locator("#putusan-kantor-1")
        field.press_sequentially("srag")
        expect(page.locator("#usulan-putusan-1")).to_contain_text("Lapas Sragen")
        expect(field).to_have_attribute("aria-expanded", "true")
        field.press("ArrowDown")
        field.press("Enter")
        expect(field).to_have_value("Lapas Sragen")
        assert violations(page) == []
        page.get_by_label("Klasifikasi").first.select_option("aspirasi")
        page.get_by_role("button", name="Setujui").click()
        page.wait_for_url(lambda address: public_id not in address.split("?")[0])
    page.goto(f"/laporan/{public_id}")
    keep(page, "tembusan")
    expect(page.locator("[aria-labelledby=tembusan-judul]")).to_contain_text("Lapas Sragen")
    client_as("lina", Role.REVIEWER, Reach(path=("IMIPAS", "pemasyarakatan")))
    holder = signed_in(open_browser(), client_as, "lina", Role.REVIEWER)
    holder.goto(f"/laporan/{public_id}")
    expect(holder.get_by_text("karena mendapat tembusannya")).to_be_visible()
    assert violations(holder) == []


def test_copies_and_splitting_need_no_scripts(
    open_browser: Open, client_as: As, waiting: Callable[..., str], triage: Callable[[], int]
) -> None:
    copied, several = waiting(), waiting(isi=ISI)
    page = signed_in(open_browser(java_script_enabled=False), client_as, "sari", Role.REVIEWER)
    page.goto(f"/laporan/{copied}")
    page.get_by_text("Tembusan (boleh kosong)").click()
    page.get_by_role("checkbox", name="LUAR", exact=True).check()
    page.get_by_label("Kantor penerima 1 (boleh kosong)").fill("Lapas Sragen")
    page.get_by_label("Klasifikasi").first.select_option("aspirasi")
    page.get_by_role("button", name="Setujui").click()
    page.goto(f"/laporan/{copied}")
    page.get_by_role("button", name="Cabut tembusan Lapas Sragen").click()
    expect(page.get_by_text("dicabut sari")).to_be_visible()
    split(page, several)
    page.get_by_role("button", name="Pecah laporan ini").click()
    triage()
    page.goto(f"/laporan/{several}")
    expect(page.get_by_role("heading", name="Dipecah menjadi 2 laporan")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_splitting_and_the_hub_are_for_everybody(
    open_browser: Open,
    client_as: As,
    waiting: Callable[..., str],
    triage: Callable[[], int],
    keep: Keep,
    scheme: str,
) -> None:
    public_id = waiting(isi=ISI)
    page = signed_in(open_browser(color_scheme=scheme), client_as, "dewi", Role.ADMIN)
    split(page, public_id)
    assert violations(page) == []
    if scheme == "light":
        page.locator("details", has_text="Bagian 1").last.scroll_into_view_if_needed()
        keep(page, "pecah")
    page.get_by_role("button", name="Pecah laporan ini").click()
    page.wait_for_url(lambda address: public_id not in address.split("?")[0])
    triage()
    found = {}
    for path in (f"/laporan/{public_id}", "/simpul", "/laporan?daftar=tembusan"):
        page.goto(path)
        found[path] = violations(page)
    assert not any(found.values()), found
    page.goto("/simpul")
    keep(page, f"simpul-{scheme}")
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/simpul", f"/laporan/{public_id}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
