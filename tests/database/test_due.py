"""How many reports are late: counted beforehand, against counting by hand, and the list of them."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from psycopg import Connection

from complaints.access import Person, Reach, Role
from complaints.figures import ends_of_today
from complaints.timestamps import WIB
from database import listing
from database.acting import act_as
from database.due import COUNTED_EVERY, Due, DueCount, late_by_path, read_due, recount_due
from database.listing import Kind, ListFilter, list_reports

QueueUp = Callable[..., int]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=WIB)
PATHS = [("IMIPAS", "imigrasi", "IMI", "imi-paspor"), ("KUM", "hukum", "KUM-AHU", "ahu-fidusia")]
OFFICES = ["", "KANIM-1", "KANIM-2"]
STEPS = ("verification", "follow_up", "closing", "total")


@pytest.fixture
def reports_of_a_month(connection: Connection, queue_up: QueueUp) -> None:
    """Forty reports, sent on or waiting, some of them judged blind; those of today are due in some days."""
    chance = random.Random(5)
    for number in range(40):
        report = {"reported_at": NOW - timedelta(days=chance.choice([0, 1, 2, 3, 4, 7, 9, 30]))}
        how = {"path": chance.choice(PATHS), "office_id": chance.choice(OFFICES), "acted": chance.random() < 0.4}
        queue_up(connection, number, report=report, drawn=bool(how["acted"]) and number % 3 == 0, **how)


def by_hand(connection: Connection, code: str = "", offices: tuple[str, ...] = ()) -> tuple[int, list[DueCount]]:
    """The late reports, and the open deadlines by step, row by row."""
    late, over, today = set(), Counter[str](), Counter[str]()
    rows = connection.execute(
        "SELECT report_id, step, due_at, current_path, coalesce(current_office, ''), EXISTS ("
        "SELECT FROM review_queue q WHERE q.report_id = e.report_id AND q.is_blind AND q.done_at IS NULL) "
        "FROM deadlines e JOIN reports r ON r.id = e.report_id WHERE met_at IS NULL"
    ).fetchall()
    for report_id, step, due_at, path, office, is_blind in rows:
        if is_blind or (code and code not in path) or (offices and office not in offices):
            continue
        if due_at < NOW:
            late.add(report_id)
            over[step] += 1
        elif due_at <= ends_of_today(NOW)[1]:
            today[step] += 1
    known = [DueCount(step=step, overdue=over[step], today=today[step]) for step in STEPS]
    return len(late), [one for one in known if one.overdue or one.today]


@pytest.mark.usefixtures("reports_of_a_month")
@pytest.mark.parametrize(
    ("code", "offices"), [("", ()), ("imigrasi", ()), ("KUM-AHU", ("KANIM-1",)), ("", ("KANIM-1", "KANIM-2"))]
)
def test_what_was_counted_beforehand_is_what_counting_by_hand_gives(
    connection: Connection, code: str, offices: tuple[str, ...]
) -> None:
    assert recount_due(connection, NOW)
    found = read_due(connection, code=code, offices=offices)
    assert (found.late, list(found.steps)) == by_hand(connection, code, offices)
    assert found.at == NOW
    assert found.late
    assert any(one.today for one in read_due(connection).steps)


@pytest.mark.usefixtures("reports_of_a_month")
def test_late_reports_add_up_by_path(connection: Connection) -> None:
    recount_due(connection, NOW)
    assert late_by_path(connection) == (NOW, {path[:3]: by_hand(connection, path[2])[0] for path in PATHS})


@pytest.mark.usefixtures("reports_of_a_month")
def test_nobody_is_told_of_late_reports_out_of_reach(connection: Connection) -> None:
    recount_due(connection, NOW)
    everything = read_due(connection).late
    expected = by_hand(connection, "imigrasi", ("KANIM-1",))[0]
    reach = Reach(path=("IMIPAS", "imigrasi"), offices=("KANIM-1",))
    act_as(connection, Person(name="t", shown_as="T", role=Role.ADMIN, reach=reach))
    assert read_due(connection).late == expected < everything


@pytest.mark.usefixtures("reports_of_a_month")
def test_it_is_counted_anew_after_a_while_and_says_when_it_was(connection: Connection) -> None:
    assert read_due(connection) == Due(at=None, late=0, steps=())
    assert recount_due(connection, NOW)
    before = read_due(connection)
    connection.execute("UPDATE deadlines SET met_at = %s", [NOW])
    assert not recount_due(connection, NOW + COUNTED_EVERY - timedelta(seconds=1))
    assert read_due(connection) == before
    assert recount_due(connection, NOW + COUNTED_EVERY)
    assert read_due(connection) == Due(at=NOW + COUNTED_EVERY, late=0, steps=())


@pytest.mark.usefixtures("reports_of_a_month")
@pytest.mark.parametrize("gathered", [1, 2_000], ids=["many are late", "few are late"])
def test_the_list_of_late_reports_is_the_same_however_many_there_are(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, gathered: int
) -> None:
    monkeypatch.setattr(listing, "GATHERED", gathered)
    rows = connection.execute(
        "SELECT DISTINCT e.report_id, coalesce(current_office, '') FROM deadlines e "
        "JOIN reports r ON r.id = e.report_id WHERE met_at IS NULL AND due_at < now() AND NOT EXISTS ("
        "SELECT FROM review_queue q WHERE q.report_id = e.report_id AND q.is_blind AND q.done_at IS NULL)"
    ).fetchall()
    for offices in ((), ("KANIM-1",), ("KANIM-1", "KANIM-2")):
        expected = {report_id for report_id, office in rows if not offices or office in offices}
        assert set(listed(connection, offices)) == expected
        assert expected


def listed(connection: Connection, offices: tuple[str, ...]) -> list[int]:
    """The ids in the list of late reports, page after page; each once, the one decided last first."""
    found, after = [], None
    while rows := list_reports(connection, ListFilter(kind=Kind.OVERDUE, offices=offices), after=after, limit=3):
        found += rows
        after = (rows[-1].at, rows[-1].decision_id)
    keys = [(one.at, one.decision_id) for one in found]
    assert keys == sorted(keys, reverse=True)
    ids = {one.public_id: one for one in found}
    assert len(ids) == len(found)
    known = connection.execute("SELECT id FROM reports WHERE public_id = ANY(%s)", [list(ids)]).fetchall()
    return [row[0] for row in known]
