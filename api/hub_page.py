"""Simpul koordinasi: how the work stands between several instansi, for whoever coordinates them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.access import Coordinator, acting
from api.charts import Series, bar_chart
from api.dashboard import PERIOD_NAMES, PERIODS
from api.hub_views import hub_figures
from api.rendering import render
from api.services import Services
from complaints.figures import period_of
from complaints.programmes import shipped_programmes
from database.closed_days import ClosedDays
from database.hub import COUNTED

CHARTED = {"waiting": "Menunggu", "overdue": "Lewat tenggat"}


class HubQuery(BaseModel):
    """Which period."""

    hari: int = 30


def hub_routes(services: Services) -> APIRouter:
    """GET /simpul."""
    router, closed_days = APIRouter(default_response_class=HTMLResponse), ClosedDays()

    @router.get("/simpul")
    def simpul(request: Request, person: Coordinator, query: Annotated[HubQuery, Query()]) -> HTMLResponse:
        days = query.hari if query.hari in PERIODS else 30
        period = period_of(services.now(), days=days, step=PERIODS[days])
        with acting(services, person) as connection:
            context = hub_figures(
                connection, services, period, shipped_programmes(), reach=person.reach, closed_days=closed_days
            )
        instansi = [row for row in context["standings"] if row["is_instansi"]]
        series = [Series(name=name, values=[row[key] for row in instansi]) for key, name in CHARTED.items()]
        title = "Menunggu dan lewat tenggat per instansi"
        context |= {
            "days": days,
            "period": period,
            "periods": PERIOD_NAMES,
            "counted": COUNTED,
            "title": title,
            "series": series,
            "picture": bar_chart("simpul", title, [row["path"][0] for row in instansi], series) if instansi else "",
        }
        return render(request, "simpul.html", context)

    return router
