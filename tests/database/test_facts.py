"""Versions of the directory."""

import pytest
from psycopg import Connection

from complaints.errors import NotFound
from database.facts import (
    current_directory,
    current_directory_version,
    directory_files,
    load_directory,
)


def test_without_a_directory_there_is_none(connection: Connection) -> None:
    assert current_directory(connection) is None
    assert current_directory_version(connection) is None


def test_the_newest_directory_is_in_force_and_the_old_one_stays_readable(connection: Connection) -> None:
    assert load_directory(connection, "d1", {"a.csv": "1"}, actor="test")
    assert load_directory(connection, "d2", {"a.csv": "2"}, actor="test")
    assert current_directory(connection) == ("d2", {"a.csv": "2"})
    assert directory_files(connection, "d1") == {"a.csv": "1"}


def test_the_same_directory_again_changes_nothing(connection: Connection) -> None:
    load_directory(connection, "d1", {"a.csv": "1"}, actor="test")
    assert not load_directory(connection, "d1", {"a.csv": "1"}, actor="test")


def test_an_earlier_directory_can_come_back(connection: Connection) -> None:
    for version in ("d1", "d2", "d1"):
        load_directory(connection, version, {"a.csv": version}, actor="test")
    assert current_directory(connection) == ("d1", {"a.csv": "d1"})


def test_an_unknown_directory_is_not_found(connection: Connection) -> None:
    with pytest.raises(NotFound):
        directory_files(connection, "d9")
