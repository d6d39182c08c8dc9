"""Audits are judged blind and once, feed the branch's stream, and pull a brake that only a person gives back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from psycopg import Connection

from complaints.access import Person, Reach, Role
from complaints.errors import AlreadyReviewed, NotFound
from complaints.promises import AuditCount
from complaints.report import IncomingReport
from complaints.routing import Automation, Reason
from database import auditing, watch
from database.acting import act_as
from database.audit import history, verify
from database.claiming import claim_received
from database.counting import count_current
from database.intake import Stored
from database.reports import decisions_of, find_by_id
from database.review import Verdict, record_verdict
from database.routed import Routed, Versions
from database.routing import save_routed
from database.waiting import QueueFilter, list_queue

BRANCH = ("IMIPAS", "imigrasi")
PATH = ["IMIPAS", "imigrasi", "IMI", "imi-paspor"]
ELSEWHERE = ["IMIPAS", "pemasyarakatan", "PAS", "pas-kunjungan"]
DRAWN = auditing.Drawn(policy="p1", branch=BRANCH, alpha=0.02, delta=0.05, p=0.2)
Audited = Callable[..., Verdict]


@pytest.fixture
def audited(
    connection: Connection,
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
    make_decision: Callable[..., object],
) -> Audited:
    """A report that was routed (or waits, in shadow) and is audited, and the verdict that agrees."""

    def make(external_id: str = "1", *, acted: bool = True) -> Verdict:
        (report_id,) = store(connection, make_report(external_id)).new
        reason = Reason.SURE if acted else Reason.SHADOW
        routed = [
            Routed(claimed=item, decision=make_decision(True), acted=acted, reason=reason, drawn=DRAWN)
            for item in claim_received(connection, 10)
        ]
        run_id = connection.execute("SELECT gen_random_uuid()").fetchone()[0]
        save_routed(connection, routed, Versions(directory="d1", automation=Automation.PROVISIONAL, run_id=run_id))
        return Verdict(
            public_id=find_by_id(connection, report_id),
            shown=decisions_of(connection, report_id)[-1].id,
            path=PATH,
            outside=False,
            klasifikasi="aspirasi",
            office_id=None,
            person="satu",
        )

    return make


def status_and_sent(connection: Connection) -> tuple[str, int]:
    row = connection.execute("SELECT min(status), (SELECT count(*) FROM outbox) FROM reports").fetchone()
    assert row is not None
    return row


def test_an_audited_report_is_routed_at_once_and_stands_in_the_queue_too(
    connection: Connection, audited: Audited
) -> None:
    audited()
    assert status_and_sent(connection) == ("routed", 1)
    assert [row.kind for row in list_queue(connection, QueueFilter(), limit=50)] == ["audit"]
    assert list_queue(connection, QueueFilter(bidang="imigrasi"), limit=50) == []
    assert [row["reason"] for row in count_current(connection)] == [""]


def test_a_right_route_stays_as_it_is_and_gives_a_label_with_its_probability(
    connection: Connection, audited: Audited
) -> None:
    verdict = audited()
    assert record_verdict(connection, verdict) == verdict.shown
    assert status_and_sent(connection) == ("routed", 1)
    assert connection.execute("SELECT source, sampling_p, agreed FROM labels").fetchall() == [("audit", 0.2, True)]
    assert list_queue(connection, QueueFilter(), limit=50) == []
    assert watch.read_streams(connection, "p1")[0].wrong == [False]


def test_below_the_level_to_which_it_went_a_correction_is_no_misroute(connection: Connection, audited: Audited) -> None:
    verdict = audited()
    record_verdict(connection, replace(verdict, path=["IMIPAS", "imigrasi", "IMI", "imi-visa"]))
    assert status_and_sent(connection) == ("routed", 1)
    assert connection.execute("SELECT category, agreed FROM labels").fetchall() == [("imi-visa", False)]
    assert watch.read_streams(connection, "p1")[0].wrong == [False]


def test_a_misroute_is_sent_to_where_it_belongs(connection: Connection, audited: Audited) -> None:
    record_verdict(connection, replace(audited(), path=ELSEWHERE))
    assert status_and_sent(connection) == ("reviewed", 2)
    assert connection.execute("SELECT source FROM labels").fetchall() == [("audit",)]
    assert watch.read_streams(connection, "p1")[0].wrong == [True]


def test_in_shadow_an_audit_is_the_review(connection: Connection, audited: Audited) -> None:
    record_verdict(connection, audited(acted=False))
    assert status_and_sent(connection) == ("reviewed", 1)
    assert watch.read_streams(connection, "p1")[0].wrong == [False]


def test_an_audit_is_judged_once(connection: Connection, audited: Audited) -> None:
    verdict = audited()
    record_verdict(connection, verdict)
    with pytest.raises(AlreadyReviewed):
        record_verdict(connection, verdict)


def test_what_was_routed_and_is_not_audited_takes_no_verdict(
    connection: Connection, make_report: Callable[..., IncomingReport], store: Callable[..., Stored], route, audited
) -> None:
    verdict = audited()
    (report_id,) = store(connection, make_report("2")).new
    route(connection, acted=True)
    shown = decisions_of(connection, report_id)[-1].id
    with pytest.raises(AlreadyReviewed):
        record_verdict(connection, replace(verdict, public_id=find_by_id(connection, report_id), shown=shown))


def test_a_report_that_changed_since_is_no_longer_audited(
    connection: Connection, audited: Audited, make_report: Callable[..., IncomingReport], store: Callable[..., Stored]
) -> None:
    verdict = audited()
    (report_id,) = store(connection, make_report("1", isi="lain sekali")).changed
    with pytest.raises(AlreadyReviewed):
        record_verdict(connection, verdict)
    assert auditing.hold_open_audit(connection, verdict.public_id, verdict.shown) is None
    assert auditing.is_under_audit(connection, report_id)


def test_a_brake_is_pulled_once_and_given_back_with_name_and_reason(connection: Connection, audited: Audited) -> None:
    record_verdict(connection, replace(audited(), path=ELSEWHERE))
    (stream,) = watch.read_streams(connection)
    assert watch.pull_brake(connection, stream, 0.1, actor="flow:triage")
    assert not watch.pull_brake(connection, stream, 0.1, actor="flow:triage")
    assert [(brake.branch, brake.errors, brake.audited) for brake in watch.list_brakes(connection, "p1")] == [
        (list(BRANCH), 1, 1)
    ]
    assert watch.list_brakes(connection, "p2") == []
    watch.release_brakes(connection, BRANCH, by="Siti", why="kategori diperbaiki")
    assert watch.list_brakes(connection) == []
    log = history(connection, "branch:IMIPAS/imigrasi")
    assert [(entry["actor"], entry["action"]) for entry in log] == [
        ("flow:triage", "brake.pulled"),
        ("person:Siti", "brake.released"),
    ]
    assert verify(connection).broken_at is None


def test_after_a_release_the_audits_count_anew(connection: Connection, audited: Audited) -> None:
    record_verdict(connection, replace(audited(), path=ELSEWHERE))
    (stream,) = watch.read_streams(connection)
    watch.pull_brake(connection, stream, 0.1, actor="flow:triage")
    assert watch.count_audits(connection, "p1") == {BRANCH: AuditCount(audited=1, wrong=1)}
    watch.release_brakes(connection, BRANCH, by="Siti", why="kategori diperbaiki")
    assert watch.read_streams(connection, "p1") == []
    assert watch.count_audits(connection, "p1") == {}


def test_whoever_reaches_a_part_of_a_branch_is_told_of_all_its_audits(connection: Connection, audited: Audited) -> None:
    audited()
    reaches = {
        Reach(): True,
        Reach(path=("IMIPAS",)): True,
        Reach(path=(*BRANCH, "IMI", "imi-paspor"), offices=("NOWHERE",)): True,
        Reach(path=("KUM",)): False,
    }
    for reach, is_told in reaches.items():
        with connection.transaction(force_rollback=True):
            act_as(connection, Person(name="t", shown_as="T", role=Role.ADMIN, reach=reach))
            assert watch.count_audits(connection) == ({BRANCH: AuditCount(waiting=1)} if is_told else {})


def test_without_a_brake_there_is_nothing_to_release(connection: Connection) -> None:
    with pytest.raises(NotFound):
        watch.release_brakes(connection, BRANCH, by="Siti", why="coba")


def test_only_the_probability_and_the_branch_stand_in_the_audit_log(connection: Connection, audited: Audited) -> None:
    audited()
    details = connection.execute("SELECT details FROM audit_log WHERE action = 'report.decided'").fetchone()
    assert details is not None
    assert details[0]["audit_p"] == 0.2
