"""Copies to offices that close follow to the successor, or end; what is about copies is never taken for work."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from psycopg import Connection

from complaints.copies import CopyTo, path_of_office
from complaints.directory import Directory, shipped_directory, shipped_taxonomy
from complaints.receivers import Receiver, ReceiverKind
from complaints.splitting import PartText
from database import audit, receivers
from database.copies import add_copies, copies_of, withdraw_copy
from database.holding import everything_held
from database.reopening import TakenBack, reopen
from database.reports import decisions_of, find_by_id, history_of
from database.returning import take_return
from database.review import Verdict, record_verdict
from database.splitting import Split, split, undo_split
from database.undoing import undo
from flows.following import Followed, follow, is_anything_left, put_back, tell_back

DAY = date(2025, 4, 1)
CLOSED, HEIR, OTHER, HOME = "PAS-RUTAN-022", "PAS-RUTAN-024", "PAS-RUTAN-025", "PAS-RUTAN-026"
BEFORE, TAXONOMY = shipped_directory().as_of(DAY), shipped_taxonomy()
PATH = TAXONOMY.path_of_leaf["pas-kunjungan"]
KUM = CopyTo(path=("KUM",))


def closing(*heirs: str, office: str = CLOSED) -> Directory:
    """The directory in which this office closes in favour of these."""
    offices = tuple(
        replace(one, valid_to=date(2025, 3, 31), successors=heirs) if one.id == office else one
        for one in BEFORE.offices
    )
    return replace(BEFORE, offices=offices).as_of(DAY)


def copy_to(office_id: str) -> CopyTo:
    return CopyTo(path=path_of_office(BEFORE.office(office_id), TAXONOMY), office_id=office_id)


def run(connection: Connection, directory: Directory) -> Followed:
    return follow(connection, directory, TAXONOMY, version="d2", actor="direktori:d2")


def go_back(connection: Connection, now: Directory) -> None:
    reopened = [one for one in BEFORE.open_offices if one.id not in now.open_by_id]
    back = put_back(connection, reopened, version="d1", actor="direktori:d1")
    tell_back(connection, back, version="d1", actor="direktori:d1")


@pytest.fixture
def report(connection: Connection, queue_up: Callable[..., int]) -> int:
    return queue_up(connection, 1, report={}, path=PATH, office_id=HOME)


def decide(connection: Connection, report_id: int, *copies: CopyTo, office_id: str | None = HOME) -> int:
    verdict = Verdict(
        public_id=find_by_id(connection, report_id),
        shown=decisions_of(connection, report_id)[-1].id,
        path=PATH,
        outside=False,
        klasifikasi="aspirasi",
        office_id=office_id,
        person="sari",
        copies=copies,
    )
    return record_verdict(connection, verdict)


def send(connection: Connection, receiver: str | None = None) -> None:
    """Everything that waits arrives; what is about copies by this receiver."""
    connection.execute("UPDATE outbox SET sent_at = now(), receiver = %s WHERE cancelled_at IS NULL", [receiver])


def in_force(connection: Connection, report_id: int) -> list[str | None]:
    return [one.office_id for one in copies_of(connection, report_id) if one.withdrawn_at is None]


def waiting(connection: Connection) -> list[tuple[str, str | None]]:
    return connection.execute(
        "SELECT kind, office_id FROM outbox WHERE sent_at IS NULL AND cancelled_at IS NULL ORDER BY id"
    ).fetchall()


def keys(connection: Connection, report_id: int) -> set[str]:
    """The offices that the report lets in for their copies."""
    row = connection.execute("SELECT copied_to FROM reports WHERE id = %s", [report_id]).fetchone()
    return {key.split(chr(30))[1] for key in (row[0] if row else []) if chr(30) in key}


def stands_at(connection: Connection, report_id: int) -> str | None:
    row = connection.execute("SELECT current_office FROM reports WHERE id = %s", [report_id]).fetchone()
    return row[0] if row else ""


def add_receiver(connection: Connection, name: str, *offices: str) -> None:
    receiver = Receiver(name=name, kind=ReceiverKind.API, path=("IMIPAS",), offices=offices)
    receivers.add_receiver(connection, receiver, actor="test")


def test_a_copy_that_nobody_was_told_of_goes_to_the_successor_alone(connection: Connection, report: int) -> None:
    decide(connection, report, copy_to(CLOSED), KUM)
    done = run(connection, closing(HEIR))
    assert (done.moved, done.copies, done.copies_ended) == (0, 1, 0)
    assert in_force(connection, report) == [None, HEIR]
    assert keys(connection, report) == {HEIR}
    assert waiting(connection) == [("disposisi", HOME), ("tembusan", None), ("tembusan", HEIR)]
    given, ended = copies_of(connection, report)[-1], copies_of(connection, report)[0]
    # Who gave it stays said; that it ended is the doing of the directory.
    assert (given.given_by, given.given_at, ended.withdrawn_by) == ("person:sari", ended.given_at, "direktori:d2")
    assert not is_anything_left(connection, closing(HEIR))


@pytest.mark.parametrize(("offices", "told"), [((), True), ((CLOSED,), False), ((CLOSED, HOME), True)])
def test_the_end_of_a_copy_is_told_to_whoever_got_it_and_is_still_at_work(
    connection: Connection, report: int, offices: tuple[str, ...], told: bool
) -> None:
    add_receiver(connection, "penerima", *offices)
    decide(connection, report, copy_to(CLOSED))
    send(connection, "penerima")
    run(connection, closing(HEIR))
    assert waiting(connection) == [*([("tembusan-dicabut", CLOSED)] if told else []), ("tembusan", HEIR)]
    assert not is_anything_left(connection, closing(HEIR))


def test_where_no_single_successor_is_left_the_copy_ends_and_the_history_says_why(
    connection: Connection, report: int
) -> None:
    decide(connection, report, copy_to(CLOSED))
    done = run(connection, closing())
    assert (done.copies, done.copies_ended, in_force(connection, report)) == (1, 1, [])
    assert waiting(connection) == [("disposisi", HOME)]
    (said,) = [one for one in history_of(connection, report) if one["action"] == "copy.office_moved"]
    assert said["details"] == {"from": CLOSED, "to": None, "turn": "office_closed", "directory": "d2"}


def test_whoever_has_the_report_or_a_copy_already_gets_no_other(connection: Connection, report: int) -> None:
    decide(connection, report, copy_to(CLOSED), copy_to(HEIR))
    run(connection, closing(HEIR))
    assert in_force(connection, report) == [HEIR]
    run(connection, closing(HOME, office=HEIR))
    assert (in_force(connection, report), keys(connection, report)) == ([], set())


def test_a_finished_report_keeps_its_copies_unless_nobody_was_told_of_them(connection: Connection, report: int) -> None:
    decide(connection, report, copy_to(CLOSED), copy_to(OTHER))
    connection.execute(
        """
        INSERT INTO milestones (report_id, kind, at, source, recorded_by) VALUES (%s, 'closed', now(), 'manual', 'sari')
        """,
        [report],
    )
    connection.execute("UPDATE outbox SET sent_at = now() WHERE office_id = %s", [OTHER])
    run(connection, closing(HEIR))
    run(connection, closing(HEIR, office=OTHER))
    assert in_force(connection, report) == [OTHER, HEIR]


def test_rolled_back_copies_go_back_but_not_those_that_somebody_withdrew(
    connection: Connection, queue_up: Callable[..., int]
) -> None:
    ids = [queue_up(connection, number, report={}, path=PATH, office_id=HOME) for number in range(3)]
    for report_id in ids:
        decide(connection, report_id, copy_to(CLOSED))
    now = closing(HEIR)
    run(connection, now)
    withdraw_copy(connection, find_by_id(connection, ids[1]), copies_of(connection, ids[1])[-1].id, "sari")
    connection.execute("UPDATE outbox SET sent_at = now() WHERE report_id = %s AND office_id = %s", [ids[2], HEIR])
    for _ in range(2):
        go_back(connection, now)
        assert [in_force(connection, one) for one in ids] == [[CLOSED], [], [CLOSED]]
        assert [keys(connection, one) for one in ids] == [{CLOSED}, set(), {CLOSED}]
    copies = [one for one in waiting(connection) if one[0] != "disposisi"]
    assert copies == [("tembusan-dicabut", HEIR), ("tembusan", CLOSED), ("tembusan", CLOSED)]
    run(connection, now)
    assert [in_force(connection, one) for one in ids] == [[HEIR], [], [HEIR]]
    assert audit.verify(connection).broken_at is None


def test_rolled_back_a_copy_that_ended_without_a_successor_is_given_again(connection: Connection, report: int) -> None:
    decide(connection, report, copy_to(CLOSED))
    run(connection, closing())
    go_back(connection, closing())
    assert in_force(connection, report) == [CLOSED]
    assert [one["details"]["to"] for one in history_of(connection, report) if "copy.office" in one["action"]] == [
        None,
        CLOSED,
    ]


def test_a_copy_of_a_decision_that_is_taken_back_ends_and_comes_back_with_it(
    connection: Connection, report: int
) -> None:
    decide(connection, report, copy_to(OTHER), KUM, office_id=CLOSED)
    connection.execute("UPDATE outbox SET sent_at = now() WHERE target = '{KUM}'")
    done = run(connection, closing())
    assert (done.before_people, in_force(connection, report)) == (1, [])
    # Whoever was told is told of the end, although nothing else is sent.
    assert waiting(connection) == [("tembusan-dicabut", None)]
    go_back(connection, closing())
    assert (stands_at(connection, report), in_force(connection, report)) == (CLOSED, [OTHER, None])
    assert sorted(kind for kind, _ in waiting(connection)) == ["disposisi", "tembusan", "tembusan", "tembusan-dicabut"]


def test_what_waits_to_be_told_of_a_copy_is_not_readdressed_with_the_report(
    connection: Connection, report: int
) -> None:
    """The office that has the report now had a copy before: that this one ended is none of its successor's concern."""
    decide(connection, report, copy_to(CLOSED))
    send(connection)
    reopen(connection, TakenBack(public_id=find_by_id(connection, report), person="sari", reason="keliru"))
    decide(connection, report, office_id=CLOSED)
    assert ("tembusan-dicabut", CLOSED) in waiting(connection)
    assert run(connection, closing(HEIR)).moved == 1
    assert waiting(connection) == [("disposisi", HEIR)]


