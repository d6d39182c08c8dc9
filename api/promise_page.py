"""How the promise of each branch stands, in words: holds, provisional, lacks labels, braked."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.access import Watcher, acting
from api.pages import render
from api.services import Services
from api.wording import MODES
from complaints.promises import BranchPromise, Standing, judge_all
from complaints.routing import Automation, RoutingPolicy
from complaints.taxonomy import Taxonomy
from database.watch import list_brakes, read_streams


def promise_routes(services: Services) -> APIRouter:
    """GET /janji."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/janji")
    def janji(request: Request, person: Watcher) -> HTMLResponse:
        taxonomy, policy = services.taxonomy(), services.policy()
        with acting(services, person) as connection:
            rows = promise_rows(connection, policy, taxonomy, services.automation)
        context = {
            "rows": rows,
            "automation": services.automation,
            "mode": MODES[services.automation],
            "alpha": policy.alpha,
            "confidence": 1 - policy.delta,
            "policy": policy.version,
        }
        return render(request, "janji.html", context)

    return router


def promise_rows(
    connection: Connection, policy: RoutingPolicy, taxonomy: Taxonomy, automation: Automation
) -> list[dict[str, Any]]:
    """A row per branch of the policy: its name, its state in words, the bounds (0..1) and the counts of audits."""
    streams = {stream.branch: stream for stream in read_streams(connection, policy.version)}
    braked = {tuple(brake.branch) for brake in list_brakes(connection, policy.version)}
    promises = judge_all(policy, {branch: stream.wrong for branch, stream in streams.items()}, braked)
    return [
        {
            "name": _name(branch, taxonomy),
            "standing": promise.standing.value,
            "state": in_words(promise, automation),
            "lower": promise.lower,
            "upper": promise.upper,
            "n": promise.n,
            "errors": promise.errors,
            "waiting": streams[branch].waiting if branch in streams else 0,
        }
        for branch, promise in promises.items()
    ]


def _name(branch: tuple[str, ...], taxonomy: Taxonomy) -> str:
    if not branch:
        return "Semua cabang"
    paths = [branch[:depth] for depth in range(1, len(branch) + 1)]
    names = [taxonomy.label(path) if path in taxonomy.nodes else path[-1] for path in paths]
    return " › ".join(dict.fromkeys(names))


def in_words(promise: BranchPromise, automation: Automation) -> str:
    """The state of a promise as people read it."""
    missing = f"belum cukup label: kurang {promise.missing} audit tanpa kesalahan"
    match promise.standing:
        case Standing.BRAKED:
            return "direm: menunggu orang melepasnya, atau model baru"
        case Standing.HOLDS:
            return "berlaku: terbukti oleh audit sendiri"
        case Standing.NO_THRESHOLD:
            return f"tidak diotomatiskan: {_why(promise.why)}"
        case Standing.LABELS_MISSING:
            return f"sementara; {missing}" if automation is Automation.PROVISIONAL else missing


def _why(why: str) -> str:
    code, _, number = why.partition(":")
    if code == "labels_missing":
        return f"teks berlabel untuk menetapkan ambang kurang {number}"
    return "tidak ada ambang yang cukup jarang salah"
