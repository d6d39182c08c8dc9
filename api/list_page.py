"""The list of reports: every one, or those behind a figure of the dashboard; narrowed down and searched."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.access import Reader, acting
from api.list_query import ListQuery, filter_of, kept_within, read_moment, write_moment
from api.queue_choices import names_of
from api.rendering import render
from api.services import Services
from complaints.directory import Office
from complaints.kanwil import kanwil_by_office
from complaints.taxonomy import Taxonomy
from database.listed import Listed
from database.listing import Kind, ListFilter, list_reports
from database.searching import FOUND_AT_MOST

PAGE = 25
KINDS: Mapping[Kind, str] = {
    Kind.ALL: "Semua laporan",
    Kind.CHECKED: "Diperiksa mesin",
    Kind.SENT: "Terkirim otomatis",
    Kind.REVIEWED: "Diputus peninjau",
    Kind.AUDITED: "Diaudit",
    Kind.MISROUTED: "Salah alamat menurut audit",
    Kind.OVERDUE: "Lewat tenggat sekarang",
    Kind.COPIED: "Dengan tembusan",
    Kind.PARTS: "Pecahan laporan",
}


class ListAddress(ListQuery):
    """The query, and where the page begins."""

    cursor: Annotated[str, Query(max_length=200)] = ""


def list_routes(services: Services) -> APIRouter:
    """GET /laporan."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/laporan")
    def daftar(request: Request, person: Reader, address: Annotated[ListAddress, Query()]) -> HTMLResponse:
        taxonomy, offices = services.taxonomy(), services.directory().offices
        query = ListQuery.model_validate(address.model_dump(include=set(ListQuery.model_fields)))
        with acting(services, person) as connection:
            wanted = filter_of(connection, query, taxonomy, offices)
            context = _page(connection, kept_within(wanted, person.reach, taxonomy), address.cursor, taxonomy)
        context |= {
            "query": query,
            "is_first": not address.cursor,
            "too_many": wanted.ids is not None and len(wanted.ids) >= FOUND_AT_MOST,
            "most": FOUND_AT_MOST,
            "options": _options(taxonomy, offices),
            "office_names": {office.id: office.name for office in offices},
        }
        return render(request, "daftar.html", context)

    return router


def _page(connection: Connection, wanted: ListFilter | None, cursor: str, taxonomy: Taxonomy) -> dict[str, Any]:
    after = read_moment(cursor) if cursor else None
    rows = list_reports(connection, wanted, after=after, limit=PAGE + 1) if wanted else []
    shown = rows[:PAGE]
    more = write_moment((shown[-1].at, shown[-1].decision_id)) if len(rows) > PAGE else None
    return {"items": [_item(row, taxonomy) for row in shown], "next_cursor": more}


def _item(row: Listed, taxonomy: Taxonomy) -> dict[str, Any]:
    """A row of the list. What is rahasia stays hidden: it is read one by one."""
    path = tuple(row.path)
    names = [
        taxonomy.label(path[:depth]) if path[:depth] in taxonomy.nodes else path[depth - 1]
        for depth in range(1, len(path) + 1)
    ]
    return {
        "id": str(row.public_id),
        "external_id": row.external_id,
        "judul": None if row.rahasia else row.judul,
        "isi": None if row.rahasia else row.isi,
        "anonim": row.anonim,
        "rahasia": row.rahasia,
        "is_copy": row.is_copy,
        "kota": "" if row.rahasia else row.kota,
        "at": row.at,
        "status": row.status,
        "is_sent": row.outcome == "auto" and row.acted,
        "names": names,
        "office_id": row.office_id,
    }


def _options(taxonomy: Taxonomy, offices: Sequence[Office]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each field: (value, name)."""
    named = {office.id: office.name for office in offices}
    tops = sorted(set(kanwil_by_office(offices).values()), key=lambda id_: named[id_].casefold())
    inner = {path[-1] for path in taxonomy.nodes if len(path) < len(taxonomy.levels)} or set(taxonomy.leaves)
    branches = [(code, name) for code, name in names_of(taxonomy).items() if code in inner]
    return {
        "daftar": [(kind.value, name) for kind, name in KINDS.items()],
        "cabang": branches,
        "kanwil": [(id_, named[id_]) for id_ in tops],
    }