def test_a_copy_to_the_successor_is_not_taken_for_its_work_when_the_report_goes_back(
    connection: Connection, report: int
) -> None:
    decide(connection, report, copy_to(HEIR), office_id=CLOSED)
    run(connection, closing(HEIR))
    assert (stands_at(connection, report), in_force(connection, report)) == (HEIR, [HEIR])
    go_back(connection, closing(HEIR))
    assert (stands_at(connection, report), in_force(connection, report)) == (CLOSED, [HEIR])
    assert sorted(waiting(connection)) == [("disposisi", CLOSED), ("tembusan", HEIR)]


def test_a_report_that_followed_can_be_copied_and_returned_by_its_new_office(
    connection: Connection, report: int
) -> None:
    decision = decide(connection, report, office_id=CLOSED)
    send(connection)
    run(connection, closing(HEIR))
    public_id = find_by_id(connection, report)
    assert add_copies(connection, public_id, decision, [copy_to(OTHER)], "sari") == 1
    take_return(connection, TakenBack(public_id=public_id, person="rutan", reason="bukan kami"))
    label = connection.execute("SELECT office_id FROM labels WHERE source = 'return'").fetchone()
    # Not theirs, says whoever has it now.
    assert label == (HEIR,)
    assert (in_force(connection, report), keys(connection, report)) == ([], set())


