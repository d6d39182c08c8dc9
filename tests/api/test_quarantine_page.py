"""Rows that are no report yet: mended in the page, tried again, downloaded."""

import csv
import io
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from complaints.errors import Problem
from complaints.report import Reporter
from database import audit
from database.quarantine import Refused, count_quarantined, keep_refused

RUN = "00000000-0000-4000-8000-000000000000"
HOSTILE = "<script>alert(1)</script>\"'"
GOOD = {
    "Tracking ID": "771",
    "Tanggal Laporan Masuk": "2026-11-20",
    "Judul Laporan": "Paspor",
    "Isi Laporan Awal": "Antrean paspor tidak muncul",
}
NO_DATE = Problem(code="date_unreadable", field="Tanggal Laporan Masuk", values={"value": "kapan"})
KEY = "lapor:x"


@pytest.fixture
def keep(services: Services) -> Callable[..., None]:
    def run(number: int, raw: dict[str, str], *, problem: Problem = NO_DATE, key: str = KEY) -> None:
        row = Refused(
            origin="ekspor.csv", row_number=number, problems=[problem], raw=raw, reporter=Reporter(name="Siti Contoh")
        )
        with services.pool.connection() as connection:
            keep_refused(connection, key, [row], actor="test", run_id=RUN)

    return run


def mend(client: TestClient, id_: int = 1, **cells: str) -> int:
    values = {"kolom": [name.replace("_", " ") for name in cells], "nilai": list(cells.values())}
    return client.post(f"/karantina/{id_}", data=values, follow_redirects=False).status_code


def waiting_rows(services: Services) -> int:
    with services.pool.connection() as connection:
        return count_quarantined(connection)


def test_a_row_shows_its_problem_beside_its_field(client: TestClient, keep: Callable[..., None]) -> None:
    keep(3, {**GOOD, "Tanggal Laporan Masuk": "kapan"})
    page = client.get("/karantina/1").text
    assert 'aria-invalid="true" aria-describedby="salah-a1"' in page
    assert "tanggal kapan tidak terbaca" in page
    assert "Siti" not in page
    assert "Nama Pelapor" not in page
    assert client.get("/karantina/9").status_code == 404


def test_an_empty_text_is_written_in_a_field_of_several_lines(client: TestClient, keep: Callable[..., None]) -> None:
    keep(3, GOOD | {"Isi Laporan Awal": ""}, problem=Problem(code="isi_empty", field="Isi Laporan Awal"))
    assert '<textarea id="sel-a1"' in client.get("/karantina/1").text


def test_a_whole_file_is_not_offered_to_be_tried_again_as_it_is(client: TestClient, keep: Callable[..., None]) -> None:
    keep(0, {})
    keep(3, {**GOOD, "Tanggal Laporan Masuk": "kapan"})
    page = client.get("/karantina").text
    assert ('name="nomor" value="1"' in page, 'name="nomor" value="2"' in page) == (False, True)


def test_a_mended_row_becomes_a_report_and_says_who_mended_what(
    client_as: Callable[..., TestClient], services: Services, keep: Callable[..., None]
) -> None:
    keep(3, {**GOOD, "Tanggal Laporan Masuk": "kapan"})
    client = client_as("sari", Role.REVIEWER)
    unchanged = {name.replace(" ", "_"): text for name, text in GOOD.items()}
    assert mend(client, **unchanged) == 303
    assert waiting_rows(services) == 0
    with services.pool.connection() as connection:
        (*_, entry) = audit.history(connection, "quarantine:1")
        stored = connection.execute("SELECT external_id, judul FROM reports").fetchall()
        requested = connection.execute("SELECT requested, state FROM triage_runs").fetchall()
    assert entry["actor"] == "person:sari"
    assert entry["details"]["mended"] == ["Tanggal Laporan Masuk"]
    assert stored == [("771", "Paspor")]
    assert requested == [("replay", "done")]
    page = client.get("/karantina/1").text
    assert "sudah diproses ulang" in page
    assert "/laporan/" in page
    assert mend(client, **unchanged) == 404


