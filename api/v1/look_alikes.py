"""Look-alikes: waiting reports that say the same and have the same suggestion, confirmed together."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.access import Reviewer
from api.confirming import MOST, Left, confirm_alike, look_alikes_of
from api.schemas import Sent
from api.services import Services
from api.v1.complaint_shapes import PathStep
from api.v1.described import refused
from api.v1.examples import ID, WAITING
from api.v1.shape import Shape, shown_as
from api.views import path_view

PICKED: JsonDict = {"id": ID, "decision_id": 81}


class LookAlikeShape(Shape):
    """A waiting report; `decision_id` names its suggestion, `similarity` is the cosine with the report asked about."""

    id: str
    decision_id: int
    judul: str
    isi: str
    kota: str
    reported_at: datetime
    path: list[PathStep]
    office_id: str | None
    klasifikasi: str
    similarity: float


class LookAlikes(Shape):
    """The nearest first, the report itself before all while it waits."""

    model_config = shown_as(
        {
            "items": [
                {
                    "id": ID,
                    "decision_id": 81,
                    "judul": "Antrean paspor tidak muncul",
                    "isi": "Jadwal kedatangan tidak muncul di aplikasi.",
                    "kota": "Kabupaten Cianjur",
                    "reported_at": "2026-11-20T02:30:00Z",
                    "path": WAITING["path"],
                    "office_id": "IMI-KANIM-CJR",
                    "klasifikasi": "tidak-berkadar",
                    "similarity": 0.91,
                }
            ]
        }
    )

    items: list[LookAlikeShape]


class Picked(Sent):
    """A report, and the suggestion that was looked at."""

    id: UUID = Field(strict=False)
    decision_id: Annotated[int, Field(ge=1, lt=2**62)]


class ConfirmIn(Sent):
    """Which of the look-alikes are confirmed as they were shown."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [PICKED]}]})

    items: Annotated[list[Picked], Field(min_length=1, max_length=MOST)]


class ConfirmedShape(Shape):
    """Whether a report was confirmed; where it was not, why."""

    id: str
    confirmed: bool
    why: Left | None


class Confirmed(Shape):
    """What became of each, in the order in which they were sent."""

    model_config = shown_as({"items": [{"id": ID, "confirmed": True, "why": None}]})

    items: list[ConfirmedShape]


def look_alike_routes(services: Services) -> APIRouter:
    """GET of /v1/complaints/{public_id}/look-alikes, PUT of those that are confirmed."""
    router = APIRouter(prefix="/v1/complaints/{public_id:uuid}", tags=["review"])

    @router.get(
        "/look-alikes", summary="Waiting reports like this one, with the same suggestion", responses=refused(404)
    )
    def get_look_alikes(person: Reviewer, public_id: UUID) -> LookAlikes:
        taxonomy = services.taxonomy()
        items = [
            LookAlikeShape(**vars(one) | {"id": str(one.public_id), "path": path_view(one.path, one.path_p, taxonomy)})
            for one in look_alikes_of(services, person, public_id)
        ]
        return LookAlikes(items=items)

    @router.put(
        "/look-alikes/confirmed",
        summary="Confirm look-alikes together",
        description="Each is a decision of its own, made once however often it is sent; one that cannot be confirmed "
        "stops no other.",
        responses=refused(404, 413, 415),
    )
    def put_confirmed(person: Reviewer, public_id: UUID, body: ConfirmIn) -> Confirmed:
        picked = dict.fromkeys((one.id, one.decision_id) for one in body.items)
        outcomes = [(id_, confirm_alike(services, person, public_id, id_, shown)) for id_, shown in picked]
        return Confirmed(items=[ConfirmedShape(id=str(id_), confirmed=why is None, why=why) for id_, why in outcomes])

    return router
