"""Mending what failed, in a real browser, on a phone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Role
from complaints.conduct import Conduct
from complaints.delivery import Failed
from complaints.receivers import Receiver, ReceiverKind
from complaints.routing import Automation
from database import delivering, receivers
from database.delivering import Lease
from tests.api.browser.conftest import violations
from tests.api.conftest import NOW, PASSWORD

DESK = Receiver(name="meja", kind=ReceiverKind.WEBHOOK, address="https://a.example", secret_env="TEPAT_SECRET_A")


@pytest.fixture
def services(services: Services) -> Services:
    return replace(services, conduct=lambda: Conduct(automation=Automation.PROVISIONAL))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_failed_is_mended_and_sent_again(
    open_browser: Callable[..., BrowserContext],
    client_as: Callable[..., TestClient],
    services: Services,
    waiting: Callable[..., str],
    keep: Callable[[Page, str], None],
    scheme: str,
) -> None:
    waiting(external_id="LAP-7")
    with services.pool.connection() as connection:
        receivers.add_receiver(connection, DESK, actor="test")
        (going,) = delivering.homeless(connection)
        delivering.assign(connection, going, DESK, NOW)
        lease = Lease(name=uuid4(), until=NOW + timedelta(minutes=5))
        (parcel,) = delivering.claim_due(connection, DESK, 1, lease, NOW)
        final = Failed(code="institution_unknown", is_final=True, may_have_arrived=True)
        delivering.settle_failed(connection, parcel, final, lease, again_at=None, now=NOW)
    client_as("dewi", Role.ADMIN)
    page = open_browser(color_scheme=scheme, width=360).new_page()
    page.goto("/kiriman")
    page.fill("#nama", "dewi")
    page.fill("#sandi", PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.goto("/kiriman")
    assert violations(page) == []
    keep(page, f"kiriman-{scheme}")
    page.get_by_role("link", name="LAP-7").click()
    assert violations(page) == []
    keep(page, f"satu-kiriman-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.fill("#kepada", "Kejaksaan Agung")

    page.get_by_role("button", name="Kirim ulang").click()

    expect(page.get_by_role("status")).to_contain_text("dicoba lagi")
    expect(page.locator("main")).to_contain_text("Tidak ada kiriman di sini")
