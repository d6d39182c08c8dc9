"""One report from the export file to its desk, and one to a person who decides: everything real, nothing replaced."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from psycopg import Connection

from api.app import create_app
from connectors.lapor_row import COLUMNS
from database import audit
from database.connection import connect, open_pool
from tepat.serving import build_services
from tepat.settings import Settings

SURE = {
    "Tracking ID": "9000001",
    "Nama Pelapor": "Pelapor Rahasia Sekali",
    "Judul Laporan": "Antrean paspor di Kantor Imigrasi Cianjur",
    "Isi Laporan Awal": "Saya sudah bayar billing paspor di aplikasi M-Paspor, datang ke Kantor Imigrasi Kelas III "
    "Non TPI Cianjur untuk wawancara dan foto, tetapi sudah tiga minggu paspor saya belum bisa diambil. Mohon bantuan.",
}
UNSURE = {
    "Tracking ID": "9000002",
    "Judul Laporan": "mohon bantuan",
    "Isi Laporan Awal": "tolong min sudah lama sekali",
}
BROKEN = {"Tracking ID": "9000003", "Judul Laporan": "kosong"}


def write_export(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({"Tanggal Laporan Masuk": "5 Jan 2026", "Waktu Laporan Masuk": "02:13:42", **row})
    return path


def run_tepat(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tepat", *arguments]
    return subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def connection(installation: dict[str, str]) -> Iterator[Connection]:
    with connect(installation["DATABASE_URL"]) as connection:
        yield connection


def token_of(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0]


def sign_in(client: TestClient, name: str, one_time: str) -> None:
    """Sign in for the first time, and choose a password as everybody must."""
    chosen = "becak hijau di tikungan"
    page = client.post("/masuk", data={"nama": name, "sandi": one_time, "ke": "/sandi"})
    form = {"csrf": token_of(page.text), "sekarang": one_time, "baru": chosen, "lagi": chosen}
    assert client.post("/sandi", data=form, follow_redirects=False).status_code == 303


def test_from_the_export_to_the_desk_and_to_a_person(
    installation: dict[str, str], connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = write_export(tmp_path / "export.csv", SURE, UNSURE, BROKEN)

    done = run_tepat(installation, "triage", str(export))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Quarantined" in done.stdout
    rows = dict(connection.execute("SELECT external_id, status FROM reports").fetchall())
    assert rows == {"9000001": "routed", "9000002": "in_review"}
    target = connection.execute("SELECT target, office_id FROM outbox").fetchone()
    assert target is not None
    assert target[0][:2] == ["IMIPAS", "imigrasi"]
    assert "Pelapor Rahasia Sekali" not in done.stdout + (tmp_path / "log" / "triage.log").read_text()

    added = run_tepat(installation, "account", "add", "sari", "peninjau", "Sari Dewi")
    assert added.returncode == 0, added.stderr
    for name, value in installation.items():
        if name.startswith("TEPAT_") or name == "DATABASE_URL":
            monkeypatch.setenv(name, value)
    with open_pool(os.environ["DATABASE_URL"]) as pool:
        client = TestClient(create_app(build_services(Settings(), pool)), base_url="http://localhost")
        sign_in(client, "sari", added.stdout.split("password ")[1].split()[0])
        item = client.get("/v1/queue").json()["items"][0]
        page = client.get(f"/laporan/{item['id']}")
        assert page.status_code == 200
        shown = connection.execute("SELECT id FROM decisions WHERE is_current AND outcome = 'review'").fetchone()
        assert shown is not None
        answer = client.post(
            f"/laporan/{item['id']}/putusan",
            data={
                "csrf": token_of(page.text),
                "shown": str(shown[0]),
                "kategori": "imi-paspor",
                "klasifikasi": "tidak-berkadar",
                "nama": "Peninjau Uji",
            },
            headers={"Sec-Fetch-Site": "same-origin"},
            follow_redirects=False,
        )
        assert answer.status_code == 303, answer.text
    final = connection.execute(
        "SELECT status, path, decided_by FROM reports JOIN decisions ON report_id = reports.id AND is_current "
        "WHERE external_id = '9000002'"
    ).fetchone()
    assert final == ("reviewed", ["IMIPAS", "imigrasi", "IMI", "imi-paspor"], "person:sari")
    assert audit.verify(connection).broken_at is None


def test_the_same_export_again_changes_nothing(
    installation: dict[str, str], connection: Connection, tmp_path: Path
) -> None:
    export = write_export(tmp_path / "export.csv", SURE, UNSURE)
    run_tepat(installation, "triage", str(export))
    before = connection.execute("SELECT count(*), max(id) FROM decisions").fetchone()
    # The same rows in a file of other bytes: known by source and tracking id, not by file.
    again = write_export(tmp_path / "again.csv", UNSURE, SURE)

    done = run_tepat(installation, "triage", str(again))

    assert done.returncode == 0, done.stderr
    assert connection.execute("SELECT count(*), max(id) FROM decisions").fetchone() == before
    last = connection.execute(
        "SELECT found, known, stored FROM triage_runs ORDER BY started_at DESC LIMIT 1"
    ).fetchone()
    assert last == (2, 2, 0)


def test_a_corrected_report_is_decided_anew_and_keeps_its_earlier_text(
    installation: dict[str, str], connection: Connection, tmp_path: Path
) -> None:
    run_tepat(installation, "triage", str(write_export(tmp_path / "first.csv", UNSURE)))
    corrected = {**SURE, "Tracking ID": UNSURE["Tracking ID"]}

    run_tepat(installation, "triage", str(write_export(tmp_path / "second.csv", corrected)))

    decisions = connection.execute("SELECT report_version, outcome, is_current FROM decisions ORDER BY id").fetchall()
    assert decisions == [(1, "review", False), (2, "auto", True)]
    earlier = connection.execute("SELECT content->>'isi' FROM report_versions").fetchall()
    assert earlier == [(UNSURE["Isi Laporan Awal"],)]
    waiting = connection.execute("SELECT count(*) FROM review_queue WHERE done_at IS NULL").fetchone()
    assert waiting == (0,)


def test_in_shadow_everything_waits_for_a_person_with_its_suggestion(
    installation: dict[str, str], connection: Connection, tmp_path: Path
) -> None:
    shadow = {**installation, "TEPAT_AUTOMATION": "shadow"}

    done = run_tepat(shadow, "triage", str(write_export(tmp_path / "export.csv", SURE)))

    assert done.returncode == 0
    assert connection.execute("SELECT outcome, acted, automation FROM decisions").fetchall() == [
        ("auto", False, "shadow")
    ]
    assert connection.execute("SELECT reason FROM review_queue").fetchall() == [("shadow",)]
    assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)


def test_no_identity_reaches_prefect(installation: dict[str, str], tmp_path: Path) -> None:
    import httpx

    run_tepat(installation, "triage", str(write_export(tmp_path / "export.csv", SURE)))

    found = httpx.post(f"{installation['PREFECT_API_URL']}/flow_runs/filter", json={"limit": 200}).text
    logs = httpx.post(f"{installation['PREFECT_API_URL']}/logs/filter", json={"limit": 200}).text
    assert '"run_id"' in found
    for kept_out in ("Pelapor Rahasia Sekali", "M-Paspor", "Cianjur"):
        assert kept_out not in found + logs
