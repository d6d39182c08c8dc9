"""A person closes a report as a duplicate of another, or takes that back."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from api.access import Reviewer, acting
from api.problems import ApiProblem
from api.report_page import MAX_NAME
from api.services import Services
from complaints.errors import Problem
from complaints.intake import clean_text
from database.merging import Merge, merge, undo_merge


class MergeForm(BaseModel):
    """The fields of the form; `asli` is the report of the button that was pressed."""

    shown: int
    asli: UUID
    nama: str = ""
    bidang: str = ""


class UndoForm(BaseModel):
    """Who takes a merge back."""

    nama: str = ""


def merge_routes(services: Services) -> APIRouter:
    """POST /laporan/{id}/duplikat and /laporan/{id}/duplikat/batal."""
    router = APIRouter()

    @router.post("/laporan/{public_id:uuid}/duplikat")
    def duplikat(person: Reviewer, public_id: UUID, form: Annotated[MergeForm, Form()]) -> RedirectResponse:
        wanted = Merge(public_id=public_id, original=form.asli, shown=form.shown, person=_checked_name(form.nama))
        with acting(services, person) as connection:
            merge(connection, wanted)
        bidang = clean_text(form.bidang)[:100]
        query = urlencode({"tersimpan": "ya"} | ({"bidang": bidang} if bidang else {}))
        return RedirectResponse(f"/?{query}", status_code=303)

    @router.post("/laporan/{public_id:uuid}/duplikat/batal")
    def batal(person: Reviewer, public_id: UUID, form: Annotated[UndoForm, Form()]) -> RedirectResponse:
        name = _checked_name(form.nama)
        with acting(services, person) as connection:
            undo_merge(connection, public_id, name)
        return RedirectResponse(f"/laporan/{public_id}", status_code=303)

    return router


def _checked_name(written: str) -> str:
    """Raises ApiProblem where it is no name."""
    name = clean_text(written)
    if not 0 < len(name) <= MAX_NAME or "\n" in name:
        raise ApiProblem(422, problems=[Problem(code="name_needed", field="nama")])
    return name
