"""What a run does with the audits: it brakes, it routes only what is promised, and it draws new audits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from psycopg import Connection

from complaints.alarm import Alarm
from complaints.conduct import Conduct
from complaints.prediction import Step
from complaints.report import IncomingReport, Report
from complaints.routing import Automation, Decision, Outcome, Reason, RoutingPolicy, Threshold
from complaints.urgency import UrgencyLevel
from database import runs, watch
from database.auditing import Drawn, close_audit
from database.claiming import Claimed, claim_received
from database.connection import connect, open_pool
from database.intake import store_reports
from database.routed import Routed, Versions
from database.routing import save_routed
from flows.steps import watch_branches
from flows.watching import act, read_watch
from flows.workplace import Workplace
from tepat.settings import Settings

PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
BRANCH = PATH[:2]
WHEN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
POLICY = RoutingPolicy(
    version="p1",
    alpha=0.1,
    delta=0.1,
    thresholds=(Threshold(level="bidang", branch=BRANCH, value=0.9),),
    max_depth=4,
)
RUN = uuid4()


@pytest.fixture
def work(committed_database: str) -> Iterator[Workplace]:
    settings = Settings(_env_file=None)
    conduct = Conduct(audit_share=1.0, automation=Automation.PROMISED)
    with open_pool(committed_database, size=2) as pool, connect(committed_database) as holder:
        yield Workplace(settings=settings, pool=pool, holder=holder, conduct=conduct)


def decided() -> Decision:
    steps = tuple(Step(path=PATH[:depth], p=0.99) for depth in range(1, 5))
    return Decision(outcome=Outcome.AUTO, depth=2, steps=steps, reasons=(Reason.SURE,), policy="p1", model="m1")


def receive(connection: Connection, prefix: str, count: int) -> list[Claimed]:
    incoming = [
        IncomingReport(
            report=Report(source="lapor", external_id=f"{prefix}{n}", judul="", isi="paspor", reported_at=WHEN)
        )
        for n in range(count)
    ]
    store_reports(connection, incoming, actor="test", run_id=RUN)
    return claim_received(connection, count)


def audit_branch(work: Workplace, wrong: Sequence[bool]) -> None:
    """Reports of the branch that were audited with these verdicts."""
    drawn = Drawn(policy="p1", branch=BRANCH, alpha=POLICY.alpha, delta=POLICY.delta, p=1.0)
    with work.pool.connection() as connection:
        routed = [
            Routed(claimed=item, decision=decided(), acted=True, reason=Reason.SURE, drawn=drawn)
            for item in receive(connection, "audited", len(wrong))
        ]
        versions = Versions(directory="d1", automation=Automation.PROVISIONAL, run_id=RUN)
        save_routed(connection, routed, versions)
        ids = connection.execute("SELECT id FROM decisions ORDER BY id").fetchall()
        for (id_,), one in zip(ids, wrong, strict=True):
            close_audit(connection, id_, wrong=one)


def act_on_next(work: Workplace) -> Routed:
    with work.pool.connection() as connection:
        (item,) = receive(connection, "next", 1)
        return act(work, read_watch(connection, POLICY), item, decided())


def test_without_audits_nothing_is_promised_and_so_nothing_is_routed(work: Workplace) -> None:
    routed = act_on_next(work)
    assert (routed.acted, routed.reason) == (False, Reason.UNPROMISED)
    assert routed.drawn is not None
    assert (routed.drawn.branch, routed.drawn.p) == (BRANCH, 1.0)


def test_what_only_the_model_takes_for_urgent_is_seen_by_a_person_though_it_is_sent_on(work: Workplace) -> None:
    audit_branch(work, [False] * 60)
    alarm = Alarm(level=UrgencyLevel.DANGER, p=0.6, words=("paspor",))
    with work.pool.connection() as connection:
        (item,) = receive(connection, "next", 1)
        routed = act(work, read_watch(connection, POLICY), item, replace(decided(), alarm=alarm))
    assert (routed.acted, routed.urgency.level) == (True, UrgencyLevel.DANGER)
    assert replace(routed, drawn=None).stays_open


def test_a_branch_whose_promise_is_proven_is_routed(work: Workplace) -> None:
    audit_branch(work, [False] * 60)
    routed = act_on_next(work)
    assert (routed.acted, routed.reason) == (True, Reason.SURE)


def test_a_broken_branch_is_braked_with_a_note_until_a_person_gives_it_back(work: Workplace) -> None:
    audit_branch(work, [False] * 60 + [True] * 30)
    with work.pool.connection() as connection:
        run = runs.read_run(connection, runs.start_run(connection, requested="test"))

    watch_branches(work, run)
    watch_branches(work, run)

    assert act_on_next(work).reason is Reason.BRAKED
    with work.pool.connection() as connection:
        (note,) = runs.read_run(connection, run.id).notes
        watch.release_brakes(connection, BRANCH, by="Siti", why="kategori diperbaiki")
        assert read_watch(connection, POLICY).promises[BRANCH].n == 0
    assert "IMIPAS/imigrasi" in note
    assert "30" in note


def test_few_mistakes_pull_no_brake(work: Workplace) -> None:
    audit_branch(work, [False] * 60 + [True] * 3)
    with work.pool.connection() as connection:
        run = runs.read_run(connection, runs.start_run(connection, requested="test"))
    watch_branches(work, run)
    with work.pool.connection() as connection:
        assert watch.list_brakes(connection) == []
