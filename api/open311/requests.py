"""Requests as civic apps read them: searched, by id, and by the token of a filing."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access import Reader, acting
from api.open311.answering import Form, refuse, write
from api.open311.asking import NotAnswerable, read_search
from api.open311.shapes import REQUEST, ServiceRequest, TokenOwner, in_both_forms
from api.open311.telling import Telling
from api.services import Services
from complaints.access import Person
from database.open_requests import OpenRequest, find_requests, search_requests

MOST_IDS = 1000
MOST_ROWS = 10_000
TOO_FAR = "page lies too far: go on with page 1 and end_date = the requested_datetime of the last request that you have"
Words = Annotated[str, Query(max_length=50_000)]
Date = Annotated[str, Query(max_length=50, description="ISO 8601 with its zone")]


def request_routes(services: Services) -> APIRouter:
    """GET of requests and of tokens."""
    router = APIRouter(prefix="/open311/v2", tags=["open311"])
    token = {"service_request_id": REQUEST["service_request_id"], "token": REQUEST["service_request_id"]}

    @router.get(
        "/requests.{form}",
        summary="Requests, the newest first",
        responses=in_both_forms(list[ServiceRequest], [REQUEST]),
    )
    def list_requests(
        *,
        person: Reader,
        request: Request,
        form: Form,
        service_request_id: Annotated[Words, Query(description="Ids, split by commas; goes before all else")] = "",
        service_code: Annotated[Words, Query(description="Codes, split by commas")] = "",
        start_date: Date = "",
        end_date: Date = "",
        status: Annotated[str, Query(max_length=50, description="open, closed or both")] = "",
        page: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 1,
        page_size: Annotated[int, Query(ge=1, le=1000)] = 1000,
    ) -> Response:
        if service_request_id:
            return write(form, "service_requests", _told(services, person, _ids(service_request_id)))
        if page * page_size > MOST_ROWS:
            return refuse(request, 400, TOO_FAR)
        try:
            search = read_search(services.now(), start_date, end_date, status, service_code)
        except NotAnswerable as error:
            return refuse(request, 400, str(error))
        telling = Telling(services.taxonomy(), services.directory())
        with acting(services, person) as connection:
            found = search_requests(connection, search, page=page, page_size=page_size)
        return write(form, "service_requests", [telling.tell(one) for one in found])

    @router.get(
        "/requests/{service_request_id}.{form}",
        summary="A request",
        responses=in_both_forms(list[ServiceRequest], [REQUEST]),
    )
    def get_request(person: Reader, request: Request, service_request_id: str, form: Form) -> Response:
        told = _told(services, person, _ids(service_request_id))
        return write(form, "service_requests", told) if told else _not_found(request, "service_request_id")

    @router.get(
        "/tokens/{token}.{form}", summary="The request of a token", responses=in_both_forms(list[TokenOwner], [token])
    )
    def get_token(person: Reader, request: Request, token: str, form: Form) -> Response:
        """A request has its id at once, so its token is its id: apps that ask for it are answered all the same."""
        found = _found(services, person, _ids(token))
        owners = [{"service_request_id": str(one.public_id), "token": str(one.public_id)} for one in found]
        return write(form, "service_requests", owners) if owners else _not_found(request, "token")

    return router


def _told(services: Services, person: Person, ids: list[UUID]) -> list[dict[str, Any]]:
    telling = Telling(services.taxonomy(), services.directory())
    return [telling.tell(one) for one in _found(services, person, ids)]


def _found(services: Services, person: Person, ids: list[UUID]) -> list[OpenRequest]:
    with acting(services, person) as connection:
        return find_requests(connection, ids)


def _ids(written: str) -> list[UUID]:
    """The ids that can be ours."""
    found = []
    for text in written.split(",")[:MOST_IDS]:
        try:
            found.append(UUID(text.strip()))
        except ValueError:
            continue
    return found


def _not_found(request: Request, name: str) -> Response:
    return refuse(request, 404, f"{name} was not found")
