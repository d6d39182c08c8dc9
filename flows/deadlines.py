"""Plan what has no deadlines yet, warn before a deadline ends, and tell one level higher each time once it has."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone

from prefect import flow
from psycopg import Connection

from complaints.deadline_rules import Step
from complaints.directory import Directory
from complaints.directory.snapshot import open_snapshot
from complaints.directory.succession import About, turn_of
from complaints.escalation import ADDRESSED, Addressee, Level, addressees_of, notice_text, notices_by
from complaints.timestamps import day_of
from complaints.working_days import CALENDAR_VERSION
from database import facts, intake
from database.escalating import NewNotice, OpenDeadline, near_deadlines, send_notices
from database.planning import plan_backlog, recount_uncertain
from flows.workplace import NotSetUp, Workplace, now, open_workplace
from tepat.settings import Settings

ACTOR = "flow:deadlines"
CALENDAR = "calendar"


@flow(name="deadlines", description=__doc__)
def deadlines() -> dict[str, int]:
    """One run; returns how many reports were planned and how many notices were sent."""
    with open_workplace(Settings()) as work:
        note_calendar(work)
        planned = plan_all(work)
        return {"planned": planned, "noticed": tell_all(work, now())}


def note_calendar(work: Workplace) -> None:
    """Where more holidays may be known than at the run before, what depends on them is counted anew."""
    with work.pool.connection() as connection:
        if intake.read_cursor(connection, CALENDAR) != CALENDAR_VERSION:
            recount_uncertain(connection)
            intake.move_cursor(connection, CALENDAR, CALENDAR_VERSION)


def plan_all(work: Workplace) -> int:
    """Plan what waits to be planned, some reports a transaction; returns how many."""
    total = 0
    while True:
        with work.pool.connection() as connection:
            count = plan_backlog(connection)
        if not count:
            return total
        total += count


def tell_all(work: Workplace, at: datetime) -> int:
    """Send every notice that should have gone out by this moment and did not, some reports a transaction."""
    directory = _directory(work).as_of(day_of(at))
    total, after = 0, (0, "")
    while True:
        with work.pool.connection() as connection:
            near = near_deadlines(connection, at, after=after)
            total += _tell(connection, near, directory, at)
        if not near:
            return total
        after = (near[-1].report_id, near[-1].step)


def _directory(work: Workplace) -> Directory:
    with work.pool.connection() as connection:
        found = facts.current_directory(connection)
    if found is None:
        raise NotSetUp
    return open_snapshot(found[1])[0]


def _tell(connection: Connection, near: list[OpenDeadline], directory: Directory, at: datetime) -> int:
    wanted = [notice for deadline in near for notice in _notices(deadline, directory, at)]
    return send_notices(connection, wanted, actor=ACTOR) if wanted else 0


def _notices(deadline: OpenDeadline, directory: Directory, at: datetime) -> Iterator[NewNotice]:
    today = at.astimezone(timezone(timedelta(seconds=deadline.offset_seconds))).date()
    step = Step(deadline.step)
    for notice in notices_by(step, deadline.due_on, today, _addressees(deadline, directory)):
        yield NewNotice(
            deadline=deadline,
            level=notice.level,
            is_overdue=notice.is_overdue,
            path=notice.addressee.path,
            office_id=notice.addressee.office_id,
            addressee=ADDRESSED[notice.level],
            message=notice_text(step, deadline.due_on, is_overdue=notice.is_overdue),
        )


def _addressees(deadline: OpenDeadline, directory: Directory) -> Mapping[Level, Addressee]:
    """Whoever has the report, and whoever stands above them; before it is sent the instansi alone."""
    office, path = deadline.office_id, tuple(deadline.target or deadline.branch)
    if office in directory.office_by_id:
        assert office is not None
        heir = turn_of(directory, office, About(path=path))[1]
        office = heir.id if heir else None
    return addressees_of(path, office, directory.open_by_id)
