"""The inbox: each file once, none half written, none of them a way out of the folder."""

import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.inbox import Inbox
from connectors.source import SourceUnavailable

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def drop(path: Path, content: bytes = b"x", *, age: float = 600) -> Path:
    path.write_bytes(content)
    moment = NOW.timestamp() - age
    os.utime(path, (moment, moment))
    return path


def inbox(folder: Path) -> Inbox:
    return Inbox(folder, now=lambda: NOW)


def names(folder: Path) -> list[str]:
    return [export.path.name for export in inbox(folder).look().ready]


def test_files_come_oldest_first_and_by_name_where_they_are_as_old(tmp_path):
    drop(tmp_path / "c.csv", age=900)
    drop(tmp_path / "b.CSV")
    drop(tmp_path / "a.xlsx")

    assert names(tmp_path) == ["c.csv", "a.xlsx", "b.CSV"]


def test_a_file_that_is_still_being_written_waits_for_the_next_run(tmp_path):
    fresh = drop(tmp_path / "a.csv", age=1)

    listing = inbox(tmp_path).look()

    assert (listing.ready, listing.unfinished) == ((), (fresh,))
    later = Inbox(tmp_path, now=lambda: NOW + timedelta(seconds=2))
    assert [export.path for export in later.look().ready] == [fresh]


def test_half_a_workbook_is_waited_for_a_minute(tmp_path):
    half = drop(tmp_path / "a.xlsx", b"PK\x03\x04half", age=30)

    assert inbox(tmp_path).look().unfinished == (half,)
    drop(half, b"PK\x03\x04half", age=61)
    assert names(tmp_path) == ["a.xlsx"]


def test_a_whole_workbook_is_not_waited_for(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("a", "a")
    drop(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes(), age=30)

    assert names(tmp_path) == ["a.xlsx"]


def test_a_file_dated_in_the_future_is_not_waited_for(tmp_path):
    drop(tmp_path / "a.csv", age=-3600)

    assert names(tmp_path) == ["a.csv"]


def test_what_no_person_meant_to_hand_in_is_left_alone(tmp_path):
    for name in (".hidden.csv", "~$a.xlsx", "a.csv.part", "b.tmp", "Thumbs.db"):
        drop(tmp_path / name)
    (tmp_path / "folder.csv").mkdir()

    assert names(tmp_path) == []


def test_links_that_lead_outside_are_left_alone(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "out.csv").symlink_to(drop(tmp_path / "secret.csv"))
    (folder / "nowhere.csv").symlink_to(tmp_path / "gone.csv")

    assert names(folder) == []


@pytest.mark.parametrize("name", ["surat.pdf", "lama.xls"])
def test_a_file_of_another_type_is_refused_with_the_remedy(tmp_path, name):
    drop(tmp_path / name)

    (export,) = inbox(tmp_path).look().ready
    (batch,) = export.batches(None, 10)

    assert [(row.row, row.problems[0].code) for row in batch.rejected] == [(0, "file_type")]


def test_a_file_that_was_read_moves_to_selesai(tmp_path):
    drop(tmp_path / "a.csv")
    (export,) = inbox(tmp_path).look().ready
    _ = export.key

    assert inbox(tmp_path).mark_done(export) == tmp_path / "selesai" / "a.csv"
    assert (names(tmp_path), (tmp_path / "selesai" / "a.csv").read_bytes()) == ([], b"x")


def test_two_files_of_one_name_both_stay_in_selesai(tmp_path):
    for content in (b"x", b"y"):
        drop(tmp_path / "a.csv", content)
        (export,) = inbox(tmp_path).look().ready
        inbox(tmp_path).mark_done(export)

    assert sorted(path.read_bytes() for path in (tmp_path / "selesai").iterdir()) == [b"x", b"y"]


def test_a_file_that_was_replaced_while_it_was_read_stays(tmp_path):
    drop(tmp_path / "a.csv")
    (export,) = inbox(tmp_path).look().ready
    _ = export.key
    drop(tmp_path / "a.csv", b"new")

    assert inbox(tmp_path).mark_done(export) == tmp_path / "a.csv"
    assert names(tmp_path) == ["a.csv"]


def test_a_file_that_cannot_be_moved_stays(tmp_path):
    drop(tmp_path / "a.csv")
    drop(tmp_path / "selesai")
    export = next(export for export in inbox(tmp_path).look().ready if export.path.name == "a.csv")

    assert inbox(tmp_path).mark_done(export) == tmp_path / "a.csv"


def test_an_inbox_that_is_not_there_is_unavailable(tmp_path):
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        inbox(tmp_path / "none").look()
