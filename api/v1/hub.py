"""GET of what a coordinating ministry looks at: the work between instansi, in figures."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from api.access import Coordinator, acting
from api.hub_views import hub_figures
from api.services import Services
from api.v1.examples import ID
from api.v1.shape import Shape, shown_as
from complaints.figures import period_of
from complaints.programmes import shipped_programmes
from database.closed_days import ClosedDays

Days = Literal["7", "30", "91"]


class StandingNow(Shape):
    """The work of an instansi, or of one of its units. Medians are in seconds, null where nothing was timed."""

    path: list[str]
    name: str
    checked: int
    sent: int
    reviewed: int
    audited: int
    misrouted: int
    waiting: int
    overdue: int
    to_route_seconds: float | None
    to_follow_up_seconds: float | None


class BouncedReport(Shape):
    """A report that units returned more than once, with the path of each decision that was returned."""

    public_id: str
    external_id: str
    times: int
    last_at: datetime
    way: list[list[str]]
    now_at: list[str]


class CrossingCount(Shape):
    """How many copies (`tembusan`) or split reports (`pecahan`) join two instansi."""

    kind: str
    one: str
    other: str
    count: int


class SharedChange(Shape):
    """An open alert whose examples lie in several instansi."""

    id: int
    kind: str
    title: str
    since: datetime
    instansi: list[str]


class ProgrammeCategory(Shape):
    """A category of a joint programme: decisions in force of the period, and reports that wait."""

    code: str
    decided: int
    waiting: int


class JointProgramme(Shape):
    """Categories that several instansi work on together."""

    code: str
    name: str
    source: str
    categories: list[ProgrammeCategory]


class Hub(Shape):
    """The work between instansi, within the reach of whoever asks. No text, and nobody's name."""

    model_config = shown_as(
        {
            "first": "2026-10-24",
            "last": "2026-11-22",
            "standings": [
                {
                    "path": ["IMIPAS"],
                    "name": "Kementerian Imigrasi dan Pemasyarakatan",
                    "checked": 120,
                    "sent": 70,
                    "reviewed": 40,
                    "audited": 9,
                    "misrouted": 0,
                    "waiting": 10,
                    "overdue": 2,
                    "to_route_seconds": 61.2,
                    "to_follow_up_seconds": 172800.0,
                }
            ],
            "bounced": [
                {
                    "public_id": ID,
                    "external_id": "9000001",
                    "times": 2,
                    "last_at": "2026-11-20T03:00:00Z",
                    "way": [["IMIPAS", "imigrasi", "IMI", "imi-paspor"], ["KUM", "hukum", "AHU", "ahu-badan"]],
                    "now_at": ["IMIPAS", "imigrasi", "IMI", "imi-visa"],
                }
            ],
            "overdue_at": "2026-11-22T02:57:00Z",
            "crossings": [{"kind": "tembusan", "one": "IMIPAS", "other": "KUM", "count": 4}],
            "changes": [],
            "programmes": [],
        }
    )

    first: date
    last: date
    standings: list[StandingNow] = Field(description="Each instansi, then its units")
    overdue_at: datetime | None = Field(description="When `overdue` was counted; null, and 0 everywhere, until it was")
    bounced: list[BouncedReport]
    crossings: list[CrossingCount]
    changes: list[SharedChange]
    programmes: list[JointProgramme]


def hub_routes(services: Services) -> APIRouter:
    """GET /v1/hub."""
    closed_days, router = ClosedDays(), APIRouter(prefix="/v1", tags=["figures"])

    @router.get("/hub", summary="The work between instansi", response_model=Hub)
    def get_hub(
        person: Coordinator, days: Annotated[Days, Query(description="The last so many days: 7, 30 or 91")] = "30"
    ) -> dict[str, Any]:
        period = period_of(services.now(), days=int(days), step=1)
        with acting(services, person) as connection:
            figures = hub_figures(
                connection, services, period, shipped_programmes(), reach=person.reach, closed_days=closed_days
            )
        return {"first": period.first, "last": period.last, **figures}

    return router
