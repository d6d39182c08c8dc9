"""The bar on top in a real browser: one line on a desk, with the keyboard, without scripts and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from complaints.access import Role
from tests.api.browser.conftest import no_script_errors, violations
from tests.api.browser.test_shift import signed_in

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Keep = Callable[[Page, str], None]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REVIEWER])
def test_the_bar_takes_one_line_on_a_desk(open_browser: Open, client_as: As, role: Role) -> None:
    page = signed_in(open_browser(width=1280), client_as, "dewi", role)
    page.wait_for_selector("[data-queue-count]:not([hidden])")
    places = page.locator(".top nav > *").all()
    assert len({round(one.bounding_box()["y"]) for one in places}) == 1
    assert page.locator(".top").bounding_box()["height"] < 70


def test_menus_open_by_keyboard_one_at_a_time_and_close_with_escape(
    open_browser: Open, client_as: As, keep: Keep
) -> None:
    page = signed_in(open_browser(), client_as, "dewi", Role.ADMIN)
    with no_script_errors(page):
        first, last = page.locator("summary", has_text="Pemantauan"), page.locator("summary", has_text="Pengelolaan")
        first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Janji")).to_be_visible()
        assert violations(page) == []
        last.click()
        expect(page.get_by_role("link", name="Janji")).to_be_hidden()
        expect(page.get_by_role("link", name="Pengguna")).to_be_visible()
        keep(page, "menu")
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Pengguna")).to_be_hidden()
        expect(last).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="Pengguna")).to_be_visible()
        expect(page.locator(".menu.current summary")).to_have_text("Pengelolaan")


def test_menus_work_without_scripts_and_on_a_phone(open_browser: Open, client_as: As, keep: Keep) -> None:
    page = signed_in(open_browser(java_script_enabled=False, width=360, height=740), client_as, "dewi", Role.ADMIN)
    page.locator("summary", has_text="Data").click()
    expect(page.get_by_role("link", name="Karantina")).to_be_visible()
    keep(page, "menu-sempit")
    page.get_by_role("link", name="Karantina").click()
    expect(page.get_by_role("heading", level=1, name="Karantina")).to_be_visible()
