"""Every address under /v1, each with the problems that it may answer with."""

from fastapi import APIRouter, Depends
from fastapi.security import APIKeyCookie, HTTPBearer

from api.services import Services
from api.v1.agreement import agreement_resources
from api.v1.asides import aside_routes
from api.v1.audit_log import audit_routes
from api.v1.closed_files import closing_routes
from api.v1.complaints import complaint_routes
from api.v1.copies import copy_routes
from api.v1.counter import QueueCounter
from api.v1.deliveries import delivery_routes
from api.v1.described import refused_everywhere
from api.v1.directory import directory_routes
from api.v1.duplicates import duplicate_routes
from api.v1.events import event_routes
from api.v1.figures import figure_routes
from api.v1.hub import hub_routes
from api.v1.intake import intake_routes
from api.v1.leases import lease_routes
from api.v1.look_alikes import look_alike_routes
from api.v1.milestones import milestone_routes
from api.v1.models import model_routes
from api.v1.panels import panel_routes
from api.v1.people import people_routes
from api.v1.prediction import prediction_routes
from api.v1.promises import promise_resources
from api.v1.quarantine import quarantine_routes
from api.v1.queue import queue_routes
from api.v1.saved_views import saved_view_routes
from api.v1.settings import setting_routes
from api.v1.splitting import split_routes
from api.v1.taking_back import taking_back_routes
from api.v1.tokens import token_routes
from api.v1.verdicts import verdict_routes

# Said for the description only: who asks is known before any route is looked up.
BEARER = Depends(HTTPBearer(scheme_name="token", auto_error=False, description="The token of a program."))
SESSION = Depends(
    APIKeyCookie(
        name="sesi",
        scheme_name="session",
        auto_error=False,
        description="Somebody who is signed in (`__Host-sesi` over https); what changes something needs X-CSRF-Token.",
    )
)
RESOURCES = (
    intake_routes,
    complaint_routes,
    lease_routes,
    verdict_routes,
    copy_routes,
    panel_routes,
    aside_routes,
    duplicate_routes,
    split_routes,
    taking_back_routes,
    milestone_routes,
    queue_routes,
    saved_view_routes,
    look_alike_routes,
    prediction_routes,
    directory_routes,
    model_routes,
    promise_resources,
    figure_routes,
    agreement_resources,
    hub_routes,
    quarantine_routes,
    closing_routes,
    delivery_routes,
    audit_routes,
    setting_routes,
    people_routes,
    token_routes,
)


def v1_routes(services: Services, counter: QueueCounter) -> APIRouter:
    """The routes of all resources."""
    router = APIRouter(dependencies=[BEARER, SESSION], responses=refused_everywhere())
    for resource in RESOURCES:
        router.include_router(resource(services))
    router.include_router(event_routes(counter))
    return router
