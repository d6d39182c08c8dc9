"""How the work goes: what was sent, reviewed and misrouted, what waits and how long, each figure with its reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection
from pydantic import BaseModel

from api.access import Watcher, acting
from api.alerts_page import open_alerts
from api.charts import Series, bar_chart, line_chart
from api.dashboard_tables import breakdowns, promise_table
from api.deadline_words import STEP_NAMES
from api.list_query import ListQuery
from api.office_tree import offices_below
from api.queue_choices import names_of
from api.queue_query import Code, QueueQuery
from api.rendering import render
from api.services import Services
from api.wording import BULAN, MODES, in_words, took_in_words
from complaints.figures import Period, middle_of, period_of, waiting_at_ends
from complaints.kanwil import kanwil_by_office
from complaints.routing import RoutingPolicy
from database.closed_days import ClosedDays
from database.due import Due, read_due
from database.figures import Work, read_queue_age
from database.listing import Kind
from database.waiting_counts import count_waiting

# How many days, and in steps of how many they are shown.
PERIODS = {7: 1, 30: 1, 91: 7}
PERIOD_NAMES = {7: "7 hari, per hari", 30: "30 hari, per hari", 91: "13 minggu, per minggu"}


class DashboardQuery(BaseModel):
    """Which period, and which part of the work; an empty field keeps all."""

    hari: int = 30
    cabang: Code = ""
    kanwil: Code = ""


def dashboard_routes(services: Services) -> APIRouter:
    """GET /dasbor."""
    router, closed_days = APIRouter(default_response_class=HTMLResponse), ClosedDays()

    @router.get("/dasbor")
    def dasbor(request: Request, person: Watcher, query: Annotated[DashboardQuery, Query()]) -> HTMLResponse:
        days = query.hari if query.hari in PERIODS else 30
        period = period_of(services.now(), days=days, step=PERIODS[days])
        policy = services.policy()
        taxonomy, offices = services.taxonomy(), services.directory().offices
        below = offices_below(query.kanwil, offices) if query.kanwil else ()
        with acting(services, person) as connection:
            work = closed_days.work(connection, person.reach, period, code=query.cabang, offices=below)
            durations = closed_days.durations(connection, person.reach, period, code=query.cabang, offices=below)
            context = dashboard(
                connection, services, policy, query, period, below=below, work=work, durations=durations
            )
            context["alerts"] = open_alerts(connection, person, taxonomy)
        context |= {
            "query": query,
            "days": days,
            "period": period,
            "periods": PERIOD_NAMES,
            "automation": services.automation,
            "mode": MODES[services.automation],
        }
        return render(request, "dasbor.html", context)

    return router


def dashboard(
    connection: Connection,
    services: Services,
    policy: RoutingPolicy,
    query: DashboardQuery,
    period: Period,
    *,
    below: Sequence[str],
    work: list[Work],
    durations: dict[str, dict[int, int]],
) -> dict[str, Any]:
    """Everything that the page shows of this part of the work in this period; `below` are the offices of the Kanwil."""
    taxonomy, offices = services.taxonomy(), services.directory().offices
    age = read_queue_age(connection, code=query.cabang, offices=below)
    due = read_due(connection, code=query.cabang, offices=below)
    waiting = count_waiting(connection, code=query.cabang, offices=below)
    named, top = {office.id: office.name for office in offices}, kanwil_by_office(offices)
    return {
        "figures": [
            *figures(work, durations=durations, age=age, query=query, period=period, now=services.now()),
            late_figure(due, query),
        ],
        "dues": [(STEP_NAMES[one.step], one.overdue, one.today) for one in due.steps],
        "due_at": due.at,
        "charts": charts(work, age[0], period),
        "tables": breakdowns(work, waiting, taxonomy, named=named, top=top, period=period),
        "promises": promise_table(connection, policy, taxonomy, services.automation),
        "branches": [(code, name) for code, name in names_of(taxonomy).items() if code not in taxonomy.path_of_leaf],
        "kanwils": [(id_, named[id_]) for id_ in sorted(set(top.values()), key=named.__getitem__)],
        "alpha": policy.alpha,
    }


def figures(
    work: list[Work],
    *,
    durations: dict[str, dict[int, int]],
    age: tuple[int, datetime | None, datetime | None],
    query: DashboardQuery,
    period: Period,
    now: datetime,
) -> list[dict[str, Any]]:
    """The numbers on top: name, value in words, the address of the reports behind it, and what it means."""
    daily = [one for one in work if one.day is not None]
    waiting, middle, oldest = age
    audited, misrouted = sum(one.audited for one in daily), sum(one.misrouted for one in daily)

    def behind(kind: Kind) -> str:
        chosen = ListQuery(daftar=kind, dari=period.first, sampai=period.last, cabang=query.cabang, kanwil=query.kanwil)
        return f"/laporan?{chosen.address}"

    def took(since: datetime | None) -> str:
        return took_in_words((now - since).total_seconds() if since else None)

    return [
        _figure("Terkirim otomatis", sum(one.sent for one in daily), behind(Kind.SENT)),
        _figure("Diputus peninjau", sum(one.reviewed for one in daily), behind(Kind.REVIEWED)),
        _figure("Diperiksa mesin", sum(one.checked for one in daily), behind(Kind.CHECKED)),
        _figure("Salah alamat", f"{misrouted} dari {audited} audit", behind(Kind.MISROUTED)),
        _figure("Menunggu sekarang", waiting, queue_address(query)),
        _figure("Lama menunggu, separuhnya lebih dari", took(middle), queue_address(query)),
        _figure("Paling lama menunggu", took(oldest), queue_address(query)),
        _figure("Dari masuk sampai diperiksa (median)", took_in_words(middle_of(durations["routing"]))),
        _figure("Dari masuk antrean sampai diputus (median)", took_in_words(middle_of(durations["deciding"]))),
    ]


def _figure(name: str, value: int | str, address: str = "") -> dict[str, Any]:
    return {"name": name, "value": value, "address": address}


def late_figure(due: Due, query: DashboardQuery) -> dict[str, Any]:
    """How many reports were late when that was counted, and when; with the list of those that are by now."""
    chosen = ListQuery(daftar=Kind.OVERDUE, cabang=query.cabang, kanwil=query.kanwil)
    name = f"Lewat tenggat ({in_words(due.at)})" if due.at else "Lewat tenggat"
    return _figure(name, due.late if due.at else "belum dihitung", f"/laporan?{chosen.address}")


def queue_address(query: DashboardQuery) -> str:
    """The queue of the same part of the work; a code of any level stands on the suggested path."""
    return f"/?{QueueQuery(bidang=query.cabang, kanwil=query.kanwil).address}"


def charts(work: list[Work], waiting: int, period: Period) -> list[dict[str, Any]]:
    """Each picture with the table behind it."""
    starts = period.starts
    sums = {start: [0, 0, 0, 0] for start in starts}
    for one in work:
        if one.day is not None:
            values = (one.sent, one.reviewed, one.entered, one.left_queue)
            start = period.start_holding(one.day)
            sums[start] = [known + value for known, value in zip(sums[start], values, strict=True)]
    changes = {start: (entered, left) for start, (_, _, entered, left) in sums.items()}
    ends = waiting_at_ends(waiting, changes, starts)
    labels = [f"{start.day} {BULAN[start.month - 1]}" for start in starts]
    done = [
        Series(name="Terkirim otomatis", values=[sums[start][0] for start in starts]),
        Series(name="Diputus peninjau", values=[sums[start][1] for start in starts]),
    ]
    queue = [Series(name="Menunggu", values=[max(0, ends[start]) for start in starts])]
    return [
        _chart("kerja", "Terkirim otomatis dan diputus peninjau", labels, done, bar_chart),
        _chart("antrean", "Laporan yang menunggu pada akhir tiap hari atau minggu", labels, queue, line_chart),
    ]


def _chart(key: str, title: str, labels: list[str], series: list[Series], draw: Any) -> dict[str, Any]:  # noqa: ANN401
    rows = [(label, [one.values[number] for one in series]) for number, label in enumerate(labels)]
    return {"title": title, "picture": draw(key, title, labels, series), "series": series, "rows": rows}
