"""All accounts and tokens on one page, and what can be chosen for new ones."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.access import acting
from api.problem_texts import explain
from api.reaching import offices_entered, path_choices, reach_in_words
from api.rendering import render
from api.services import Services
from api.wording import ROLES, TOKEN_ROLES
from complaints.access import LENT, Person, Reach, Role
from complaints.errors import Problem
from database.accounts import list_accounts
from database.tokens import list_tokens

PAGE = 50


class AccountForm(BaseModel):
    """The fields of a person; `bagian` is a branch (codes split by "/"), `kantor` offices split by ";"."""

    nama: str = ""
    tampil: str = ""
    peran: str = ""
    bagian: str = ""
    kantor: str = ""
    surel: str = ""


def people_page(
    request: Request,
    services: Services,
    person: Person,
    *,
    after: str = "",
    form: AccountForm | None = None,
    problems: Sequence[Problem] = (),
) -> HTMLResponse:
    """All accounts and tokens within this person's reach, and the forms for new ones."""
    taxonomy, offices = services.taxonomy(), services.directory().offices
    with acting(services, person) as connection:
        rows, tokens = list_accounts(connection, after=after, limit=PAGE + 1), list_tokens(connection)
    told = {
        one.id: reach_in_words(Reach(path=tuple(one.reach_path), offices=tuple(one.reach_offices)), taxonomy, offices)
        for one in tokens
    }
    context = {
        "accounts": [(row, reach_in_words(row.person.reach, taxonomy, offices)) for row in rows[:PAGE]],
        "next_after": rows[PAGE - 1].name if len(rows) > PAGE else None,
        "tokens": tokens,
        "token_reach": told,
        "now": services.now(),
        "form": form or AccountForm(kantor=offices_entered(person.reach)),
        **choices(services, person),
        "problems": [explain(problem, "id") for problem in problems],
    }
    return render(request, "pengguna.html", context, status=422 if problems else 200)


def choices(services: Services, person: Person) -> dict[str, Any]:
    """The roles, branches and offices that this person can give to others."""
    offices = services.directory().offices
    within = [office for office in offices if not person.reach.offices or office.id in person.reach.offices]
    return {
        "roles": [(role.value, ROLES[role]) for role in Role if role is not Role.MACHINE],
        "token_roles": [(role.value, TOKEN_ROLES[role]) for role in LENT],
        "paths": path_choices(services.taxonomy(), person.reach),
        "offices": within,
    }