def test_a_row_that_is_still_wrong_stays_with_what_was_entered(
    client: TestClient, services: Services, keep: Callable[..., None]
) -> None:
    keep(3, {**GOOD, "Tanggal Laporan Masuk": "kapan"})
    answer = client.post("/karantina/1", data={"kolom": ["Tanggal Laporan Masuk"], "nilai": [f"besok {HOSTILE}"]})
    assert answer.status_code == 422
    assert "Masih ada yang perlu diperbaiki" in answer.text
    assert "besok &lt;script&gt;" in answer.text
    assert HOSTILE not in answer.text
    assert waiting_rows(services) == 1


def test_columns_that_the_source_lacks_and_the_reporter_are_not_taken(
    client: TestClient, services: Services, keep: Callable[..., None]
) -> None:
    keep(3, GOOD)
    assert mend(client, Entah="x", Nama_Pelapor="Orang Lain") == 303
    with services.pool.connection() as connection:
        (*_, entry) = audit.history(connection, "quarantine:1")
        assert entry["details"]["mended"] == []


def test_many_rows_are_tried_again_at_once(client: TestClient, services: Services, keep: Callable[..., None]) -> None:
    keep(3, GOOD)
    keep(4, {**GOOD, "Tracking ID": "772"})
    keep(5, {**GOOD, "Tanggal Laporan Masuk": "kapan"})
    answer = client.post("/karantina/ulang", data={"nomor": ["1", "2", "3", "99"]})
    assert "2 baris diterima" in answer.text
    assert "1 baris masih bermasalah" in answer.text
    assert waiting_rows(services) == 1


@pytest.mark.parametrize("data", [{}, {"nomor": ["x"]}, {"nomor": ["0"]}, {"nomor": ["1"] * 201}])
def test_rows_that_make_no_sense_are_refused(client: TestClient, data: dict[str, object]) -> None:
    assert client.post("/karantina/ulang", data=data).status_code == 422


def test_everything_hostile_in_a_row_stays_text(client: TestClient, keep: Callable[..., None]) -> None:
    raw = dict.fromkeys(GOOD, HOSTILE) | {"Isi Laporan Awal": HOSTILE * 20}
    keep(3, raw, problem=Problem(code="missing", field=HOSTILE))
    keep(4, {"description": HOSTILE}, key="open311:x")
    for path in ("/karantina", "/karantina/1", "/karantina/2"):
        assert "<script>alert" not in client.get(path).text


@pytest.mark.parametrize("tipe", ["Rahasia", "Anonim, Rahasia", "sangat rahasia"])
def test_a_secret_row_is_read_only_by_those_who_may(
    client_as: Callable[..., TestClient], services: Services, keep: Callable[..., None], tipe: str
) -> None:
    secret = {
        **GOOD,
        "Judul Laporan": "Judul rahasia",
        "Isi Laporan Awal": "12345",
        "Tipe Laporan (Anonim/Rahasia)": tipe,
    }
    keep(3, secret, problem=Problem(code="no_words", field="Isi Laporan Awal", values={"value": "12345"}))
    paths = ("/karantina", "/karantina/1", "/karantina/unduh")
    for role in (Role.ADMIN, Role.DATA):
        client = client_as(f"dewi-{role}", role)
        shown = "".join(client.get(path).text for path in paths)
        assert "Judul rahasia" not in shown
        assert "12345" not in shown
        assert "12345" not in client.post("/karantina/1", data={"kolom": ["Kelurahan"], "nilai": ["x"]}).text
        mend(client, Isi_Laporan_Awal="Isi yang ditimpa tanpa dibaca")
        assert waiting_rows(services) == 1
    reviewer = client_as("sari", Role.REVIEWER)
    assert [("12345" in reviewer.get(path).text) for path in paths] == [False, True, True]
    with services.pool.connection() as connection:
        looks = [one for one in audit.history(connection, "quarantine:1") if one["action"] == "rahasia.read"]
    assert [one["actor"] for one in looks] == ["person:sari"] * 2


