"""Tokens of programs, made and revoked on the page Pengguna; each is shown once."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from api.access import Manager, acting
from api.passwords import hash_of, new_token
from api.people_page import people_page
from api.reaching import read_reach
from api.rendering import render
from api.services import Services
from complaints.access import LENT, Role
from complaints.accounts import MOST_DAYS, problems_of_name
from complaints.errors import Problem
from database.tokens import NewToken, add_token, revoke_token


class TokenForm(BaseModel):
    """The fields of a token; see AccountForm."""

    nama: str = ""
    peran: str = Role.MACHINE.value
    bagian: str = ""
    kantor: str = ""
    hari: int = 90


def token_routes(services: Services) -> APIRouter:
    """POST /token and /token/{id}/cabut."""
    router = APIRouter(prefix="/token")

    @router.post("")
    def add(request: Request, person: Manager, form: Annotated[TokenForm, Form()]) -> HTMLResponse:
        name = form.nama.strip().lower()
        reach, problems = read_reach(form.bagian, form.kantor, services.taxonomy(), services.directory().offices)
        problems += problems_of_name(name)
        if not 1 <= form.hari <= MOST_DAYS:
            problems.append(Problem(code="lifetime", field="hari", values={"limit": MOST_DAYS}))
        if form.peran not in LENT:
            problems.append(Problem(code="role_unknown", field="peran"))
        if problems:
            return people_page(request, services, person, problems=problems)
        token, role, lifetime = new_token(), Role(form.peran), timedelta(days=form.hari)
        new = NewToken(name=name, token_hash=hash_of(token), role=role, reach=reach, lifetime=lifetime)
        with acting(services, person) as connection:
            add_token(connection, new, actor=f"person:{person.name}")
        return render(request, "sekali.html", {"name": name, "shown_as": name, "secret": token, "is_token": True})

    @router.post("/{id_}/cabut")
    def cabut(person: Manager, id_: UUID) -> RedirectResponse:
        with acting(services, person) as connection:
            revoke_token(connection, id_, actor=f"person:{person.name}")
        return RedirectResponse("/pengguna", status_code=303)

    return router
