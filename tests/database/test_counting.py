"""What is kept as a count is what counting anew would find, whatever happened in between."""

from collections import Counter
from collections.abc import Callable

import pytest
from psycopg import Connection

from complaints.access import Person, Reach, Role
from database import counting
from database.acting import act_as
from database.counting import count_by_status, count_in_force, fold_standing
from database.reports import decisions_of, find_by_id
from database.review import Verdict, record_verdict
from database.undoing import undo


def counted_anew(connection: Connection) -> tuple[dict[str, int], Counter[tuple[str, bool]]]:
    statuses = connection.execute("SELECT status, count(*) FROM reports GROUP BY status").fetchall()
    decisions = connection.execute("SELECT outcome, acted FROM decisions WHERE is_current").fetchall()
    return dict(statuses), Counter((outcome, acted) for outcome, acted in decisions)


def kept(connection: Connection) -> tuple[dict[str, int], Counter[tuple[str, bool]]]:
    in_force = Counter({(found.outcome, found.acted): found.count for found in count_in_force(connection)})
    return count_by_status(connection), in_force


def confirm(connection: Connection, report_id: int) -> None:
    shown = decisions_of(connection, report_id)[-1]
    verdict = Verdict(
        public_id=find_by_id(connection, report_id),
        shown=shown.id,
        path=shown.path,
        outside=False,
        klasifikasi="informasi",
        office_id="KANIM-CJR",
        person="sari",
    )
    record_verdict(connection, verdict)


@pytest.fixture
def worked_on(connection: Connection, store: Callable, make_report: Callable, route: Callable) -> list[int]:
    """Reports that came, were sent on, wait, were confirmed, taken back, and changed at their source."""
    ids = store(connection, *[make_report(str(number)) for number in range(6)]).new
    route(connection)
    for report_id in ids[:3]:
        confirm(connection, report_id)
    undo(connection, find_by_id(connection, ids[0]), "sari")
    store(connection, make_report("5", isi="lain sama sekali"), make_report("6"), make_report("7"))
    return list(ids)


def test_counts_are_kept_through_all_that_happens(connection: Connection, worked_on: list[int]) -> None:
    assert kept(connection) == counted_anew(connection)
    assert kept(connection)[0]["reviewed"] == 2


def test_summing_up_changes_no_count(
    connection: Connection, worked_on: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not fold_standing(connection)
    monkeypatch.setattr(counting, "FOLDED_FROM", 5)
    before = connection.execute("SELECT count(*) FROM standing").fetchone()
    assert fold_standing(connection)
    assert connection.execute("SELECT count(*) FROM standing").fetchone() < before
    confirm(connection, worked_on[3])
    assert kept(connection) == counted_anew(connection)


@pytest.mark.parametrize(
    ("reach", "reviewed"),
    [
        (Reach(), 2),
        (Reach(path=("IMIPAS",), offices=("KANIM-CJR",)), 2),
        (Reach(path=("IMIPAS",), offices=("LAIN",)), None),
        (Reach(path=("KUM",)), None),
    ],
)
def test_counts_are_told_within_reach(
    connection: Connection, worked_on: list[int], reach: Reach, reviewed: int | None
) -> None:
    act_as(connection, Person(name="tuti", shown_as="Tuti", role=Role.DATA, reach=reach))
    assert count_by_status(connection).get("reviewed") == reviewed