@pytest.mark.parametrize("way", ["reopen", "undo"])
def test_an_earlier_decision_that_comes_back_leaves_the_report_where_the_work_is(
    connection: Connection, queue_up: Callable[..., int], way: str
) -> None:
    report = queue_up(connection, 1, report={}, path=PATH, office_id=CLOSED, p=0.99)
    run(connection, closing(HEIR))
    decide(connection, report)
    public_id = find_by_id(connection, report)
    if way == "undo":
        undo(connection, public_id, "sari")
    else:
        reopen(connection, TakenBack(public_id=public_id, person="sari", reason="keliru"))
    assert decisions_of(connection, report)[-1].office_id == CLOSED
    queued = connection.execute("SELECT current_office, office_id FROM review_queue WHERE done_at IS NULL").fetchone()
    assert (stands_at(connection, report), queued) == (HEIR, (HEIR, HEIR))
    assert not is_anything_left(connection, closing(HEIR))


def test_the_original_stays_and_its_parts_follow_decided_or_not(
    connection: Connection, queue_up: Callable[..., int], route: Callable[..., object]
) -> None:
    report = queue_up(connection, 1, report={}, path=PATH)
    connection.execute("UPDATE reports SET current_office = %s", [CLOSED])
    shown = decisions_of(connection, report)[-1].id
    texts = [PartText(judul="", isi="satu"), PartText(judul="", isi="dua"), PartText(judul="", isi="tiga")]
    parts = split(connection, Split(public_id=find_by_id(connection, report), shown=shown, person="sari", texts=texts))
    route(connection)
    decide(connection, parts[0], office_id=CLOSED)
    connection.execute("UPDATE reports SET current_office = %s WHERE id = %s", [CLOSED, parts[1]])
    done = run(connection, closing(HEIR))
    assert (done.moved, done.before_people) == (2, 0)
    assert [stands_at(connection, one) for one in (report, *parts)] == [CLOSED, HEIR, HEIR, None]
    assert not is_anything_left(connection, closing(HEIR))


