"""A person closes a report as a duplicate of another, or takes that back."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from api.access import Reviewer, acting
from api.services import Services
from complaints.intake import clean_text
from database.merging import Merge, merge, undo_merge


class MergeForm(BaseModel):
    """The fields of the form; `asli` is the report of the button that was pressed."""

    shown: int
    asli: UUID
    bidang: str = ""


def merge_routes(services: Services) -> APIRouter:
    """POST /laporan/{id}/duplikat and /laporan/{id}/duplikat/batal."""
    router = APIRouter()

    @router.post("/laporan/{public_id:uuid}/duplikat")
    def duplikat(person: Reviewer, public_id: UUID, form: Annotated[MergeForm, Form()]) -> RedirectResponse:
        wanted = Merge(public_id=public_id, original=form.asli, shown=form.shown, person=person.name)
        with acting(services, person) as connection:
            merge(connection, wanted)
        bidang = clean_text(form.bidang)[:100]
        query = urlencode({"tersimpan": "ya"} | ({"bidang": bidang} if bidang else {}))
        return RedirectResponse(f"/?{query}", status_code=303)

    @router.post("/laporan/{public_id:uuid}/duplikat/batal")
    def batal(person: Reviewer, public_id: UUID) -> RedirectResponse:
        with acting(services, person) as connection:
            undo_merge(connection, public_id, person.name)
        return RedirectResponse(f"/laporan/{public_id}", status_code=303)

    return router
