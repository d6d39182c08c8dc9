"""Undo, reopening and returns: nothing is overwritten, and nothing that is superseded is sent."""

import threading
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection

from complaints.errors import AlreadyReviewed, JudgedBlind, NotFound, NothingToReopen, NotUndoable
from complaints.report import IncomingReport, Message
from complaints.routing import Automation, Decision, Reason
from complaints.urgency import Urgency, urgency_of
from database.asking import Question, ask_reporter, question_of
from database.audit import verify
from database.auditing import Drawn
from database.claiming import claim_received
from database.connection import connect
from database.intake import Stored
from database.panels import ask_panel, give_opinion
from database.reopening import TakenBack, reopen, reopenings_of
from database.reports import StoredDecision, decisions_of, find_by_id, find_report
from database.returning import take_return
from database.review import Verdict, record_verdict
from database.routed import Routed, Versions
from database.routing import save_routed
from database.undoing import undo, undoable
from database.waiting import QueueFilter, list_queue

PATH = ["IMIPAS", "imigrasi", "IMI", "imi-paspor"]
OTHER = ["IMIPAS", "imigrasi", "IMI", "imi-visa"]
CALM = Urgency()
DANGER = urgency_of(Message(judul="", isi="Adik saya dipukul sipir di lapas"))
Route = Callable[..., UUID]


@pytest.fixture
def routed(
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
    make_decision: Callable[[bool], Decision],
) -> Route:
    """A report with the machine's decision, sent on or not; returns its public id."""

    def run(
        connection: Connection, *, acted: bool = False, urgency: Urgency = CALM, drawn: Drawn | None = None
    ) -> UUID:
        (report_id,) = store(connection, make_report(uuid4().hex)).new
        (claimed,) = claim_received(connection, 10)
        item = Routed(
            claimed=claimed,
            decision=make_decision(acted),
            acted=acted,
            reason=Reason.SURE if acted else Reason.UNSURE,
            urgency=urgency,
            drawn=drawn,
        )
        save_routed(connection, [item], Versions(directory="d1", automation=Automation.PROVISIONAL, run_id=uuid4()))
        return find_by_id(connection, report_id)

    return run


def current(connection: Connection, public_id: UUID) -> StoredDecision:
    return next(one for one in history(connection, public_id) if one.is_current)


def history(connection: Connection, public_id: UUID) -> list[StoredDecision]:
    return decisions_of(connection, find_report(connection, public_id).id)


def say(connection: Connection, public_id: UUID, *, path: list[str] = PATH, person: str = "satu") -> Verdict:
    verdict = Verdict(
        public_id=public_id,
        shown=current(connection, public_id).id,
        path=path,
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person=person,
    )
    record_verdict(connection, verdict)
    return verdict


def outbox(connection: Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT kind, target, sent_at IS NOT NULL, cancelled_at IS NOT NULL FROM outbox ORDER BY id"
    ).fetchall()


def back(public_id: UUID, reason: str = "bukan kami", person: str = "unit") -> TakenBack:
    return TakenBack(public_id=public_id, person=person, reason=reason)


def test_an_undone_verdict_leaves_the_report_as_it_was_and_history_tells_all(
    connection: Connection, routed: Route
) -> None:
    public_id = routed(connection)
    before = current(connection, public_id)
    say(connection, public_id, path=OTHER)
    undo(connection, public_id, "satu")
    after = current(connection, public_id)
    assert replace(after, id=0, decided_at=before.decided_at) == replace(
        before, id=0, decided_by="person:satu", restores=before.id
    )
    assert find_report(connection, public_id).status == "in_review"
    assert [row.public_id for row in list_queue(connection, QueueFilter(), limit=50)] == [public_id]
    assert [one.outcome for one in history(connection, public_id)] == ["review", "person", "review"]
    assert outbox(connection) == [("disposisi", OTHER, False, True)]
    assert connection.execute("SELECT category, withdrawn_at IS NULL FROM labels").fetchall() == [("imi-visa", False)]
    assert verify(connection).broken_at is None


def test_a_report_that_was_undone_can_be_decided_and_undone_again(connection: Connection, routed: Route) -> None:
    public_id = routed(connection)
    for _ in range(2):
        say(connection, public_id)
        undo(connection, public_id, "satu")
    say(connection, public_id)
    assert [row[3] for row in outbox(connection)] == [True, True, False]


