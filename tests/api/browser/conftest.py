"""The application in a real server thread, and Debian's chromium before it.

Set TEPAT_SCREENSHOTS to a folder to keep what the tests saw.
"""

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_app
from api.services import Services
from complaints.access import Role
from tests.api.conftest import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="needs chromium: apt-get install chromium"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one file: while it is open an event loop runs in this thread, where other tests want one of their own."""
    assert CHROMIUM is not None
    with sync_playwright() as playwright:
        # Long enough for a machine with much else to do; what fails says so then, and what works waits for nothing.
        expect.set_options(timeout=30_000)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Current:
    """The application of the test that runs, behind one address for all tests: a server starts once a session."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def listening() -> Iterator[tuple[str, Current]]:
    """Where the server of this session listens, and what answers there."""
    current = Current()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(current, host="127.0.0.1", port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    waited = time.monotonic() + 15
    while not server.started and time.monotonic() < waited:
        time.sleep(0.02)
    assert server.started
    yield f"http://localhost:{port}", current
    server.should_exit = True
    server.force_exit = True
    thread.join(15)


@pytest.fixture
def address(listening: tuple[str, Current], services: Services) -> str:
    """Where the application of this test listens."""
    found, current = listening
    current.app = create_app(services)
    return found


@pytest.fixture
def open_browser(browser: Browser, address: str) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own for each person: open_browser(width=360, java_script_enabled=False)."""
    opened: list[BrowserContext] = []

    def make(*, width: int = 1280, height: int = 900, **options: object) -> BrowserContext:
        context = browser.new_context(
            base_url=address, locale="id-ID", viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(30_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a picture of the page where TEPAT_SCREENSHOTS names a folder."""
    folder = os.environ.get("TEPAT_SCREENSHOTS")

    def shoot(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, caret="initial")

    return shoot


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page by WCAG 2.2 AA, one line a rule."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}}).response["violations"]
    return [f"{rule['id']}: {rule['help']} ({rule['nodes'][0]['html'][:160]})" for rule in found]


@contextmanager
def no_script_errors(page: Page) -> Iterator[None]:
    """Fails where the page's own scripts failed, or the browser refused one of them."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield
    assert [text for text in errors if not re.search("favicon|status of 4", text)] == []


def signed_in(context: BrowserContext, client_as: Callable[..., TestClient], name: str, role: Role) -> Page:
    """A page of somebody who typed name and password."""
    client_as(name, role)
    page = context.new_page()
    page.goto("/")
    page.fill("#nama", name)
    page.fill("#sandi", PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def open_report(page: Page, public_id: str) -> None:
    page.goto(f"/laporan/{public_id}")
    expect(page.locator("section.decide")).to_be_visible()