def test_an_original_that_is_put_together_again_follows_then(
    connection: Connection, queue_up: Callable[..., int], route: Callable[..., object]
) -> None:
    report = queue_up(connection, 1, report={}, path=PATH)
    connection.execute("UPDATE reports SET current_office = %s", [CLOSED])
    shown, public_id = decisions_of(connection, report)[-1].id, find_by_id(connection, report)
    texts = [PartText(judul="", isi="satu"), PartText(judul="", isi="dua")]
    parts = split(connection, Split(public_id=public_id, shown=shown, person="sari", texts=texts))
    assert run(connection, closing(HEIR)).moved == 0
    undo_split(connection, public_id, "sari")
    connection.execute("UPDATE reports SET current_office = %s WHERE id = ANY(%s)", [CLOSED, parts])
    # What was taken back is nobody's work.
    assert run(connection, closing(HEIR)).moved == 1
    assert stands_at(connection, report) == HEIR


def test_what_is_held_of_a_report_says_where_it_went_and_why_it_came_back(connection: Connection, report: int) -> None:
    decide(connection, report, office_id=CLOSED)
    send(connection)
    run(connection, closing(HEIR))
    public_id = find_by_id(connection, report)
    take_return(connection, TakenBack(public_id=public_id, person="rutan", reason="bukan kami"))
    connection.execute("RESET ROLE")
    held = everything_held(connection, public_id, by="person:admin", reference="surat 1")
    assert [(one["from_office"], one["to_office"]) for one in held["moves"]] == [(CLOSED, HEIR)]
    assert [one["reason"] for one in held["taken_back"]] == ["bukan kami"]


def test_a_copy_that_was_sent_since_does_not_keep_a_report_from_going_back(connection: Connection, report: int) -> None:
    decide(connection, report, KUM, office_id=CLOSED)
    run(connection, closing(HEIR))
    connection.execute("UPDATE outbox SET sent_at = now() + interval '1 second' WHERE kind = 'tembusan'")
    go_back(connection, closing(HEIR))
    assert stands_at(connection, report) == CLOSED


def test_what_was_split_since_stays_split_when_the_directory_is_rolled_back(
    connection: Connection, report: int
) -> None:
    decide(connection, report, office_id=CLOSED)
    assert run(connection, closing()).before_people == 1
    shown, public_id = decisions_of(connection, report)[-1].id, find_by_id(connection, report)
    texts = [PartText(judul="", isi="satu"), PartText(judul="", isi="dua")]
    split(connection, Split(public_id=public_id, shown=shown, person="sari", texts=texts))
    go_back(connection, closing())
    assert decisions_of(connection, report)[-1].id == shown
    assert (waiting(connection), stands_at(connection, report)) == ([], None)
