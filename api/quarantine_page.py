"""Karantina: rows that are no report yet, mended and tried again one by one or many at once, and downloaded."""

from collections.abc import Iterator, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from psycopg import Connection
from pydantic import BaseModel, Field

from api.access import Mender, acting, receiving
from api.audit_views import csv_line
from api.problems import ApiProblem
from api.quarantine_views import HEADER, download_cells, row_view, summary_view
from api.rendering import render
from api.replaying import Replayed, replay_row
from api.services import Services
from complaints.access import Permission, Person
from complaints.errors import NotFound, Problem
from connectors.replaying import hidden_columns, mendable_columns
from database import audit
from database.closed_files import find_closed, list_closed
from database.quarantine import (
    Quarantined,
    count_quarantined,
    find_quarantined,
    list_quarantined,
    waiting_among,
)
from database.reports import find_by_id
from database.runs import note_finished_run

PAGE = 25

AT_ONCE = 200
MAX_CELL = 400_000
ROW = Path(ge=1, le=2**62)


class MendForm(BaseModel):
    """Columns of the row with what they are to hold, aligned."""

    kolom: list[Annotated[str, Field(max_length=200)]] = Field(default=[], max_length=100)
    nilai: list[Annotated[str, Field(max_length=MAX_CELL)]] = Field(default=[], max_length=100)

    def cells(self) -> dict[str, str]:
        return {name: value.replace("\r\n", "\n") for name, value in zip(self.kolom, self.nilai, strict=False)}


class ReplayForm(BaseModel):
    """The rows to try again as they are."""

    nomor: list[Annotated[int, Field(ge=1, le=2**62)]] = Field(default=[], max_length=AT_ONCE)


def quarantine_routes(services: Services) -> APIRouter:
    """GET /karantina, a row of it, and the download; POST rows to try again."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/karantina")
    def karantina(
        request: Request,
        person: Mender,
        *,
        setelah: Annotated[int, Query(ge=0, le=2**62)] = 0,
        diterima: Annotated[int | None, Query(ge=0, le=AT_ONCE)] = None,
        tetap: Annotated[int, Query(ge=0, le=AT_ONCE)] = 0,
    ) -> HTMLResponse:
        with acting(services, person) as connection:
            rows = list_quarantined(connection, after=setelah, limit=PAGE + 1)
            total = count_quarantined(connection)
            closed = list_closed(connection, limit=PAGE)
        context = {
            "rows": [summary_view(row, hidden=hidden_columns(row.raw)) for row in rows[:PAGE]],
            "next_after": rows[PAGE - 1].id if len(rows) > PAGE else None,
            "total": total,
            "closed": closed,
            "accepted": diterima,
            "refused": tetap,
        }
        return render(request, "karantina.html", context)

    @router.get("/karantina/unduh")
    def unduh(person: Mender) -> StreamingResponse:
        headers = {"Content-Disposition": 'attachment; filename="karantina.csv"'}
        return StreamingResponse(_download(services, person), media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/karantina/{id_}")
    def baris(request: Request, person: Mender, id_: Annotated[int, ROW]) -> HTMLResponse:
        with acting(services, person) as connection:
            row = find_quarantined(connection, id_)
            public_id = find_by_id(connection, row.report_id) if row.report_id else None
            _note_looks(connection, person, [row])
            closed = find_closed(connection, id_)
        view = row_view(row, hidden=_hidden(person, row))
        return render(request, "baris_karantina.html", {**view, "public_id": public_id, "closed": closed})

    _add_replaying(router, services)
    return router


def _add_replaying(router: APIRouter, services: Services) -> None:
    @router.post("/karantina/ulang")
    def ulang(person: Mender, form: Annotated[ReplayForm, Form()]) -> RedirectResponse:
        if not form.nomor:
            raise ApiProblem(422, problems=[Problem(code="rows_needed", field="nomor")])
        done = _replay(services, person, {id_: {} for id_ in form.nomor})
        accepted = sum(not one.problems for one in done)
        query = urlencode({"diterima": accepted, "tetap": len(done) - accepted})
        return RedirectResponse(f"/karantina?{query}", status_code=303)

    @router.post("/karantina/{id_}")
    def perbaiki(
        request: Request, person: Mender, id_: Annotated[int, ROW], form: Annotated[MendForm, Form()]
    ) -> Response:
        with acting(services, person) as connection:
            row = find_quarantined(connection, id_)
        hidden = _hidden(person, row)
        given = {name: text for name, text in form.cells().items() if name in mendable_columns(row.source_key)}
        before = {name: text.replace("\r\n", "\n") for name, text in row.raw.items()}
        mended = {name: text for name, text in given.items() if name not in hidden and text != before.get(name, "")}
        done = _replay(services, person, {id_: mended})
        if not done:
            raise NotFound(f"quarantine row {id_}")
        if not done[0].problems:
            return RedirectResponse("/karantina?diterima=1", status_code=303)
        view = row_view(row, hidden=hidden, entered=mended, problems=done[0].problems)
        return render(request, "baris_karantina.html", {**view, "public_id": None, "closed": None}, 422)


def _replay(services: Services, person: Person, wanted: dict[int, dict[str, str]]) -> list[Replayed]:
    """Try these rows again, all in one transaction; those that the person does not see waiting are left out."""
    automation, now = services.automation, services.now()
    with acting(services, person) as connection:
        waiting = waiting_among(connection, list(wanted))
    with receiving(services, person) as connection:
        run_id = note_finished_run(connection, requested="replay", automation=automation)
        return [
            replay_row(connection, id_, wanted[id_], actor=f"person:{person.name}", run_id=run_id, now=now)
            for id_ in waiting
        ]


def _hidden(person: Person, row: Quarantined) -> frozenset[str]:
    """The columns of this row that the person is not shown."""
    return frozenset() if person.may(Permission.SEE_RAHASIA) else hidden_columns(row.raw)


def _note_looks(connection: Connection, person: Person, rows: Sequence[Quarantined]) -> None:
    """Each look at what is rahasia is a row of the log."""
    looked = [row.id for row in rows if hidden_columns(row.raw) and not _hidden(person, row)]
    audit.append(connection, f"person:{person.name}", "rahasia.read", [(f"quarantine:{id_}", {}) for id_ in looked])


def _download(services: Services, person: Person) -> Iterator[str]:
    """All that waits; the looks are noted before the first line, for nobody knows whether the last one is read."""
    with acting(services, person) as connection:
        _note_looks(connection, person, [row for row in _all_waiting(connection) if hidden_columns(row.raw)])
    yield "\ufeff" + csv_line(HEADER)
    with acting(services, person) as connection:
        for row in _all_waiting(connection):
            yield csv_line(download_cells(row, hidden=_hidden(person, row)))


def _all_waiting(connection: Connection) -> Iterator[Quarantined]:
    after = 0
    while rows := list_quarantined(connection, after=after, limit=AT_ONCE):
        yield from rows
        after = rows[-1].id
