"""A run of the deadlines: everybody is told what they should have been told by now, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from complaints.conduct import Conduct
from complaints.prediction import OfficeMatch, Step
from complaints.report import IncomingReport, Report
from complaints.routing import Automation, Decision, Outcome, Reason
from database.claiming import claim_received
from database.connection import connect, open_pool
from database.intake import store_reports
from database.routed import Routed, Versions
from database.routing import save_routed
from flows.deadlines import note_calendar, plan_all, tell_all
from flows.workplace import Workplace
from tepat.services import load_shipped_directory
from tepat.settings import Settings

PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
NOW = datetime.now(UTC)
RUN = uuid4()


@pytest.fixture
def work(committed_database: str) -> Iterator[Workplace]:
    load_shipped_directory(committed_database)
    conduct = Conduct(automation=Automation.PROVISIONAL)
    with open_pool(committed_database, size=2) as pool, connect(committed_database) as holder:
        yield Workplace(settings=Settings(_env_file=None), pool=pool, holder=holder, conduct=conduct)


def route(work: Workplace, *, acted: bool) -> None:
    """A report of now that is sent to an office, or waits."""
    report = Report(source="lapor", external_id="1", judul="", isi="paspor", reported_at=NOW, klasifikasi="informasi")
    office = OfficeMatch(id="IMI-KANIM-142", name="Kanim", how="name", span="", p=0.99)
    decision = Decision(
        outcome=Outcome.AUTO if acted else Outcome.REVIEW,
        depth=4 if acted else 0,
        steps=tuple(Step(path=PATH[:depth], p=0.99) for depth in range(1, 5)),
        reasons=(Reason.SURE,),
        office=office,
        office_sure=True,
        policy="p1",
        model="m1",
    )
    with work.pool.connection() as connection:
        store_reports(connection, [IncomingReport(report=report)], actor="test", run_id=RUN)
        (item,) = claim_received(connection, 1)
        routed = Routed(claimed=item, decision=decision, acted=acted, reason=Reason.SURE)
        save_routed(connection, [routed], Versions(directory="d", automation=Automation.PROVISIONAL, run_id=RUN))


def notices(work: Workplace) -> list[tuple[str, str | None]]:
    with work.pool.connection() as connection:
        return connection.execute(
            """
            SELECT addressee, office_id FROM outbox WHERE kind = 'notice' AND message ILIKE '%%tindak lanjut pertama%%'
            ORDER BY id
            """
        ).fetchall()


def test_level_after_level_is_told_as_the_deadline_passes(work: Workplace) -> None:
    route(work, acted=True)
    assert tell_all(work, NOW) == 0
    assert tell_all(work, NOW + timedelta(days=60)) > 0
    told = notices(work)
    assert told == [
        ("Kepala satuan kerja", "IMI-KANIM-142"),
        ("Kepala Kantor Wilayah", "IMI-KW-32"),
        ("Unit Eselon I", None),
        ("Admin instansi", None),
    ]
    assert tell_all(work, NOW + timedelta(days=60)) == 0


def test_of_what_waits_only_the_instansi_is_told_never_whom_the_machine_suggests(work: Workplace) -> None:
    route(work, acted=False)
    tell_all(work, NOW + timedelta(days=60))
    with work.pool.connection() as connection:
        rows = connection.execute("SELECT DISTINCT addressee, target, office_id FROM outbox").fetchall()
    assert rows == [("Admin instansi", ["IMIPAS"], None)]


def test_a_calendar_that_knows_more_has_deadlines_counted_anew_once(work: Workplace) -> None:
    route(work, acted=True)
    with work.pool.connection() as connection:
        connection.execute("UPDATE deadlines SET uncertain = true, due_on = due_on + 5 WHERE step = 'total'")
    note_calendar(work)
    assert plan_all(work) == 1
    note_calendar(work)
    assert plan_all(work) == 0
