"""The review room: a report is shown and held, something is done with it, and the next one is there at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from psycopg import Connection

from api.access import acting
from api.deadline_views import deadline_rows
from api.entered import Entered
from api.offices import OfficeList
from api.problem_texts import DETAILS, TITLES
from api.problems import ApiProblem, conflict_of, wants_page
from api.queue_query import filter_of, read_address
from api.rendering import render
from api.report_page import report_page
from api.services import Services
from api.views import complaint_view
from api.way import Way, lead_to, next_report, read_way
from complaints.access import Permission, Person
from complaints.errors import ComplaintError, HeldByAnother, NotFound
from complaints.review import Turn
from database.leases import Lease, claim, holder_of
from database.merging import merged_into
from database.panels import open_panel_of
from database.reports import StoredReport, find_report
from database.splitting import parts_of
from database.undoing import undoable


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One request of somebody about one report."""

    request: Request
    person: Person
    public_id: UUID
    way: Way


def asked(request: Request, person: Person, public_id: UUID, filters: str) -> Asking:
    """The request with the filters (a query string) that the address or the form carries along."""
    return Asking(request=request, person=person, public_id=public_id, way=read_way(filters))


@dataclass(frozen=True, kw_only=True)
class Room:
    """What every address of the review room works with."""

    services: Services
    offices: OfficeList

    def show(self, asking: Asking, entered: Entered, *, status: int = 200, before: UUID | None = None) -> HTMLResponse:
        """The report's page, with the report held for whoever may decide it; `before` was decided just before."""
        taxonomy, offices, person = self.services.taxonomy(), self.offices.current(), asking.person
        with acting(self.services, person) as connection:
            report = find_report(connection, asking.public_id)
            lease = hold_for(connection, report, person)
            context = report_page(
                connection, person, report, taxonomy=taxonomy, offices=offices, entered=entered, lease=lease
            )
            context["tenggat"] = deadline_rows(context["report"], self.services.now())
            saved = saved_before(connection, before, person) if before else None
        way = {"way": asking.way, "saved": saved}
        return render(asking.request, "laporan.html", {**context, **way}, status)

    def carry_out(
        self, asking: Asking, act: Callable[[Connection], object], *, note: str = "", tell: bool = True
    ) -> Response:
        """Do it in one transaction and go on to the next report; who came late sees a friendly page."""
        refused = self.attempt(asking, act, note=note)
        done = asking.public_id if tell else None
        return refused or self.go_on(asking.request, asking.person, asking.way, done)

    def carry_back(self, asking: Asking, act: Callable[[Connection], object], *, note: str = "") -> Response:
        """Do it in one transaction and come back to the report."""
        refused = self.attempt(asking, act, note=note)
        return refused or lead_to(asking.request, asking.way.address(f"/laporan/{asking.public_id}"))

    def attempt(self, asking: Asking, act: Callable[[Connection], object], *, note: str = "") -> Response | None:
        """Do it in one transaction; the page that says why not, where the rules refuse it and a person waits."""
        try:
            with acting(self.services, asking.person) as connection:
                act(connection)
        except ComplaintError as error:
            problem = conflict_of(error)
            if problem is None or not wants_page(asking.request):
                raise
            return self._conflict(asking, error, problem, note)
        return None

    def go_on(self, request: Request, person: Person, way: Way, done: UUID | None) -> Response:
        """On to the next report of the same way, or to the queue where none is left; `done` was decided just before."""
        offices = self.services.directory().offices
        # A transaction of its own: the one before held the end of the audit log.
        with acting(self.services, person) as connection:
            wanted = filter_of(connection, read_address(way.query), offices, self.services.now())
            found = next_report(connection, person.name, wanted)
        path = f"/laporan/{found}" if found else "/"
        return lead_to(request, way.address(path, **({"tersimpan": str(done)} if done else {})))

    def _conflict(self, asking: Asking, error: ComplaintError, problem: ApiProblem, note: str) -> HTMLResponse:
        taxonomy, offices = self.services.taxonomy(), self.offices.current()
        with acting(self.services, asking.person) as connection:
            # Only what this person may see anyway is told of who decided what.
            view = complaint_view(connection, asking.public_id, taxonomy)
        decision = view["decision"] or {}
        context: dict[str, Any] = {
            "title": TITLES[problem.code]["id"],
            "detail": DETAILS[problem.code]["id"],
            "report": view,
            "office": offices.label_of((decision.get("office") or {}).get("id")),
            "held_by": error if isinstance(error, HeldByAnother) else None,
            "note": note,
            "way": asking.way,
        }
        return render(asking.request, "bentrok.html", context, status=409)


def hold_for(connection: Connection, report: StoredReport, person: Person) -> Lease | None:
    """Hold the report for whoever may decide it; who holds it, for everybody else."""
    panel = open_panel_of(connection, report.id)
    waits_for_others = panel is not None and panel.turn_of(person.name) is Turn.NONE
    if person.may(Permission.REVIEW) and not waits_for_others:
        return claim(connection, report.public_id, person.name)
    return holder_of(connection, report.public_id)


def saved_before(connection: Connection, public_id: UUID, person: Person) -> dict[str, Any] | None:
    """What was decided just before, and the address that takes it back; None where it is out of sight (by now)."""
    try:
        report = find_report(connection, public_id)
    except NotFound:
        return None
    return {
        "id": str(public_id),
        "external_id": report.external_id,
        "undo": _way_back(connection, report, person.name),
    }


def _way_back(connection: Connection, report: StoredReport, person: str) -> str:
    """The address that takes back what this person just did with the report; empty where nothing does."""
    if undoable(connection, report.public_id, person):
        return f"/laporan/{report.public_id}/urungkan"
    merged = merged_into(connection, report.id)
    if merged is not None and merged.person == person:
        return f"/laporan/{report.public_id}/duplikat/batal"
    if any(not part.is_withdrawn and part.person == person for part in parts_of(connection, report.id)):
        return f"/laporan/{report.public_id}/pecah/batal"
    return ""
