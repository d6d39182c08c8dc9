"""Pengaturan: what is promised, how much is audited, how far the machine acts; looked at, then put in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Watcher, acting, needs
from api.branches import branch_name
from api.problem_texts import explain
from api.problems import ApiProblem
from api.reasons import checked_reason, holds_all, must_hold
from api.rendering import render
from api.services import Services
from api.settings_form import SettingsForm, branches_to_set, form_of, read_form
from api.settings_views import difference_view, effect_view, history_view
from api.wording import MODES
from complaints.access import Permission, Person
from complaints.conduct import Conduct, Difference, Node, conduct_from_dict, conduct_to_dict, differences
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy
from database.conducts import ConductChanged, StoredConduct, list_conducts, save_conduct

Changer = Annotated[Person, Depends(needs(Permission.CHANGE_SETTINGS))]
VERSIONS = 30


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The settings in force with the versions before them, and what can be set."""

    conduct: Conduct
    versions: Sequence[StoredConduct]
    taxonomy: Taxonomy
    levels: Sequence[str]
    nodes: Sequence[Node]

    @property
    def previous(self) -> int:
        return self.versions[0].id if self.versions else 0


def settings_routes(services: Services) -> APIRouter:
    """GET /pengaturan; POST a look at what would change; POST the change."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/pengaturan")
    def pengaturan(request: Request, person: Watcher, tersimpan: str = "") -> HTMLResponse:
        now = _in_force(services, person)
        form = form_of(now.conduct, now.levels, now.nodes, previous=now.previous)
        return _form_page(request, person, now, form, [], saved=bool(tersimpan))

    @router.post("/pengaturan/periksa")
    def periksa(request: Request, person: Changer, form: Annotated[SettingsForm, Form()]) -> Response:
        now = _in_force(services, person)
        conduct, problems = read_form(form, now.levels, now.nodes)
        if conduct is None:
            return _form_page(request, person, now, form, problems)
        changes = _checked_changes(person, now, form, conduct)
        context = {
            "form": form,
            "changes": [difference_view(one, now.taxonomy) for one in changes],
            "effect": effect_view(services.policy(), services.policy_under(conduct.terms), now.taxonomy),
            "changes_terms": conduct.terms != now.conduct.terms,
            "mode_texts": MODES,
            "modes": [str(one.after) for one in changes if one.name == "automation" and one.after],
        }
        return render(request, "pengaturan_periksa.html", context)

    @router.post("/pengaturan")
    def terapkan(request: Request, person: Changer, form: Annotated[SettingsForm, Form()]) -> Response:
        now = _in_force(services, person)
        conduct, problems = read_form(form, now.levels, now.nodes)
        if conduct is None:
            return _form_page(request, person, now, form, problems)
        changes = _checked_changes(person, now, form, conduct)
        why = checked_reason(form.alasan)
        try:
            with acting(services, person) as connection:
                content = conduct_to_dict(conduct)
                save_conduct(connection, content, changes, previous=form.previous, by=person.name, why=why)
        except ConductChanged as error:
            raise ApiProblem(409, "settings_changed") from error
        return RedirectResponse("/pengaturan?tersimpan=ya", status_code=303)

    return router


def _in_force(services: Services, person: Person) -> InForce:
    """Straight from the database: the settings at hand may be seconds old."""
    conduct, taxonomy = services.conduct(), services.taxonomy()
    with acting(services, person) as connection:
        versions = list_conducts(connection, limit=VERSIONS)
    return InForce(
        conduct=conduct_from_dict(versions[0].content) if versions else conduct,
        versions=versions,
        taxonomy=taxonomy,
        levels=taxonomy.levels,
        nodes=branches_to_set(taxonomy),
    )


def _checked_changes(person: Person, now: InForce, form: SettingsForm, conduct: Conduct) -> list[Difference]:
    """What would change. Raises ApiProblem where that is nothing, lies outside the reach, or came too late."""
    if form.previous != now.previous:
        raise ApiProblem(409, "settings_changed")
    changes = differences(now.conduct, conduct)
    if not changes:
        raise ApiProblem(422, problems=[Problem(code="nothing_changed", field="pengaturan")])
    for change in changes:
        must_hold(person, change.node)
    return changes


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
