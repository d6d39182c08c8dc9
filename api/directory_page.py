"""Direktori: the offices, what is known of each, who confirmed it, and what changed between versions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from api.access import acting, needs
from api.office_views import detail_view, list_view
from api.problems import ApiProblem
from api.reasons import PRINTABLE
from api.rendering import render
from api.services import Services
from complaints.access import Permission, Person
from complaints.directory.changes import changes_between
from complaints.directory.checkup import may_confirm
from complaints.directory.finding import Wanted
from complaints.directory.snapshot import open_snapshot
from complaints.errors import NotFound, Problem
from complaints.intake import clean_text
from database import confirming, facts

Looker = Annotated[Person, Depends(needs(Permission.SEE_DIRECTORY))]
Confirmer = Annotated[Person, Depends(needs(Permission.CONFIRM_OFFICES))]
TEXT = Query(max_length=200, pattern=PRINTABLE)
OFFICE = Path(max_length=100, pattern=PRINTABLE)
MAX_NOTE = 1000


class ConfirmForm(BaseModel):
    """What a person says of the data of an office; `seen` is the fingerprint of what the page showed."""

    seen: str = ""
    benar: str = ""
    catatan: str = ""


def directory_routes(services: Services) -> APIRouter:
    """GET /direktori, its offices and changes; POST what a person says of an office."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/direktori")
    def direktori(
        request: Request,
        person: Looker,
        *,
        cari: Annotated[str, TEXT] = "",
        jenis: Annotated[str, TEXT] = "",
        kanwil: Annotated[str, TEXT] = "",
        provinsi: Annotated[str, TEXT] = "",
        keadaan: Annotated[str, TEXT] = "",
        setelah: Annotated[str, TEXT] = "",
    ) -> HTMLResponse:
        directory, now = services.directory(), services.now()
        with acting(services, person) as connection:
            said = confirming.latest_confirmations(connection)
        wanted = Wanted(words=cari, kind=jenis, parent_id=kanwil, province=provinsi)
        view = list_view(directory, wanted, said, standing=keadaan, after=setelah, now=now)
        return render(request, "direktori.html", view)

    @router.get("/direktori/perubahan")
    def perubahan(
        request: Request, person: Looker, dari: Annotated[str, TEXT] = "", ke: Annotated[str, TEXT] = ""
    ) -> HTMLResponse:
        with acting(services, person) as connection:
            versions = facts.list_directories(connection)
            names = [one.version for one in versions]
            older, newer = dari or next(iter(names[1:2]), ""), ke or next(iter(names), "")
            files = [facts.directory_files(connection, name) for name in (older, newer) if older]
        changes = changes_between(*(open_snapshot(one)[0] for one in files)) if files else None
        context = {"versions": versions, "older": older, "newer": newer, "changes": changes}
        return render(request, "perubahan.html", context)

    @router.get("/direktori/kantor/{office_id}")
    def kantor(
        request: Request, person: Looker, office_id: Annotated[str, OFFICE], tersimpan: str = ""
    ) -> HTMLResponse:
        directory, now = services.directory(), services.now()
        with acting(services, person) as connection:
            said = confirming.confirmations_of(connection, office_id)
        view = detail_view(directory, office_id, said, now=now)
        can = may_confirm(person, directory, office_id)
        return render(request, "kantor.html", {**view, "can_confirm": can, "saved": bool(tersimpan)})

    _add_confirming(router, services)
    return router


def _add_confirming(router: APIRouter, services: Services) -> None:
    @router.post("/direktori/kantor/{office_id}/konfirmasi")
    def konfirmasi(
        person: Confirmer, office_id: Annotated[str, OFFICE], form: Annotated[ConfirmForm, Form()]
    ) -> RedirectResponse:
        directory = services.directory()
        view = detail_view(directory, office_id, [], now=services.now())
        if not may_confirm(person, directory, office_id):
            raise ApiProblem(403, "not_yours")
        if form.seen != view["fingerprint"]:
            raise ApiProblem(409, "data_changed")
        is_right, note = _checked(form)
        with acting(services, person) as connection:
            version = facts.current_directory_version(connection)
            if version is None:
                raise NotFound("directory")
            seen = confirming.Seen(office_id=office_id, directory=version, fingerprint=form.seen)
            confirming.confirm_office(connection, seen, is_right=is_right, note=note, person=person.name)
        return RedirectResponse(f"/direktori/kantor/{office_id}?tersimpan=ya", status_code=303)


def _checked(form: ConfirmForm) -> tuple[bool, str]:
    """Raises ApiProblem where it does not say which, or that something is wrong but not what."""
    note = clean_text(form.catatan[: 10 * MAX_NOTE])
    problems = []
    if form.benar not in {"ya", "tidak"}:
        problems.append(Problem(code="say_which", field="benar"))
    if len(note) > MAX_NOTE:
        problems.append(Problem(code="note_too_long", field="catatan", values={"limit": MAX_NOTE}))
    if form.benar == "tidak" and not note:
        problems.append(Problem(code="say_what", field="catatan"))
    if problems:
        raise ApiProblem(422, problems=problems)
    return form.benar == "ya", note
