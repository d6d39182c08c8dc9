"""Everything decided is compared with what would be decided now; what follows is done once, whatever is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from complaints.prediction import Step
from complaints.report import IncomingReport, Report
from complaints.rerouting import Consequence, Difference
from complaints.routing import Automation, Decision, Outcome, Reason
from database import reroutes
from database.claiming import claim_received
from database.intake import store_reports
from database.leases import claim
from database.reroute_parts import open_parts
from database.reroutes import NothingStored, count_compared, count_skipped
from database.routed import Routed, Versions
from database.routing import save_routed
from flows.rerouting import DecidersChanged, apply_part, begin, compare_part, deciding_of
from flows.workplace import Workplace, open_workplace
from tepat.services import load_shipped_directory
from tepat.settings import Settings

WHEN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
NOTARIS = ("KUM", "hukum", "AHU", "ahu-notaris")
PASPOR = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
PASSPORT = "Paspor saya sudah tiga minggu belum jadi di kantor imigrasi, mohon dibantu"
RUN = uuid4()


@pytest.fixture
def work(committed_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    load_shipped_directory(committed_database)
    monkeypatch.setenv("DATABASE_URL", committed_database)
    monkeypatch.setenv("TEPAT_AUTOMATION", "provisional")
    monkeypatch.setenv("TEPAT_AUDIT_SHARE", "0.000001")
    with open_workplace(Settings(_env_file=None)) as work:
        yield work


@dataclass(frozen=True, kw_only=True)
class Was:
    """What an earlier model decided about a report that is about a passport."""

    path: tuple[str, ...]
    acted: bool


def store(work: Workplace, *earlier: Was) -> None:
    """Reports about passports, decided so by an earlier model."""
    incoming = [
        IncomingReport(
            report=Report(source="lapor", external_id=str(n), judul="", isi=f"{PASSPORT} nomor {n}", reported_at=WHEN)
        )
        for n in range(len(earlier))
    ]
    with work.pool.connection() as connection:
        store_reports(connection, incoming, actor="test", run_id=RUN)
        claimed = claim_received(connection, len(earlier))
        routed = [
            Routed(claimed=item, decision=decided(was), acted=was.acted, reason=Reason.SURE)
            for item, was in zip(claimed, earlier, strict=True)
        ]
        save_routed(connection, routed, Versions(directory="d0", automation=Automation.PROVISIONAL, run_id=RUN))


def decided(was: Was) -> Decision:
    return Decision(
        outcome=Outcome.AUTO if was.acted else Outcome.REVIEW,
        depth=3 if was.acted else 0,
        steps=tuple(Step(path=was.path[:depth], p=0.9) for depth in range(1, 5)),
        reasons=(Reason.SURE if was.acted else Reason.UNSURE,),
        policy="p0",
        model="m0",
    )


def compare(work: Workplace, *, part_size: int = 2) -> UUID:
    found = begin(work, model=None, asked_by="test", part_size=part_size)
    with work.pool.connection() as connection:
        numbers = open_parts(connection, found.id, "compare")
    for number in numbers:
        compare_part(found.id, number)
    return found.id


def carry_out(work: Workplace, reroute_id: UUID) -> int:
    with work.pool.connection() as connection:
        numbers = open_parts(connection, reroute_id, "apply")
    return sum(apply_part(reroute_id, number) for number in numbers)


def standing(work: Workplace) -> list[tuple[str, str, str]]:
    """Per report its status, the model of the decision in force, and why it waits (if it does)."""
    with work.pool.connection() as connection:
        return connection.execute(
            """
            SELECT r.status, d.model, coalesce(q.reason, '') FROM reports r
            JOIN decisions d ON d.report_id = r.id AND d.is_current
            LEFT JOIN review_queue q ON q.report_id = r.id AND q.done_at IS NULL ORDER BY r.id
            """
        ).fetchall()


def test_comparing_counts_every_report_once_and_changes_none(work: Workplace) -> None:
    store(work, Was(path=NOTARIS, acted=True), Was(path=NOTARIS, acted=False), Was(path=PASPOR, acted=True))
    before = standing(work)
    reroute_id = compare(work)
    with work.pool.connection() as connection:
        counts = count_compared(connection, reroute_id)
    assert {(one.difference, one.consequence) for one in counts} >= {
        (Difference.ELSEWHERE, Consequence.LOOK),
        (Difference.SENT, Consequence.ANEW),
    }
    assert counts.total() == 3
    assert standing(work) == before


def test_what_waits_is_routed_anew_and_what_was_sent_elsewhere_goes_before_a_person(work: Workplace) -> None:
    store(work, Was(path=NOTARIS, acted=True), Was(path=NOTARIS, acted=False), Was(path=PASPOR, acted=True))
    assert carry_out(work, compare(work)) == 2
    model = work.deciding().predictor.version
    sent_elsewhere, waited, right = standing(work)
    assert sent_elsewhere == ("in_review", model, "rerouted")
    assert waited == ("routed", model, "")
    assert right == ("routed", "m0", "")
    with work.pool.connection() as connection:
        targets = connection.execute("SELECT target[2] FROM outbox WHERE cancelled_at IS NULL ORDER BY id").fetchall()
    # What was sent stands until a person says otherwise; nothing went out a second time by itself.
    assert targets == [("hukum",), ("imigrasi",), ("imigrasi",)]


def test_carried_out_twice_it_does_nothing_more(work: Workplace) -> None:
    store(work, Was(path=NOTARIS, acted=False), Was(path=NOTARIS, acted=True))
    reroute_id = compare(work)
    carry_out(work, reroute_id)
    after = standing(work)
    assert carry_out(work, reroute_id) == 0
    assert standing(work) == after


def test_what_somebody_holds_or_what_changed_meanwhile_is_left(work: Workplace) -> None:
    store(work, Was(path=NOTARIS, acted=False), Was(path=NOTARIS, acted=False))
    reroute_id = compare(work)
    with work.pool.connection() as connection:
        [(held,), (changed,)] = connection.execute("SELECT public_id FROM reports ORDER BY id").fetchall()
        claim(connection, held, "dewi")
        connection.execute("UPDATE reports SET version = 2 WHERE public_id = %(id)s", {"id": changed})
    assert carry_out(work, reroute_id) == 0
    with work.pool.connection() as connection:
        assert count_skipped(connection, reroute_id) == 2
    assert [model for _, model, _ in standing(work)] == ["m0", "m0"]


def test_an_unfinished_comparison_is_gone_on_with(work: Workplace) -> None:
    store(work, *[Was(path=PASPOR, acted=True)] * 4)
    first = begin(work, model=None, asked_by="test", part_size=2)
    compare_part(first.id, 1)
    again = begin(work, model=None, asked_by="test", part_size=2)
    assert again.id == first.id
    with work.pool.connection() as connection:
        assert open_parts(connection, again.id, "compare") == [2]
    assert compare_part(again.id, 1) == 0


def test_with_another_directory_in_force_a_comparison_is_not_gone_on_with(work: Workplace) -> None:
    store(work, Was(path=PASPOR, acted=True))
    live = work.deciding()
    with work.pool.connection() as connection:
        reroute_id = reroutes.start_reroute(
            connection,
            asked_by="test",
            model=live.predictor.version,
            policy=live.policy.version,
            directory="gone",
            part_size=2,
        )
    with pytest.raises(DecidersChanged):
        deciding_of(reroute_id)


def test_nothing_stored_is_said(work: Workplace) -> None:
    with pytest.raises(NothingStored):
        begin(work, model=None, asked_by="test")


def test_killed_on_the_way_it_ends_whole_on_two_dask_workers(
    installation: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", installation["DATABASE_URL"])
    with open_workplace(Settings(_env_file=None)) as work:
        store(work, *[Was(path=NOTARIS, acted=False)] * 60)
        found = begin(work, model=None, asked_by="test", part_size=2)
        for kill_after in (2, 0):
            run_until(work, found.id, installation, kill_after)
        with work.pool.connection() as connection:
            assert reroutes.find_reroute(connection, found.id).compared_at is not None
            assert count_compared(connection, found.id).total() == 60
            assert changes_of(connection, found.id) == (60, 60)


def run_until(work: Workplace, reroute_id: UUID, environment: dict[str, str], parts: int) -> None:
    """Run the flow; kill it with its workers as soon as this many more parts are done (0: let it end)."""
    command = [sys.executable, "-m", "flows", "reroute", str(reroute_id), "compare", "2"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    with work.pool.connection() as connection:
        goal = reroutes.progress_of(connection, reroute_id, "compare").done + parts
    while process.poll() is None:
        with work.pool.connection() as connection:
            if parts and reroutes.progress_of(connection, reroute_id, "compare").done >= goal:
                os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.05)
    assert parts or process.returncode == 0


def changes_of(connection: Connection, reroute_id: UUID) -> tuple[int, int]:
    row = connection.execute(
        "SELECT count(*), count(DISTINCT report_id) FROM reroute_changes WHERE reroute_id = %(id)s",
        {"id": reroute_id},
    ).fetchone()
    assert row is not None
    return row[0], row[1]
