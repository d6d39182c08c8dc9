"""What changed, doubted labels and confused leaves in a real browser: for everybody, in the dark, on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Role
from database.alerts import AlertKind, Found, raise_alert
from database.doubts import LabelDoubt, keep_doubts, read_labelled
from tests.api.browser.conftest import violations
from tests.api.browser.test_shift import signed_in

PAGES = ("/", "/dasbor", "/perubahan", "/label/diragukan", "/kesepakatan/pasangan?satu=imi-paspor&dua=imi-visa")
SINCE = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
WORD = {"word": "tumbang" * 5, "now": 8, "before": 0, "share_now": 0.2, "share_before": 0.0}


@pytest.fixture
def changed(services: Services, client: TestClient, waiting: Callable[..., str]) -> None:
    """An open alert with an example, a closed one, and a report whose label is doubted."""
    public_id = waiting()
    shown = client.get(f"/v1/complaints/{public_id}").json()["decision"]["id"]
    said = {"shown": str(shown), "kategori": "imi-paspor", "klasifikasi": "aspirasi"}
    assert client.post(f"/laporan/{public_id}/putusan", data=said, follow_redirects=False).status_code == 303
    with services.pool.connection() as connection:
        (one,) = read_labelled(connection)
        doubt = LabelDoubt(
            label_id=one.label_id,
            report_id=one.report_id,
            instead="imi-visa",
            label_p=0.1,
            instead_p=0.8,
            strength=1,
        )
        keep_doubts(connection, [doubt])
        for word in ("lama", "tumbang" * 5):
            figures = {"words": [WORD], "reports": 8}
            found = Found(kind=AlertKind.WORDS, about=(word,), figures=figures, since=SINCE, reports=[one.report_id])
            alert = raise_alert(connection, found, actor="test")
    assert client.post(f"/perubahan/{(alert or 0) - 1}/tahu", data={"alasan": "sudah diketahui"}).status_code == 200


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_the_pages_of_change_are_for_everybody(
    open_browser: Callable[..., BrowserContext],
    client_as: Callable[..., TestClient],
    changed: None,
    keep: Callable[[Page, str], None],
    scheme: str,
    width: int,
) -> None:
    page = signed_in(open_browser(color_scheme=scheme, width=width), client_as, "dewi", Role.ADMIN)
    wrong: dict[str, object] = {}
    for number, path in enumerate(PAGES):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        keep(page, f"perubahan-{scheme}-{number}")
        if found := violations(page):
            wrong[path] = found
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong[f"{path} is too wide"] = wide
    assert wrong == {}
