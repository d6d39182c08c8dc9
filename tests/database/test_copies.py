"""Copies of a decision: who they let in, what they let them do, what is sent, and how they end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import Connection, sql
from psycopg.sql import SQL

from complaints.access import Person, Reach, Role
from complaints.copies import CopyTo
from complaints.errors import AlreadyReviewed, JudgedBlind, NotFound, NothingToCopy, NotUndoable
from complaints.receivers import Receiver, ReceiverKind
from complaints.report import Reporter
from database import delivering, receivers
from database.acting import act_as
from database.copies import add_copies, copies_of, withdraw_copy
from database.fetching import acknowledge, fetchable
from database.looking import NotShown, look_at_reporter
from database.panels import ask_panel
from database.reopening import TakenBack, reopen
from database.reports import decisions_of, find_by_id, find_report
from database.review import Verdict, record_verdict
from database.undoing import undo

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
KUM = CopyTo(path=("KUM",))
LAPAS = CopyTo(path=("IMIPAS", "pemasyarakatan", "PAS"), office_id="LP-SRG")
SARI = Person(name="sari", shown_as="Sari", role=Role.REVIEWER, reach=Reach(path=("IMIPAS", "imigrasi")))


def person(*path: str, offices: tuple[str, ...] = (), role: Role = Role.REVIEWER) -> Person:
    return replace(
        SARI, name="-".join(path + offices).lower() or "semua", reach=Reach(path=path, offices=offices), role=role
    )


IN_KUM = person("KUM")
HOLDERS = (
    IN_KUM,
    person("IMIPAS", "pemasyarakatan"),
    person("IMIPAS", "pemasyarakatan", "PAS", offices=("LP-SRG",)),
    person(offices=("LP-SRG",)),
)
OTHERS = (
    person("HAM"),
    person("KUM", "hukum"),
    person("IMIPAS", "pemasyarakatan", "PAS", offices=("LP-LAIN",)),
    person("KUM", offices=("LP-SRG",)),
    person("IMIPAS", "pemasyarakatan", "PAS", "pas-kunjungan"),
)


@pytest.fixture
def report(connection: Connection, queue_up: Callable[..., int]) -> int:
    return queue_up(connection, 1, report={})


def decide(connection: Connection, report_id: int, *copies: CopyTo, name: str = "sari") -> int:
    shown = decisions_of(connection, report_id)[-1].id
    verdict = Verdict(
        public_id=find_by_id(connection, report_id),
        shown=shown,
        path=PATH,
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person=name,
        copies=copies,
    )
    return record_verdict(connection, verdict)


def sees(connection: Connection, who: Person, table: str = "reports") -> bool:
    with connection.transaction(force_rollback=True):
        act_as(connection, who)
        return connection.execute(SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone() is not None


def sent(connection: Connection) -> list[tuple[str, list[str], str | None, bool]]:
    return connection.execute(
        "SELECT kind, target, office_id, cancelled_at IS NOT NULL FROM outbox ORDER BY id"
    ).fetchall()


def test_a_copy_lets_in_exactly_those_whom_it_reaches(connection: Connection, report: int) -> None:
    assert not any(sees(connection, one) for one in (*HOLDERS, *OTHERS))
    decide(connection, report, KUM, LAPAS)
    assert [sees(connection, one) for one in HOLDERS] == [True] * len(HOLDERS)
    assert [sees(connection, one) for one in OTHERS] == [False] * len(OTHERS)
    for table in ("decisions", "outbox", "copies"):
        assert sees(connection, IN_KUM, table)
        assert not any(sees(connection, one, table) for one in OTHERS)
    # What waits for work is none of theirs.
    connection.execute("UPDATE review_queue SET done_at = NULL")
    assert not any(sees(connection, one, "review_queue") for one in HOLDERS)


def test_whoever_has_their_own_reach_is_no_copy(connection: Connection, report: int) -> None:
    decide(connection, report, KUM, CopyTo(path=("IMIPAS",)))
    public_id = find_by_id(connection, report)
    for who, is_copy in ((SARI, False), (IN_KUM, True), (person("IMIPAS"), False), (person(), False)):
        with connection.transaction(force_rollback=True):
            act_as(connection, who)
            assert find_report(connection, public_id).is_copy is is_copy, who.name
    assert not find_report(connection, public_id).is_copy


CHANGES = (
    "UPDATE reports SET status = 'in_review'",
    """
    INSERT INTO public.labels (report_id, report_version, category, klasifikasi, source, person, agreed, note,
                               model)
    SELECT id, 1, 'x', 'aspirasi', 'review', 'kum', true, '', 'm1' FROM reports
    """,
    """
    INSERT INTO public.reopenings (report_id, report_version, decision_id, kind, person, reason)
    SELECT report_id, 1, id, 'reopen', 'kum', 'x' FROM decisions WHERE is_current
    """,
    """
    INSERT INTO milestones (report_id, kind, at, source, recorded_by)
    SELECT id, 'follow_up', now(), 'manual', 'kum' FROM reports
    """,
    """
    INSERT INTO public.copies (report_id, decision_id, path, given_by)
    SELECT report_id, id, '{HAM}', 'person:kum' FROM decisions WHERE is_current
    """,
    "INSERT INTO review_claims (report_id, person, until) SELECT id, 'kum', now() FROM reports",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_who_has_a_copy_changes_nothing(connection: Connection, report: int, statement: str) -> None:
    decide(connection, report, KUM)
    with connection.transaction(force_rollback=True):
        act_as(connection, SARI)
        assert connection.execute(statement).rowcount == 1
    with connection.transaction(force_rollback=True), pytest.raises(psycopg.errors.InsufficientPrivilege):
        act_as(connection, IN_KUM)
        connection.execute(statement)


@pytest.mark.parametrize("table", ["decisions", "copies", "outbox"])
def test_who_has_a_copy_moves_no_row_that_belongs_to_it(connection: Connection, report: int, table: str) -> None:
    decide(connection, report, KUM)
    change = {
        "decisions": "is_current = false",
        "copies": "withdrawn_at = now(), withdrawn_by = 'x'",
        "outbox": "cancelled_at = now()",
    }
    statement = SQL("UPDATE public.{} SET " + change[table] + " WHERE report_id = %s").format(sql.Identifier(table))
    counts = []
    for who in (SARI, IN_KUM):
        with connection.transaction(force_rollback=True):
            act_as(connection, who)
            counts.append(connection.execute(statement, [report]).rowcount)
    # Of the outbox they may settle what went to them.
    assert counts[0] > counts[1] and counts[1] == (1 if table == "outbox" else 0)


def test_a_rahasia_report_stays_masked_for_its_copy_and_nobody_learns_who_wrote(
    connection: Connection, store: Callable, make_report: Callable, route: Callable
) -> None:
    (secret,) = store(connection, make_report("r", judul="Judul sensitif", isi="isi sensitif", rahasia=True)).new
    (named,) = store(connection, make_report("n", reporter=Reporter(name="Nama Contoh", contact="08"))).new
    route(connection)
    for report_id in (secret, named):
        decide(connection, report_id, KUM)
    keys = {report_id: find_by_id(connection, report_id) for report_id in (secret, named)}
    with connection.transaction(force_rollback=True):
        act_as(connection, SARI)
        assert find_report(connection, keys[secret]).isi == "isi sensitif"
        assert look_at_reporter(connection, named, "diminta pelapor sendiri").name == "Nama Contoh"
    with connection.transaction(force_rollback=True):
        act_as(connection, IN_KUM)
        read = find_report(connection, keys[secret])
        assert (read.is_masked, read.judul, read.isi) == (True, "[rahasia]", "[rahasia]")
        with pytest.raises(NotShown):
            look_at_reporter(connection, named, "diminta pelapor sendiri")


def test_each_copy_is_sent_once_beside_what_the_decision_sends(connection: Connection, report: int) -> None:
    decision = decide(connection, report, KUM, LAPAS)
    public_id = find_by_id(connection, report)
    assert add_copies(connection, public_id, decision, [KUM], "sari") == 0
    assert sent(connection) == [
        ("disposisi", list(PATH), None, False),
        ("tembusan", ["KUM"], None, False),
        ("tembusan", list(LAPAS.path), "LP-SRG", False),
    ]


def test_what_was_not_sent_is_never_sent_and_what_was_is_taken_back(connection: Connection, report: int) -> None:
    decision = decide(connection, report, KUM, LAPAS)
    public_id = find_by_id(connection, report)
    connection.execute("UPDATE outbox SET sent_at = now() WHERE target = '{KUM}'")
    for one in copies_of(connection, report):
        withdraw_copy(connection, public_id, one.id, "sari")
    assert sent(connection)[1:] == [
        ("tembusan", ["KUM"], None, False),
        ("tembusan", list(LAPAS.path), "LP-SRG", True),
        ("tembusan-dicabut", ["KUM"], None, False),
    ]
    assert not any(sees(connection, one) for one in HOLDERS)
    with pytest.raises(NotFound):
        withdraw_copy(connection, public_id, copies_of(connection, report)[0].id, "sari")
    assert add_copies(connection, public_id, decision, [KUM], "sari") == 1
    assert [one.withdrawn_by for one in copies_of(connection, report)] == ["person:sari", "person:sari", None]


@pytest.mark.parametrize("way", ["reopen", "undo"])
def test_copies_end_with_their_decision(connection: Connection, report: int, way: str) -> None:
    decide(connection, report, KUM)
    public_id = find_by_id(connection, report)
    connection.execute("UPDATE outbox SET sent_at = now() WHERE kind = 'tembusan'")
    act_as(connection, SARI)
    if way == "undo":
        undo(connection, public_id, "sari")
    else:
        reopen(connection, TakenBack(public_id=public_id, person="sari", reason="keliru"))
    connection.execute("RESET ROLE")
    assert [one.withdrawn_by for one in copies_of(connection, report)] == ["person:sari"]
    assert not sees(connection, IN_KUM)
    assert [kind for kind, _, _, is_cancelled in sent(connection) if not is_cancelled] == [
        "tembusan",
        "tembusan-dicabut",
    ]
    # Whatever follows, that end is told.
    decide(connection, report, LAPAS)
    assert ("tembusan-dicabut", ["KUM"], None, False) in sent(connection)


def test_a_copy_that_was_sent_does_not_stand_in_the_way_of_undoing(connection: Connection, report: int) -> None:
    decide(connection, report, KUM)
    connection.execute("UPDATE outbox SET sent_at = now() WHERE kind = 'disposisi'")
    with connection.transaction(force_rollback=True), pytest.raises(NotUndoable):
        undo(connection, find_by_id(connection, report), "sari")
    connection.execute("UPDATE outbox SET sent_at = CASE WHEN kind = 'tembusan' THEN now() END")
    undo(connection, find_by_id(connection, report), "sari")


def test_only_what_was_sent_on_and_is_as_it_was_shown_is_copied(
    connection: Connection, report: int, queue_up: Callable
) -> None:
    public_id = find_by_id(connection, report)
    with pytest.raises(NothingToCopy):
        add_copies(connection, public_id, decisions_of(connection, report)[-1].id, [KUM], "sari")
    decision = decide(connection, report)
    with pytest.raises(AlreadyReviewed):
        add_copies(connection, public_id, decision - 1, [KUM], "sari")
    blind = queue_up(connection, 2, report={}, acted=True, drawn=True)
    with pytest.raises(JudgedBlind):
        add_copies(connection, find_by_id(connection, blind), decisions_of(connection, blind)[-1].id, [KUM], "sari")
    panelled = queue_up(connection, 3, report={})
    ask_panel(connection, find_by_id(connection, panelled), decisions_of(connection, panelled)[-1].id, "sari", "")
    with pytest.raises(JudgedBlind):
        add_copies(
            connection, find_by_id(connection, panelled), decisions_of(connection, panelled)[-1].id, [KUM], "sari"
        )


def test_a_program_fetches_its_copy_and_its_end_although_the_report_is_out_of_sight(
    connection: Connection, report: int
) -> None:
    program = Receiver(name="kum-program", kind=ReceiverKind.API, path=("KUM",))
    receivers.add_receiver(connection, program, actor="test")
    decide(connection, report, KUM)
    machine = replace(IN_KUM, name="kum-program", role=Role.MACHINE, is_program=True)
    told = []
    for _ in range(2):
        for going in delivering.homeless(connection):
            if going.kind.startswith("tembusan"):
                delivering.assign(connection, going, program, NOW)
        with connection.transaction():
            act_as(connection, machine)
            (parcel,) = fetchable(connection, "kum-program", after=0, limit=10)
            assert acknowledge(connection, "kum-program", [parcel.key], "terima") == 1
            assert acknowledge(connection, "kum-program", [parcel.key], "terima") == 0
            assert fetchable(connection, "kum-program", after=0, limit=10) == []
            connection.execute("RESET ROLE")
        told.append((parcel.kind, parcel.isi, parcel.external_id))
        if len(told) == 1:
            withdraw_copy(connection, find_by_id(connection, report), copies_of(connection, report)[0].id, "sari")
    assert told == [("tembusan", "paspor saya 1", "N1"), ("tembusan-dicabut", "", "N1")]
    act_as(connection, replace(machine, reach=Reach(path=("HAM",))))
    assert fetchable(connection, "kum-program", after=0, limit=10) == []


def test_a_code_that_another_begins_with_is_another_place(connection: Connection, report: int) -> None:
    decide(connection, report, CopyTo(path=("KUMHAM",)))
    assert sees(connection, person("KUMHAM")) and not sees(connection, IN_KUM)


def test_nobody_lets_others_in_but_by_a_copy(connection: Connection, report: int) -> None:
    act_as(connection, SARI)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE reports SET copied_to = '{KUM}' WHERE id = %s", [report])
