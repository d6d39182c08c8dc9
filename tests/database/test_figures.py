"""The figures of the work: what is rolled up and what is counted on the spot, against counting by hand."""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import product

import pytest
from psycopg import Connection

from complaints.access import Person, Reach, Role
from complaints.figures import Period, period_of
from complaints.timestamps import WIB
from complaints.urgency import UrgencyLevel
from database.acting import act_as
from database.closed_days import ClosedDays
from database.figures import Work, fold_figures, folded_until, read_durations, read_queue_age, read_work
from database.listing import Kind, ListFilter, list_reports
from database.reports import find_by_id
from database.review import Verdict, record_verdict
from database.watch import count_audits

QueueUp = Callable[..., int]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=WIB)
PATHS = [
    ("IMIPAS", "imigrasi", "IMI", "imi-paspor"),
    ("IMIPAS", "imigrasi", "IMI", "imi-visa"),
    ("KUM", "hukum", "KUM-AHU", "ahu-fidusia"),
]
OFFICES = ["", "KANIM-1", "KANIM-2"]
PERIODS = [period_of(NOW, days=days, step=1) for days in (1, 7, 40)]
NAMES = ("checked", "sent", "reviewed", "audited", "misrouted", "entered", "left_queue")


@pytest.fixture
def work_of_a_month(connection: Connection, queue_up: QueueUp) -> None:
    """Fifty reports of the last forty days, sent, waiting, decided or audited, always the same."""
    chance = random.Random(11)
    for number in range(50):
        path, at = chance.choice(PATHS), NOW - timedelta(minutes=chance.randrange(1, 40 * 24 * 60))
        acted, drawn = chance.random() < 0.5, chance.random() < 0.3
        level = chance.choice([UrgencyLevel.NONE, UrgencyLevel.DANGER])
        how = {"path": path, "office_id": chance.choice(OFFICES), "acted": acted, "drawn": drawn, "level": level}
        report_id = queue_up(connection, number, report={"reported_at": at}, **how)
        stays = not acted or drawn or level is UrgencyLevel.DANGER
        judged = chance.choice([path, PATHS[2]]) if stays and chance.random() < 0.6 else None
        if judged:
            judge(connection, report_id, judged)
        move_back(connection, report_id, at, timedelta(minutes=chance.randrange(3000)))


def judge(connection: Connection, report_id: int, path: Iterable[str]) -> None:
    row = connection.execute("SELECT id FROM decisions WHERE report_id = %s AND is_current", [report_id]).fetchone()
    assert row is not None
    public_id = find_by_id(connection, report_id)
    verdict = Verdict(
        public_id=public_id,
        shown=row[0],
        path=list(path),
        outside=False,
        klasifikasi="aspirasi",
        office_id="KANIM-1",
        person="satu",
    )
    record_verdict(connection, verdict)


def move_back(connection: Connection, report_id: int, at: datetime, took: timedelta) -> None:
    """Let all that was done about a report be done then: only the owner can turn back the clock."""
    done = min(NOW, at + took)
    values = {"id": report_id, "at": at, "done": done, "came": at - took / 7}
    with connection.transaction():
        connection.execute("SET LOCAL ROLE NONE")
        for statement in (
            "UPDATE reports SET received_at = %(came)s WHERE id = %(id)s",
            "UPDATE decisions SET decided_at = CASE WHEN outcome = 'person' THEN %(done)s ELSE %(at)s END "
            "WHERE report_id = %(id)s",
            "UPDATE review_queue SET queued_at = %(at)s, done_at = CASE WHEN done_at IS NOT NULL THEN %(done)s END "
            "WHERE report_id = %(id)s",
            "UPDATE audits SET judged_at = CASE WHEN judged_at IS NOT NULL THEN %(done)s END WHERE report_id = %(id)s",
        ):
            connection.execute(statement, values)
        connection.execute("SET LOCAL ROLE tepat_service")


Event = tuple[str, datetime, tuple[str, ...], str]


def events(connection: Connection) -> list[Event]:
    """Everything that was done, one by one: name of the figure, moment, path, office."""
    found: list[Event] = []
    for outcome, acted, at, path, office in connection.execute(
        "SELECT outcome, acted, decided_at, path, coalesce(office_id, '') FROM decisions"
    ):
        names = ["reviewed"] if outcome == "person" else ["checked"] + ["sent"] * (acted and outcome == "auto")
        found += [(name, at, tuple(path[:3]), office) for name in names]
    for wrong, at, path, office in connection.execute(
        "SELECT wrong, judged_at, path, coalesce(office_id, '') FROM audits JOIN decisions d ON d.id = decision_id "
        "WHERE judged_at IS NOT NULL"
    ):
        found += [(name, at, tuple(path[:3]), office) for name in ["audited"] + ["misrouted"] * wrong]
    for entered, left, path, office in connection.execute(
        "SELECT queued_at, done_at, path, coalesce(office_id, '') FROM review_queue"
    ):
        found += [
            (name, at, tuple(path[:3]), office) for name, at in (("entered", entered), ("left_queue", left)) if at
        ]
    return found


