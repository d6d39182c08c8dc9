"""Sign in, sign out, and choose a password of one's own."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from api.access import Holder
from api.pages import render
from api.passwords import hash_of, new_secret
from api.people import who
from api.problem_texts import explain
from api.services import Services
from complaints.accounts import problems_of_password
from complaints.errors import Problem
from database.accounts import set_password
from database.sessions import end_session, open_session
from database.signing_in import Attempt, begin_attempt, note_failure, note_success

MOST_TYPED = 200


class SignInForm(BaseModel):
    """Sign-in name and password, and the page that was asked for."""

    nama: str = ""
    sandi: str = Field(default="", repr=False)
    ke: str = "/"


class PasswordForm(BaseModel):
    """The password that is in force, and the new one twice."""

    sekarang: str = Field(default="", repr=False)
    baru: str = Field(default="", repr=False)
    lagi: str = Field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class _Refused:
    """Why nobody is signed in: for how long to wait, or zero where name and password do not fit."""

    wait: timedelta = timedelta()


def sign_in_routes(services: Services) -> APIRouter:
    """GET and POST of /masuk and /sandi, POST /keluar."""
    router = APIRouter()

    @router.get("/masuk")
    def masuk(request: Request, ke: str = "/", keluar: str = "") -> Response:
        if who(request) is not None:
            return RedirectResponse(local(ke), status_code=303)
        return _sign_in_page(request, services, ke=local(ke), left=bool(keluar))

    @router.post("/masuk")
    def sign_in(request: Request, form: Annotated[SignInForm, Form()]) -> Response:
        name = form.nama.strip().lower()[:MOST_TYPED]
        found = check_password(services, name, form.sandi, address_of(request))
        if isinstance(found, _Refused):
            return _refuse(request, services, name, local(form.ke), found)
        return start_session(request, services, name, local(form.ke), attempt=found)

    @router.post("/keluar")
    def keluar(request: Request, holder: Holder) -> Response:
        with services.pool.connection() as connection:
            end_session(connection, hash_of(holder.session))
        response = RedirectResponse("/masuk?keluar=ya", status_code=303)
        response.delete_cookie(services.cookie, secure=services.is_secure, httponly=True, samesite="lax")
        return response

    @router.get("/sandi")
    def sandi(request: Request, holder: Holder) -> HTMLResponse:
        return _password_page(request, holder.must_change_password, [])

    @router.post("/sandi")
    def change(request: Request, holder: Holder, form: Annotated[PasswordForm, Form()]) -> Response:
        name = holder.person.name
        found = check_password(services, name, form.sekarang, address_of(request))
        problems = _problems(form, name, fits=isinstance(found, Attempt))
        if problems or isinstance(found, _Refused):
            return _password_page(request, holder.must_change_password, problems)
        kept = services.passwords.hash(form.baru)
        with services.pool.connection() as connection:
            set_password(connection, name, kept, must_change=False, actor=f"person:{name}")
        return start_session(request, services, name, "/", attempt=found)

    return router


def check_password(services: Services, name: str, password: str, address: str) -> Attempt | _Refused:
    """The attempt where it fits. One check of a password, whether there is such an account or not."""
    with services.pool.connection() as connection:
        attempt = begin_attempt(connection, name, address)
    if isinstance(attempt, timedelta):
        return _Refused(wait=attempt)
    if services.passwords.fits(password[:MOST_TYPED], attempt.password_hash):
        return attempt
    if attempt.password_hash is not None:
        with services.pool.connection() as connection:
            note_failure(connection, name, address=address)
    return _Refused()


def start_session(
    request: Request, services: Services, name: str, address: str, *, attempt: Attempt
) -> RedirectResponse:
    """A session under an id that nobody knew before, and on to the page that was asked for."""
    secret = new_secret()
    before = request.cookies.get(services.cookie, "")
    with services.pool.connection() as connection:
        open_session(connection, name, hash_of(secret), instead_of=hash_of(before))
        note_success(connection, attempt, name, address=address_of(request), how="password")
    response = RedirectResponse(address, status_code=303)
    give_cookie(response, services, secret)
    return response


def give_cookie(response: Response, services: Services, secret: str) -> None:
    """The cookie of the session: no script reads it, no other site's forms carry it."""
    response.set_cookie(services.cookie, secret, httponly=True, samesite="lax", secure=services.is_secure, path="/")


def local(address: str) -> str:
    """The address where it lies here, else the first page: nobody is led elsewhere after signing in."""
    parts = urlsplit(address)
    here = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
    plain = "\\" not in address and address.isprintable() and not address.startswith(("/masuk", "/keluar"))
    return address if here and plain else "/"


def address_of(request: Request) -> str:
    """From where the request comes, as far as is known."""
    return request.client.host if request.client else ""


def _sign_in_page(
    request: Request,
    services: Services,
    *,
    ke: str,
    name: str = "",
    refused: str = "",
    left: bool = False,
    status: int = 200,
) -> HTMLResponse:
    context = {"name": name, "ke": ke, "refused": refused, "left": left, "has_office": services.office is not None}
    return render(request, "masuk.html", context, status=status)


def _refuse(request: Request, services: Services, name: str, ke: str, refused: _Refused) -> HTMLResponse:
    minutes = ceil(refused.wait.total_seconds() / 60)
    text = (
        f"Terlalu banyak percobaan. Coba lagi {minutes} menit lagi, atau minta admin mengatur ulang kata sandi Anda."
        if minutes
        else "Nama atau kata sandi tidak cocok."
    )
    status = 429 if minutes else 401
    response = _sign_in_page(request, services, ke=ke, name=name, refused=text, status=status)
    if minutes:
        response.headers["Retry-After"] = str(ceil(refused.wait.total_seconds()))
    return response


def _password_page(request: Request, is_first: bool, problems: list[Problem]) -> HTMLResponse:
    context = {"is_first": is_first, "problems": [explain(problem, "id") for problem in problems]}
    return render(request, "sandi.html", context, status=422 if problems else 200)


def _problems(form: PasswordForm, name: str, *, fits: bool) -> list[Problem]:
    if not fits:
        return [Problem(code="password_wrong", field="sekarang")]
    problems = problems_of_password(form.baru, name)
    if form.baru != form.lagi:
        problems.append(Problem(code="password_differs", field="lagi"))
    if form.baru == form.sekarang:
        problems.append(Problem(code="password_same", field="baru"))
    return problems
