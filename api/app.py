"""The application: who may ask, what is answered, and how it is measured."""

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from api.accounts_page import account_routes
from api.agreement_page import agreement_routes
from api.alerts_page import alert_routes
from api.asides import aside_routes
from api.audit_page import audit_routes
from api.bulk import bulk_routes
from api.checkup_page import checkup_routes
from api.closing_files import closing_routes
from api.confusions import confusion_routes
from api.copies import copy_routes
from api.dashboard import dashboard_routes
from api.deliveries_page import delivery_routes
from api.description import describe, operation_id
from api.directory_page import directory_routes
from api.doubts_page import doubt_routes
from api.full_names import FullNames
from api.guards import Gate, SafeAnswers
from api.health import health_routes
from api.hub_page import hub_routes
from api.identity_page import identity_routes
from api.label_correction import label_routes
from api.leases import lease_routes
from api.list_page import list_routes
from api.measures import Stopwatch, make_registry
from api.merging import merge_routes
from api.milestone_form import milestone_form_routes
from api.model_page import model_routes
from api.monev_page import monev_routes
from api.office_page import office_routes
from api.offices import OfficeList
from api.open311.keys import ApiKeys
from api.open311.routes import open311_routes
from api.problems import answer_problems
from api.promise_page import promise_routes
from api.quarantine_page import quarantine_routes
from api.queue_page import queue_routes
from api.recognising import Recognise, check_form_token
from api.rendering import FOLDER, make_templates
from api.room import Room
from api.services import Services
from api.settings_page import settings_routes
from api.signing_in import sign_in_routes
from api.splitting import split_routes
from api.taking_back import taking_back_routes
from api.tokens_page import token_routes
from api.v1.counter import QueueCounter
from api.v1.limits import RateLimit
from api.v1.routes import v1_routes
from api.verdicts import verdict_routes

PAGES = (
    queue_routes,
    bulk_routes,
    list_routes,
    dashboard_routes,
    monev_routes,
    hub_routes,
    promise_routes,
    alert_routes,
    agreement_routes,
    confusion_routes,
    directory_routes,
    checkup_routes,
    model_routes,
    doubt_routes,
    settings_routes,
    audit_routes,
    quarantine_routes,
    closing_routes,
    delivery_routes,
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
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        dependencies=[Depends(check_form_token)],
    )
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    names = FullNames()
    app.state.templates = make_templates(names)
    app.state.counter = QueueCounter(services)
    registry, latency = make_registry(services.pool, services.measures)
    app.include_router(v1_routes(services, app.state.counter))
    app.include_router(open311_routes(services))
    app.include_router(health_routes(services, registry))
    for routes in PAGES:
        app.include_router(routes(services), include_in_schema=False)
    room = Room(services=services, offices=OfficeList(services.directory))
    for room_routes in (
        lease_routes,
        verdict_routes,
        copy_routes,
        split_routes,
        merge_routes,
        aside_routes,
        taking_back_routes,
        milestone_form_routes,
        office_routes,
        label_routes,
    ):
        app.include_router(room_routes(room), include_in_schema=False)
    if services.office is not None:
        # What it imports comes with an extra, for those who sign in through their office.
        from api.office_sign_in import office_sign_in_routes

        app.include_router(office_sign_in_routes(services, services.office), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    answer_problems(app)
    # The last one added is the first to see a request.
    app.add_middleware(RateLimit, services=services)
    app.add_middleware(Recognise, services=services, names=names)
    app.add_middleware(Gate, services=services)
    app.add_middleware(ApiKeys)
    app.add_middleware(SafeAnswers)
    app.add_middleware(Stopwatch, latency=latency)
    return app