def sums(work: list[Work], key: Callable[[Work], object]) -> Counter[tuple[object, str]]:
    totals: Counter[tuple[object, str]] = Counter()
    for one in work:
        if key(one) is not None:
            totals.update({(key(one), name): getattr(one, name) for name in NAMES if getattr(one, name)})
    return totals


@pytest.mark.parametrize("folded", [False, True], ids=["counted", "rolled up"])
@pytest.mark.usefixtures("work_of_a_month")
def test_every_figure_is_what_counting_by_hand_gives(connection: Connection, folded: bool) -> None:
    if folded:
        assert fold_figures(connection, NOW)
    parts = [("", ()), ("imigrasi", ()), ("", ("KANIM-1",)), ("IMI", ("KANIM-2",))]
    for period, (code, offices) in product(PERIODS, parts):
        assert_counted_by_hand(connection, period, code, offices)


def assert_counted_by_hand(connection: Connection, period: Period, code: str, offices: tuple[str, ...]) -> None:
    work = read_work(connection, period, code=code, offices=offices)
    kept = [
        event
        for event in events(connection)
        if period.since <= event[1] < period.upto
        and (not code or code in event[2])
        and (not offices or event[3] in offices)
    ]
    by_day = Counter((at.astimezone(WIB).date(), name) for name, at, _, _ in kept)
    assert sums(work, lambda one: one.day) == by_day
    assert sums(work, lambda one: tuple(one.path) if one.path is not None else None) == Counter(
        (path, name) for name, _, path, _ in kept
    )
    assert sums(work, lambda one: one.office_id) == Counter((office, name) for name, _, _, office in kept)


@pytest.mark.parametrize("folded", [False, True], ids=["counted", "rolled up"])
@pytest.mark.usefixtures("work_of_a_month")
def test_durations_are_those_of_first_looks_and_of_peoples_decisions(connection: Connection, folded: bool) -> None:
    if folded:
        fold_figures(connection, NOW)
    found = read_durations(connection, PERIODS[2], code="imigrasi")
    expected: dict[str, Counter[int]] = {"routing": Counter(), "deciding": Counter()}
    for outcome, path, at, came, queued in connection.execute(
        "SELECT d.outcome, d.path, d.decided_at, r.received_at, q.queued_at FROM decisions d "
        "JOIN reports r ON r.id = d.report_id LEFT JOIN review_queue q ON q.report_id = r.id"
    ):
        if "imigrasi" in path and at >= PERIODS[2].since:
            what, since = ("deciding", queued) if outcome == "person" else ("routing", came)
            expected[what][math.floor(4 * math.log2(max(1, (at - since).total_seconds())))] += 1
    assert found == expected
    assert all(expected.values())


@pytest.mark.usefixtures("work_of_a_month")
def test_all_is_rolled_up_once_and_only_when_it_can_no_longer_change(connection: Connection) -> None:
    before = read_work(connection, PERIODS[2]), read_durations(connection, PERIODS[2])
    # By the day, and through the last days by the hour and by the quarter of an hour.
    for minutes in (10 * 24 * 60, *range(48 * 60, 120, -60), *range(120, -1, -15)):
        assert fold_figures(connection, NOW - timedelta(minutes=minutes))
    assert not fold_figures(connection, NOW + timedelta(minutes=14))
    assert folded_until(connection) == NOW - timedelta(hours=1)
    after = read_work(connection, PERIODS[2])
    assert sums(after, lambda one: one.day) == sums(before[0], lambda one: one.day)
    assert read_durations(connection, PERIODS[2]) == before[1]
    assert_counted_by_hand(connection, PERIODS[0], "", ())


KINDS = {
    Kind.CHECKED: "checked",
    Kind.SENT: "sent",
    Kind.REVIEWED: "reviewed",
    Kind.AUDITED: "audited",
    Kind.MISROUTED: "misrouted",
}


@pytest.mark.usefixtures("work_of_a_month")
def test_behind_a_figure_stand_its_reports_but_those_that_are_judged_blind_now(connection: Connection) -> None:
    for kind, (code, offices) in product(KINDS, [("", ()), ("imigrasi", ()), ("", ("KANIM-1", "KANIM-2"))]):
        assert_listed(connection, PERIODS[2], kind, code, offices)


