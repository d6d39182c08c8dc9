"""Monev: what was measured over a quarter, within reach, as a page, a workbook and on paper."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from psycopg import Connection
from pydantic import BaseModel

from api.access import Watcher, acting
from api.charts import Series, bar_chart
from api.problems import ApiProblem
from api.rendering import render
from api.services import Services
from api.wording import KLASIFIKASI, in_words
from complaints.monev import Measured, Span, UnknownPeriod, span_named
from complaints.monev_document import by_level, definitions, promise_table, summary
from complaints.monev_export import charts_of, everything, mixes, printed
from complaints.monev_shapes import LEVELS, Chart, Level, Names
from complaints.monev_words import STANDINGS, notes_of, title_of
from connectors.monev_pdf import write_pdf
from connectors.monev_xlsx import write_workbook
from database.monev import measured_spans, read_cells, read_promises

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MonevQuery(BaseModel):
    """Which span, and whose figures; the newest span where none is named."""

    periode: Annotated[str, Query(max_length=10)] = ""
    tingkat: Level = Level.UNIT


def monev_routes(services: Services) -> APIRouter:
    """GET /monev, /monev/{code}/monev.xlsx and /monev/{code}/monev.pdf."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/monev")
    def monev(request: Request, person: Watcher, query: Annotated[MonevQuery, Query()]) -> HTMLResponse:
        names = names_of(services)
        with acting(services, person) as connection:
            spans = measured_spans(connection)
            code = query.periode or next(iter(spans), "")
            measured = read_measured(connection, code, spans) if code else None
        context: dict[str, Any] = {"query": query, "spans": list(spans), "code": code, "levels": LEVELS}
        return render(request, "monev.html", context | {"shown": measured and shown(measured, query.tingkat, names)})

    @router.get("/monev/{code}/monev.xlsx")
    def workbook(person: Watcher, code: str) -> Response:
        measured, names = _export(services, person, code)
        tables = everything(measured, names, is_public=True)
        made = write_workbook(title_of(measured), notes_of(measured), tables, charts_of(measured, names))
        return _download(made, XLSX, f"monev-{code}.xlsx")

    @router.get("/monev/{code}/monev.pdf")
    def paper(person: Watcher, code: str) -> Response:
        measured, names = _export(services, person, code)
        tables = printed(measured, names, is_public=True)
        made = write_pdf(title_of(measured), notes_of(measured), tables, charts_of(measured, names))
        return _download(made, "application/pdf", f"monev-{code}.pdf")

    def _export(services: Services, person: Watcher, code: str) -> tuple[Measured, Names]:
        names = names_of(services)
        with acting(services, person) as connection:
            return read_measured(connection, code, measured_spans(connection)), names

    return router


def names_of(services: Services) -> Names:
    """What people call things now."""
    taxonomy, offices = services.taxonomy(), services.directory().offices
    return Names(taxonomy=taxonomy, offices=offices, kinds=KLASIFIKASI, standings=STANDINGS)


def read_measured(connection: Connection, code: str, spans: dict[str, datetime]) -> Measured:
    """What was measured, and before. Raises ApiProblem 404 where it was not, or this is no span."""
    try:
        span: Span = span_named(code)
        made_at = spans[code]
    except (UnknownPeriod, KeyError) as error:
        raise ApiProblem(404) from error
    return Measured(
        span=span,
        made_at=in_words(made_at),
        cells=read_cells(connection, code),
        before=read_cells(connection, span.before.code),
        promises=read_promises(connection, code),
    )


def shown(measured: Measured, level: Level, names: Names) -> dict[str, Any]:
    """What the page shows: all that the person may see, whole."""
    return {
        "title": title_of(measured),
        "notes": notes_of(measured, is_public=False),
        "summary": summary(measured, is_public=False),
        "charts": [drawn(chart) for chart in charts_of(measured, names) if chart.labels],
        "tables": [
            by_level(measured, level, names, is_public=False),
            *mixes(measured, names, is_public=False),
            promise_table(measured, names),
            definitions(),
        ],
    }


def drawn(chart: Chart) -> dict[str, Any]:
    """The picture, its legend, and the rows of the table behind it."""
    series = [Series(name=name, values=values) for name, values in chart.series]
    rows = [(label, [values[index] for _, values in chart.series]) for index, label in enumerate(chart.labels)]
    return {
        "title": chart.title,
        "picture": bar_chart(chart.key, chart.title, chart.labels, series),
        "series": series,
        "rows": rows,
    }


def _download(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
