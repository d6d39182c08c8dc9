"""Whether the process lives, whether it can work, and what it has done."""

from typing import Any

import psycopg
from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from psycopg_pool import PoolTimeout

from api.problems import ApiProblem
from api.services import Services
from complaints.errors import ComplaintError
from database.migrate import pending_migrations


def health_routes(services: Services, registry: CollectorRegistry) -> APIRouter:
    """Addresses for monitors: open to whoever may reach the port, and without a word of any report."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="The process lives")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz", summary="Database, migrations and model are at hand")
    def readyz() -> dict[str, Any]:
        # The model's directory lies in the database: without one there is no use in asking for the other.
        missing = _missing_in_database(services) or _missing_in_model(services)
        if missing:
            raise ApiProblem(503, headers={"Retry-After": "5"}, extra={"missing": missing})
        return {"status": "ready", "automation": services.automation.value}

    @router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
    def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router


def _missing_in_database(services: Services) -> list[dict[str, str]]:
    try:
        with services.pool.connection(timeout=3) as connection:
            pending = pending_migrations(connection)
    except (PoolTimeout, psycopg.OperationalError):
        return [{"what": "database", "remedy": "Start PostgreSQL or mend DATABASE_URL; `tepat doctor` says which."}]
    if pending:
        return [{"what": "migrations", "remedy": f"{pending} not applied: run `tepat up` with this version."}]
    return []


def _missing_in_model(services: Services) -> list[dict[str, str]]:
    try:
        services.taxonomy()
        services.directory()
        services.predictor()
        services.policy()
    except (ComplaintError, OSError, PoolTimeout, psycopg.OperationalError) as error:
        remedy = "Run `tepat models`, then `tepat train` or restore models/."
        return [{"what": "model", "why": type(error).__name__, "remedy": remedy}]
    return []
