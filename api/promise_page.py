"""How the promise of each branch stands, in words: holds, provisional, lacks labels, braked; and brakes given back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from psycopg import Connection
from pydantic import BaseModel

from api.access import Watcher, acting, needs
from api.branches import branch_name
from api.page_words import LEVELS, why_no_threshold
from api.reasons import checked_reason, holds_all, must_hold
from api.rendering import render
from api.services import Services
from api.wording import MODES
from complaints.access import Permission, Person
from complaints.promises import NONE_YET, BranchPromise, Standing, judge_all
from complaints.routing import Automation, RoutingPolicy
from complaints.taxonomy import Taxonomy
from database.raising import list_raised
from database.watch import count_audits, list_brakes, list_released, release_brakes

Releaser = Annotated[Person, Depends(needs(Permission.RELEASE_BRAKES))]
EVERYTHING = "*"
RELEASED = 50


class ReleaseForm(BaseModel):
    """Which branch is given back to automation (codes split by "/", or "*"), and why."""

    cabang: str
    alasan: str = ""


def promise_routes(services: Services) -> APIRouter:
    """GET /janji; POST a brake that is given back."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/janji")
    def janji(request: Request, person: Watcher, tersimpan: str = "") -> HTMLResponse:
        taxonomy, policy = services.taxonomy(), services.policy()
        with acting(services, person) as connection:
            rows = promise_rows(connection, policy, taxonomy, services.automation)
            raised = raised_rows(connection, policy, taxonomy)
            released = list_released(connection, limit=RELEASED)
        context = {
            "rows": rows,
            "automation": services.automation,
            "mode": MODES[services.automation],
            "alpha": policy.alpha,
            "confidence": 1 - policy.delta,
            "policy": policy.version,
            "raised": raised,
            "released": [{"brake": one, "name": branch_name(tuple(one.branch), taxonomy)} for one in released],
            "may_release": {
                row["code"]: person.may(Permission.RELEASE_BRAKES) and holds_all(person, row["branch"]) for row in rows
            },
            "saved": bool(tersimpan),
        }
        return render(request, "janji.html", context)

    @router.post("/janji/rem")
    def lepas(person: Releaser, form: Annotated[ReleaseForm, Form()]) -> RedirectResponse:
        branch = () if form.cabang == EVERYTHING else tuple(form.cabang.split("/"))
        must_hold(person, branch)
        why = checked_reason(form.alasan)
        with acting(services, person) as connection:
            release_brakes(connection, branch, by=person.name, why=why)
        return RedirectResponse("/janji?tersimpan=ya", status_code=303)

    return router


def promise_rows(
    connection: Connection, policy: RoutingPolicy, taxonomy: Taxonomy, automation: Automation
) -> list[dict[str, Any]]:
    """A row per branch of the policy: its name, its state in words, the bounds (0..1) and the counts of audits."""
    audits = count_audits(connection, policy.version)
    braked = {tuple(brake.branch) for brake in list_brakes(connection, policy.version)}
    promises = judge_all(policy, audits, braked)
    return [
        {
            "name": branch_name(branch, taxonomy),
            "code": "/".join(branch) or EVERYTHING,
            "branch": branch,
            "standing": promise.standing.value,
            "state": in_words(promise, automation),
            "lower": promise.lower,
            "upper": promise.upper,
            "n": promise.n,
            "errors": promise.errors,
            "waiting": audits.get(branch, NONE_YET).waiting,
        }
        for branch, promise in promises.items()
    ]


def raised_rows(connection: Connection, policy: RoutingPolicy, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """A row per threshold that is raised: its branch and level by name, where it lay, where it lies (None: nothing
    passes), and what recent labels said."""
    fitted = {one.key: one.value for one in policy.thresholds}
    return [
        {
            "name": branch_name(tuple(one.branch), taxonomy),
            "level": LEVELS.get(one.level, one.level),
            "from": fitted[one.key],
            "to": one.passed_from,
            "found": one,
        }
        for one in list_raised(connection, policy.version)
        if one.value is not None and one.key in fitted
    ]


def in_words(promise: BranchPromise, automation: Automation) -> str:
    """The state of a promise as people read it."""
    missing = f"belum cukup label: kurang {promise.missing} audit tanpa kesalahan"
    match promise.standing:
        case Standing.BRAKED:
            return "direm: menunggu orang melepasnya, atau model baru"
        case Standing.HOLDS:
            return "berlaku: terbukti oleh audit sendiri"
        case Standing.NO_THRESHOLD:
            return f"tidak diotomatiskan: {why_no_threshold(promise.why)}"
        case Standing.LABELS_MISSING:
            return f"sementara; {missing}" if automation is Automation.PROVISIONAL else missing
