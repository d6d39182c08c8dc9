"""Thresholds are raised by what people said of late, are in force with the next run, and fall again by themselves."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from classifier.policies import policy_to_dict
from complaints.conduct import Conduct
from complaints.prediction import Step
from complaints.raising import NOTHING_PASSES
from complaints.report import IncomingReport, Report
from complaints.routing import Automation, Decision, Outcome, Reason, RoutingPolicy, Threshold
from complaints.taxonomy import build_taxonomy
from database import models
from database.alert_lists import list_alerts
from database.alerts import AlertKind
from database.auditing import Drawn
from database.claiming import claim_received
from database.connection import connect, open_pool
from database.intake import store_reports
from database.raising import list_raised, raised_now, read_seen
from database.routed import Routed, Versions
from database.routing import save_routed
from flows.raising import raise_by_labels
from flows.workplace import Deciding, Workplace
from tepat.settings import Settings

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LEVELS = ["bidang", "category"]
PASPOR, VISA = ("imigrasi", "imi-paspor"), ("imigrasi", "imi-visa")
TREE = build_taxonomy(LEVELS, [dict(zip(LEVELS, path, strict=True)) for path in (PASPOR, VISA)])
KEY = ("category", ("imigrasi",))
POLICY = RoutingPolicy(
    version="p1",
    alpha=0.05,
    delta=0.05,
    thresholds=(Threshold(level="category", branch=("imigrasi",), value=0.9),),
    max_depth=2,
)
DECIDING = Deciding(predictor=SimpleNamespace(version="m1"), policy=POLICY, taxonomy=TREE, directory="d1")  # type: ignore[arg-type]


@pytest.fixture
def work(committed_database: str) -> Iterator[Workplace]:
    settings = Settings(_env_file=None)
    with open_pool(committed_database, size=2) as pool, connect(committed_database) as holder:
        with pool.connection() as connection:
            models.note_policy(connection, "p1", "m1", policy_to_dict(POLICY))
        yield Workplace(settings=settings, pool=pool, holder=holder, conduct=Conduct())


def serve(
    work: Workplace, scores: Sequence[float], said: Sequence[tuple[str, ...] | None], *, days_ago: int = 1
) -> None:
    """Reports suggested for paspor with these scores; what is surer than 0.9 is sent on, a half of it audited. People
    say where those belong that come to them (None: not yet)."""
    versions, when = (
        Versions(directory="d1", automation=Automation.PROVISIONAL, run_id=uuid4()),
        NOW - timedelta(days=days_ago),
    )
    with work.pool.connection() as connection:
        incoming = [
            IncomingReport(report=Report(source="s", external_id=uuid4().hex, judul="", isi="paspor", reported_at=when))
            for _ in scores
        ]
        store_reports(connection, incoming, actor="test", run_id=versions.run_id)
        routed = []
        for item, p, label in zip(claim_received(connection, len(scores)), scores, said, strict=True):
            sure = p >= 0.9
            steps = (Step(path=PASPOR[:1], p=p), Step(path=PASPOR, p=p))
            drawn = Drawn(policy="p1", branch=("imigrasi",), alpha=0.05, delta=0.05, p=0.5) if sure and label else None
            decision = Decision(
                outcome=Outcome.AUTO if sure else Outcome.REVIEW,
                depth=2 if sure else 0,
                steps=steps,
                reasons=(Reason.SURE if sure else Reason.UNSURE,),
                policy="p1",
                model="m1",
            )
            routed.append(Routed(claimed=item, decision=decision, acted=sure, reason=decision.reasons[0], drawn=drawn))
        save_routed(connection, routed, versions)
        for one, label in zip(routed, said, strict=True):
            if label:
                connection.execute(
                    """
                    INSERT INTO labels (report_id, report_version, category, klasifikasi, source, person, agreed, note,
                                        model)
                    VALUES (%s, 1, %s, 'pengaduan', 'review', 'sari', true, '', 'm1')
                    """,
                    (one.claimed.id, label[-1]),
                )


def look(work: Workplace) -> int:
    return raise_by_labels(work, DECIDING, NOW)


def test_a_threshold_is_raised_told_of_and_lowered_again(work: Workplace) -> None:
    scores = [0.7 + 0.29 * n / 400 for n in range(400)]
    serve(work, scores, [VISA if n % 4 == 0 and p < 0.97 else PASPOR for n, p in enumerate(scores)], days_ago=40)
    assert look(work) == 1
    assert look(work) == 0, "it is told of once"
    with work.pool.connection() as connection:
        (raised,) = list_raised(connection, "p1")
        (alert,) = list_alerts(connection, is_open=True, limit=9)
        assert raised_now(connection, "p1") == {KEY: raised.value}
        assert raised_now(connection, "another") == {}
    assert raised.value is not None
    assert raised.value > 0.9
    assert (alert.kind, alert.about, alert.path) == (AlertKind.RAISED, ["category", "imigrasi"], ["imigrasi"])
    for _ in range(4):
        serve(work, scores, [PASPOR] * len(scores), days_ago=0)
    assert look(work) == 0
    with work.pool.connection() as connection:
        (again,) = list_raised(connection, "p1")
        assert (again.value, again.since) == (None, None)
        assert raised_now(connection, "p1") == {}
        assert list_alerts(connection, is_open=True, limit=9) == []


def test_where_nothing_is_sure_enough_all_of_the_branch_waits(work: Workplace) -> None:
    scores = [0.8 + 0.19 * n / 300 for n in range(300)]
    serve(work, scores, [VISA if n % 3 else PASPOR for n in range(300)])
    look(work)
    with work.pool.connection() as connection:
        assert raised_now(connection, "p1") == {KEY: NOTHING_PASSES}


def test_labels_that_nobody_drew_do_not_count(work: Workplace) -> None:
    serve(work, [0.95] * 150, [None] * 150)
    with work.pool.connection() as connection:
        # Objections to what was sent on without an audit: only wrong ones are ever heard of.
        connection.execute(
            """
            INSERT INTO labels (report_id, report_version, category, klasifikasi, source, person, agreed, note, model)
            SELECT id, 1, 'imi-visa', 'pengaduan', 'review', 'sari', false, '', 'm1' FROM reports
            """
        )
        assert {one.label for one in read_seen(connection, "m1", TREE)} == {None}
    assert look(work) == 0
    with work.pool.connection() as connection:
        assert list_raised(connection, "p1") == []


def test_another_model_and_rahasia_reports_are_left_out(work: Workplace) -> None:
    serve(work, [0.95] * 3, [PASPOR] * 3)
    with work.pool.connection() as connection:
        connection.execute("UPDATE reports SET rahasia = true WHERE id = (SELECT min(id) FROM reports)")
        assert len(read_seen(connection, "m1", TREE)) == 2
        assert read_seen(connection, "m2", TREE) == []
