"""GET of models: what is live, since when, and what was before."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter

from api.access import acting
from api.services import Services
from api.v1.described import refused
from api.v1.examples import MODEL
from api.v1.permitted import ModelReader
from api.v1.shape import Shape, shown_as
from database.models import KnownModel, list_models, live_model


class Model(Shape):
    """A model that decided reports, with its card."""

    model_config = shown_as(MODEL)

    version: str
    is_live: bool
    first_seen_at: datetime
    live_from: datetime | None
    live_to: datetime | None
    card: dict[str, Any]


class Models(Shape):
    """Every model, the one that went live last first."""

    model_config = shown_as({"items": [MODEL]})

    items: list[Model]


def model_routes(services: Services) -> APIRouter:
    """GET /v1/models and /v1/models/live."""
    router = APIRouter(prefix="/v1", tags=["models"])

    @router.get("/models", summary="Every model that decided reports", response_model=Models)
    def get_models(person: ModelReader) -> dict[str, list[KnownModel]]:
        with acting(services, person) as connection:
            return {"items": list_models(connection)}

    @router.get("/models/live", summary="The model that decides now", response_model=Model, responses=refused(404))
    def get_live_model(person: ModelReader) -> KnownModel:
        with acting(services, person) as connection:
            return live_model(connection)

    return router
