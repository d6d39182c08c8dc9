"""Choosing offices and receivers of copies among all that the shipped directory knows, in a real browser."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Role
from complaints.directory import shipped_taxonomy
from tests.api.browser.conftest import no_script_errors, violations
from tests.api.browser.test_shift import signed_in

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Keep = Callable[[Page, str], None]


@pytest.fixture
def services(services: Services) -> Services:
    """Over the taxonomy that is shipped: with all its boxes, and with the offices that handle a category."""
    taxonomy = shipped_taxonomy()
    return replace(services, taxonomy=lambda: taxonomy)


def lefts(page: Page) -> set[float]:
    """Where the boxes of copies begin from the left: as many places as there are columns."""
    boxes = page.locator("details.spacious[open] .grouped .choice")
    return {round(one.bounding_box()["x"]) for one in boxes.all()}


def test_the_boxes_of_copies_stand_in_groups_and_columns_and_can_be_narrowed(
    open_browser: Open, client_as: As, waiting: Callable[..., str], keep: Keep
) -> None:
    public_id = waiting()
    page = signed_in(open_browser(), client_as, "sari", Role.REVIEWER)
    page.goto(f"/laporan/{public_id}")
    with no_script_errors(page):
        page.get_by_text("Tembusan (boleh kosong)").click()
        keep(page, "tembusan-kelompok")
        assert len(lefts(page)) == 2
        assert violations(page) == []
        group = page.get_by_role("group", name="Kementerian Imigrasi dan Pemasyarakatan › Pemasyarakatan")
        group.get_by_role("checkbox", name="Inspektorat Jenderal").check()
        page.get_by_role("searchbox", name="Saring daftar ini").first.fill("hukum umum")
        expect(page.get_by_text("1 cocok")).to_be_visible()
        expect(page.get_by_role("checkbox", name="Administrasi Hukum Umum")).to_be_visible()
        expect(page.get_by_role("checkbox", name="Komnas HAM")).to_be_hidden()
        expect(group.get_by_role("checkbox", name="Inspektorat Jenderal")).to_be_checked()
        assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("searchbox", name="Saring daftar ini").first.fill("")
    assert len(lefts(page)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    keep(page, "tembusan-sempit")


def test_without_scripts_the_whole_list_stands_there(
    open_browser: Open, client_as: As, waiting: Callable[..., str]
) -> None:
    public_id = waiting()
    page = signed_in(open_browser(java_script_enabled=False), client_as, "sari", Role.REVIEWER)
    page.goto(f"/laporan/{public_id}")
    page.get_by_text("Tembusan (boleh kosong)").click()
    expect(page.get_by_text("Saring daftar ini").first).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Komnas HAM")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_office_that_does_not_fit_is_asked_about_once(
    open_browser: Open, client_as: As, waiting: Callable[..., str], keep: Keep, scripts: bool
) -> None:
    public_id, following = waiting(), waiting()
    page = signed_in(open_browser(java_script_enabled=scripts), client_as, "sari", Role.REVIEWER)
    page.goto(f"/laporan/{public_id}")
    page.get_by_label("Satuan kerja (boleh kosong)").fill("Lapas Sragen")
    page.get_by_label("Klasifikasi").first.select_option("aspirasi")
    page.get_by_label("Alasan atau catatan (boleh kosong)").first.fill("pelapor di dalam lapas")
    page.get_by_role("button", name="Setujui").click()
    asked = page.get_by_role("group", name="Kantornya belum cocok")
    expect(asked).to_contain_text("ditangani Kanim, sedangkan Lapas Sragen berjenis Lapas")
    expect(page.get_by_label("Satuan kerja (boleh kosong)")).to_have_value("Lapas Sragen")
    expect(page.get_by_label("Alasan atau catatan (boleh kosong)").first).to_have_value("pelapor di dalam lapas")
    if scripts:
        assert violations(page) == []
        keep(page, "kantor-belum-cocok")
    asked.get_by_role("button", name="Tetap kirim ke kantor ini").click()
    page.wait_for_url(f"**/laporan/{following}*")
    page.goto(f"/laporan/{public_id}")
    expect(page.locator(".steps")).to_contain_text("Lapas Sragen")
