"""GET of the figures above the queue."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from psycopg import Connection

from api.access import Watcher, acting
from api.services import Services
from api.v1.counts import automated_counts, waiting_by_branch
from api.v1.shape import Shape, shown_as
from database.counting import count_in_force
from database.due import read_due
from database.watch import list_brakes


class ReportCounts(Shape):
    """How many reports came, and what became of them."""

    total: int
    received: int
    routed: int
    waiting: int
    reviewed: int
    awaiting_info: int


class BranchCount(Shape):
    """How many reports wait below a branch."""

    code: str
    name: str
    count: int


class DecisionCount(Shape):
    """How many decisions in force have this outcome (`auto`, `review`, `person`), and were acted on or not."""

    outcome: str
    acted: bool
    count: int


class DueCounts(Shape):
    """How many open deadlines of a step are over, and how many end today."""

    step: str
    overdue: int
    today: int


class Figures(Shape):
    """What stands where at this moment, within the reach of whoever asks; `deadlines` as of `deadlines_at`, null until
    they were counted."""

    model_config = shown_as(
        {
            "at": "2026-11-20T03:00:00Z",
            "reports": {"total": 120, "received": 2, "routed": 70, "waiting": 17, "reviewed": 30, "awaiting_info": 1},
            "quarantined": 1,
            "brakes": 0,
            "waiting_by_branch": [{"code": "imigrasi", "name": "Imigrasi", "count": 11}],
            "decisions": [{"outcome": "auto", "acted": True, "count": 70}],
            "deadlines": [{"step": "follow_up", "overdue": 3, "today": 5}],
            "deadlines_at": "2026-11-20T02:57:00Z",
        }
    )

    at: datetime
    reports: ReportCounts
    quarantined: int
    brakes: int
    waiting_by_branch: list[BranchCount]
    decisions: list[DecisionCount]
    deadlines: list[DueCounts]
    deadlines_at: datetime | None


def figure_routes(services: Services) -> APIRouter:
    """GET /v1/figures."""
    router = APIRouter(prefix="/v1", tags=["figures"])

    @router.get("/figures", summary="How many reports stand where", response_model=Figures)
    def get_figures(person: Watcher) -> dict[str, Any]:
        taxonomy = services.taxonomy()
        with acting(services, person) as connection:
            numbers, due = automated_counts(connection), read_due(connection)
            return {
                "at": services.now(),
                "reports": numbers,
                "quarantined": numbers.quarantined,
                "brakes": len(list_brakes(connection)),
                "waiting_by_branch": waiting_by_branch(connection, taxonomy),
                "decisions": _decisions(connection),
                "deadlines": [vars(one) for one in due.steps],
                "deadlines_at": due.at,
            }

    return router


def _decisions(connection: Connection) -> list[dict[str, Any]]:
    return [vars(found) for found in count_in_force(connection)]
