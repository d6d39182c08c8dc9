"""The directory, models, promises, brakes, figures, quarantine and the audit log, for programs."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from complaints.errors import Problem
from complaints.report import Reporter
from complaints.routing import RoutingPolicy, Threshold
from database.models import note_live_model
from database.quarantine import Refused, keep_refused
from database.watch import Stream, pull_brake

RUN = "00000000-0000-4000-8000-000000000000"
BRANCH = ("IMIPAS", "imigrasi")


def names(answer: object) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["IMI-2", "IMI-1", "PAS-1"]),
        ("q=cianjur", ["IMI-1", "PAS-1"]),
        ("q=KANIM+bogor", ["IMI-2"]),
        ("q=joglo", ["PAS-1"]),
        ("q=kabupaten", ["IMI-1"]),
        ("q=imi-2", ["IMI-2"]),
        ("q=cianjur+bogor", []),
        ("bidang=pemasyarakatan", ["PAS-1"]),
        ("kind=Kanim&q=cianjur", ["IMI-1"]),
    ],
)
def test_offices_are_found_by_what_people_call_them(with_offices: TestClient, query: str, found: list[str]) -> None:
    assert names(with_offices.get(f"/v1/offices?{query}")) == found


def test_offices_come_page_by_page(with_offices: TestClient) -> None:
    answer = with_offices.get("/v1/offices?limit=2")
    assert names(with_offices.get(answer.links["next"]["url"])) == ["PAS-1"]
    assert with_offices.get("/v1/offices", params={"cursor": "WyJsYWluIl0="}).status_code == 422


def test_an_office_and_the_tree(with_offices: TestClient) -> None:
    assert with_offices.get("/v1/offices/PAS-1").json()["former_names"] == ["LP Joglo"]
    assert with_offices.get("/v1/offices/TIDAK-ADA").status_code == 404
    tree = with_offices.get("/v1/taxonomy").json()
    assert tree["levels"] == ["ministry", "bidang", "unit", "category"]
    assert [node["code"] for node in tree["nodes"] if node["outside"]] == ["LUAR", "luar", "LUAR", "luar-pemda"]


def test_models_tell_which_is_live(client: TestClient, services: Services) -> None:
    assert client.get("/v1/models/live").status_code == 404
    for version in ("m1", "m2"):
        with services.pool.connection() as connection:
            note_live_model(connection, version, {"accuracy": 0.9}, actor="test")
    assert client.get("/v1/models/live").json()["version"] == "m2"
    assert [(one["version"], one["is_live"]) for one in client.get("/v1/models").json()["items"]] == [
        ("m2", True),
        ("m1", False),
    ]


@pytest.fixture
def braked(services: Services) -> Services:
    """Services whose policy has one branch, off automation."""
    policy = RoutingPolicy(
        version="p1",
        alpha=0.02,
        delta=0.05,
        thresholds=(Threshold(level="ministry", branch=BRANCH, value=0.9),),
        max_depth=4,
    )
    stream = Stream(branch=BRANCH, policy="p1", alpha=0.02, delta=0.05, wrong=[True, False])
    with services.pool.connection() as connection:
        pull_brake(connection, stream, 0.03, actor="test")
    return replace(services, policy=lambda: policy)


def test_a_pulled_brake_is_seen_and_released(
    braked: Services, committed_database: str, client_as: Callable[..., TestClient]
) -> None:
    client = client_as("admin", Role.ADMIN, over=braked)
    (promise,) = client.get("/v1/promises").json()["items"]
    assert (promise["branch"], promise["standing"]) == (list(BRANCH), "braked")
    (brake,) = client.get("/v1/brakes").json()["items"]
    assert (brake["branch"], brake["audited"], brake["errors"]) == (list(BRANCH), 2, 1)
    body, key = {"branch": list(BRANCH), "why": "model baru"}, {"Idempotency-Key": "r-1"}
    answers = [client.post("/v1/brakes/release", json=body, headers=key) for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"branch": list(BRANCH)}] * 2
    assert client.get("/v1/brakes").json() == {"items": []}
    assert client.post("/v1/brakes/release", json=body).status_code == 404
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT released_by, why FROM brakes").fetchall() == [("admin", "model baru")]


def test_nobody_releases_a_brake_outside_their_reach(braked: Services, client_as: Callable[..., TestClient]) -> None:
    body = {"branch": list(BRANCH), "why": "coba"}
    elsewhere = Reach(path=("IMIPAS", "pemasyarakatan"))
    for name, role, reach in (("budi", Role.ADMIN, elsewhere), ("sari", Role.REVIEWER, Reach())):
        assert client_as(name, role, reach, over=braked).post("/v1/brakes/release", json=body).status_code == 403


def test_figures_count_what_stands_where(client: TestClient, waiting: Callable[..., str]) -> None:
    waiting()
    waiting(isi="trotoar rusak", judul="")
    client.post("/v1/complaints", json={"isi": "belum diperiksa"})
    found = client.get("/v1/figures").json()
    assert found["reports"] == {"total": 3, "received": 1, "routed": 0, "waiting": 2, "reviewed": 0, "awaiting_info": 0}
    assert {(one["code"], one["count"]) for one in found["waiting_by_branch"]} == {("imigrasi", 1), ("luar", 1)}
    assert {(one["outcome"], one["acted"], one["count"]) for one in found["decisions"]} == {
        ("auto", False, 1),
        ("review", False, 1),
    }


@pytest.fixture
def refused_row(services: Services) -> int:
    """A row without text in quarantine, with its reporter apart."""
    raw = {"Tracking ID": "A-9", "Isi Laporan Awal": "", "Tanggal Laporan Masuk": "2026-11-20"}
    row = Refused(
        origin="ekspor.csv",
        row_number=3,
        problems=(Problem(code="missing", field="Isi Laporan Awal"),),
        raw=raw,
        reporter=Reporter(name="Nama Contoh", contact="contoh@contoh.id"),
    )
    with services.pool.connection() as connection:
        keep_refused(connection, "lapor:x", [row], actor="test", run_id=RUN)
        found = connection.execute("SELECT id FROM quarantine").fetchone()
    assert found
    return found[0]


def test_a_row_is_mended_and_becomes_a_report(client: TestClient, committed_database: str, refused_row: int) -> None:
    listed = client.get("/v1/quarantine", headers={"Accept-Language": "en"})
    (row,) = listed.json()["items"]
    assert (row["id"], row["row"], row["problems"][0]["code"]) == (refused_row, 3, "missing")
    assert "Nama Contoh" not in listed.text
    address = f"/v1/quarantine/{refused_row}/replay"
    assert client.post(address, json={}).json()["errors"][0]["code"] == "missing"
    assert client.post(address, json={"columns": {"Tidak Ada": "x"}}).json()["errors"][0]["code"] == "unknown_field"
    answer = client.post(address, json={"columns": {"Isi Laporan Awal": "Paspor saya hilang"}})
    assert answer.status_code == 200, answer.text
    assert client.get(f"/v1/complaints/{answer.json()['complaint']}").json()["isi"] == "Paspor saya hilang"
    assert client.get("/v1/quarantine").json()["items"] == []
    assert client.post(address, json={}).status_code == 404
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT name FROM identity.reporters").fetchall() == [("Nama Contoh",)]


def test_who_sees_a_part_mends_no_row_and_checks_no_chain(
    client_as: Callable[..., TestClient], refused_row: int
) -> None:
    reach = Reach(path=("IMIPAS",))
    sari, audit = client_as("sari", Role.REVIEWER, reach), client_as("audit", Role.AUDITOR, reach)
    assert sari.get("/v1/quarantine").json()["items"] == []
    assert sari.post(f"/v1/quarantine/{refused_row}/replay", json={}).status_code == 404
    assert audit.get("/v1/audit-log").status_code == 200
    assert audit.get("/v1/audit-log/check").json()["type"] == "urn:tepat:problem:beyond-reach"


def test_the_log_is_read_newest_first_and_checked(
    client: TestClient, client_as: Callable[..., TestClient], waiting: Callable[..., str]
) -> None:
    first, _ = waiting(), waiting()
    answer = client.get("/v1/audit-log?limit=3")
    rows = answer.json()["items"] + client.get(answer.links["next"]["url"]).json()["items"]
    assert [row["id"] for row in rows] == list(range(len(rows), 0, -1))
    of_first = client.get(f"/v1/audit-log?complaint={first}").json()["items"]
    assert [row["action"] for row in of_first] == ["report.decided", "report.received"]
    received = client.get("/v1/audit-log?actor=test&action=report.received").json()["items"]
    assert {row["subject"] for row in received} == {"report:1", "report:2"}
    assert len(client.get("/v1/audit-log?action=report.decided").json()["items"]) == 2
    check = client.get("/v1/audit-log/check").json()
    assert check == {"rows": len(rows), "head": rows[0]["hash"], "broken_at": None}
    assert client_as("sari").get("/v1/audit-log").status_code == 403
