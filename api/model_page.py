"""Model: what is live and since when, what each model says of itself, and the way back to an earlier one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from pydantic import BaseModel

from api.access import acting, needs
from api.branches import branch_name
from api.model_choice import choose_model, current_model, folder_of, known_models
from api.problems import ApiProblem
from api.reasons import PRINTABLE, checked_reason, holds_all, must_hold
from api.rendering import render
from api.services import Services
from api.training_views import training_view
from classifier.model import load_card
from complaints.access import Permission, Person
from complaints.errors import NotFound
from complaints.routing import RoutingPolicy
from complaints.taxonomy import Taxonomy
from database import models, trainings

Looker = Annotated[Person, Depends(needs(Permission.SEE_MODELS))]
Chooser = Annotated[Person, Depends(needs(Permission.CHANGE_MODELS))]
VERSION = Path(max_length=100, pattern=PRINTABLE)
PICTURES = {
    "risk.svg": "Risiko dan jangkauan: makin banyak yang dikirim otomatis, makin banyak yang salah alamat.",
    "reliability.svg": "Keandalan: seberapa cocok kemungkinan yang disebut model dengan yang sebenarnya terjadi.",
    "confusion.svg": "Kekeliruan: cabang yang tertukar satu sama lain.",
}
PERIODS = 50
TRAININGS = 10


class ChooseForm(BaseModel):
    """Who wants another model, and why; `shown` is the one that was current on their page."""

    shown: str = ""
    alasan: str = ""


def model_routes(services: Services) -> APIRouter:
    """GET /model and each model with its pictures; POST which one is current."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/model")
    def model(request: Request, person: Looker, tersimpan: str = "", ditolak: str = "") -> HTMLResponse:
        policy, taxonomy = services.policy(), services.taxonomy()
        with acting(services, person) as connection:
            periods = models.list_periods(connection, limit=PERIODS)
            done = trainings.list_trainings(connection, limit=TRAININGS)
        context = {
            "current": current_model(services),
            "models": known_models(services),
            "periods": periods,
            "policy": policy,
            "thresholds": threshold_rows(policy, taxonomy),
            "saved": bool(tersimpan),
            "declined": bool(ditolak),
            "trainings": [training_view(one, taxonomy) for one in done],
            "can_choose": person.may(Permission.CHANGE_MODELS) and holds_all(person),
        }
        return render(request, "model.html", context)

    @router.get("/model/{version}")
    def kartu(request: Request, person: Looker, version: Annotated[str, VERSION]) -> HTMLResponse:
        folder = folder_of(services, version)
        card = load_card(folder)
        pictures = {name: text for name, text in PICTURES.items() if (folder / name).is_file()}
        can_choose = person.may(Permission.CHANGE_MODELS) and holds_all(person)
        context = {"card": card, "pictures": pictures, "current": current_model(services), "can_choose": can_choose}
        return render(request, "kartu_model.html", context)

    @router.get("/model/{version}/{picture}")
    def gambar(person: Looker, version: Annotated[str, VERSION], picture: str) -> FileResponse:
        path = folder_of(services, version) / picture if picture in PICTURES else None
        if path is None or not path.is_file():
            raise NotFound(f"picture of {version}")
        return FileResponse(path, media_type="image/svg+xml")

    _add_choosing(router, services)
    return router


def _add_choosing(router: APIRouter, services: Services) -> None:
    @router.post("/model/{version}/pakai")
    def pakai(
        person: Chooser, version: Annotated[str, VERSION], form: Annotated[ChooseForm, Form()]
    ) -> RedirectResponse:
        must_hold(person)
        why, folder = checked_reason(form.alasan), folder_of(services, version)
        if form.shown != current_model(services):
            raise ApiProblem(409, "model_changed")
        choose_model(services, person, folder, why)
        return RedirectResponse("/model?tersimpan=ya", status_code=303)

    @router.post("/model/{version}/tolak")
    def tolak(
        person: Chooser, version: Annotated[str, VERSION], form: Annotated[ChooseForm, Form()]
    ) -> RedirectResponse:
        must_hold(person)
        why = checked_reason(form.alasan)
        with acting(services, person) as connection:
            if not trainings.settle_training(connection, version, accepted=False, by=f"person:{person.name}", why=why):
                raise ApiProblem(409, "model_changed")
        return RedirectResponse("/model?ditolak=ya", status_code=303)


def threshold_rows(policy: RoutingPolicy, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """A row per branch and level of the policy: its threshold, its promise, and the labels behind it."""
    return [
        {
            "branch": branch_name(threshold.branch, taxonomy),
            "level": threshold.level,
            "threshold": threshold,
            "alpha": policy.alpha if threshold.alpha is None else threshold.alpha,
            "delta": policy.delta if threshold.delta is None else threshold.delta,
        }
        for threshold in policy.thresholds
    ]
