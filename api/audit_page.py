"""Catatan audit: the chain as a list, searched, checked, and exported."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse
from pydantic import BaseModel, Field

from api.access import acting, needs
from api.audit_views import as_csv, as_json_lines, entry_view
from api.problems import ApiProblem
from api.reasons import PRINTABLE, must_hold
from api.rendering import render
from api.services import Services
from api.wording import WIB
from complaints.access import Permission, Person
from complaints.errors import Problem
from database.audit_reading import (
    Entry,
    Sought,
    check_and_keep,
    known_actions,
    last_check,
    list_entries,
    stream_entries,
)

Auditor = Annotated[Person, Depends(needs(Permission.SEE_AUDIT_LOG))]
PAGE = 50
FORMATS = {"csv": ("text/csv; charset=utf-8", as_csv), "jsonl": ("application/jsonl", as_json_lines)}


class AuditQuery(BaseModel):
    """What of the log is asked for; days are those of western Indonesia, both counted."""

    pelaku: str = Field(default="", max_length=200, pattern=PRINTABLE)
    tindakan: str = Field(default="", max_length=100, pattern=PRINTABLE)
    subjek: str = Field(default="", max_length=200, pattern=PRINTABLE)
    dari: str = Field(default="", max_length=10)
    sampai: str = Field(default="", max_length=10)

    def sought(self) -> Sought:
        """Raises ApiProblem for a day that is none."""
        until = _first_moment(self.sampai, "sampai")
        return Sought(
            actor=self.pelaku.strip(),
            action=self.tindakan,
            subject=self.subjek.strip(),
            since=_first_moment(self.dari, "dari"),
            before=until + timedelta(days=1) if until else None,
        )


class ExportQuery(AuditQuery):
    """The same, and in which format."""

    bentuk: str = Field(default="csv", max_length=10)


class AuditPageQuery(AuditQuery):
    """The same, and below which entry the page begins."""

    sebelum: int | None = Field(default=None, ge=1, le=2**62)


def audit_routes(services: Services) -> APIRouter:
    """GET /audit and its export; POST a check of the whole chain."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/audit")
    def audit(request: Request, person: Auditor, query: Annotated[AuditPageQuery, Query()]) -> HTMLResponse:
        must_hold(person)
        sought = query.sought()
        with acting(services, person) as connection:
            found = list_entries(connection, sought, below=query.sebelum, limit=PAGE + 1)
            actions, check = known_actions(connection), last_check(connection)
        asked = {key: value for key, value in query.model_dump(exclude={"sebelum"}).items() if value}
        context = {
            "entries": [entry_view(entry) for entry in found[:PAGE]],
            "next_below": found[PAGE - 1].id if len(found) > PAGE else None,
            "is_first": query.sebelum is None,
            "query": query,
            "asked": urlencode(asked),
            "actions": actions,
            "check": check,
        }
        return render(request, "audit.html", context)

    @router.get("/audit/unduh")
    def unduh(person: Auditor, query: Annotated[ExportQuery, Query()]) -> StreamingResponse:
        must_hold(person)
        if query.bentuk not in FORMATS:
            raise ApiProblem(422, problems=[Problem(code="say_which", field="bentuk")])
        media_type, write = FORMATS[query.bentuk]
        headers = {"Content-Disposition": f'attachment; filename="catatan-audit.{query.bentuk}"'}
        entries = _stream(services, person, query.sought())
        return StreamingResponse(write(entries), media_type=media_type, headers=headers)

    @router.post("/audit/periksa")
    def periksa(person: Auditor) -> RedirectResponse:
        must_hold(person)
        with acting(services, person) as connection:
            check_and_keep(connection, by=person.name)
        return RedirectResponse("/audit", status_code=303)

    return router


def _stream(services: Services, person: Person, sought: Sought) -> Iterator[Entry]:
    with acting(services, person) as connection:
        yield from stream_entries(connection, sought)


def _first_moment(written: str, field: str) -> datetime | None:
    """The beginning of this day. Raises ApiProblem where it is none."""
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
        return datetime(day.year, day.month, day.day, tzinfo=WIB)
    except ValueError as error:
        raise ApiProblem(422, problems=[Problem(code="no_day", field=field)]) from error
