"""Everything that goes wrong becomes a problem detail (RFC 9457), or a friendly page where a person looks at one."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from psycopg_pool import PoolTimeout
from starlette.exceptions import HTTPException

from api.conflicts import CONFLICTS
from api.misspelt import unknown_field
from api.open311.answering import PREFIX, refuse
from api.problem_texts import DETAILS, TITLES, explain
from api.rendering import surroundings, templates_of
from api.schemas import MAX_ERRORS
from complaints.accounts import BeyondReach, NameTaken, OwnAccount
from complaints.errors import ComplaintError, InvalidReport, KeptBack, NotFound, Problem
from complaints.messages import Language
from database.looking import NotShown

MEDIA_TYPE = "application/problem+json"
CODE_OF_STATUS = {
    400: "unreadable",
    401: "unauthorized",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    409: "already_reviewed",
    412: "stale",
    413: "too_large",
    415: "unreadable",
    422: "invalid",
    428: "unconditional",
    429: "too_many_requests",
    500: "failed",
    503: "unavailable",
}
KNOWN_TYPES = {"missing": "absent", "forbidden_character": "forbidden_character"}
NOT_FIELDS = frozenset({"body", "query", "path", "header", "one", "many"})


log = logging.getLogger(__name__)


class ApiProblem(ComplaintError):
    """A request that is answered with a problem; `code` names its texts, `problems` the fields at fault."""

    def __init__(
        self,
        status: int,
        code: str = "",
        *,
        problems: Sequence[Problem] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self.status = status
        self.code = code or CODE_OF_STATUS.get(status, "refused")
        self.problems = problems
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})
        super().__init__(self.code)


def language_of(request: Request) -> Language:
    """English where the client asks for it first, else Indonesian."""
    return "en" if request.headers.get("accept-language", "").strip().lower().startswith("en") else "id"


def wants_page(request: Request) -> bool:
    """Whether a person in a browser waits for the answer; a script that swaps parts of a page names no type."""
    headers = request.headers
    asks = "text/html" in headers.get("accept", "") or headers.get("hx-request") == "true"
    return asks and not request.url.path.startswith(("/v1", PREFIX))


def conflict_of(error: ComplaintError) -> ApiProblem | None:
    """The problem (409) where somebody else came first or the report's state does not allow it; else None."""
    code = CONFLICTS.get(type(error))
    return ApiProblem(409, code) if code else None


def respond(request: Request, problem: ApiProblem) -> Response:
    """The problem as JSON, as a page, or as GeoReport writes it; whoever must sign in first is led there."""
    if request.url.path.startswith(PREFIX):
        return _refuse(request, problem)
    if wants_page(request):
        address = first_address(request, problem)
        if address:
            return RedirectResponse(address, status_code=303)
        context = {
            "problem": _body(request, problem, "id"),
            "public_id": request.path_params.get("public_id"),
        } | surroundings(request)
        page = templates_of(request).get_template("kesalahan.html").render(context)
        return Response(page, status_code=problem.status, headers=problem.headers, media_type="text/html")
    body = _body(request, problem, language_of(request))
    return JSONResponse(body, status_code=problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def _refuse(request: Request, problem: ApiProblem) -> Response:
    """GeoReport knows 400 for everything that is wrong with a question."""
    body = _body(request, problem, "en")
    details = [item["detail"] for item in body.get("errors", ())] or [f"{body['title']}. {body['detail']}"]
    return refuse(request, 400 if problem.status == 422 else problem.status, *details, headers=problem.headers)


def first_address(request: Request, problem: ApiProblem) -> str:
    """Where a person must go before this page shows itself; empty where nowhere."""
    match problem.code:
        case "unauthorized":
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return f"/masuk?{urlencode({'ke': wanted if request.method == 'GET' else '/'})}"
        case "password_first":
            return "/sandi"
        case _:
            return ""


def _body(request: Request, problem: ApiProblem, language: Language) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": f"urn:tepat:problem:{problem.code.replace('_', '-')}",
        "title": TITLES[problem.code][language],
        "status": problem.status,
        "detail": DETAILS[problem.code][language],
        "instance": request.url.path,
    }
    if problem.problems:
        body["errors"] = [
            {"field": item.field, "code": item.code, "detail": explain(item, language)} for item in problem.problems
        ]
    return body | problem.extra


def answer_problems(app: FastAPI) -> None:
    """Turn everything that the product refuses into its problem."""
    translations: dict[type[Exception], Any] = {
        ApiProblem: lambda _, error: error,
        # No model, no directory: nothing that the client could mend.
        ComplaintError: _unavailable,
        InvalidReport: lambda _, error: ApiProblem(422, problems=error.problems),
        NotFound: lambda _, error: ApiProblem(404),
        NameTaken: lambda _, error: ApiProblem(409, "name_taken"),
        BeyondReach: lambda _, error: ApiProblem(403, "beyond_reach"),
        OwnAccount: lambda _, error: ApiProblem(409, "own_account"),
        KeptBack: lambda _, error: ApiProblem(403, "kept_back"),
        NotShown: lambda _, error: ApiProblem(403, "identity_kept"),
        # What the database refuses a person, a page forgot to refuse.
        psycopg.errors.InsufficientPrivilege: lambda _, error: ApiProblem(403, "beyond_reach"),
        **dict.fromkeys(CONFLICTS, lambda _, error: conflict_of(error)),
        RequestValidationError: _of_validation,
        HTTPException: lambda _, error: ApiProblem(error.status_code, headers=error.headers),
        PoolTimeout: _unavailable,
        psycopg.OperationalError: _unavailable,
    }
    for kind, translate in translations.items():
        app.add_exception_handler(kind, _handler(translate))


def _handler(translate: Any) -> Any:  # noqa: ANN401 - Starlette's own signature
    def handle(request: Request, error: Exception) -> Response:
        return respond(request, translate(request, error))

    return handle


def _unavailable(_: Request, error: Exception) -> ApiProblem:
    log.error("%s: the service is not ready", type(error).__name__)
    return ApiProblem(503, headers={"Retry-After": "5"})


def _of_validation(request: Request, error: RequestValidationError) -> ApiProblem:
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return ApiProblem(400)
    if "json" not in request.headers.get("content-type", "json") and any(item["loc"] == ("body",) for item in found):
        return ApiProblem(415)
    return ApiProblem(422, problems=[_field_problem(item) for item in found[:MAX_ERRORS]])


def _field_problem(item: Mapping[str, Any]) -> Problem:
    """Never with the value that was sent: it may hold what must not be shown or logged."""
    parts = [str(part) for part in item["loc"] if part not in NOT_FIELDS]
    field = ".".join(parts)[:100].encode("utf-8", "replace").decode() or "body"
    if item["type"] == "unknown_field":
        return unknown_field(field, str(item["loc"][-1]), item["ctx"]["known"])
    if item["type"] == "too_long":
        return Problem(code="too_many", field=field, values={"limit": item["ctx"]["max_length"]})
    if item["type"] in KNOWN_TYPES:
        return Problem(code=KNOWN_TYPES[item["type"]], field=field)
    return Problem(code="wrong_type", field=field, values={"expected": item["type"].removesuffix("_type")})
