"""The offices that fit what a person types, as a stretch of a page or as a page of its own."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.access import Reader
from api.rendering import render
from api.room import Room


def office_routes(room: Room) -> APIRouter:
    """GET /kantor."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/kantor")
    def kantor(
        request: Request,
        person: Reader,
        q: Annotated[str, Query(max_length=300)] = "",
        kantor: Annotated[str, Query(max_length=300)] = "",
        kantor_tembusan: Annotated[str, Query(max_length=300)] = "",
    ) -> HTMLResponse:
        typed = q or kantor or kantor_tembusan
        found = room.offices.current().find(typed)
        is_part = request.headers.get("hx-request") == "true"
        return render(
            request, "usulan_kantor.html" if is_part else "cari_kantor.html", {"found": found, "typed": typed}
        )

    return router
