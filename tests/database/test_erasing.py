"""What is erased is gone wherever it stood, leaves a tombstone, and does not come back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection

from complaints.report import IncomingReport, Report, Reporter
from complaints.retention import Erased
from database import audit
from database.connection import connect
from database.erasing import Asked, StillWaiting, due, erase, find_reports, tombstones_of
from database.holding import everything_held, reports_of
from database.intake import store_reports

WHEN = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
SECRET = "Saya melihat petugas bernama Samsul di loket tujuh"
ASKED = Asked(by="command:dewi", why="asked", reference="S-12/2026")


def incoming(isi: str = SECRET, external_id: str = "L-1") -> IncomingReport:
    report = Report(source="lapor", external_id=external_id, judul="Loket tujuh", isi=isi, reported_at=WHEN)
    return IncomingReport(report=report, reporter=Reporter(name="Dewi Lestari", contact="0812-000"))


@pytest.fixture
def owner(committed_database: str) -> Iterator[Connection]:
    with psycopg.connect(committed_database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def service(committed_database: str) -> Iterator[Connection]:
    with connect(committed_database) as connection:
        yield connection


def store(service: Connection, *items: IncomingReport, status: str = "reviewed") -> list[int]:
    stored = store_reports(service, items, actor="test", run_id=uuid4())
    ids = [*stored.new, *stored.changed]
    service.execute("UPDATE reports SET status = %(status)s WHERE id = ANY(%(ids)s)", {"status": status, "ids": ids})
    return ids


def everything_in(owner: Connection) -> str:
    """Every row of every table but the audit log's, as text."""
    names = owner.execute(
        """
        SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
        WHERE schemaname IN ('public', 'identity') AND tablename <> 'directory_versions'
        """
    ).fetchall()
    rows = [
        owner.execute(f"SELECT to_jsonb(t) FROM {name} AS t").fetchall()  # type: ignore[arg-type]
        for (name,) in names
    ]
    return json.dumps(rows, default=str)


def test_an_erased_text_stands_nowhere_any_more(owner: Connection, service: Connection) -> None:
    store(service, incoming("Lebih dulu: " + SECRET))
    [report_id] = store(service, incoming())
    service.execute(
        "INSERT INTO labels (report_id, report_version, category, klasifikasi, source, person, agreed, note, model) "
        "VALUES (%(id)s, 2, 'imi-paspor', '', 'review', 'dewi', true, 'Samsul lagi', 'm')",
        {"id": report_id},
    )
    for written in ("Samsul", "Dewi Lestari", "0812-000", "Loket tujuh"):
        assert written in everything_in(owner)
    assert erase(service, [report_id], Erased.TEXT, ASKED) == 1
    left = everything_in(owner)
    for written in ("Samsul", "samsul", "Dewi Lestari", "0812-000", "Loket tujuh", "loket"):
        assert written not in left
    assert [(one.what, one.reference) for one in tombstones_of(service, report_id)] == [
        ("identity", "S-12/2026"),
        ("text", "S-12/2026"),
    ]
    assert audit.verify(service).broken_at is None


def test_an_erased_identity_leaves_the_text(owner: Connection, service: Connection) -> None:
    [report_id] = store(service, incoming(), status="in_review")
    assert erase(service, [report_id], Erased.IDENTITY, ASKED) == 1
    left = everything_in(owner)
    assert "Dewi Lestari" not in left
    assert "Samsul" in left


def test_erasing_twice_is_told_once(service: Connection) -> None:
    ids = store(service, incoming())
    assert erase(service, ids, Erased.TEXT, ASKED) == 1
    rows = audit.verify(service).rows
    assert erase(service, ids, Erased.TEXT, ASKED) == 0
    assert audit.verify(service).rows == rows


def test_what_was_erased_does_not_come_back_with_the_next_export(owner: Connection, service: Connection) -> None:
    ids = store(service, incoming())
    erase(service, ids, Erased.TEXT, ASKED)
    again = store_reports(service, [incoming(), incoming("Samsul berubah")], actor="test", run_id=uuid4())
    assert (again.new, again.changed) == ((), ())
    assert "Samsul" not in everything_in(owner)
    assert "Dewi Lestari" not in everything_in(owner)


def test_the_text_of_a_report_that_waits_is_not_erased_but_its_identity_is(service: Connection) -> None:
    ids = store(service, incoming(), status="in_review")
    with pytest.raises(StillWaiting):
        erase(service, ids, Erased.TEXT, ASKED)
    assert erase(service, ids, Erased.IDENTITY, ASKED) == 1


def test_no_text_is_erased_without_a_tombstone(service: Connection) -> None:
    ids = store(service, incoming())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        service.execute("SELECT erase_text(%(ids)s::bigint[])", {"ids": ids})


def test_only_what_is_decided_and_old_enough_is_due(service: Connection) -> None:
    [old] = store(service, incoming(external_id="L-1"))
    store(service, incoming(external_id="L-2"), status="in_review")
    assert due(service, Erased.TEXT, date(2026, 1, 5), 10) == []
    assert due(service, Erased.TEXT, date(2026, 1, 6), 10) == [old]
    erase(service, [old], Erased.TEXT, ASKED)
    assert due(service, Erased.TEXT, date(2026, 1, 6), 10) == []


def test_all_that_is_held_is_told_and_the_telling_is_logged(owner: Connection, service: Connection) -> None:
    [report_id] = store(service, incoming())
    [public_id] = reports_of(owner, " 0812-000 ", by="command:dewi", reference="S-12/2026")
    assert find_reports(service, [public_id]) == [report_id]
    held = everything_held(owner, public_id, by="command:dewi", reference="S-12/2026")
    assert held["reporter"] == [{"name": "Dewi Lestari", "contact": "0812-000"}]
    assert held["report"][0]["isi"] == SECRET
    assert [row["action"] for row in held["log"]] == ["report.received", "identity.exported"]
    assert reports_of(owner, "0813-999", by="command:dewi", reference="S-13/2026") == []
    assert audit.verify(service).broken_at is None


@pytest.mark.parametrize(
    ("kept", "asked", "is_found"),
    [
        ("0812-3456-7890", "081234567890", True),
        ("081234567890", "+62 812 3456 7890", True),
        ("Dewi@Contoh.example", " dewi@contoh.example", True),
        ("dewi7@contoh.example", "7", False),
        ("-", "", False),
    ],
)
def test_a_telephone_number_is_found_however_it_is_written(
    owner: Connection, service: Connection, kept: str, asked: str, is_found: bool
) -> None:
    store(service, replace(incoming(), reporter=Reporter(name="Dewi Lestari", contact=kept)))
    assert bool(reports_of(owner, asked, by="command:dewi", reference="S-14/2026")) is is_found


@pytest.mark.parametrize("query", ["SELECT identity.held(1, 'x', 'y')", "SELECT identity.reports_of('0812', 'x', 'y')"])
def test_the_service_itself_may_not_ask_who_wrote_a_report(service: Connection, query: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        service.execute(query)  # type: ignore[arg-type]


def test_an_unknown_report_is_named(service: Connection) -> None:
    unknown = UUID(int=7)
    with pytest.raises(Exception, match=str(unknown)):
        find_reports(service, [unknown])
