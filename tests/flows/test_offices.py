"""Hourly, reports follow the offices that opened or closed since; what is decided now never goes to a closed one."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from complaints.conduct import Conduct
from complaints.directory import SHIPPED_FOLDER, shipped_directory
from complaints.directory.snapshot import OFFICES, read_files, version_of
from complaints.report import Message
from complaints.timestamps import day_of
from database import facts
from database.connection import connect, open_pool
from flows.offices import follow_all
from flows.workplace import NotSetUp, Workplace
from tepat.settings import Settings
from tests.restructuring import Restructuring, fill

CLOSED, HEIR = "PAS-RUTAN-022", "PAS-RUTAN-024"


@pytest.fixture
def work(committed_database: str) -> Iterator[Workplace]:
    with open_pool(committed_database, size=2) as pool, connect(committed_database) as holder:
        yield Workplace(settings=Settings(_env_file=None), pool=pool, holder=holder, conduct=Conduct())


def closing_on(last: str) -> dict[str, str]:
    """The directory that comes along, in which one Rutan closes on this day in favour of another."""
    files = read_files(SHIPPED_FOLDER)
    rows = list(csv.DictReader(io.StringIO(files[OFFICES])))
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "valid_to": last, "successor": HEIR} if row["id"] == CLOSED else row for row in rows)
    return {**files, OFFICES: target.getvalue()}


def load(work: Workplace, last: str) -> None:
    files = closing_on(last)
    with work.pool.connection() as connection:
        facts.load_directory(connection, version_of(files), files, actor="test")


def test_reports_follow_on_the_day_after_the_last_and_only_once(work: Workplace) -> None:
    with work.pool.connection() as connection:
        fill(connection, Restructuring(before={}, after={}, kanwil=(), rupbasan={CLOSED: HEIR}), 14)
    today = day_of(datetime.now(UTC))
    load(work, today.isoformat())
    assert follow_all(work).moved == 0
    load(work, (today - timedelta(days=1)).isoformat())
    assert (follow_all(work).moved, follow_all(work).moved) == (14, 0)
    with work.pool.connection() as connection:
        standing = connection.execute("SELECT DISTINCT current_office FROM reports").fetchall()
        to = connection.execute("SELECT DISTINCT office_id FROM outbox WHERE sent_at IS NULL").fetchall()
    assert (standing, to) == ([(HEIR,)], [(HEIR,)])


def test_what_is_decided_from_now_on_goes_to_the_successor_that_the_old_name_leads_to(work: Workplace) -> None:
    load(work, "2025-03-31")
    name = shipped_directory().office(CLOSED).name
    (found,) = work.deciding().predictor.predict([Message(judul="", isi=f"Kunjungan di {name} dipungut biaya")])
    assert [one.id for one in found.offices] == [HEIR]


def test_without_a_directory_nothing_follows(work: Workplace) -> None:
    with pytest.raises(NotSetUp):
        follow_all(work)
