"""The list of reports: every one, or those behind a figure."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from api.list_query import read_moment, write_moment
from complaints.routing import Automation
from complaints.timestamps import WIB

Waiting = Callable[..., str]


@pytest.fixture
def today() -> str:
    return datetime.now(WIB).date().isoformat()


def shown(client: TestClient, address: str, reports: dict[str, str]) -> set[str]:
    page = client.get(address)
    assert page.status_code == 200
    return {name for name, id_ in reports.items() if f"/laporan/{id_}" in page.text}


def test_the_list_is_narrowed_down_by_what_was_done_where_and_when(
    client: TestClient, waiting: Waiting, today: str
) -> None:
    reports = {"paspor": waiting(), "trotoar": waiting(judul="Trotoar", isi="rusak"), "rahasia": waiting(rahasia=True)}
    yesterday = (datetime.now(WIB).date() - timedelta(days=1)).isoformat()
    expected = {
        "/laporan": set(reports),
        "/laporan?daftar=diperiksa": set(reports),
        "/laporan?daftar=terkirim": set(),
        "/laporan?daftar=ditinjau": set(),
        "/laporan?daftar=salah": set(),
        "/laporan?cabang=LUAR": {"trotoar"},
        "/laporan?cabang=imigrasi": {"paspor", "rahasia"},
        "/laporan?kanwil=IMI-KW-32": {"paspor", "rahasia"},
        "/laporan?kantor=LP-SRG": set(),
        f"/laporan?dari={today}&sampai={today}": set(reports),
        f"/laporan?sampai={yesterday}": set(),
        "/laporan?dari=&sampai=&cari=": set(reports),
        "/laporan?cari=trot": {"trotoar"},
        "/laporan?cari=kanim": {"paspor"},
    }
    assert {address: shown(client, address, reports) for address in expected} == expected


def test_what_is_audited_now_is_in_no_list(client: TestClient, audited: Callable[[Automation], str]) -> None:
    reports = {"sent": audited(Automation.PROVISIONAL)}
    for address in ("/laporan", "/laporan?daftar=terkirim", "/laporan?daftar=diaudit", "/laporan?cari=jadwal"):
        assert shown(client, address, reports) == set()


def test_a_rahasia_report_tells_nothing_in_the_list(client: TestClient, waiting: Waiting) -> None:
    waiting(judul="Judul sensitif", isi="isi sensitif", rahasia=True)
    page = client.get("/laporan").text
    assert "Laporan rahasia" in page
    assert "sensitif" not in page


def test_pages_follow_each_other_without_gap_or_repeat(client: TestClient, waiting: Waiting) -> None:
    made = {str(number): waiting() for number in range(28)}
    first = client.get("/laporan?cabang=IMI").text
    following = next(part.split('"')[0] for part in first.split('href="') if "cursor=" in part)
    waiting(judul="Baru")
    second = client.get(following.replace("&amp;", "&")).text
    pages = [{name for name, id_ in made.items() if id_ in page} for page in (first, second)]
    assert pages[0] | pages[1] == set(made)
    assert not pages[0] & pages[1]


@pytest.mark.parametrize(
    "address", ["cursor=x", "cursor=MjAyNnwx", "dari=2026-13-01", "dari=9999-12-31", "daftar=lain"]
)
def test_what_cannot_be_read_is_refused(client: TestClient, address: str) -> None:
    assert client.get(f"/laporan?{address}", headers={"Accept": "text/html"}).status_code == 422


def test_a_place_in_the_list_is_read_as_it_was_written() -> None:
    position = datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC), 17
    assert read_moment(write_moment(position)) == position
