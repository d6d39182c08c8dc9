"""Every address under /open311/v2."""

from fastapi import APIRouter

from api.open311.filing import filing_routes
from api.open311.requests import request_routes
from api.open311.services import service_routes
from api.services import Services
from api.v1.routes import BEARER


def open311_routes(services: Services) -> APIRouter:
    """The routes of GeoReport v2."""
    router = APIRouter(dependencies=[BEARER])
    for routes in (service_routes, request_routes, filing_routes):
        router.include_router(routes(services))
    return router
