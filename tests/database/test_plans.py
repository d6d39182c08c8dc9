"""What people wait for reads the tables that grow by their indexes, whoever asks and whatever was asked for."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection

from complaints.access import Person, Reach, Role
from complaints.figures import period_of
from complaints.report import Status
from database.acting import act_as
from database.alert_lists import instansi_of_alerts
from database.arrivals import NEWEST, Wanted
from database.arrivals import list_reports as list_arrivals
from database.audit_reading import Sought, list_entries
from database.counting import count_by_status, count_in_force
from database.counting import count_waiting as count_urgent
from database.due import late_by_path, read_due
from database.figures import read_durations, read_queue_age, read_work
from database.hub import (
    bounced_reports,
    crossings,
    durations_by_path,
    follow_ups_by_path,
)
from database.leases import claim, claim_first
from database.listing import Kind, ListFilter, list_reports
from database.open_requests import Search, search_requests
from database.panels import open_panel_of
from database.planning import plan_backlog
from database.programmes import count_categories
from database.quarantine import count_quarantined, list_quarantined
from database.reports import decisions_of, find_by_id, find_report, history_of, why_waiting
from database.reroute_parts import Part
from database.reroute_reading import hold_changed, read_standing
from database.review import Verdict, record_verdict
from database.searching import search_all, search_waiting
from database.similar import find_candidates, find_similar
from database.undoing import undoable
from database.waiting import QueueFilter, list_queue, pick
from database.waiting_counts import count_values, count_waiting
from database.watch import read_streams
from tests.conftest import fresh_database

GROWING = {
    *("reports", "decisions", "review_queue", "report_words", "likenesses", "labels", "audits", "audit_log"),
    *("deadlines", "milestones"),
}
OF_WHAT_WAITS = {"review_queue_waiting", "reports_received"}
"""Indexes that hold only what waits: that is read as a whole where it is counted."""
GATHERING = {"Aggregate", "Sort", "Hash", "Incremental Sort", "WindowAgg", "Unique"}
NOW = datetime.now(UTC)
WEEK = period_of(NOW, days=7, step=1)
SINCE = {"since": NOW - timedelta(days=7), "upto": NOW}
EVERYWHERE = Person(name="tuti", shown_as="Tuti", role=Role.ADMIN, reach=Reach())
SOMEWHERE = Person(name="sari", shown_as="Sari", role=Role.REVIEWER, reach=Reach(path=("IMIPAS", "imigrasi")))


class Explaining(psycopg.Cursor[Any]):
    """A cursor that keeps the plan of each statement."""

    plans: list[dict[str, Any]] = []  # noqa: RUF012 - emptied by the fixture

    def execute(self, query: Any, params: Any = None, **how: Any) -> "Explaining":
        if not query.strip().startswith("SELECT set_config"):
            plain = psycopg.Cursor(self.connection)
            row = plain.execute(f"EXPLAIN (FORMAT JSON) {query}", params, prepare=False).fetchone()
            self.plans.append(row[0][0]["Plan"])
        super().execute(query, params, **how)
        return self


@pytest.fixture(scope="module")
def database_url(server_url: str, migrated_template: str) -> Iterator[str]:
    """A database in which no other test has left any trace: the plan of a small table hangs on how much lies about."""
    with fresh_database(server_url, template=migrated_template) as url:
        yield url


@pytest.fixture
def explained(connection: Connection) -> Iterator[Connection]:
    """A connection whose plans are kept; where an index can be used, it is, although the tables are small here."""
    for method in ("enable_seqscan", "enable_mergejoin", "enable_hashjoin", "enable_sort"):
        connection.execute(psycopg.sql.SQL("SET LOCAL {} = off").format(psycopg.sql.Identifier(method)))
    connection.cursor_factory = Explaining
    Explaining.plans.clear()
    yield connection


@pytest.fixture
def report_id(connection: Connection, store: Callable, make_report: Callable, route: Callable) -> int:
    stored = store(connection, make_report("1"))
    route(connection)
    return stored.new[0]


def whole_scans() -> list[str]:
    """The growing tables that some statement reads as a whole, be it by an index."""
    return [scan for plan in Explaining.plans for scan in _scans(plan, ends_early=False)]


def _scans(node: dict[str, Any], *, ends_early: bool) -> Iterator[str]:
    """Below a limit a scan ends early, unless all rows are gathered first."""
    kind, table, index = node["Node Type"], node.get("Relation Name"), node.get("Index Name")
    ends_early = kind == "Limit" or (ends_early and kind not in GATHERING)
    narrowed = "Index Cond" in node or "Order By" in node or index in OF_WHAT_WAITS
    if table in GROWING and (kind == "Seq Scan" or ("Index" in kind and not narrowed and not ends_early)):
        yield f"{kind} on {table} {index or ''}".strip()
    for below in node.get("Plans", ()):
        yield from _scans(below, ends_early=ends_early)


def test_counting_a_whole_table_is_noticed_even_by_an_index(explained: Connection) -> None:
    explained.execute("SELECT status, count(*) FROM reports GROUP BY status")
    explained.execute("SELECT id FROM reports ORDER BY received_at LIMIT 5")
    explained.execute("SELECT 1 FROM reports WHERE isi = 'paspor'")
    assert len(whole_scans()) == 2


PAGES: dict[str, Callable[[Connection], object]] = {
    "queue": lambda c: list_queue(c, QueueFilter(), limit=26),
    "queue by branch": lambda c: list_queue(c, QueueFilter(bidang="imigrasi", kota="Cianjur"), limit=26),
    "queue, free for somebody": lambda c: pick(c, QueueFilter(), limit=10, free_for="sari"),
    "queue, later page": lambda c: list_queue(c, QueueFilter(), after=(5, 7), limit=26),
    "counts of the queue": lambda c: count_values(c, QueueFilter(), branch_depth=2, ages=[NOW], dues=(NOW, NOW)),
    "search in the queue": lambda c: search_waiting(c, "paspor"),
    "search": lambda c: search_all(c, "paspor"),
    "list": lambda c: list_reports(c, ListFilter(), limit=26),
    "list, later page": lambda c: list_reports(c, ListFilter(), after=(NOW, 7), limit=26),
    "list of an office": lambda c: list_reports(c, ListFilter(offices=("KANIM-1",)), limit=26),
    "sent": lambda c: list_reports(c, ListFilter(kind=Kind.SENT, **SINCE), limit=26),
    "misrouted": lambda c: list_reports(c, ListFilter(kind=Kind.MISROUTED, **SINCE), limit=26),
    "parts": lambda c: list_reports(c, ListFilter(kind=Kind.PARTS), limit=26),
    "with copies": lambda c: list_reports(c, ListFilter(kind=Kind.COPIED), limit=26),
    "for programs": lambda c: list_arrivals(c, Wanted(), after=NEWEST, limit=26),
    "for programs, by status": lambda c: list_arrivals(c, Wanted(status=Status.ROUTED), after=NEWEST, limit=26),
    "work": lambda c: read_work(c, period_of(NOW, days=7, step=1)),
    "durations": lambda c: read_durations(c, period_of(NOW, days=7, step=1)),
    "age of the queue": read_queue_age,
    "what waits": count_waiting,
    "what waits, urgent": count_urgent,
    "hub, durations": lambda c: durations_by_path(c, WEEK),
    "hub, follow-ups": lambda c: follow_ups_by_path(c, WEEK),
    "late": lambda c: list_reports(c, ListFilter(kind=Kind.OVERDUE), limit=26),
    "late, of offices": lambda c: list_reports(c, ListFilter(kind=Kind.OVERDUE, offices=("KANIM-1",)), limit=26),
    "counts of late ones": lambda c: (read_due(c), late_by_path(c)),
    "hub, to and fro": lambda c: bounced_reports(c, WEEK),
    "hub, between instansi": lambda c: crossings(c, WEEK),
    "hub, shared changes": lambda c: instansi_of_alerts(c, [1]),
    "hub, joint programmes": lambda c: count_categories(c, ["imi-paspor"], WEEK),
    "by status": count_by_status,
    "in force": count_in_force,
    "audit log": lambda c: list_entries(c, Sought(), below=None, limit=26),
    "audit log of somebody": lambda c: list_entries(c, Sought(actor="sari"), below=None, limit=26),
    "quarantine": lambda c: (list_quarantined(c), count_quarantined(c)),
    "requests": lambda c: search_requests(c, Search(start=SINCE["since"], end=NOW), page=1, page_size=50),
}


@pytest.mark.parametrize("person", [EVERYWHERE, SOMEWHERE], ids=["everywhere", "somewhere"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_scans_no_growing_table(explained: Connection, report_id: int, page: str, person: Person) -> None:
    act_as(explained, person)
    PAGES[page](explained)
    assert Explaining.plans
    assert whole_scans() == []


def test_promises_weigh_every_audit_and_look_up_no_decision_but_of_those_that_wait(
    explained: Connection, report_id: int
) -> None:
    read_streams(explained)
    assert {scan.split()[3] for scan in whole_scans()} == {"audits"}


def test_planning_deadlines_looks_up_its_own_reports_alone(explained: Connection, report_id: int) -> None:
    explained.execute("INSERT INTO deadline_backlog (report_id) VALUES (%(id)s)", {"id": report_id})
    assert plan_backlog(explained) == 1
    assert whole_scans() == []


def test_a_part_of_a_comparison_reads_its_own_reports_alone(explained: Connection, report_id: int) -> None:
    part = Part(reroute_id=uuid4(), number=1, first_id=report_id, last_id=report_id)
    assert [one.item.id for one in read_standing(explained, part)] == [report_id]
    assert hold_changed(explained, part) == []
    assert whole_scans() == []


@pytest.mark.parametrize("person", [EVERYWHERE, SOMEWHERE], ids=["everywhere", "somewhere"])
def test_confirm_and_show_next_scans_no_growing_table(explained: Connection, report_id: int, person: Person) -> None:
    public_id = find_by_id(explained, report_id)
    act_as(explained, person)
    claim(explained, public_id, person.name)
    report = find_report(explained, public_id)
    shown = decisions_of(explained, report_id)[-1]
    find_candidates(explained, report_id)
    find_similar(explained, report_id, least=0.3)
    open_panel_of(explained, report_id)
    history_of(explained, report_id)
    why_waiting(explained, report_id)
    verdict = Verdict(
        public_id=report.public_id,
        shown=shown.id,
        path=shown.path,
        outside=False,
        klasifikasi="informasi",
        office_id=None,
        person=person.name,
    )
    record_verdict(explained, verdict)
    claim_first(explained, [report_id], person.name)
    undoable(explained, public_id, person.name)
    assert len(Explaining.plans) > 20
    assert whole_scans() == []