def test_the_download_has_every_row_and_no_formula(client: TestClient, keep: Callable[..., None]) -> None:
    keep(3, {**GOOD, "Judul Laporan": "=HYPERLINK(1)"})
    keep(4, {"description": "dua"}, key="open311:x")
    first, second = csv.DictReader(io.StringIO(client.get("/karantina/unduh").text.removeprefix("\ufeff")))
    assert (first["Baris"], first["Judul Laporan"]) == ("3", "'=HYPERLINK(1)")
    assert second["description"] == "dua"
    assert "Siti" not in str(first)


def test_a_whole_file_is_not_mended_row_by_row(client: TestClient, keep: Callable[..., None]) -> None:
    keep(0, {}, problem=Problem(code="columns_missing", field="x", values={"columns": "y"}))
    page = client.get("/karantina/1").text
    assert "Perbaiki berkasnya" in page
    assert 'name="nilai"' not in page


def close(client: TestClient, id_: int = 1, why: str = "Berkas pengganti sudah masuk") -> int:
    return client.post(f"/karantina/{id_}/tutup", data={"alasan": why}, follow_redirects=False).status_code


def test_a_whole_file_that_nobody_needs_is_closed_with_a_reason_and_opened_again(
    client: TestClient, services: Services, keep: Callable[..., None]
) -> None:
    keep(0, {}, problem=Problem(code="columns_missing", field="x", values={"columns": "y"}))
    assert "Selesai, tidak dipakai" in client.get("/karantina/1").text
    assert close(client) == 303
    assert waiting_rows(services) == 0
    listed, page = client.get("/karantina").text, client.get("/karantina/1").text
    assert "Berkas yang ditutup" in listed
    assert "“Berkas pengganti sudah masuk”" in listed and "“Berkas pengganti sudah masuk”" in page
    assert 'ditutup <span title="admin">Admin</span>' in listed
    assert "Selesai, tidak dipakai" not in page
    with services.pool.connection() as connection:
        assert audit.history(connection, "quarantine:1")[-1]["action"] == "file.closed"
    assert client.post("/karantina/1/buka", follow_redirects=False).status_code == 303
    assert waiting_rows(services) == 1
    assert "Berkas yang ditutup" not in client.get("/karantina").text


@pytest.mark.parametrize("why", ["", "  ", "ya"])
def test_a_file_is_not_closed_without_a_reason(
    client: TestClient, services: Services, keep: Callable[..., None], why: str
) -> None:
    keep(0, {})
    assert (close(client, why=why), waiting_rows(services)) == (422, 1)


def test_only_a_whole_file_that_waits_is_closed_and_by_who_sees_all(
    client: TestClient, client_as: Callable[..., TestClient], services: Services, keep: Callable[..., None]
) -> None:
    keep(3, {**GOOD, "Tanggal Laporan Masuk": "kapan"})
    keep(0, {})
    part = client_as("sari", Role.REVIEWER, Reach(path=("IMIPAS",)))
    assert [close(client), close(part, 2), close(client_as("audi", Role.AUDITOR), 2)] == [404, 404, 403]
    assert (close(client, 2), close(client, 2), waiting_rows(services)) == (303, 404, 1)
    assert part.post("/karantina/2/buka").status_code == 404
    assert client.post("/karantina/1/buka").status_code == 404


def test_a_program_closes_and_opens_a_file(client: TestClient, services: Services, keep: Callable[..., None]) -> None:
    keep(0, {})
    address = "/v1/quarantine/1/closing"
    assert client.post(address, json={"why": "ya"}).status_code == 422
    assert client.post(address, json={"why": "sudah diganti"}).json() == {"id": 1, "is_closed": True}
    assert client.get("/v1/quarantine").json()["items"] == []
    assert client.post(address, json={"why": "sudah diganti"}).status_code == 404
    assert client.delete(address).json() == {"id": 1, "is_closed": False}
    assert waiting_rows(services) == 1


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MACHINE])
def test_who_may_not_mend_sees_nothing(
    client_as: Callable[..., TestClient], keep: Callable[..., None], role: Role
) -> None:
    keep(3, GOOD)
    client = client_as("dewi", role)
    for method, path in (
        ("GET", "/karantina"),
        ("GET", "/karantina/1"),
        ("GET", "/karantina/unduh"),
        ("POST", "/karantina/1"),
        ("POST", "/karantina/ulang"),
    ):
        assert client.request(method, path).status_code == 403
