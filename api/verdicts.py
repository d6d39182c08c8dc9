"""A person's verdict: read from the form, checked with all its problems at once, saved, and on to the next report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from psycopg import Connection
from pydantic import BaseModel

from api.access import Reviewer, acting
from api.pages import render
from api.report_page import COOKIE, MAX_NAME, Entered, office_labels, report_page
from api.services import Services
from complaints.errors import Problem
from complaints.intake import clean_text
from complaints.report import Klasifikasi
from complaints.taxonomy import Taxonomy
from database.reports import list_waiting
from database.review import Verdict, record_verdict

MAX_NOTE = 2_000
COOKIE_SECONDS = 180 * 24 * 3600


class VerdictForm(BaseModel):
    """The fields of the form. `pilihan` is the leaf of the button that was pressed; empty where the list decides."""

    shown: int
    pilihan: str = ""
    kategori: str = ""
    kantor: str = ""
    klasifikasi: str = ""
    catatan: str = ""
    nama: str = ""
    bidang: str = ""


def verdict_routes(services: Services) -> APIRouter:
    """POST /laporan/{id}/putusan."""
    router = APIRouter()

    @router.post("/laporan/{public_id:uuid}/putusan")
    def putusan(request: Request, person: Reviewer, public_id: UUID, form: Annotated[VerdictForm, Form()]) -> Response:
        entered = _read(form)
        taxonomy, labels = services.taxonomy(), office_labels(services.directory().offices)
        problems = _problems(entered, taxonomy, labels)
        with acting(services, person) as connection:
            if problems:
                entered = replace(entered, problems=tuple(problems))
                context = report_page(connection, taxonomy, labels, public_id, entered)
                return render(request, "laporan.html", {**context, "saved": False}, status=422)
            verdict = _verdict(public_id, form.shown, entered, taxonomy, labels)
            record_verdict(connection, replace(verdict, person=person.name))
            response = RedirectResponse(_next_address(connection, entered.bidang), status_code=303)
        _remember_person(request, response, entered.person)
        return response

    return router


def _read(form: VerdictForm) -> Entered:
    return Entered(
        person=clean_text(form.nama),
        category=clean_text(form.pilihan or form.kategori),
        office=clean_text(form.kantor),
        klasifikasi=clean_text(form.klasifikasi),
        note=clean_text(form.catatan),
        bidang=clean_text(form.bidang)[:100],
    )


def _problems(entered: Entered, taxonomy: Taxonomy, labels: Mapping[str, str]) -> list[Problem]:
    found = []
    if not 0 < len(entered.person) <= MAX_NAME or "\n" in entered.person:
        found.append(Problem(code="name_needed", field="nama"))
    if entered.category not in taxonomy.path_of_leaf:
        found.append(Problem(code="category_needed", field="kategori"))
    if entered.klasifikasi not in set(Klasifikasi):
        found.append(Problem(code="klasifikasi_needed", field="klasifikasi"))
    if entered.office and _office_id(entered.office, labels) is None:
        found.append(Problem(code="office_unknown", field="kantor", values={"value": entered.office[:100]}))
    if len(entered.note) > MAX_NOTE:
        found.append(Problem(code="note_too_long", field="catatan", values={"limit": MAX_NOTE}))
    return found


def _office_id(written: str, labels: Mapping[str, str]) -> str | None:
    """The office that was picked from the list, or whose id was typed."""
    return labels.get(written) or (written if written in set(labels.values()) else None)


def _verdict(public_id: UUID, shown: int, entered: Entered, taxonomy: Taxonomy, labels: Mapping[str, str]) -> Verdict:
    path = taxonomy.path_of_leaf[entered.category or ""]
    outside = taxonomy.is_outside(path)
    return Verdict(
        public_id=public_id,
        shown=shown,
        path=path,
        outside=outside,
        klasifikasi=entered.klasifikasi or "",
        # The offices of the directory are ours: a report for somebody else goes to none of them.
        office_id=None if outside else _office_id(entered.office or "", labels),
        person=entered.person,
        note=entered.note,
    )


def _next_address(connection: Connection, bidang: str) -> str:
    """The next report that waits below the same branch, or the queue where none is left."""
    waiting = list_waiting(connection, limit=1, bidang=bidang)
    query = urlencode({"tersimpan": "ya"} | ({"bidang": bidang} if bidang and waiting else {}))
    return f"/laporan/{waiting[0].public_id}?{query}" if waiting else f"/?{query}"


def _remember_person(request: Request, response: Response, person: str) -> None:
    response.set_cookie(
        COOKIE,
        quote(person),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
