"""GET of the taxonomy and of offices: by id, and by what people call them."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.services import Services
from api.v1.cursors import Cursor, Limit, bad_cursor, link_next, read_text, write_cursor
from api.v1.described import LINK, answered, refused
from api.v1.examples import OFFICE
from api.v1.finding import find_offices
from api.v1.permitted import DirectoryReader
from api.v1.shape import Shape, shown_as
from complaints.directory import Office
from complaints.taxonomy import Node, Taxonomy

Name = Annotated[str, Query(max_length=100, description="Words of a name, alias, former name, town or id")]
Code = Annotated[str, Query(max_length=100)]


class OfficeShape(Shape):
    """An office that serves people at one place; `successors` are the ids of those that took over after
    its last day; `successor` is the one, empty where it was split."""

    model_config = shown_as(OFFICE)

    id: str
    name: str
    kind: str
    bidang: str
    unit_id: str
    parent_id: str
    city: str
    province: str
    aliases: list[str]
    former_names: list[str]
    status: str
    valid_from: date | None
    valid_to: date | None
    successor: str
    successors: list[str]


class Offices(Shape):
    """A page of offices."""

    model_config = shown_as({"items": [OFFICE], "next_cursor": None})

    items: list[OfficeShape]
    next_cursor: str | None


class TaxonomyNode(Shape):
    """A place in the tree; `path` holds the codes from the top down. `about` and `office_types` are of leaves only."""

    path: list[str]
    level: str
    code: str
    name: str
    about: str
    outside: bool
    office_types: list[str]


class TaxonomyShape(Shape):
    """The tree that reports are routed down, parents before children."""

    model_config = shown_as(
        {
            "levels": ["ministry", "bidang", "unit", "category"],
            "nodes": [
                {
                    "path": ["IMIPAS"],
                    "level": "ministry",
                    "code": "IMIPAS",
                    "name": "Kementerian Imigrasi dan Pemasyarakatan",
                    "about": "",
                    "outside": False,
                    "office_types": [],
                }
            ],
        }
    )

    levels: list[str]
    nodes: list[TaxonomyNode]


def directory_routes(services: Services) -> APIRouter:
    """GET /v1/offices, /v1/offices/{office_id} and /v1/taxonomy."""
    router = APIRouter(prefix="/v1", tags=["directory"])

    @router.get(
        "/offices", summary="Offices, by what people call them", response_model=Offices, responses=answered(200, LINK)
    )
    def list_offices(
        *,
        person: DirectoryReader,
        request: Request,
        response: Response,
        q: Name = "",
        bidang: Code = "",
        kind: Code = "",
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> dict[str, Any]:
        found = find_offices(services.directory(), q, bidang=bidang, kind=kind)
        page, more = _page(found, read_text(cursor), limit)
        link_next(request, response, more)
        return {"items": [office_view(office) for office in page], "next_cursor": more}

    @router.get("/offices/{office_id}", summary="An office", response_model=OfficeShape, responses=refused(404))
    def get_office(person: DirectoryReader, office_id: str) -> dict[str, Any]:
        return office_view(services.directory().office(office_id))

    @router.get("/taxonomy", summary="The tree that reports are routed down", response_model=TaxonomyShape)
    def get_taxonomy(person: DirectoryReader) -> dict[str, Any]:
        taxonomy = services.taxonomy()
        return {"levels": taxonomy.levels, "nodes": _nodes(taxonomy)}

    return router


def office_view(office: Office) -> dict[str, Any]:
    alone = office.successors[0] if len(office.successors) == 1 else ""
    known = {name: getattr(office, name) for name in OfficeShape.model_fields if name != "successor"}
    return known | {"successor": alone}


def _page(found: list[Office], after: str, limit: int) -> tuple[list[Office], str | None]:
    ids = [office.id for office in found]
    if after and after not in ids:
        raise bad_cursor()
    start = ids.index(after) + 1 if after else 0
    page = found[start : start + limit]
    return page, write_cursor(page[-1].id) if len(found) > start + limit else None


def _nodes(taxonomy: Taxonomy) -> list[dict[str, Any]]:
    return [_node(taxonomy.nodes[path]) for path in sorted(taxonomy.nodes)]


def _node(node: Node) -> dict[str, Any]:
    return {
        "path": node.path,
        "level": node.level,
        "code": node.code,
        "name": node.name,
        "about": node.about,
        "outside": node.outside,
        "office_types": sorted(node.office_types),
    }
