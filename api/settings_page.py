"""Pengaturan: what is promised, how much is audited, how far the machine acts; looked at, then put in force."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Watcher, acting, needs
from api.branches import branch_name
from api.mode_effect import mode_effect
from api.page_words import CONSENTS
from api.problem_texts import explain
from api.problems import ApiProblem
from api.reasons import checked_reason, holds_all
from api.rendering import render
from api.services import Services
from api.settings_change import InForce, checked_changes, in_force, put_in_force
from api.settings_form import SettingsForm, form_of, read_form
from api.settings_views import difference_view, effect_view, history_view
from api.wording import MODES
from complaints.access import Permission, Person
from complaints.conduct import Conduct
from complaints.errors import Problem

Changer = Annotated[Person, Depends(needs(Permission.CHANGE_SETTINGS))]


def settings_routes(services: Services) -> APIRouter:
    """GET /pengaturan; POST a look at what would change; POST the change."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/pengaturan")
    def pengaturan(request: Request, person: Watcher, tersimpan: str = "") -> HTMLResponse:
        now = in_force(services, person)
        form = form_of(now.conduct, now.levels, now.nodes, previous=now.previous)
        return _form_page(request, person, now, form, [], saved=bool(tersimpan))

    @router.post("/pengaturan/periksa")
    def periksa(request: Request, person: Changer, form: Annotated[SettingsForm, Form()]) -> Response:
        now = in_force(services, person)
        conduct, problems = read_form(form, now.levels, now.nodes)
        if conduct is None:
            return _form_page(request, person, now, form, problems)
        _refuse_late(form, now)
        changes = checked_changes(person, now, conduct)
        modes = [str(one.after) for one in changes if one.name == "automation" and one.after]
        changes_mode = any(one.name == "automation" for one in changes)
        context = {
            "form": form,
            "changes": [difference_view(one, now.taxonomy) for one in changes],
            "effect": effect_view(services.policy(), services.policy_under(conduct.terms), now.taxonomy),
            "changes_terms": conduct.terms != now.conduct.terms,
            "mode_texts": MODES,
            "modes": modes,
            "routed": _mode_effect(services, person, now, conduct) if changes_mode else None,
        }
        return render(request, "pengaturan_periksa.html", context)

    @router.post("/pengaturan")
    def terapkan(request: Request, person: Changer, form: Annotated[SettingsForm, Form()]) -> Response:
        now = in_force(services, person)
        conduct, problems = read_form(form, now.levels, now.nodes)
        if conduct is None:
            return _form_page(request, person, now, form, problems)
        _refuse_late(form, now)
        changes = checked_changes(person, now, conduct)
        why = checked_reason(form.alasan)
        put_in_force(services, person, conduct, changes, previous=form.previous, why=why)
        return RedirectResponse("/pengaturan?tersimpan=ya", status_code=303)

    return router


def _mode_effect(services: Services, person: Person, now: InForce, conduct: Conduct) -> dict[str, Any]:
    policy = services.policy()
    with acting(services, person) as connection:
        return mode_effect(connection, now.conduct, conduct, policy, now.taxonomy)


def _refuse_late(form: SettingsForm, now: InForce) -> None:
    if form.previous != now.previous:
        raise ApiProblem(409, "settings_changed")


def _form_page(
    request: Request,
    person: Person,
    now: InForce,
    form: SettingsForm,
    problems: Sequence[Problem],
    *,
    saved: bool = False,
) -> HTMLResponse:
    context: dict[str, Any] = {
        "form": form,
        "problems": [explain(problem, "id") for problem in problems],
        "saved": saved,
        "mode_texts": MODES,
        "consents": CONSENTS,
        "levels": now.levels,
        "nodes": [
            {"code": "/".join(node), "name": branch_name(node, now.taxonomy), "is_mine": holds_all(person, node)}
            for node in now.nodes
        ],
        "may_change": person.may(Permission.CHANGE_SETTINGS),
        "is_mine": holds_all(person),
        "history": history_view(now.versions, now.taxonomy),
    }
    return render(request, "pengaturan.html", context, 422 if problems else 200)
