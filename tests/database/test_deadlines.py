"""Deadlines beside their reports: with every decision, every milestone, and every time one is taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from psycopg import Connection

from complaints.access import Person, Reach, Role
from complaints.deadlines import Milestone, MilestoneKind
from complaints.report import Place
from database.acting import act_as
from database.deadlines import deadlines_of
from database.escalating import NewNotice, near_deadlines, send_notices
from database.merging import Merge, merge, undo_merge
from database.milestones import milestones_of, record_milestone
from database.planning import plan_backlog, recount_uncertain
from database.reopening import TakenBack, reopen
from database.reports import find_by_id
from database.returning import take_return
from database.review import Verdict, record_verdict
from database.undoing import undo

PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
PAS = ("IMIPAS", "pemasyarakatan", "PAS", "pas-kunjungan")
NOW = datetime.now(UTC)
QueueUp = Callable[..., int]


def steps(connection: Connection, report_id: int) -> dict[str, bool]:
    """Each step that has a deadline, and whether it was met."""
    return {one.step: one.met_at is not None for one in deadlines_of(connection, report_id)}


def due(connection: Connection, report_id: int, step: str) -> date:
    return next(one.due_on for one in deadlines_of(connection, report_id) if one.step == step)


def waiting(connection: Connection, report_id: int) -> tuple[datetime, int]:
    return connection.execute(
        "SELECT due_at, priority FROM review_queue WHERE report_id = %s AND done_at IS NULL", [report_id]
    ).fetchone()


def shown(connection: Connection, report_id: int) -> tuple[UUID, int]:
    row = connection.execute("SELECT id FROM decisions WHERE report_id = %s AND is_current", [report_id]).fetchone()
    return find_by_id(connection, report_id), row[0]


def confirm(connection: Connection, report_id: int, path: tuple[str, ...] = PATH, **fields: object) -> None:
    public_id, decision = shown(connection, report_id)
    values = {"outside": False, "klasifikasi": "informasi", "office_id": None, "person": "sari"}
    record_verdict(connection, Verdict(public_id=public_id, shown=decision, path=path, **(values | fields)))


def back(connection: Connection, report_id: int) -> TakenBack:
    return TakenBack(public_id=find_by_id(connection, report_id), person="sari", reason="bukan wilayah kami")


@pytest.fixture
def waits(connection: Connection, queue_up: QueueUp) -> int:
    """A report of today that waits; its source says that it is a request for information."""
    return queue_up(connection, 1, report={"reported_at": NOW, "klasifikasi": "informasi"})


@pytest.fixture
def sent(connection: Connection, queue_up: QueueUp) -> int:
    """A report of today that was sent on by itself."""
    return queue_up(connection, 2, report={"reported_at": NOW, "klasifikasi": "informasi"}, acted=True)


def test_what_waits_stands_in_the_queue_by_its_verification(connection: Connection, waits: int) -> None:
    assert steps(connection, waits) == {"verification": False, "total": False}
    assert waiting(connection, waits)[0] == deadlines_of(connection, waits)[0].due_at


def test_what_is_sent_by_itself_is_verified_and_its_unit_has_to_answer(connection: Connection, sent: int) -> None:
    assert steps(connection, sent) == {"verification": True, "follow_up": False, "total": False}


def test_the_kind_of_the_source_goes_before_that_of_the_machine(connection: Connection, queue_up: QueueUp) -> None:
    said = queue_up(connection, 1, report={"reported_at": NOW, "klasifikasi": "berkadar"}, klasifikasi="informasi")
    unsaid = queue_up(connection, 2, report={"reported_at": NOW}, klasifikasi="informasi")
    assert due(connection, said, "total") > due(connection, unsaid, "total")


def test_what_is_judged_blind_shows_no_deadline_but_the_verification(connection: Connection, queue_up: QueueUp) -> None:
    told = [
        waiting(connection, queue_up(connection, number, report={"reported_at": NOW}, drawn=True, acted=acted))[0]
        for number, acted in ((1, True), (2, False))
    ]
    assert told[0] == told[1]


def test_a_verdict_starts_the_clock_of_the_unit(connection: Connection, waits: int) -> None:
    confirm(connection, waits, klasifikasi="berkadar")
    assert steps(connection, waits) == {"verification": True, "follow_up": False, "total": False}
    assert due(connection, waits, "total") - due(connection, waits, "follow_up") > timedelta(days=60)


def test_undoing_a_verdict_leaves_all_as_it_was(connection: Connection, waits: int) -> None:
    before = (deadlines_of(connection, waits), waiting(connection, waits))
    confirm(connection, waits, klasifikasi="berkadar")
    undo(connection, find_by_id(connection, waits), "sari")
    assert (deadlines_of(connection, waits), waiting(connection, waits)) == before


def test_what_is_not_ours_has_nothing_more_to_meet(connection: Connection, waits: int) -> None:
    confirm(connection, waits, path=("LUAR", "luar", "LUAR", "luar-pemda"), outside=True)
    assert steps(connection, waits) == {"verification": True}


@pytest.mark.parametrize("take_back", [take_return, reopen])
def test_what_comes_back_waits_to_be_verified_again(
    connection: Connection, queue_up: QueueUp, take_back: Callable[..., None]
) -> None:
    report_id = queue_up(connection, 3, report={"reported_at": NOW - timedelta(days=30)}, acted=True)
    total = due(connection, report_id, "total")
    take_back(connection, back(connection, report_id))
    assert steps(connection, report_id) == {"verification": False, "total": False}
    assert due(connection, report_id, "verification") > NOW.date()
    assert due(connection, report_id, "total") == total
    confirm(connection, report_id, path=PAS, klasifikasi="aspirasi")
    assert steps(connection, report_id) == {"verification": True, "follow_up": False, "total": False}


def test_a_duplicate_has_no_deadline_until_it_is_none_any_more(
    connection: Connection, queue_up: QueueUp, waits: int
) -> None:
    original = queue_up(connection, 9, report={"reported_at": NOW})
    before = deadlines_of(connection, waits)
    public_id, decision = shown(connection, waits)
    wanted = Merge(public_id=public_id, original=find_by_id(connection, original), shown=decision, person="sari")
    merge(connection, wanted)
    assert steps(connection, waits) == {"verification": True}
    undo_merge(connection, public_id, "sari")
    assert deadlines_of(connection, waits) == before


def test_a_milestone_is_kept_once_and_moves_the_deadlines(connection: Connection, sent: int) -> None:
    public_id, milestone = find_by_id(connection, sent), Milestone(kind=MilestoneKind.FOLLOW_UP, at=NOW)
    kept = [
        record_milestone(connection, public_id, milestone, source=source, actor="flow:pull")
        for source in ("lapor", "manual")
    ]
    assert kept == [True, False]
    assert [one.source for one in milestones_of(connection, sent)] == ["lapor"]
    assert steps(connection, sent) == {"verification": True, "follow_up": True, "closing": False, "total": False}
    closed = Milestone(kind=MilestoneKind.CLOSED, at=NOW + timedelta(minutes=1))
    record_milestone(connection, public_id, closed, source="lapor", actor="flow:pull")
    assert all(steps(connection, sent).values())


def test_a_milestone_that_came_before_the_first_decision_counts(
    connection: Connection, store: Callable, make_report: Callable, route: Callable
) -> None:
    (report_id,) = store(connection, make_report("1", reported_at=NOW - timedelta(days=1))).new
    closed = Milestone(kind=MilestoneKind.CLOSED, at=NOW)
    record_milestone(connection, find_by_id(connection, report_id), closed, source="lapor", actor="flow:pull")
    route(connection, acted=True)
    assert steps(connection, report_id) == {"verification": True, "follow_up": True, "total": True}


def test_who_may_not_see_the_place_counts_in_its_zone_all_the_same(connection: Connection, queue_up: QueueUp) -> None:
    fields = {"reported_at": NOW, "rahasia": True, "place": Place(provinsi="Papua")}
    secret = queue_up(connection, 1, report=fields, acted=True)
    before = deadlines_of(connection, secret)
    act_as(connection, Person(name="sari", shown_as="Sari", role=Role.REVIEWER, reach=Reach(path=PATH[:2])))
    record_milestone(
        connection,
        find_by_id(connection, secret),
        Milestone(kind=MilestoneKind.REPLY, at=NOW),
        source="manual",
        actor="person:sari",
    )
    assert [one.due_at for one in deadlines_of(connection, secret)] == [one.due_at for one in before]
    assert before[0].due_at.hour == 15


def test_deadlines_are_seen_where_their_report_is(connection: Connection, sent: int) -> None:
    act_as(connection, Person(name="budi", shown_as="Budi", role=Role.REVIEWER, reach=Reach(path=PAS[:2])))
    assert deadlines_of(connection, sent) == []


def test_what_came_before_deadlines_were_kept_is_planned_and_placed(connection: Connection, queue_up: QueueUp) -> None:
    ids = [queue_up(connection, number, report={"reported_at": NOW - timedelta(days=number)}) for number in (1, 8)]
    before = [(deadlines_of(connection, id_), waiting(connection, id_)) for id_ in ids]
    connection.execute("DELETE FROM deadlines")
    connection.execute("UPDATE review_queue SET due_at = NULL, priority = priority - 7000")
    connection.execute("INSERT INTO deadline_backlog SELECT id FROM reports")
    assert plan_backlog(connection) == 2
    assert [(deadlines_of(connection, id_), waiting(connection, id_)) for id_ in ids] == before
    assert plan_backlog(connection) == 0


def test_only_what_may_move_is_counted_anew(connection: Connection, queue_up: QueueUp) -> None:
    queue_up(connection, 1, report={"reported_at": datetime(2025, 3, 3, 2, tzinfo=UTC)})
    far = queue_up(connection, 2, report={"reported_at": datetime(2089, 12, 20, tzinfo=UTC)})
    recount_uncertain(connection)
    assert connection.execute("SELECT report_id FROM deadline_backlog").fetchall() == [(far,)]


def notice(deadline: object, level: str = "unit") -> NewNotice:
    return NewNotice(
        deadline=deadline,
        level=level,
        is_overdue=True,
        path=PATH[:3],
        office_id=None,
        addressee="Unit Eselon I",
        message="Lewat.",
    )


def test_a_level_is_told_once_of_each_deadline(connection: Connection, sent: int) -> None:
    (deadline,) = [one for one in near_deadlines(connection, NOW) if one.step == "follow_up"]
    assert (deadline.report_id, deadline.target) == (sent, list(PATH))
    counts = [send_notices(connection, [notice(deadline)], actor="flow:deadlines") for _ in range(2)]
    assert counts == [1, 0]
    rows = connection.execute("SELECT target, addressee, message FROM outbox WHERE kind = 'notice'").fetchall()
    assert rows == [(list(PATH[:3]), "Unit Eselon I", "Lewat.")]


def test_a_deadline_of_which_all_were_told_is_near_no_more(connection: Connection, sent: int) -> None:
    near = near_deadlines(connection, NOW)
    send_notices(connection, [notice(one, "instansi") for one in near], actor="flow:deadlines")
    assert len(near) == 2
    assert near_deadlines(connection, NOW) == []


def test_what_was_late_before_it_came_is_told_to_nobody(connection: Connection, queue_up: QueueUp) -> None:
    queue_up(connection, 1, report={"reported_at": NOW - timedelta(days=200), "klasifikasi": "informasi"})
    assert near_deadlines(connection, NOW) == []


def test_a_notice_that_was_sent_keeps_nobody_from_undoing(connection: Connection, waits: int) -> None:
    confirm(connection, waits)
    (deadline,) = [one for one in near_deadlines(connection, NOW) if one.step == "follow_up"]
    send_notices(connection, [notice(deadline)], actor="flow:deadlines")
    connection.execute("UPDATE outbox SET sent_at = now() WHERE kind = 'notice'")
    undo(connection, find_by_id(connection, waits), "sari")
    assert steps(connection, waits) == {"verification": False, "total": False}
