"""What changed is on top of the queue, on a page of its own, and gone when somebody knows of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from database.alerts import AlertKind, Found, raise_alert
from database.reports import find_report

SINCE = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
BRANCH = ("IMIPAS", "imigrasi")
WORD = {"word": "tumbang", "now": 8, "before": 0, "share_now": 0.2, "share_before": 0.0}
WORDS = Found(kind=AlertKind.WORDS, about=("tumbang",), figures={"words": [WORD], "reports": 8}, since=SINCE)
SHARE = Found(
    kind=AlertKind.SHARE,
    about=BRANCH,
    path=BRANCH,
    figures={"now": 30, "before": 100, "share_now": 0.6, "share_before": 0.25, "psi": 0.31},
    since=SINCE,
)
ACCURACY = Found(
    kind=AlertKind.ACCURACY,
    about=("bidang",),
    figures={"now": 0.8, "before": 0.95, "held_out": 0.97, "reports": 200},
    since=SINCE,
)
BRAKE = Found(
    kind=AlertKind.BRAKE,
    about=BRANCH,
    figures={"errors": 9, "audited": 40, "lower_rate": 0.1, "alpha": 0.02},
    since=SINCE,
)


@pytest.fixture
def opened(services: Services) -> Callable[..., int]:
    """Open this alert; returns its id."""

    def run(found: Found = WORDS) -> int:
        with services.pool.connection() as connection:
            id_ = raise_alert(connection, found, actor="test")
        assert id_ is not None
        return id_

    return run


def test_without_alerts_the_queue_says_nothing_of_them(client: TestClient) -> None:
    assert "Ada perubahan" not in client.get("/").text
    assert "Tidak ada perubahan yang menonjol" in client.get("/perubahan").text


def test_every_kind_is_told_in_words_on_the_page_and_on_top_of_queue_and_dashboard(
    client: TestClient, opened: Callable[..., int]
) -> None:
    for found in (WORDS, SHARE, ACCURACY, BRAKE):
        opened(found)
    page = client.get("/perubahan").text
    for text in (
        "“tumbang” (8 laporan)",
        "belum pernah dalam empat minggu sebelumnya",
        "naik dari 25,0% ke 60,0%",
        "(PSI) seluruh tingkat itu: 0,31",
        "Usulan bidang yang diperkirakan tepat turun dari 95,0% ke 80,0%",
        "direm: 9 dari 40 audit salah alamat",
    ):
        assert text in page
    for address in ("/", "/dasbor"):
        top = client.get(address).text
        assert "Ada perubahan" in top
        assert "Lihat semua (4)" in top


def test_who_knows_of_it_closes_it_with_a_reason(client: TestClient, opened: Callable[..., int]) -> None:
    address = f"/perubahan/{opened()}/tahu"
    assert client.post(address, data={"alasan": "ya"}).status_code == 422
    answer = client.post(address, data={"alasan": "gangguan server pusat"}, follow_redirects=False)
    assert answer.status_code == 303
    page = client.get("/perubahan").text
    assert "Tidak ada perubahan yang menonjol" in page
    assert "gangguan server pusat" in page
    assert "Ada perubahan" not in client.get("/").text
    assert client.post(address, data={"alasan": "gangguan server pusat"}).status_code == 404


def test_a_brake_is_closed_only_by_giving_it_back(client: TestClient, opened: Callable[..., int]) -> None:
    answer = client.post(f"/perubahan/{opened(BRAKE)}/tahu", data={"alasan": "sudah diketahui"})
    assert answer.status_code == 404


def test_who_reaches_less_closes_only_what_lies_within(
    client_as: Callable[..., TestClient], opened: Callable[..., int]
) -> None:
    inside = client_as("sari", Role.REVIEWER, Reach(path=BRANCH))
    outside = client_as("budi", Role.REVIEWER, Reach(path=("IMIPAS", "pemasyarakatan")))
    words, share = opened(WORDS), opened(SHARE)
    assert "25,0%" not in outside.get("/perubahan").text
    assert "“tumbang”" in outside.get("/perubahan").text
    said = {"alasan": "pameran paspor"}
    assert outside.post(f"/perubahan/{share}/tahu", data=said).status_code == 404
    assert inside.post(f"/perubahan/{words}/tahu", data=said).status_code == 403
    assert inside.post(f"/perubahan/{share}/tahu", data=said, follow_redirects=False).status_code == 303


def test_examples_are_links_and_what_is_judged_blind_is_none(
    services: Services, client: TestClient, opened: Callable[..., int], waiting: Callable[..., str]
) -> None:
    public_id = waiting()
    with services.pool.connection() as connection:
        report = find_report(connection, UUID(public_id))
    opened(Found(**{**vars(WORDS), "reports": [report.id]}))
    assert f'href="/laporan/{public_id}"' in client.get("/perubahan").text
    with services.pool.connection() as connection:
        connection.execute("UPDATE review_queue SET kind = 'opinion'")
    assert public_id not in client.get("/perubahan").text
