"""Deadlines and Monev in a real browser, for everybody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Role
from complaints.monev import span_holding
from database.monev import measure
from tests.api.browser.conftest import violations
from tests.api.browser.test_shift import signed_in

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Keep = Callable[[Page, str], None]
LONG_AGO = datetime(2026, 10, 30, 3, 0, tzinfo=UTC)


@pytest.fixture
def quarter(services: Services, waiting: Callable[..., str]) -> str:
    """A measured quarter, and the public id of a report in it that is late."""
    waiting(klasifikasi="informasi")
    public_id = waiting(klasifikasi="informasi", reported_at=LONG_AGO)
    with services.pool.connection() as connection:
        measure(connection, span_holding((datetime.now(UTC) - timedelta(hours=1)).date()), [], actor="test")
    return public_id


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_monev_and_deadlines_are_for_everybody(
    open_browser: Open, client_as: As, quarter: str, keep: Keep, scheme: str
) -> None:
    page = signed_in(open_browser(color_scheme=scheme), client_as, "dewi", Role.ADMIN)
    found: dict[str, list[str]] = {}
    for path in ("/monev", "/monev?tingkat=kantor", "/?tenggat=lewat", "/dasbor", f"/laporan/{quarter}"):
        page.goto(path)
        keep(page, f"monev-{scheme}{path.replace('/', '-')[:12]}")
        if wrong := violations(page):
            found[path] = wrong
    assert found == {}


def test_on_a_phone_no_table_widens_the_page(open_browser: Open, client_as: As, quarter: str, keep: Keep) -> None:
    page = signed_in(open_browser(width=360, height=740), client_as, "dewi", Role.ADMIN)
    for path in ("/monev", f"/laporan/{quarter}"):
        page.goto(path)
        keep(page, f"ponsel-monev{path.replace('/', '-')[:12]}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_milestone_is_recorded_without_scripts(open_browser: Open, client_as: As, quarter: str) -> None:
    page = signed_in(open_browser(java_script_enabled=False), client_as, "sari", Role.REVIEWER)
    page.goto(f"/laporan/{quarter}")
    page.get_by_text("Catat tindak lanjut, balasan, atau penutupan").click()
    page.get_by_label("Apa yang terjadi").select_option("follow_up")
    page.get_by_label("Kapan (WIB)").fill("2026-11-20T09:30")
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_text("Unit menindaklanjuti, 20 Nov 2026 09.30 WIB")).to_be_visible()
