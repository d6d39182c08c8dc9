"""The newest reports of several offices, each looked up by its own index, are the newest of all of them."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from psycopg import Connection

from complaints.timestamps import WIB
from database.listing import Kind, ListFilter, list_reports

QueueUp = Callable[..., int]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=WIB)
OFFICES = tuple(f"KANIM-{number}" for number in range(1, 6))


@pytest.fixture
def decided(connection: Connection, queue_up: QueueUp) -> list[int]:
    """The decisions of five offices, the newest first: the first office has the newest ones, and most of them."""
    chance = random.Random(7)
    reports = []
    for number in range(40):
        office = OFFICES[0] if number < 14 else chance.choice(OFFICES[:4])
        reports.append(queue_up(connection, number, report={}, office_id=office))
    connection.execute("RESET ROLE")
    ids = [(at, moved_to(connection, report_id, at)) for at, report_id in zip(hours_before(NOW), reports, strict=False)]
    connection.execute("SET LOCAL ROLE tepat_service")
    return [id_ for _, id_ in sorted(ids, reverse=True)]


def hours_before(moment: datetime) -> Iterator[datetime]:
    """Each hour twice, so that ids decide."""
    for hours in count():
        yield from [moment - timedelta(hours=hours)] * 2


def moved_to(connection: Connection, report_id: int, at: datetime) -> int:
    row = connection.execute(
        "UPDATE decisions SET decided_at = %s WHERE report_id = %s AND is_current RETURNING id", [at, report_id]
    ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("limit", [1, 3, 10, 26, 100])
def test_pages_of_several_offices_hold_the_newest_of_all_each_once(
    connection: Connection, decided: list[int], limit: int
) -> None:
    found, after = [], None
    wanted = ListFilter(kind=Kind.ALL, offices=OFFICES)
    while rows := list_reports(connection, wanted, after=after, limit=limit):
        assert len(rows) == min(limit, len(decided) - len(found))
        found += [row.decision_id for row in rows]
        after = (rows[-1].at, rows[-1].decision_id)

    assert found == decided
