"""A whole file in quarantine is closed by a person who says why, and opened again."""

from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api.access import Mender, acting
from api.reasons import checked_reason
from api.services import Services
from database.closed_files import close_file, open_file

FILE = Path(ge=1, le=2**62)


class CloseForm(BaseModel):
    """Why nobody needs the file."""

    alasan: Annotated[str, Field(max_length=5000)] = ""


def closing_routes(services: Services) -> APIRouter:
    """POST /karantina/{id}/tutup and /karantina/{id}/buka."""
    router = APIRouter(prefix="/karantina/{id_}")

    @router.post("/tutup")
    def tutup(person: Mender, id_: Annotated[int, FILE], form: Annotated[CloseForm, Form()]) -> RedirectResponse:
        why = checked_reason(form.alasan)
        with acting(services, person) as connection:
            close_file(connection, id_, by=person.name, why=why)
        return RedirectResponse(f"/karantina/{id_}", status_code=303)

    @router.post("/buka")
    def buka(person: Mender, id_: Annotated[int, FILE]) -> RedirectResponse:
        with acting(services, person) as connection:
            open_file(connection, id_, by=person.name)
        return RedirectResponse(f"/karantina/{id_}", status_code=303)

    return router
