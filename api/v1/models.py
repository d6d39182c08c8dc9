"""Models: what is live, since when, what was before, and the way to another one, or back."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from api.access import acting
from api.model_choice import choose_model, current_model, folder_of
from api.reasons import LONGEST, SHORTEST, checked_reason, must_hold
from api.schemas import OneLine, Sent, Text
from api.services import Services
from api.v1.described import answered, refused
from api.v1.examples import MODEL
from api.v1.permitted import ModelChooser, ModelReader
from api.v1.preconditions import SeenTag, check_tag
from api.v1.shape import Shape, shown_as
from database.models import KnownModel, list_models, live_model

ETAG = {"ETag": "The model that is chosen, for If-Match"}


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


class ChosenModel(Sent):
    """Which model shall decide from now on, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"version": "tfidf-0123456789", "why": "Kembali: audit paspor memburuk."}]}
    )

    version: OneLine = Field(min_length=1, max_length=100)
    why: Text = Field(min_length=SHORTEST, max_length=LONGEST)


def model_routes(services: Services) -> APIRouter:
    """GET /v1/models, GET and PUT of /v1/models/live."""
    router = APIRouter(prefix="/v1", tags=["models"])

    @router.get(
        "/models", summary="Every model that decided reports", response_model=Models, responses=answered(200, ETAG)
    )
    def get_models(person: ModelReader, response: Response) -> dict[str, list[KnownModel]]:
        response.headers["ETag"] = _tag(services)
        with acting(services, person) as connection:
            return {"items": list_models(connection)}

    @router.get(
        "/models/live",
        summary="The model that decides now",
        response_model=Model,
        responses=answered(200, ETAG) | refused(404),
    )
    def get_live_model(person: ModelReader, response: Response) -> KnownModel:
        response.headers["ETag"] = _tag(services)
        with acting(services, person) as connection:
            return live_model(connection)

    @router.put(
        "/models/live",
        summary="Let another model decide, or an earlier one again",
        response_model=Model,
        responses=answered(200, ETAG) | refused(404, 409, 412, 413, 415, 428),
    )
    def put_live_model(
        person: ModelChooser, body: ChosenModel, response: Response, if_match: SeenTag = None
    ) -> KnownModel:
        must_hold(person)
        check_tag(if_match, _tag(services))
        why, folder = checked_reason(body.why, field="why"), folder_of(services, body.version)
        choose_model(services, person, folder, why)
        response.headers["ETag"] = _tag(services)
        with acting(services, person) as connection:
            return live_model(connection)

    return router


def _tag(services: Services) -> str:
    return f'"{current_model(services)}"'
