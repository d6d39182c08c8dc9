"""No key press of a reviewer is lost without a word, and none counts twice."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Request, Route, expect
from starlette.testclient import TestClient

from complaints.access import Role
from tests.api.browser.conftest import open_report, signed_in, violations

Open = Callable[..., BrowserContext]
As = Callable[..., TestClient]
Waiting = Callable[..., str]
Keep = Callable[[Page, str], None]

# Closes the help and presses a key in one breath: the browser moves the focus out of the dialog a frame later only.
PRESS_BEFORE_THE_NEXT_FRAME = """(key) => {
  document.getElementById("bantuan-tombol").close();
  const focused = document.activeElement;
  focused.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return focused.id;
}"""


def decided(page: Page) -> list[Request]:
    """The decisions that this page sends from now on."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/putusan") else None)
    return sent


def test_a_key_right_after_the_help_was_closed_is_not_lost(open_browser: Open, client_as: As, waiting: Waiting) -> None:
    first, second = waiting(judul="Antrean paspor"), waiting(judul="Paspor anak")
    page = signed_in(open_browser(), client_as, "sari", Role.REVIEWER)
    open_report(page, first)
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    assert page.evaluate(PRESS_BEFORE_THE_NEXT_FRAME, "s") == "pakai-tombol"
    expect(page).to_have_url(re.compile(f"/laporan/{second}"))


def test_a_key_pressed_twice_decides_once(open_browser: Open, client_as: As, waiting: Waiting) -> None:
    first, second = waiting(judul="Antrean paspor"), waiting(judul="Paspor anak")
    page = signed_in(open_browser(), client_as, "sari", Role.REVIEWER)
    open_report(page, first)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/putusan", hold)
    sent = decided(page)
    page.keyboard.press("s")
    page.keyboard.press("s")
    expect(page.locator("form.htmx-request")).to_have_count(1)
    held[0].continue_()
    expect(page).to_have_url(re.compile(f"/laporan/{second}"))
    assert len(sent) == 1


def test_a_decision_that_got_no_answer_says_so_and_can_be_given_again(
    open_browser: Open, client_as: As, waiting: Waiting, keep: Keep
) -> None:
    first, second = waiting(judul="Antrean paspor"), waiting(judul="Paspor anak")
    page = signed_in(open_browser(), client_as, "sari", Role.REVIEWER)
    open_report(page, first)
    # One route for all: between two of them a request may slip through.
    answers = iter([lambda route: route.abort(), lambda route: route.fulfill(status=503, body="")])

    def answer(route: Route) -> None:
        next(answers, Route.continue_)(route)

    page.route("**/putusan", answer)
    for _ in range(2):
        page.keyboard.press("s")
        expect(page.get_by_role("alert")).to_contain_text("Coba sekali lagi")
        keep(page, "tanpa-jawaban")
    assert violations(page) == []
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile(f"/laporan/{second}"))
    expect(page.get_by_role("alert")).to_have_count(0)
    decisions = client_as("sari").get(f"/v1/complaints/{first}").json()["history"]["decisions"]
    assert [one["outcome"] for one in decisions].count("person") == 1
