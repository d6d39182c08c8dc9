"""Deadlines on the page of a report, in the queue, on the dashboard and for programs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from api.services import Services
from api.wording import in_words
from complaints.access import Reach, Role
from complaints.routing import Automation
from database.due import recount_due

Waiting = Callable[..., str]
ClientAs = Callable[..., TestClient]
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=20)
TODAY = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)


def of_step(view: dict, step: str) -> dict:
    return next(one for one in view["deadlines"] if one["step"] == step)


@pytest.fixture
def friday(services: Services) -> datetime:
    """The application's clock stands on a working day."""
    moment = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    object.__setattr__(services, "now", lambda: moment)
    return moment


def test_the_page_of_a_report_tells_its_deadlines(client: TestClient, waiting: Waiting) -> None:
    page = client.get(f"/laporan/{waiting(reported_at=LONG_AGO, klasifikasi='informasi')}").text
    section = page.split('id="tenggat-judul"')[1].split("</section>")[0]
    assert "Verifikasi" in section
    assert "5 November 2026 (WIB)" in section
    assert section.count("Lewat tenggat") == 2


def test_a_deadline_in_a_year_that_is_not_decreed_says_so(client: TestClient, waiting: Waiting) -> None:
    page = client.get(f"/laporan/{waiting(klasifikasi='berkadar')}").text
    assert "<strong>sementara</strong>" in page


def test_the_queue_shows_and_filters_by_deadline(client: TestClient, waiting: Waiting, friday: datetime) -> None:
    for judul, reported_at in (("Terlambat", LONG_AGO), ("Hari ini", TODAY), ("Masih lama", friday)):
        waiting(judul=judul, reported_at=reported_at)
    page = client.get("/").text
    assert "lewat tenggat sejak 5 November 2026" in page
    assert "tenggat hari ini, 20 November 2026" in page
    assert '<option value="lewat" >Lewat tenggat (1)</option>' in page
    assert '<option value="hari-ini" >Hari ini (1)</option>' in page
    for value, judul in (("lewat", "Terlambat"), ("hari-ini", "Hari ini")):
        found = client.get(f"/?tenggat={value}").text
        assert found.count('class="row"') == 1
        assert f"<strong>{judul}</strong>" in found


def test_the_dashboard_counts_what_is_late_and_leads_to_it(
    client: TestClient, waiting: Waiting, services: Services
) -> None:
    object.__setattr__(services, "now", lambda: datetime.now(UTC))
    waiting(reported_at=LONG_AGO, klasifikasi="informasi")
    waiting(reported_at=datetime.now(UTC))
    assert (
        '<dt>Lewat tenggat</dt><dd><a href="/laporan?daftar=lewat-tenggat">belum dihitung</a>'
        in client.get("/dasbor").text
    )
    counted = datetime.now(UTC)
    with services.pool.connection() as connection:
        assert recount_due(connection, counted)
    page = client.get("/dasbor").text
    assert f'<dt>Lewat tenggat ({in_words(counted)})</dt><dd><a href="/laporan?daftar=lewat-tenggat">1</a>' in page
    assert '<th scope="row">Verifikasi</th><td class="number">1</td>' in page
    assert client.get("/laporan?daftar=lewat-tenggat").text.count('class="row"') == 1


def test_a_program_reads_deadlines_and_says_what_its_unit_did(
    client_as: ClientAs, waiting: Waiting, client: TestClient
) -> None:
    public_id, program = waiting(reported_at=LONG_AGO), client_as("unit-a", Role.MACHINE)
    body = {"kind": "follow_up", "at": "2026-11-20T02:00:00Z"}
    answers = [program.post(f"/v1/complaints/{public_id}/milestones", json=body).json() for _ in range(2)]
    assert [answer["is_new"] for answer in answers] == [True, False]
    view = program.get(f"/v1/complaints/{public_id}").json()
    assert of_step(view, "verification")["met_at"] == "2026-11-20T02:00:00Z"
    assert of_step(view, "closing")["due_on"] == "2026-12-04"
    assert [(one["kind"], one["source"]) for one in view["milestones"]] == [("follow_up", "api")]
    assert client.get("/v1/queue").json()["items"][0]["due_at"] is not None


@pytest.mark.parametrize("at", ["2026-11-23T00:00:00Z", "2026-10-01T00:00:00Z"])
def test_nothing_is_done_in_the_future_or_before_the_report(client: TestClient, waiting: Waiting, at: str) -> None:
    answer = client.post(
        f"/v1/complaints/{waiting(reported_at=LONG_AGO)}/milestones", json={"kind": "closed", "at": at}
    )
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "milestone_time")


def test_a_person_records_a_milestone_and_is_told_what_is_missing(client: TestClient, waiting: Waiting) -> None:
    address = f"/laporan/{waiting(reported_at=LONG_AGO)}/tonggak"
    refused = client.post(address, data={"jenis": "lain", "waktu": "kemarin"})
    assert refused.status_code == 422
    assert "Pilih apa yang terjadi" in refused.text
    page = client.post(address, data={"jenis": "reply", "waktu": "2026-11-20T09:30"}).text
    assert "Pelapor membalas, 20 Nov 2026 09.30 WIB" in page


def test_nobody_records_a_milestone_out_of_reach(client_as: ClientAs, waiting: Waiting) -> None:
    elsewhere = client_as("budi", Role.REVIEWER, Reach(path=("IMIPAS", "pemasyarakatan")))
    body = {"kind": "closed", "at": "2026-11-20T02:00:00Z"}
    assert elsewhere.post(f"/v1/complaints/{waiting()}/milestones", json=body).status_code == 404


def test_what_is_judged_blind_tells_no_deadline(
    client: TestClient, audited: Callable[[Automation], str], waiting: Waiting
) -> None:
    public_id = audited(Automation.PROVISIONAL)
    assert client.get(f"/v1/complaints/{public_id}").json()["deadlines"] == []
    assert "Tenggat tidak ditampilkan" in client.get(f"/laporan/{public_id}").text
    assert client.get("/v1/figures").json()["deadlines"] == []