def assert_listed(connection: Connection, period: Period, kind: Kind, code: str, offices: tuple[str, ...]) -> None:
    figure = sum(
        getattr(one, KINDS[kind])
        for one in read_work(connection, period, code=code, offices=offices)
        if one.day is not None
    )
    wanted = ListFilter(kind=kind, since=period.since, upto=period.upto, code=code, offices=offices)
    listed = paged(connection, wanted)
    blind = connection.execute(
        """
        SELECT count(*) FROM decisions d JOIN review_queue q USING (report_id)
        WHERE q.is_blind AND q.done_at IS NULL AND d.decided_at >= %(since)s AND d.decided_at < %(upto)s
          AND (%(code)s = '' OR %(code)s = ANY(d.path))
          AND (%(offices)s::text[] = '{}' OR d.office_id = ANY(%(offices)s))
          AND CASE %(kind)s WHEN 'diperiksa' THEN true WHEN 'terkirim' THEN d.acted ELSE false END
        """,
        {"since": period.since, "upto": period.upto, "code": code, "offices": list(offices), "kind": kind},
    ).fetchone()
    assert blind is not None
    assert len(listed) + blind[0] == figure > 0
    assert len(set(listed)) == len(listed)


def paged(connection: Connection, wanted: ListFilter) -> list[int]:
    found, after = [], None
    while rows := list_reports(connection, wanted, after=after, limit=3):
        found += [row.decision_id for row in rows]
        after = (rows[-1].at, rows[-1].decision_id)
    return found


@pytest.mark.usefixtures("work_of_a_month")
def test_an_urgent_report_that_was_sent_counts_as_sent_while_it_waits(
    connection: Connection, queue_up: QueueUp
) -> None:
    def sent() -> int:
        return sum(one.sent for one in read_work(connection, period_of(datetime.now(WIB), days=2, step=1)) if one.day)

    before = sent()
    urgent = queue_up(connection, 99, report={}, acted=True, level=UrgencyLevel.DANGER)
    assert sent() == before + 1
    row = connection.execute("SELECT status FROM reports WHERE id = %s", [urgent]).fetchone()
    assert row == ("in_review",)


@pytest.mark.usefixtures("work_of_a_month")
def test_the_age_of_the_queue_is_that_of_what_waits(connection: Connection) -> None:
    rows = connection.execute("SELECT queued_at FROM review_queue WHERE done_at IS NULL ORDER BY 1").fetchall()
    since = [row[0] for row in rows]
    assert read_queue_age(connection) == (len(since), since[(len(since) - 1) // 2], since[0])
    assert read_queue_age(connection, offices=("NOWHERE",)) == (0, None, None)


@pytest.mark.usefixtures("work_of_a_month")
def test_audits_are_counted_by_branch(connection: Connection) -> None:
    expected = Counter[tuple[tuple[str, ...], bool]]()
    for branch, wrong in connection.execute("SELECT branch, wrong FROM audits WHERE judged_at IS NOT NULL"):
        expected[tuple(branch), wrong] += 1
    found = count_audits(connection, "p1")
    assert {(branch, True): one.wrong for branch, one in found.items() if one.wrong} == {
        key: count for key, count in expected.items() if key[1]
    }
    assert sum(one.audited for one in found.values()) == expected.total() > 0
    assert count_audits(connection, "p2") == {}


@pytest.mark.usefixtures("work_of_a_month")
def test_closed_days_are_read_once_and_say_what_reading_all_says(connection: Connection) -> None:
    closed_days = ClosedDays()
    for period, reach in product(PERIODS, (Reach(), Reach(path=("IMIPAS", "imigrasi")))):
        closed_days.work(connection, reach, period)
        closed_days.durations(connection, reach, period)
    assert fold_figures(connection, NOW)
    for period, code in product(PERIODS, ("", "imigrasi")):
        for _ in range(2):
            work = closed_days.work(connection, Reach(), period, code=code)
            whole = read_work(connection, period, code=code)
            for key in (
                lambda one: one.day,
                lambda one: None if one.path is None else tuple(one.path),
                lambda one: one.office_id,
            ):
                assert sums(work, key) == sums(whole, key)
            durations = read_durations(connection, period, code=code)
            assert closed_days.durations(connection, Reach(), period, code=code) == durations


@pytest.mark.usefixtures("work_of_a_month")
def test_what_is_kept_of_closed_days_is_told_to_nobody_who_sees_less(connection: Connection) -> None:
    assert fold_figures(connection, NOW)
    closed_days = ClosedDays()
    found = {}
    for reach in (Reach(), Reach(path=("IMIPAS", "imigrasi")), Reach(path=("KUM",))):
        with connection.transaction(force_rollback=True):
            act_as(connection, Person(name="t", shown_as="T", role=Role.ADMIN, reach=reach))
            work = closed_days.work(connection, reach, PERIODS[2])
            assert sums(work, lambda one: one.day) == sums(read_work(connection, PERIODS[2]), lambda one: one.day)
            found[reach] = sums(work, lambda one: one.day).total()
    assert found[Reach()] > found[Reach(path=("IMIPAS", "imigrasi"))] > found[Reach(path=("KUM",))]
