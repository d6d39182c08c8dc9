"""What the description says of answers: their headers, and the problems that an address may answer with."""

from collections.abc import Mapping
from typing import Any

from api.problem_texts import DETAILS, TITLES
from api.problems import CODE_OF_STATUS, MEDIA_TYPE

LINK = {"Link": "The next page, `rel=next`; absent on the last one"}
ETAG = {"ETag": "The decision in force and the version of the text, for If-Match"}
LOCATION = {"Location": "Where to look for what becomes of it"}
RETRY_AFTER = "Seconds to wait"
RATE_LIMITS = {
    "RateLimit-Policy": "How many requests (q) are allowed in how many seconds (w)",
    "RateLimit": "How many requests remain (r), and in how many seconds all do again (t)",
}
EVERYWHERE = (400, 401, 403, 422, 429, 500, 503)
WRITING = (409, 413, 415)
Responses = dict[int | str, dict[str, Any]]


def answered(status: int, *headers: Mapping[str, str]) -> Responses:
    """The headers of the answer with this status."""
    named = {name: text for some in headers for name, text in some.items()}
    return {status: {"headers": _headers(named)}}


def refused(*statuses: int) -> Responses:
    """Problems that an address may answer with, beside those that all may."""
    return {status: _problem(status) for status in statuses}


def refused_everywhere() -> Responses:
    return refused(*EVERYWHERE)


def _problem(status: int) -> dict[str, Any]:
    code = CODE_OF_STATUS[status]
    example: dict[str, Any] = {
        "type": f"urn:tepat:problem:{code.replace('_', '-')}",
        "title": TITLES[code]["en"],
        "status": status,
        "detail": DETAILS[code]["en"],
        "instance": "/v1/complaints",
    }
    if status == 422:
        detail = "Field limit is not of the wanted type (int_parsing). See /openapi.json."
        example["errors"] = [{"field": "limit", "code": "wrong_type", "detail": detail}]
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetail"}, "example": example}}
    waits = {"Retry-After": RETRY_AFTER} if status in {429, 503} else {}
    return {"description": TITLES[code]["en"], "content": content} | ({"headers": _headers(waits)} if waits else {})


def _headers(texts: Mapping[str, str]) -> dict[str, Any]:
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in texts.items()}
