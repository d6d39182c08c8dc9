"""The description of the API (OpenAPI): what FastAPI finds by itself, and what holds for every address."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.schemas import ProblemDetail, Sent
from api.v1.described import RATE_LIMITS
from api.v1.shape import Shape

TEXT = """
Sends each report to the right ministry, field, unit and office.

Reports that are handed over here are stored and answered with 202; a flow routes them, usually within a minute.
Every refusal is a problem detail (RFC 9457), in Indonesian or, with `Accept-Language: en`, in English.

* Lists are paged by cursor: `next_cursor`, and `Link` with `rel=next`.
* Every POST may carry an `Idempotency-Key`.
* A verdict needs `If-Match` with the `ETag` of the report: nobody decides about what they have not seen.
* `RateLimit` says how many requests are left; with 429 comes `Retry-After`.
"""
TAGS = {
    "complaints": "Reports: handed over, listed, looked at.",
    "review": "What waits for a person, and what people say of it.",
    "prediction": "Where a text belongs, answered at once; nothing is stored.",
    "directory": "The tree that reports are routed down, and the offices.",
    "models": "What decides, and since when.",
    "promises": "What is promised for each branch, and the brakes that take a branch off automation.",
    "figures": "How many reports stand where.",
    "quarantine": "Rows that could not be read.",
    "settings": "What is promised, how much is audited, how far the machine acts; each version is kept.",
    "people": "Accounts and tokens, within the reach of whoever asks.",
    "deliveries": "Decisions that a program fetches for its unit.",
    "audit log": "Who did what; each row is chained to the one before.",
    "open311": "Open311 GeoReport v2, for civic apps.",
    "health": "For monitors.",
}
LIMITED = ("/v1/", "/open311/")
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def operation_id(route: APIRoute) -> str:
    """The name of the function, which is unique: generated clients are named by it."""
    return route.name


def describe(app: FastAPI) -> dict[str, Any]:
    """The whole description, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    tags = [{"name": name, "description": text} for name, text in TAGS.items()]
    description = get_openapi(title=app.title, version=app.version, description=TEXT, routes=app.routes, tags=tags)
    schemas = description["components"]["schemas"]
    schemas["ProblemDetail"], parts = _problem_schema()
    schemas.update(parts)
    _put_examples(schemas)
    for path, item in description["paths"].items():
        if path.startswith(LIMITED):
            _limit(item)
        if path.startswith(LIMITED[1]):
            # GeoReport knows no 422: what FastAPI would answer with it is answered with 400.
            _forget(item, "422")
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    app.openapi_schema = description
    return description


def _forget(item: dict[str, Any], status: str) -> None:
    for method in METHODS & item.keys():
        item[method]["responses"].pop(status, None)


def _problem_schema() -> tuple[dict[str, Any], dict[str, Any]]:
    schema = ProblemDetail.model_json_schema(ref_template="#/components/schemas/{model}")
    return schema, schema.pop("$defs", {})


def _put_examples(schemas: dict[str, Any]) -> None:
    """FastAPI leaves out what is null in an example, and with it fields that every answer has."""
    for kind in (*_kinds_of(Shape), *_kinds_of(Sent)):
        extra = kind.model_config.get("json_schema_extra")
        if kind.__name__ in schemas and isinstance(extra, dict) and "examples" in extra:
            schemas[kind.__name__]["examples"] = extra["examples"]


def _kinds_of(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds_of(below)


def _limit(item: dict[str, Any]) -> None:
    headers = {name: {"description": text, "schema": {"type": "string"}} for name, text in RATE_LIMITS.items()}
    for method in METHODS & item.keys():
        for answer in item[method]["responses"].values():
            answer["headers"] = {**answer.get("headers", {}), **headers}
