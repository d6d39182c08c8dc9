"""An admin's round in a real browser: people and their reach, tokens, brakes, settings, and the way back to a model."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.testclient import TestClient

from api.app import create_app
from api.services import Services
from classifier.registry import current_version, set_current
from complaints.access import Role
from complaints.conduct import Conduct
from complaints.routing import Automation, RoutingPolicy, Threshold
from database.models import note_live_model
from database.watch import pull_brake, read_streams
from tests.api.browser.conftest import Current, signed_in, violations
from tests.api.test_model_page import train_two

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Keep = Callable[[Page, str], None]
BRANCH = ("IMIPAS", "imigrasi")


@pytest.fixture
def dewi(open_browser: Open, client_as: As) -> Page:
    """The browser of an admin."""
    return signed_in(open_browser(), client_as, "dewi", Role.ADMIN)


def shown_once(page: Page) -> str:
    return page.locator(".secret-once").inner_text()


def test_a_person_is_made_with_a_reach_and_signs_in(dewi: Page, open_browser: Open, keep: Keep) -> None:
    dewi.goto("/pengguna")
    dewi.locator("summary", has_text="Tambah pengguna").click()
    dewi.fill("#nama", "rudi")
    dewi.fill("#tampil", "Rudi Hartono")
    dewi.select_option("#peran", "peninjau")
    dewi.select_option("#bagian", "IMIPAS")
    keep(dewi, "tambah-pengguna")
    dewi.get_by_role("button", name="Tambah, dan tampilkan kata sandi sekali pakai").click()
    password = shown_once(dewi)
    assert violations(dewi) == []
    dewi.get_by_role("link", name="Ke daftar pengguna").click()
    dewi.get_by_role("link", name="Rudi Hartono").click()
    dewi.select_option("#bagian", "IMIPAS/imigrasi")
    keep(dewi, "akun")
    assert violations(dewi) == []
    dewi.get_by_role("button", name="Simpan").click()
    expect(dewi.get_by_role("row", name="Rudi Hartono")).to_contain_text("imigrasi")
    rudi = open_browser().new_page()
    rudi.goto("/")
    rudi.fill("#nama", "rudi")
    rudi.fill("#sandi", password)
    keep(rudi, "masuk")
    rudi.get_by_role("button", name="Masuk", exact=True).click()
    expect(rudi).to_have_url(re.compile("/sandi$"))
    keep(rudi, "sandi")
    rudi.get_by_label("Kata sandi sekali pakai").fill(password)
    for field in ("#baru", "#lagi"):
        rudi.fill(field, "becak hijau di tikungan")
    rudi.locator("main").get_by_role("button").click()
    expect(rudi.get_by_role("heading", level=1)).to_have_text("Antrean peninjau")


def test_a_token_is_shown_once_and_revoked(dewi: Page, services: Services, keep: Keep) -> None:
    dewi.goto("/pengguna")
    dewi.locator("summary", has_text="Buat token").click()
    dewi.fill("#nama-token", "jembatan")
    dewi.select_option("#peran-token", "peninjau")
    dewi.get_by_role("button", name="Buat token, dan tampilkan sekali").click()
    token = shown_once(dewi)
    program = TestClient(create_app(services), headers={"Authorization": f"Bearer {token}"})
    assert program.get("/v1/queue").status_code == 200
    dewi.goto("/pengguna")
    expect(dewi.locator("main")).not_to_contain_text(token)
    keep(dewi, "pengguna")
    dewi.get_by_role("button", name="Cabut token jembatan").click()
    expect(dewi.get_by_role("row", name="jembatan")).to_contain_text("Dicabut")
    assert program.get("/v1/queue").status_code == 401


def test_a_brake_is_released_with_a_reason(
    listening: tuple[str, Current], services: Services, dewi: Page, audited: Callable[..., str], keep: Keep
) -> None:
    audited(Automation.PROVISIONAL)
    policy = RoutingPolicy(
        version="p1",
        alpha=0.02,
        delta=0.05,
        thresholds=(Threshold(level="ministry", branch=BRANCH, value=0.9),),
        max_depth=4,
    )
    with services.pool.connection() as connection:
        (stream,) = read_streams(connection, "p1")
        pull_brake(connection, stream, 0.031, actor="flow:watch")
    conduct = Conduct(automation=Automation.PROVISIONAL)
    listening[1].app = create_app(replace(services, policy=lambda: policy, conduct=lambda: conduct))
    dewi.goto("/janji")
    expect(dewi.locator("table.promises")).to_contain_text("direm")
    keep(dewi, "rem")
    assert violations(dewi) == []
    dewi.get_by_label("Alasan").fill("Kategori paspor sudah dipisah")
    dewi.get_by_role("button", name="Lepas rem cabang ini").click()
    expect(dewi.get_by_role("status")).to_contain_text("Rem dilepas")
    expect(dewi.locator("main")).to_contain_text("Kategori paspor sudah dipisah")


def test_a_setting_is_looked_at_before_it_is_changed(dewi: Page, client_as: As, keep: Keep) -> None:
    dewi.goto("/pengaturan")
    dewi.locator("#cabang-audit-2").fill("10")
    dewi.get_by_role("button", name="Lihat akibatnya dulu").click()
    expect(dewi.get_by_role("heading", level=1)).to_be_visible()
    keep(dewi, "pengaturan-periksa")
    assert violations(dewi) == []
    assert client_as("dewi", Role.ADMIN).get("/v1/settings").json()["version"] == 0
    dewi.get_by_label("Alasan").fill("Bidang baru, diaudit lebih banyak")
    dewi.locator("main").get_by_role("button").first.click()
    expect(dewi.get_by_role("status")).to_be_visible()
    changed = client_as("dewi", Role.ADMIN).get("/v1/settings").json()
    assert (changed["changed_by"], changed["conduct"]["branches"]["IMIPAS/imigrasi"]["audit_share"]) == ("dewi", 0.1)


def test_an_earlier_model_is_taken_back(
    listening: tuple[str, Current], services: Services, dewi: Page, tmp_path: Path, keep: Keep
) -> None:
    older, newer = train_two(tmp_path)
    set_current(tmp_path, newer)
    with services.pool.connection() as connection:
        for version in (older, newer):
            note_live_model(connection, version, {}, actor="flow:triage")
    listening[1].app = create_app(replace(services, models=tmp_path))
    dewi.goto("/model")
    keep(dewi, "model")
    assert violations(dewi) == []
    dewi.get_by_role("table").first.get_by_role("link", name=older).click()
    keep(dewi, "kartu-model")
    assert violations(dewi) == []
    dewi.get_by_label("Alasan").fill("Yang baru terlalu sering ragu")
    dewi.get_by_role("button", name=f"Pakai {older} mulai sekarang").click()
    expect(dewi.get_by_role("status")).to_contain_text("Tersimpan")
    assert current_version(tmp_path) == older