@pytest.mark.parametrize("spoil", ["another person", "too late", "sent", "nothing decided"])
def test_what_is_not_ones_own_or_old_or_sent_is_not_undone(committed_database: str, routed: Route, spoil: str) -> None:
    with connect(committed_database) as connection, connection.transaction():
        public_id = routed(connection)
        if spoil != "nothing decided":
            say(connection, public_id, person="dua" if spoil == "another person" else "satu")
    with psycopg.connect(committed_database, autocommit=True) as owner:
        if spoil == "too late":
            owner.execute("UPDATE decisions SET decided_at = now() - interval '11 minutes'")
        if spoil == "sent":
            owner.execute("UPDATE outbox SET sent_at = now()")
    with connect(committed_database) as connection:
        assert not undoable(connection, public_id, "satu")
        with pytest.raises(NotUndoable):
            undo(connection, public_id, "satu")


def test_what_is_being_sent_just_now_is_not_undone(committed_database: str, routed: Route) -> None:
    with connect(committed_database) as connection, connection.transaction():
        public_id = routed(connection)
        say(connection, public_id)
    sending, together = threading.Event(), threading.Barrier(2)
    refused: list[bool] = []

    def send() -> None:
        with connect(committed_database) as connection, connection.transaction():
            connection.execute("UPDATE outbox SET sent_at = now() WHERE sent_at IS NULL AND cancelled_at IS NULL")
            sending.set()
            together.wait()

    def take_back() -> None:
        sending.wait()
        with connect(committed_database) as connection:
            together.wait()
            try:
                with connection.transaction():
                    undo(connection, public_id, "satu")
                refused.append(False)
            except NotUndoable:
                refused.append(True)

    threads = [threading.Thread(target=one) for one in (send, take_back)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with connect(committed_database) as connection:
        ((_, _, is_sent, is_cancelled),) = outbox(connection)
        status = find_report(connection, public_id).status
    assert is_sent
    assert not is_cancelled
    assert (refused, status) == ([True], "reviewed")


def test_an_urgent_report_that_went_by_itself_is_not_sent_again_when_confirmed(
    connection: Connection, routed: Route
) -> None:
    public_id = routed(connection, acted=True, urgency=DANGER)
    say(connection, public_id)
    assert outbox(connection) == [("disposisi", PATH[:2], False, False)]


def test_a_correction_of_an_urgent_report_replaces_what_was_not_sent_and_undo_sends_it_again(
    connection: Connection, routed: Route
) -> None:
    public_id = routed(connection, acted=True, urgency=DANGER)
    elsewhere = ["HAM", "ham", "HAM", "ham-lain"]
    say(connection, public_id, path=elsewhere)
    assert outbox(connection) == [("disposisi", PATH[:2], False, True), ("disposisi", elsewhere, False, False)]
    undo(connection, public_id, "satu")
    assert [(row[1], row[3]) for row in outbox(connection)] == [
        (PATH[:2], True),
        (elsewhere, True),
        (PATH[:2], False),
    ]
    assert current(connection, public_id).acted


def test_what_was_decided_about_an_earlier_text_is_not_sent(
    connection: Connection,
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
    route: Callable[..., object],
) -> None:
    store(connection, make_report())
    route(connection, acted=True)
    store(connection, make_report(isi="teks lain"))
    assert [row[3] for row in outbox(connection)] == [True]


def test_a_return_is_a_label_and_comes_back_before_all_that_is_not_urgent(
    connection: Connection, routed: Route
) -> None:
    usual = routed(connection)
    urgent = routed(connection, urgency=DANGER)
    public_id = routed(connection, acted=True)
    take_return(connection, back(public_id))
    waiting = list_queue(connection, QueueFilter(), limit=50)
    assert [one.public_id for one in waiting] == [urgent, public_id, usual]
    assert waiting[1].reason == "returned"
    assert connection.execute("SELECT source, category, agreed, person, note FROM labels").fetchall() == [
        ("return", "imi-paspor", False, "unit", "bukan kami")
    ]
    assert [one.reason for one in reopenings_of(connection, find_report(connection, public_id).id)] == ["bukan kami"]
    assert outbox(connection) == [("disposisi", PATH[:2], False, True)]


def test_what_came_back_is_sent_again_even_to_the_same_unit(committed_database: str, routed: Route) -> None:
    with connect(committed_database) as connection, connection.transaction():
        public_id = routed(connection, acted=True)
    with psycopg.connect(committed_database, autocommit=True) as owner:
        owner.execute("UPDATE outbox SET sent_at = now()")
    with connect(committed_database) as connection, connection.transaction():
        take_return(connection, back(public_id))
        say(connection, public_id)
        assert outbox(connection) == [("disposisi", PATH[:2], True, False), ("disposisi", PATH, False, False)]


def test_an_urgent_report_comes_back_although_a_person_has_not_seen_it_yet_and_only_once(
    connection: Connection, routed: Route
) -> None:
    public_id = routed(connection, acted=True, urgency=DANGER)
    take_return(connection, back(public_id))
    assert [row.reason for row in list_queue(connection, QueueFilter(), limit=50)] == ["returned"]
    with pytest.raises(NothingToReopen):
        take_return(connection, back(public_id))


def test_a_return_while_two_people_judge_holds_its_reason_back_until_they_settle(
    connection: Connection, routed: Route
) -> None:
    public_id = routed(connection, acted=True, urgency=DANGER)
    report_id = find_report(connection, public_id).id
    ask_panel(connection, public_id, current(connection, public_id).id, "peminta", "")
    take_return(connection, back(public_id))
    assert [row.kind for row in list_queue(connection, QueueFilter(), limit=50)] == ["opinion"]
    assert reopenings_of(connection, report_id) == []
    verdict = Verdict(
        public_id=public_id,
        shown=current(connection, public_id).id,
        path=OTHER,
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person="satu",
    )
    give_opinion(connection, verdict)
    give_opinion(connection, replace(verdict, person="dua"))
    assert len(reopenings_of(connection, report_id)) == 1


@pytest.mark.parametrize("act", [take_return, reopen])
def test_what_waits_for_a_person_can_be_neither_returned_nor_reopened(
    connection: Connection, routed: Route, act: Callable[..., None]
) -> None:
    public_id = routed(connection)
    with pytest.raises(NothingToReopen):
        act(connection, back(public_id))
    with pytest.raises(NotFound):
        act(connection, back(uuid4()))


def test_a_reopened_report_waits_with_its_suggestion_and_both_decisions_stay(
    connection: Connection, routed: Route
) -> None:
    public_id = routed(connection)
    say(connection, public_id, path=OTHER)
    reopen(connection, back(public_id, "pelapor menelepon", "dua"))
    suggestion = current(connection, public_id)
    assert (suggestion.path, suggestion.outcome, suggestion.reasons) == (PATH, "review", ["reopened"])
    assert [one.path for one in history(connection, public_id)] == [PATH, OTHER, PATH]
    assert outbox(connection) == [("disposisi", OTHER, False, True)]
    say(connection, public_id, person="dua")
    assert find_report(connection, public_id).status == "reviewed"


def test_the_reporter_is_asked_and_an_answer_brings_the_report_back_to_a_person(
    connection: Connection,
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
    route: Callable[..., object],
) -> None:
    (report_id,) = store(connection, make_report()).new
    route(connection)
    public_id = find_by_id(connection, report_id)
    shown = current(connection, public_id).id
    decision_id = ask_reporter(
        connection, Question(public_id=public_id, shown=shown, question="Di kantor mana?", person="satu")
    )
    assert find_report(connection, public_id).status == "awaiting_info"
    assert list_queue(connection, QueueFilter(), limit=50) == []
    assert outbox(connection) == [("minta-informasi", [], False, False)]
    assert question_of(connection, decision_id) == "Di kantor mana?"
    assert connection.execute("SELECT count(*) FROM labels").fetchone() == (0,)
    with pytest.raises(AlreadyReviewed):
        ask_reporter(connection, Question(public_id=public_id, shown=shown, question="Lagi?", person="dua"))
    store(connection, make_report(isi="di kanim cianjur"))
    assert [item.reviewed_before for item in claim_received(connection, 10)] == [True]


DRAWN = Drawn(policy="p1", branch=("IMIPAS", "imigrasi"), alpha=0.02, delta=0.05, p=0.2)


def test_a_return_under_audit_keeps_the_audit_and_holds_its_reason_back(connection: Connection, routed: Route) -> None:
    public_id = routed(connection, acted=True, drawn=DRAWN)
    report_id = find_report(connection, public_id).id
    take_return(connection, back(public_id))
    assert [(row.kind, row.reason) for row in list_queue(connection, QueueFilter(), limit=50)] == [("audit", "sure")]
    assert reopenings_of(connection, report_id) == []
    # The blind verdict says that it was routed well: then the unit's answer must be looked at.
    say(connection, public_id)
    assert connection.execute("SELECT wrong FROM audits").fetchall() == [(False,)]
    assert [(row.kind, row.reason) for row in list_queue(connection, QueueFilter(), limit=50)] == [
        ("review", "returned")
    ]
    assert len(reopenings_of(connection, report_id)) == 1


def test_an_audited_report_is_neither_reopened_nor_undone_nor_asked_about(
    connection: Connection, routed: Route
) -> None:
    public_id = routed(connection, acted=True, drawn=DRAWN)
    shown = current(connection, public_id).id
    with pytest.raises(JudgedBlind):
        reopen(connection, back(public_id))
    with pytest.raises(JudgedBlind):
        ask_reporter(connection, Question(public_id=public_id, shown=shown, question="?", person="satu"))
    say(connection, public_id, path=["HAM", "ham", "HAM", "ham-lain"])
    assert current(connection, public_id).reasons == ["audited"]
    with pytest.raises(NotUndoable):
        undo(connection, public_id, "satu")
