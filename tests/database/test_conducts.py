"""Versions of the settings: they stay, and of two changes to the same one, one is too late."""

import psycopg
import pytest
from psycopg import Connection

from complaints.conduct import Difference
from database import audit
from database.conducts import ConductChanged, latest_conduct, list_conducts, save_conduct
from database.connection import connect


def changed(alpha: float) -> Difference:
    return Difference(node=("KUM",), name="alpha", level="", before=0.02, after=alpha)


def save(connection: Connection, previous: int, alpha: float = 0.01) -> int:
    return save_conduct(connection, {"alpha": alpha}, [changed(alpha)], previous=previous, by="dewi", why="uji coba")


def test_nothing_is_in_force_until_somebody_changes_something(connection: Connection) -> None:
    assert latest_conduct(connection) is None


def test_the_newest_version_is_in_force_and_the_older_ones_stay(connection: Connection) -> None:
    first = save(connection, 0)
    second = save(connection, first, alpha=0.005)
    newest = latest_conduct(connection)
    assert newest is not None
    assert (newest.id, newest.content, newest.changed_by, newest.why) == (second, {"alpha": 0.005}, "dewi", "uji coba")
    assert newest.differences == [changed(0.005)]
    assert [one.id for one in list_conducts(connection, limit=9)] == [second, first]


def test_who_looked_at_an_older_version_is_too_late(connection: Connection) -> None:
    first = save(connection, 0)
    save(connection, first)
    for stale in (0, first, 999):
        with pytest.raises(ConductChanged):
            save(connection, stale)


def test_of_two_at_once_one_is_too_late(committed_database: str) -> None:
    with connect(committed_database) as one, connect(committed_database) as other, one.transaction():
        save(one, 0)
        other.execute("SET lock_timeout = '300ms'")
        with pytest.raises((ConductChanged, psycopg.errors.LockNotAvailable)):
            save(other, 0)


def test_a_change_is_in_the_log_with_who_and_why(connection: Connection) -> None:
    id_ = save(connection, 0)
    (entry,) = audit.history(connection, f"settings:{id_}")
    assert (entry["actor"], entry["action"]) == ("person:dewi", "settings.changed")
    assert entry["details"] == {"why": "uji coba", "changed": {"KUM:alpha": [0.02, 0.01]}}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE conduct_versions SET why = 'x'",
        "DELETE FROM conduct_versions",
        "DELETE FROM audit_checks",
        "UPDATE office_confirmations SET person = 'x'",
        "DELETE FROM model_periods",
        "UPDATE policies SET content = '{}'",
    ],
)
def test_the_service_cannot_change_what_was_once_said(connection: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)
