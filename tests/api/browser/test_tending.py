"""Closing a file in quarantine and looking at other settings, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Role
from complaints.errors import Problem
from database.quarantine import Refused, keep_refused
from tests.api.browser.conftest import violations
from tests.api.browser.test_shift import signed_in

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Keep = Callable[[Page, str], None]
RUN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def a_file(services: Services) -> int:
    """The id of a whole file in quarantine."""
    problem = Problem(code="columns_missing", field="ekspor.csv", values={"columns": "Isi Laporan Awal"})
    row = Refused(origin="ekspor.csv", row_number=0, problems=[problem], raw={})
    with services.pool.connection() as connection:
        keep_refused(connection, "lapor:x", [row], actor="test", run_id=RUN)
        found = connection.execute("SELECT id FROM quarantine").fetchone()
    assert found
    return found[0]


def test_a_file_in_quarantine_is_closed_and_settings_are_looked_at_without_findings(
    open_browser: Open, client_as: As, waiting: Callable[..., str], a_file: int, keep: Keep
) -> None:
    waiting()
    page = signed_in(open_browser(), client_as, "dewi", Role.ADMIN)
    page.goto(f"/karantina/{a_file}")
    assert violations(page) == []
    keep(page, "karantina-berkas")
    page.get_by_label("Mengapa berkas ini tidak dipakai").fill("Berkas pengganti sudah masuk")
    page.get_by_role("button", name="Selesai, tidak dipakai").click()
    expect(page.get_by_text("Ditutup Dewi")).to_be_visible()
    page.goto("/karantina")
    expect(page.get_by_text("Berkas yang ditutup")).to_be_visible()
    assert violations(page) == []
    keep(page, "karantina-ditutup")
    page.goto("/pengaturan")
    page.get_by_role("radio", name="Sementara").check()
    page.get_by_role("button", name="Lihat akibatnya dulu").click()
    expect(page.get_by_text("Dari 1 laporan terakhir")).to_be_visible()
    assert violations(page) == []
    keep(page, "pengaturan-akibat")
