"""Rows that are no report yet."""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection

from complaints.errors import NotFound, Problem
from complaints.report import IncomingReport, Reporter
from database.connection import connect
from database.intake import Stored
from database.quarantine import (
    Refused,
    close_quarantined,
    count_quarantined,
    hold_quarantined,
    keep_refused,
    list_quarantined,
)

RUN = UUID("00000000-0000-4000-8000-000000000001")
PERSON = Reporter(name="Nama Contoh", contact="contoh@contoh.id")


def refused(row_number: int = 3, **changes: object) -> Refused:
    problems = [Problem(code="missing", field="Isi Laporan Awal"), Problem(code="x", field="y", values={"n": 5})]
    values: dict[str, object] = {"origin": "a.csv", "problems": problems, "raw": {"Judul Laporan": "x"}}
    return Refused(row_number=row_number, **(values | changes))


def keep(connection: Connection, *rows: Refused) -> int:
    return keep_refused(connection, "lapor:abc", rows, actor="test", run_id=RUN)


def test_a_row_is_kept_once_with_its_reasons(connection: Connection) -> None:
    assert keep(connection, refused(3), refused(4)) == 2
    assert keep(connection, refused(3)) == 0
    first, _ = list_quarantined(connection)
    assert (first.origin, first.row_number, first.raw) == ("a.csv", 3, {"Judul Laporan": "x"})
    assert first.what_is_wrong == tuple(refused().problems)


def test_the_list_goes_on_where_it_ended(connection: Connection) -> None:
    keep(connection, *[refused(number) for number in range(3, 8)])
    first = list_quarantined(connection, limit=3)
    rest = list_quarantined(connection, after=first[-1].id, limit=3)
    assert [row.row_number for row in (*first, *rest)] == [3, 4, 5, 6, 7]


def test_a_replayed_row_leaves_the_list_and_cannot_be_replayed_again(connection: Connection) -> None:
    keep(connection, refused())
    (row,) = list_quarantined(connection)
    close_quarantined(connection, row.id, report_id=None, keep_identity=False, actor="test", mended=["Isi"])
    assert count_quarantined(connection) == 0
    assert len(list_quarantined(connection, waiting_only=False)) == 1
    with pytest.raises(NotFound):
        hold_quarantined(connection, row.id)


@pytest.mark.parametrize(("keep_identity", "kept"), [(True, [("Nama Contoh", "contoh@contoh.id")]), (False, [])])
def test_the_identity_follows_the_mended_row_unless_it_is_anonymous(
    committed_database: str,
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
    keep_identity: bool,
    kept: list[tuple[str, str]],
) -> None:
    with connect(committed_database) as connection:
        keep(connection, refused(reporter=PERSON))
        (row,) = list_quarantined(connection)
        (report_id,) = store(connection, make_report()).new
        close_quarantined(connection, row.id, report_id=report_id, keep_identity=keep_identity, actor="test", mended=[])
    with psycopg.connect(committed_database) as owner:
        assert owner.execute("SELECT name, contact FROM identity.reporters").fetchall() == kept
        assert owner.execute("SELECT count(*) FROM identity.quarantined").fetchone() == (0,)
        assert owner.execute("SELECT count(*) FROM audit_log WHERE details::text LIKE '%ontoh%'").fetchone() == (0,)


def test_two_processes_do_not_mend_the_same_row(committed_database: str) -> None:
    with connect(committed_database) as first, connect(committed_database) as second:
        keep(first, refused())
        (row,) = list_quarantined(first)
        second.execute("SET lock_timeout = '200ms'")
        with first.transaction():
            hold_quarantined(first, row.id)
            with pytest.raises(psycopg.errors.LockNotAvailable):
                hold_quarantined(second, row.id)
