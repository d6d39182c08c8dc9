"""Second opinions: two people blind, a third where they differ, and how far they agree."""

import threading
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from psycopg import Connection

from complaints.errors import AlreadyReviewed, HeldByAnother, JudgedBlind, NotYourTurn
from complaints.report import IncomingReport
from complaints.review import Turn
from database.agreeing import list_two_answers
from database.connection import connect
from database.intake import Stored
from database.leases import claim, claim_first
from database.panels import ask_panel, give_opinion, open_panel_of, withdraw_panel
from database.reopening import TakenBack, reopen
from database.reports import decisions_of, find_by_id, find_report
from database.review import Verdict, record_verdict
from database.undoing import undoable
from database.waiting import QueueFilter, list_queue

PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
VISA = ("IMIPAS", "imigrasi", "IMI", "imi-visa")
Prepared = Callable[[Connection], Verdict]


@pytest.fixture
def asked(
    make_report: Callable[..., IncomingReport], store: Callable[..., Stored], route: Callable[..., object]
) -> Prepared:
    """A report about which `peminta` asked two others, and what they might say."""

    def prepare(connection: Connection) -> Verdict:
        (report_id,) = store(connection, make_report()).new
        route(connection)
        (decision,) = decisions_of(connection, report_id)
        public_id = find_by_id(connection, report_id)
        ask_panel(connection, public_id, decision.id, "peminta", "paspor atau visa?")
        return Verdict(
            public_id=public_id,
            shown=decision.id,
            path=PATH,
            outside=False,
            klasifikasi="aspirasi",
            office_id=None,
            person="satu",
        )

    return prepare


def standing(connection: Connection, public_id: UUID) -> str:
    return find_report(connection, public_id).status


def test_two_that_agree_decide(connection: Connection, asked: Prepared) -> None:
    verdict = asked(connection)
    assert not give_opinion(connection, verdict)
    assert standing(connection, verdict.public_id) == "in_review"
    assert give_opinion(connection, replace(verdict, person="dua"))
    assert standing(connection, verdict.public_id) == "reviewed"
    assert connection.execute("SELECT source, person, category FROM labels").fetchall() == [
        ("opinion", "dua", "imi-paspor")
    ]
    assert connection.execute("SELECT kind FROM outbox").fetchall() == [("disposisi",)]
    assert not undoable(connection, verdict.public_id, "dua")


def test_where_two_differ_a_third_decides_having_seen_both(connection: Connection, asked: Prepared) -> None:
    verdict = asked(connection)
    give_opinion(connection, verdict)
    give_opinion(connection, replace(verdict, person="dua", path=VISA))
    assert standing(connection, verdict.public_id) == "in_review"
    panel = open_panel_of(connection, find_report(connection, verdict.public_id).id)
    assert panel is not None
    assert [answer.path for answer in panel.answers] == [PATH, VISA]
    assert panel.turn_of("peminta") is Turn.SETTLE
    assert give_opinion(connection, replace(verdict, person="tiga", path=VISA))
    assert connection.execute("SELECT person, is_blind FROM opinions ORDER BY id").fetchall() == [
        ("satu", True),
        ("dua", True),
        ("tiga", False),
    ]
    (pair,) = list_two_answers(connection)
    assert (pair.branch, pair.people, pair.categories) == (
        ("IMIPAS", "imigrasi"),
        ("satu", "dua"),
        ("imi-paspor", "imi-visa"),
    )


def test_nobody_answers_twice_and_who_asked_answers_not_blind(connection: Connection, asked: Prepared) -> None:
    verdict = asked(connection)
    with pytest.raises(NotYourTurn):
        give_opinion(connection, replace(verdict, person="peminta"))
    give_opinion(connection, verdict)
    with pytest.raises(NotYourTurn):
        give_opinion(connection, verdict)


def test_while_two_judge_nobody_decides_alone_or_asks_again(connection: Connection, asked: Prepared) -> None:
    verdict = asked(connection)
    with pytest.raises(JudgedBlind):
        record_verdict(connection, verdict)
    with pytest.raises(JudgedBlind):
        ask_panel(connection, verdict.public_id, verdict.shown, "satu", "")


def test_the_next_report_is_none_to_which_one_has_nothing_to_add(connection: Connection, asked: Prepared) -> None:
    verdict = asked(connection)
    ids = [row.report_id for row in list_queue(connection, QueueFilter(), limit=50)]
    assert claim_first(connection, ids, "peminta") is None
    assert claim_first(connection, ids, "satu") == verdict.public_id
    give_opinion(connection, verdict)
    assert claim_first(connection, ids, "satu") is None
    give_opinion(connection, replace(verdict, person="dua", path=VISA))
    assert claim_first(connection, ids, "peminta") == verdict.public_id


def test_an_opinion_on_what_another_holds_is_refused(connection: Connection, asked: Prepared) -> None:
    verdict = asked(connection)
    claim(connection, verdict.public_id, "dua")
    with pytest.raises(HeldByAnother):
        give_opinion(connection, verdict)


def test_who_asked_takes_it_back_and_nobody_else(connection: Connection, asked: Prepared) -> None:
    verdict = asked(connection)
    with pytest.raises(NotYourTurn):
        withdraw_panel(connection, verdict.public_id, "satu")
    withdraw_panel(connection, verdict.public_id, "peminta")
    with pytest.raises(AlreadyReviewed):
        give_opinion(connection, verdict)
    record_verdict(connection, verdict)


def test_a_panel_about_an_earlier_text_is_over(
    connection: Connection,
    asked: Prepared,
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
    route: Callable[..., object],
) -> None:
    verdict = asked(connection)
    give_opinion(connection, verdict)
    store(connection, make_report(isi="teks lain"))
    route(connection)
    report_id = find_report(connection, verdict.public_id).id
    assert open_panel_of(connection, report_id) is None
    shown = decisions_of(connection, report_id)[-1].id
    ask_panel(connection, verdict.public_id, shown, "peminta", "lagi")
    panel = open_panel_of(connection, report_id)
    assert panel is not None
    assert panel.answers == ()


def test_what_was_settled_can_be_reopened_and_judged_anew(connection: Connection, asked: Prepared) -> None:
    verdict = asked(connection)
    give_opinion(connection, verdict)
    give_opinion(connection, replace(verdict, person="dua"))
    reopen(connection, TakenBack(public_id=verdict.public_id, person="tiga", reason="salah"))
    shown = decisions_of(connection, find_report(connection, verdict.public_id).id)[-1].id
    record_verdict(connection, replace(verdict, shown=shown, path=VISA))
    assert len(list_two_answers(connection)) == 1


def test_three_answers_at_once_are_two_blind_ones_and_one_decision_at_most(
    committed_database: str, asked: Prepared
) -> None:
    with connect(committed_database) as connection, connection.transaction():
        verdict = asked(connection)
    together = threading.Barrier(3)

    def answer(person: str) -> None:
        with connect(committed_database) as connection:
            together.wait()
            try:
                with connection.transaction():
                    give_opinion(connection, replace(verdict, person=person))
            except AlreadyReviewed:
                pass

    people = [threading.Thread(target=answer, args=(name,)) for name in ("satu", "dua", "tiga")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    with connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM opinions WHERE is_blind").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM opinions").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM labels").fetchone() == (1,)
