"""The audit log as people see it, its check, and its export."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from starlette.testclient import TestClient

from api.services import Services
from api.wording import WIB
from complaints.access import Reach, Role
from database import audit

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def log(services: Services) -> Services:
    with services.pool.connection() as connection:
        audit.append(
            connection, "person:sari", "brake.released", [("branch:IMIPAS", {"why": HOSTILE, HOSTILE: [True, None]})]
        )
        audit.append(connection, "=1+1", HOSTILE, [(HOSTILE, {"changed": {"alpha": [0.02, 0.01]}})])
        audit.append(connection, "flow:triage", "report.received", [(f"report:{n}", {}) for n in range(60)])
    return services


def test_entries_are_listed_in_words_and_hostile_ones_stay_text(client: TestClient, log: Services) -> None:
    page = client.get("/audit?pelaku=sari").text
    for text in ("Rem dilepas", "alasan", "&lt;script&gt;alert(1)", "ya, –", "branch:IMIPAS"):
        assert text in page
    assert HOSTILE not in page + client.get("/audit").text + client.get("/audit", params={"tindakan": HOSTILE}).text


def test_the_log_comes_in_pages_that_keep_the_filter(client: TestClient, log: Services) -> None:
    numbers: list[str] = []
    address = "/audit?tindakan=report.received"
    while address:
        page = client.get(address).text
        numbers += re.findall(r"nomor (\d+)", page)
        following = re.search(r'href="(/audit\?sebelum=[^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert numbers == [str(number) for number in range(63, 3, -1)]


@pytest.mark.parametrize(
    "query",
    [
        "dari=kemarin",
        "sampai=2026-13-01",
        "sebelum=x",
        "sebelum=0",
        "pelaku=%00",
        "dari=2026-01-01T00:00",
        "subjek=" + "x" * 201,
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/audit?{query}").status_code == 422


def test_days_are_counted_from_midnight_in_jakarta_both_included(client: TestClient, log: Services) -> None:
    today = datetime.now(WIB).date().isoformat()
    assert "nomor 62" in client.get(f"/audit?dari={today}&sampai={today}").text
    assert "Tidak ada catatan" in client.get("/audit?sampai=2001-01-01").text


def test_the_chain_is_checked_by_a_button(client: TestClient, log: Services) -> None:
    assert "Belum pernah diperiksa" in client.get("/audit").text
    client.post("/audit/periksa")
    page = client.get("/audit").text
    assert "Utuh:" in page
    assert "63 catatan" in page


def test_a_broken_chain_is_seen_on_the_page(client: TestClient, log: Services) -> None:
    with log.pool.connection() as connection:
        connection.execute("SET LOCAL ROLE NONE")
        connection.execute("ALTER TABLE audit_log DISABLE TRIGGER USER")
        connection.execute("UPDATE audit_log SET actor = 'person:lain' WHERE id = 7")
        connection.execute("ALTER TABLE audit_log ENABLE TRIGGER USER")
    client.post("/audit/periksa")
    assert "mulai catatan nomor 7" in client.get("/audit").text


def test_the_export_holds_all_that_is_filtered_and_no_formula(client: TestClient, log: Services) -> None:
    answer = client.get("/audit/unduh?bentuk=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["id"] for row in rows] == [str(number) for number in range(63, 0, -1)]
    assert rows[-3]["actor"] == "'=1+1"
    assert json.loads(rows[-2]["details"])["why"] == HOSTILE
    assert "attachment" in answer.headers["content-disposition"]
    lines = client.get("/audit/unduh?bentuk=jsonl&pelaku=sari").text.splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["brake.released"]
    assert client.get("/audit/unduh?bentuk=xml").status_code == 422


def test_no_text_of_a_citizen_is_in_the_export(client: TestClient, waiting: Callable[..., str]) -> None:
    waiting(judul="Judul pribadi warga", isi="Isi pribadi warga tentang paspor")
    text = client.get("/audit/unduh?bentuk=jsonl").text
    assert "report.received" in text
    assert "pribadi warga" not in text


@pytest.mark.parametrize(
    ("role", "reach", "status"),
    [
        (Role.ADMIN, Reach(), 200),
        (Role.AUDITOR, Reach(), 200),
        (Role.AUDITOR, Reach(path=("KUM",)), 403),
        (Role.REVIEWER, Reach(), 403),
        (Role.DATA, Reach(), 403),
        (Role.MACHINE, Reach(), 403),
    ],
)
def test_the_log_is_for_admins_and_auditors_of_everything(
    client_as: Callable[..., TestClient], role: Role, reach: Reach, status: int
) -> None:
    client = client_as("sari", role, reach)
    for method, path in (("GET", "/audit"), ("GET", "/audit/unduh"), ("POST", "/audit/periksa")):
        assert client.request(method, path).status_code == status
