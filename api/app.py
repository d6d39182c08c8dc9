"""The application: who may ask, what is answered, and how it is measured."""

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from fastapi.staticfiles import StaticFiles

from api.accounts_page import account_routes
from api.agreement_page import agreement_routes
from api.asides import aside_routes
from api.audit_page import audit_routes
from api.bulk import bulk_routes
from api.dashboard import dashboard_routes
from api.directory_page import directory_routes
from api.guards import Gate, SafeAnswers
from api.health import health_routes
from api.identity_page import identity_routes
from api.intake import intake_routes
from api.leases import lease_routes
from api.list_page import list_routes
from api.measures import Stopwatch, make_registry
from api.merging import merge_routes
from api.model_page import model_routes
from api.office_page import office_routes
from api.offices import OfficeList
from api.prediction import prediction_routes
from api.problems import MEDIA_TYPE, answer_problems
from api.promise_page import promise_routes
from api.quarantine_page import quarantine_routes
from api.queue_page import queue_routes
from api.recognising import Recognise, check_form_token
from api.rendering import FOLDER, make_templates
from api.review import review_routes
from api.room import Room
from api.schemas import ProblemDetail
from api.services import Services
from api.settings_page import settings_routes
from api.signing_in import sign_in_routes
from api.taking_back import return_routes, taking_back_routes
from api.tokens_page import token_routes
from api.verdicts import verdict_routes

DESCRIPTION = """
Sends each report to the right ministry, field, unit and office.

Reports that are handed over here are stored and answered with 202; a flow routes them, usually within a minute.
Every refusal is a problem detail (RFC 9457), in Indonesian or, with `Accept-Language: en`, in English.
"""
PROBLEM: dict[str, Any] = {"model": ProblemDetail, "content": {MEDIA_TYPE: {}}}
PROBLEMS: dict[int | str, dict[str, Any]] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 500, 503), PROBLEM)
# Said for the description only: api.recognising reads it, and each address says whom it needs.
BEARER = Depends(HTTPBearer(auto_error=False, description="A token that an admin made on the page Pengguna."))
PAGES = (
    queue_routes,
    bulk_routes,
    list_routes,
    dashboard_routes,
    promise_routes,
    agreement_routes,
    directory_routes,
    model_routes,
    settings_routes,
    audit_routes,
    quarantine_routes,
    sign_in_routes,
    account_routes,
    token_routes,
    identity_routes,
)


def create_app(services: Services) -> FastAPI:
    """The application over these services; it opens and closes nothing of them."""
    # FastAPI's own documentation pages load scripts from a CDN: the description alone is served.
    app = FastAPI(
        title="Tepat Alamat",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(check_form_token)],
    )
    app.state.templates = make_templates()
    registry, latency = make_registry(services.pool)
    for router in (intake_routes(services), prediction_routes(services), review_routes(services)):
        app.include_router(router, responses=PROBLEMS, dependencies=[BEARER])
    app.include_router(health_routes(services, registry))
    for routes in PAGES:
        app.include_router(routes(services), include_in_schema=False)
    room = Room(services=services, offices=OfficeList(services.directory))
    app.include_router(return_routes(room), responses=PROBLEMS, dependencies=[BEARER])
    for room_routes in (lease_routes, verdict_routes, merge_routes, aside_routes, taking_back_routes, office_routes):
        app.include_router(room_routes(room), include_in_schema=False)
    if services.office is not None:
        # What it imports comes with an extra, for those who sign in through their office.
        from api.office_sign_in import office_sign_in_routes

        app.include_router(office_sign_in_routes(services, services.office), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    answer_problems(app)
    # The last one added is the first to see a request.
    app.add_middleware(Recognise, services=services)
    app.add_middleware(Gate, services=services)
    app.add_middleware(SafeAnswers)
    app.add_middleware(Stopwatch, latency=latency)
    return app
