"""Label diragukan: labels that are probably wrong, kept by a person or put before two others."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Reviewer, acting, needs
from api.rendering import render
from api.report_page import path_label
from api.services import Services
from complaints.access import Permission, Person
from complaints.taxonomy import Taxonomy
from database.doubts import ShownDoubt, ask_two_others, list_doubts, stand_by

Looker = Annotated[Person, Depends(needs(Permission.SEE_MODELS))]
SHOWN = 50
WHY = "Labelnya diragukan: kategori lain lebih mungkin menurut model yang tidak belajar dari laporan ini"
DONE = {
    "tetap": "Tersimpan: labelnya tetap, dan tidak ditanyakan lagi.",
    "pendapat": "Tersimpan: laporannya kembali ke antrean dan dinilai dua orang tanpa melihat usulan.",
}


def doubt_routes(services: Services) -> APIRouter:
    """GET /label/diragukan; POST what is done about one."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/label/diragukan")
    def diragukan(request: Request, person: Looker, tersimpan: str = "") -> HTMLResponse:
        taxonomy = services.taxonomy()
        with acting(services, person) as connection:
            doubts = list_doubts(connection, limit=SHOWN)
        context = {
            "items": [_item(one, taxonomy) for one in doubts],
            "can_review": person.may(Permission.REVIEW),
            "saved": DONE.get(tersimpan, ""),
        }
        return render(request, "label_diragukan.html", context)

    @router.post("/label/diragukan/{row_id:int}/tetap")
    def tetap(person: Reviewer, row_id: int) -> RedirectResponse:
        with acting(services, person) as connection:
            stand_by(connection, row_id, person.name)
        return RedirectResponse("/label/diragukan?tersimpan=tetap", status_code=303)

    @router.post("/label/diragukan/{row_id:int}/pendapat")
    def pendapat(person: Reviewer, row_id: int) -> RedirectResponse:
        with acting(services, person) as connection:
            ask_two_others(connection, row_id, person.name, WHY)
        return RedirectResponse("/label/diragukan?tersimpan=pendapat", status_code=303)

    return router


def _item(doubt: ShownDoubt, taxonomy: Taxonomy) -> dict[str, Any]:
    return {
        **vars(doubt),
        "category": _named(doubt.category, taxonomy),
        "instead": _named(doubt.instead, taxonomy),
    }


def _named(leaf: str, taxonomy: Taxonomy) -> str:
    return path_label(taxonomy.path_of_leaf.get(leaf, (leaf,)), taxonomy)
