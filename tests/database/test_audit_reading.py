"""The log as people read it: filters, pages without gap or repeat, and checks that are kept."""

from datetime import UTC, datetime, timedelta

import pytest
from psycopg import Connection

from database import audit
from database.audit_reading import (
    AT_ONCE,
    Sought,
    check_and_keep,
    known_actions,
    last_check,
    list_entries,
    stream_entries,
)

LONG_AGO, LATER = datetime(2000, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def log(connection: Connection) -> Connection:
    for number in range(3):
        audit.append(connection, "person:sari", "report.reviewed", [(f"report:{number}", {})])
    audit.append(connection, "flow:triage", "report.received", [("report:2", {})])
    return connection


@pytest.mark.parametrize(
    ("sought", "ids"),
    [
        (Sought(), [4, 3, 2, 1]),
        (Sought(actor="sari"), [3, 2, 1]),
        (Sought(actor="person:sari"), [3, 2, 1]),
        (Sought(actor="flow:triage"), [4]),
        (Sought(action="report.received"), [4]),
        (Sought(subject="report:2"), [4, 3]),
        (Sought(subject="report:2", actor="sari"), [3]),
        (Sought(since=LONG_AGO, before=LATER), [4, 3, 2, 1]),
        (Sought(since=LATER), []),
        (Sought(before=LONG_AGO), []),
        (Sought(actor="' OR true --"), []),
    ],
)
def test_the_log_is_filtered(log: Connection, sought: Sought, ids: list[int]) -> None:
    assert [entry.id for entry in list_entries(log, sought, below=None, limit=9)] == ids


def test_the_pages_have_no_gap_and_no_repeat(log: Connection) -> None:
    first = list_entries(log, Sought(), below=None, limit=3)
    rest = list_entries(log, Sought(), below=first[-1].id, limit=3)
    assert [entry.id for entry in (*first, *rest)] == [4, 3, 2, 1]


def test_a_stream_goes_on_behind_its_first_page(log: Connection) -> None:
    audit.append(log, "test", "x", [(str(number), {}) for number in range(AT_ONCE)])
    ids = [entry.id for entry in stream_entries(log, Sought())]
    assert ids == list(range(AT_ONCE + 4, 0, -1))


def test_every_kind_of_entry_is_known(log: Connection) -> None:
    assert known_actions(log) == ["report.received", "report.reviewed"]


def test_a_check_is_kept_with_who_and_what_was_found(log: Connection) -> None:
    assert last_check(log) is None
    check_and_keep(log, by="dewi")
    audit.append(log, "test", "x", [("y", {})])
    check_and_keep(log, by="dewi")
    found = last_check(log)
    assert found is not None
    assert (found.entries, found.checked_by, found.is_whole) == (5, "dewi", True)


def test_an_end_that_was_cut_off_is_seen_at_the_next_check(log: Connection) -> None:
    check_and_keep(log, by="dewi")
    cut_off_the_end(log)
    check_and_keep(log, by="dewi")
    found = last_check(log)
    assert found is not None
    assert (found.broken_at, found.holds_end, found.is_whole) == (None, False, False)


def cut_off_the_end(connection: Connection) -> None:
    """What only an intruder with the owner's rights could do."""
    connection.execute("SET LOCAL ROLE NONE")
    connection.execute("ALTER TABLE audit_log DISABLE TRIGGER USER")
    connection.execute("DELETE FROM audit_log WHERE id = 4")
    connection.execute("ALTER TABLE audit_log ENABLE TRIGGER USER")
    connection.execute("SET LOCAL ROLE tepat_service")
