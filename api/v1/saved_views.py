"""Views of the queue that somebody kept under a name."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import ConfigDict
from pydantic.config import JsonDict

from api.access import Reader, acting
from api.queue_page import MAX_VIEW_NAME, keep
from api.queue_query import read_address
from api.schemas import Sent
from api.services import Services
from api.v1.described import refused
from api.v1.queue import Narrowed
from api.v1.shape import Shape, shown_as
from complaints.intake import clean_text
from database.saved_views import SavedView, drop_view, list_views

FILTERS: JsonDict = {"unit": "IMI", "provinsi": "Jawa Barat"}
VIEW: JsonDict = {"id": 7, "name": "Paspor Jawa Barat", "filters": FILTERS}
Name = Annotated[str, Path(min_length=1, max_length=MAX_VIEW_NAME)]


class ViewIn(Sent):
    """The filters of GET /v1/queue that the name shall stand for from now on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"filters": FILTERS}]})

    filters: Narrowed


class ViewShape(Shape):
    """A view of one's own: its filters, as GET /v1/queue takes them; none that is empty."""

    id: int
    name: str
    filters: dict[str, str | int]


class Views(Shape):
    """All views of whoever asks, by name."""

    model_config = shown_as({"items": [VIEW]})

    items: list[ViewShape]


def saved_view_routes(services: Services) -> APIRouter:
    """GET of /v1/queue/views, PUT of /v1/queue/views/{name}, DELETE of /v1/queue/views/{id_}."""
    router = APIRouter(prefix="/v1/queue/views", tags=["review"])

    @router.get("", summary="Your saved views of the queue")
    def get_views(person: Reader) -> Views:
        with acting(services, person) as connection:
            return _told(list_views(connection, person.name))

    @router.put("/{name}", summary="Save a view of the queue", responses=refused(404, 413, 415))
    def put_view(person: Reader, name: Name, body: ViewIn) -> Views:
        keep(services, person, clean_text(name), body.filters.query)
        with acting(services, person) as connection:
            return _told(list_views(connection, person.name))

    @router.delete("/{id_}", summary="Forget a saved view", responses=refused(404))
    def delete_view(person: Reader, id_: Annotated[int, Path(ge=1, lt=2**62)]) -> Views:
        with acting(services, person) as connection:
            drop_view(connection, person.name, id_)
            return _told(list_views(connection, person.name))

    return router


def _told(views: list[SavedView]) -> Views:
    return Views(
        items=[
            ViewShape(id=view.id, name=view.name, filters=Narrowed.of(read_address(view.query)).chosen)
            for view in views
        ]
    )
