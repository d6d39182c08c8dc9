"""The parts of GeoReport v2, for the description."""

from typing import Any

from pydantic import BaseModel

from api.v1.described import Responses

REFUSALS = (400, 403, 404, 413, 429, 500, 503)
SERVICE = {
    "service_code": "imi-mpaspor",
    "service_name": "M-Paspor dan antrean",
    "description": "Aplikasi M-Paspor, kuota dan jadwal kedatangan",
    "metadata": True,
    "type": "realtime",
    "keywords": "Imigrasi, Direktorat Jenderal Imigrasi",
    "group": "Imigrasi",
}
REQUEST = {
    "service_request_id": "0191f6a4-5a1e-4c11-9f3d-2f1f5f3f7a10",
    "status": "open",
    "status_notes": "Sudah diteruskan; menunggu jawaban unit.",
    "service_name": "M-Paspor dan antrean",
    "service_code": "imi-mpaspor",
    "description": "Jadwal M-Paspor tidak muncul.",
    "agency_responsible": "Direktorat Jenderal Imigrasi",
    "service_notice": None,
    "requested_datetime": "2026-11-20T09:30:00+07:00",
    "updated_datetime": "2026-11-20T09:31:07+07:00",
    "expected_datetime": None,
    "address": "Cianjur, Kabupaten Cianjur, Jawa Barat",
    "address_id": None,
    "zipcode": None,
    "lat": None,
    "long": None,
    "media_url": None,
}


class Service(BaseModel):
    """A kind of report that citizens can choose."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: str
    keywords: str
    group: str


class AttributeValue(BaseModel):
    """What can be chosen for an attribute."""

    key: str
    name: str


class Attribute(BaseModel):
    """A question that may be answered with a request."""

    variable: bool
    code: str
    datatype: str
    required: bool
    datatype_description: str
    order: int
    description: str
    values: list[AttributeValue]


class ServiceDefinition(BaseModel):
    """The questions of a service."""

    service_code: str
    attributes: list[Attribute]


class Endpoint(BaseModel):
    """Where one version of the interface is found."""

    specification: str
    url: str
    changeset: str
    type: str
    formats: list[str]


class Discovery(BaseModel):
    """Where everything is found."""

    changeset: str
    contact: str
    key_service: str
    endpoints: list[Endpoint]


class ServiceRequest(BaseModel):
    """A report as others may read it: never with who wrote it, masked, and without a word of what is rahasia."""

    service_request_id: str
    status: str
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str
    service_notice: str | None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str | None
    address: str
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None


class Filed(BaseModel):
    """The id under which a new request is followed."""

    service_request_id: str
    service_notice: str
    account_id: str | None


class TokenOwner(BaseModel):
    """The request that a token became."""

    service_request_id: str
    token: str


class Refusal(BaseModel):
    """What is wrong."""

    code: int
    description: str


def in_both_forms(kind: Any, example: Any, status: int = 200) -> Responses:  # noqa: ANN401 - a type, a JSON value
    """The answers of an address: in JSON of this kind, or in XML; and the errors of GeoReport."""
    errors = [{"code": 400, "description": "service_code was not provided"}]
    answers: Responses = {one: _both(list[Refusal], errors, "What is wrong") for one in REFUSALS}
    return answers | {status: _both(kind, example, "In JSON or XML, as the address ends")}


def _both(kind: Any, example: Any, description: str) -> dict[str, Any]:  # noqa: ANN401
    content = {"application/json": {"example": example}, "text/xml": {"schema": {"type": "string"}}}
    return {"model": kind, "content": content, "description": description}
