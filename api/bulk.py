"""Look-alikes in the queue: confirmed together with one press, each with a decision of its own."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from api.access import Reviewer, acting
from api.problems import ApiProblem
from api.rendering import render
from api.services import Services
from api.views import path_view
from complaints.access import Person
from complaints.errors import AlreadyReviewed, ComplaintError, NotFound, Problem
from complaints.taxonomy import Taxonomy
from database.look_alikes import LookAlike, find_look_alikes
from database.review import Verdict, record_verdict

LEAST = 0.6
"""The cosine from which two reports are offered as look-alikes."""
MOST = 50
CHANGED = "Sudah diputus atau berubah sesudah halaman ini dibuka, atau tidak lagi serupa."
HELD = "Sedang dipegang orang lain, atau harus dinilai tanpa melihat usulan."
UNKNOWN = "Usulannya tidak ada lagi di daftar kategori."

Picked = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}:[0-9]{1,18}$")]


class ConfirmForm(BaseModel):
    """`asal` is the report whose look-alikes were shown; `pilih` holds "report:decision" of each that was ticked."""

    asal: UUID
    pilih: Annotated[list[Picked], Field(max_length=MOST)] = []


def bulk_routes(services: Services) -> APIRouter:
    """GET /laporan/{id}/serupa and POST /antrean/setujui."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/laporan/{public_id:uuid}/serupa")
    def serupa(request: Request, person: Reviewer, public_id: UUID) -> HTMLResponse:
        taxonomy, names = services.taxonomy(), _office_names(services)
        with acting(services, person) as connection:
            found = find_look_alikes(connection, public_id, least=LEAST, limit=MOST)
        rows = [one for one in found if tuple(one.path) in taxonomy.nodes]
        path = path_view(rows[0].path, rows[0].path_p, taxonomy) if rows else []
        return render(request, "setujui.html", {"rows": rows, "path": path, "asal": public_id, "office_names": names})

    @router.post("/antrean/setujui")
    def setujui(request: Request, person: Reviewer, form: Annotated[ConfirmForm, Form()]) -> HTMLResponse:
        if not form.pilih:
            raise ApiProblem(422, problems=[Problem(code="none_chosen", field="pilih", values={"limit": MOST})])
        outcomes = [
            (public_id, _confirm(services, person, form.asal, public_id, shown))
            for public_id, shown in _pairs(form.pilih)
        ]
        context = {
            "confirmed": [public_id for public_id, why in outcomes if not why],
            "left": [(public_id, why) for public_id, why in outcomes if why],
        }
        return render(request, "disetujui.html", context)

    return router


def _pairs(picked: Sequence[str]) -> list[tuple[UUID, int]]:
    """Report and shown decision of each, none of them twice."""
    split = (one.partition(":") for one in dict.fromkeys(picked))
    try:
        return [(UUID(public_id), int(shown)) for public_id, _, shown in split]
    except ValueError as error:
        raise ApiProblem(422) from error


def _confirm(services: Services, person: Person, seed: UUID, public_id: UUID, shown: int) -> str:
    """Confirm one, in a transaction of its own; why it could not be, in words, else an empty string."""
    taxonomy, offices = services.taxonomy(), _office_names(services)
    try:
        with acting(services, person) as connection:
            alike = find_look_alikes(connection, seed, least=LEAST, limit=MOST, only=public_id)
            if not alike or alike[0].decision_id != shown:
                return CHANGED
            if tuple(alike[0].path) not in taxonomy.nodes:
                return UNKNOWN
            record_verdict(connection, _verdict(alike[0], person, taxonomy, offices))
    except (AlreadyReviewed, NotFound):
        return CHANGED
    except ComplaintError:
        return HELD
    return ""


def _verdict(one: LookAlike, person: Person, taxonomy: Taxonomy, offices: dict[str, str]) -> Verdict:
    outside = taxonomy.is_outside(one.path)
    return Verdict(
        public_id=one.public_id,
        shown=one.decision_id,
        path=one.path,
        outside=outside,
        klasifikasi=one.klasifikasi,
        # The offices of the directory are ours: a report for somebody else goes to none of them.
        office_id=one.office_id if one.office_id in offices and not outside else None,
        person=person.name,
        note="Disetujui bersama laporan yang serupa",
    )


def _office_names(services: Services) -> dict[str, str]:
    return {office.id: office.name for office in services.directory().open_offices}
