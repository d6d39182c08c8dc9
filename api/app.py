"""The application: who may ask, what is answered, and how it is measured."""

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from fastapi.staticfiles import StaticFiles

from api.audit_page import audit_routes
from api.directory_page import directory_routes
from api.guards import Gate, SafeAnswers
from api.health import health_routes
from api.intake import intake_routes
from api.measures import Stopwatch, make_registry
from api.merging import merge_routes
from api.model_page import model_routes
from api.pages import page_routes
from api.prediction import prediction_routes
from api.problems import MEDIA_TYPE, answer_problems
from api.promise_page import promise_routes
from api.quarantine_page import quarantine_routes
from api.rendering import FOLDER, make_templates
from api.review import review_routes
from api.schemas import ProblemDetail
from api.services import Services
from api.settings_page import settings_routes
from api.verdicts import verdict_routes

DESCRIPTION = """
Sends each report to the right ministry, field, unit and office.

Reports that are handed over here are stored and answered with 202; a flow routes them, usually within a minute.
Every refusal is a problem detail (RFC 9457), in Indonesian or, with `Accept-Language: en`, in English.
"""
PROBLEM: dict[str, Any] = {"model": ProblemDetail, "content": {MEDIA_TYPE: {}}}
PROBLEMS: dict[int | str, dict[str, Any]] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 500, 503), PROBLEM)
# The pages around the work of review.
PAGES_AROUND = (directory_routes, model_routes, settings_routes, audit_routes, quarantine_routes)
# Said for the description only: the gate asks for the token before any route is looked up.
BEARER = Depends(HTTPBearer(auto_error=False, description="Needed where the installation has a token."))


def create_app(services: Services) -> FastAPI:
    """The application over these services; it opens and closes nothing of them."""
    # FastAPI's own documentation pages load scripts from a CDN: the description alone is served.
    app = FastAPI(title="Tepat Alamat", version="1", description=DESCRIPTION, docs_url=None, redoc_url=None)
    app.state.templates = make_templates()
    registry, latency = make_registry(services.pool)
    for router in (intake_routes(services), prediction_routes(services), review_routes(services)):
        app.include_router(router, responses=PROBLEMS, dependencies=[BEARER])
    app.include_router(health_routes(services, registry))
    for routes in (page_routes, promise_routes, verdict_routes, merge_routes, *PAGES_AROUND):
        app.include_router(routes(services), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    answer_problems(app)
    # The last one added is the first to see a request.
    app.add_middleware(Gate, services=services)
    app.add_middleware(SafeAnswers)
    app.add_middleware(Stopwatch, latency=latency)
    return app
