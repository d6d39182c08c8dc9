"""The page Pengguna: who may sign in, as what, and where. An admin grants within their own reach only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Manager, acting
from api.passwords import one_time_password
from api.people_page import AccountForm, choices, people_page
from api.problem_texts import explain
from api.reaching import offices_entered, read_reach
from api.reasons import PRINTABLE
from api.rendering import render
from api.services import Services
from complaints.access import Person, Role
from complaints.accounts import OwnAccount, problems_of_name
from complaints.errors import Problem
from complaints.intake import clean_text
from database.accounts import (
    Account,
    NewAccount,
    add_account,
    change_account,
    find_account,
    set_password,
    set_state,
)

MAX_SHOWN_AS = 80
MAX_EMAIL = 200


@dataclass(frozen=True, kw_only=True)
class _Entered:
    person: Person
    email: str | None
    problems: Sequence[Problem]


def account_routes(services: Services) -> APIRouter:
    """GET and POST below /pengguna."""
    router = APIRouter(prefix="/pengguna")

    @router.get("")
    def pengguna(
        request: Request, person: Manager, setelah: Annotated[str, Query(max_length=40, pattern=PRINTABLE)] = ""
    ) -> HTMLResponse:
        return people_page(request, services, person, after=setelah)

    @router.post("")
    def add(request: Request, person: Manager, form: Annotated[AccountForm, Form()]) -> HTMLResponse:
        entered = _read(form, services, form.nama.strip().lower())
        problems = [*problems_of_name(entered.person.name), *entered.problems]
        if problems:
            return people_page(request, services, person, form=form, problems=problems)
        password = one_time_password()
        new = NewAccount(person=entered.person, password_hash=services.passwords.hash(password), email=entered.email)
        with acting(services, person) as connection:
            add_account(connection, new, actor=f"person:{person.name}")
        return _show_password(request, entered.person, password)

    @router.get("/{name}")
    def akun(request: Request, person: Manager, name: str) -> HTMLResponse:
        return _account_page(request, services, person, name)

    @router.post("/{name}")
    def change(request: Request, person: Manager, name: str, form: Annotated[AccountForm, Form()]) -> Response:
        entered = _read(form, services, name)
        if entered.problems:
            return _account_page(request, services, person, name, entered.problems)
        if name == person.name and (entered.person.role, entered.person.reach) != (person.role, person.reach):
            raise OwnAccount(name)
        with acting(services, person) as connection:
            change_account(connection, entered.person, email=entered.email, actor=f"person:{person.name}")
        return RedirectResponse("/pengguna", status_code=303)

    @router.post("/{name}/tutup")
    def tutup(person: Manager, name: str) -> Response:
        if name == person.name:
            raise OwnAccount(name)
        return _set_state(services, person, name, "closed")

    @router.post("/{name}/buka")
    def buka(person: Manager, name: str) -> Response:
        return _set_state(services, person, name, "active")

    @router.post("/{name}/sandi")
    def reset(request: Request, person: Manager, name: str) -> HTMLResponse:
        password = one_time_password()
        kept = services.passwords.hash(password)
        with acting(services, person) as connection:
            found = find_account(connection, name)
            set_password(connection, name, kept, must_change=True, actor=f"person:{person.name}")
        return _show_password(request, found.person, password)

    return router


def _account_page(
    request: Request, services: Services, person: Person, name: str, problems: Sequence[Problem] = ()
) -> HTMLResponse:
    with acting(services, person) as connection:
        account = find_account(connection, name)
    context = {
        "account": account,
        "form": _form_of(account),
        "is_own": name == person.name,
        **choices(services, person),
        "problems": [explain(problem, "id") for problem in problems],
    }
    return render(request, "akun.html", context, status=422 if problems else 200)


def _form_of(account: Account) -> AccountForm:
    reach = account.person.reach
    return AccountForm(
        nama=account.name,
        tampil=account.shown_as,
        peran=account.role,
        bagian="/".join(reach.path),
        kantor=offices_entered(reach),
        surel=account.email or "",
    )


def _read(form: AccountForm, services: Services, name: str) -> _Entered:
    reach, problems = read_reach(form.bagian, form.kantor, services.taxonomy(), services.directory().offices)
    shown_as, email = clean_text(form.tampil), clean_text(form.surel).lower()
    if not 0 < len(shown_as) <= MAX_SHOWN_AS or "\n" in shown_as:
        problems.append(Problem(code="shown_as_needed", field="tampil"))
    if form.peran not in {role.value for role in Role if role is not Role.MACHINE}:
        problems.append(Problem(code="role_unknown", field="peran"))
    role = Role.AUDITOR if problems else Role(form.peran)
    person = Person(name=name, shown_as=shown_as, role=role, reach=reach)
    return _Entered(person=person, email=email[:MAX_EMAIL] or None, problems=problems)


def _set_state(services: Services, person: Person, name: str, state: str) -> Response:
    with acting(services, person) as connection:
        set_state(connection, name, state, actor=f"person:{person.name}")
    return RedirectResponse("/pengguna", status_code=303)


def _show_password(request: Request, account: Person, password: str) -> HTMLResponse:
    context = {"name": account.name, "shown_as": account.shown_as, "secret": password, "is_token": False}
    return render(request, "sekali.html", context)
