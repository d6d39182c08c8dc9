"""Look-alikes in the queue: confirmed together with one press."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from api.access import Reviewer
from api.confirming import MOST, Left, confirm_alike, look_alikes_of
from api.problems import ApiProblem
from api.rendering import render
from api.services import Services
from api.views import path_view
from complaints.errors import Problem

WHY: Mapping[Left, str] = {
    Left.CHANGED: "Sudah diputus atau berubah sesudah halaman ini dibuka, atau tidak lagi serupa.",
    Left.HELD: "Sedang dipegang orang lain, atau harus dinilai tanpa melihat usulan.",
    Left.UNKNOWN: "Usulannya tidak ada lagi di daftar kategori.",
}

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
        rows = look_alikes_of(services, person, public_id)
        path = path_view(rows[0].path, rows[0].path_p, services.taxonomy()) if rows else []
        names = {office.id: office.name for office in services.directory().offices}
        return render(request, "setujui.html", {"rows": rows, "path": path, "asal": public_id, "office_names": names})

    @router.post("/antrean/setujui")
    def setujui(request: Request, person: Reviewer, form: Annotated[ConfirmForm, Form()]) -> HTMLResponse:
        if not form.pilih:
            raise ApiProblem(422, problems=[Problem(code="none_chosen", field="pilih", values={"limit": MOST})])
        outcomes = [
            (public_id, confirm_alike(services, person, form.asal, public_id, shown))
            for public_id, shown in _pairs(form.pilih)
        ]
        context = {
            "confirmed": [public_id for public_id, why in outcomes if why is None],
            "left": [(public_id, WHY[why]) for public_id, why in outcomes if why is not None],
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
