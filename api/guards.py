"""Who may ask at all: known host names, no other sites, and bodies of bearable size."""

import logging
import traceback
from collections.abc import Sequence
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import ApiProblem, respond
from api.services import Services

MAX_BODY = 2 * 1024 * 1024
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics", "/openapi.json"})
OPEN_FOLDER = "/static/"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
log = logging.getLogger(__name__)


class Gate:
    """Refuses a request before anything reads it."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request = Request(scope)
        try:
            check_host(request, self.services.allowed_hosts)
            check_site(request)
            check_length(request)
        except ApiProblem as problem:
            return await respond(request, problem)(scope, receive, send)
        return await self.app(scope, _counted(receive), send)


def check_host(request: Request, allowed: Sequence[str]) -> None:
    """Refuse names that are not ours: a page elsewhere may have pointed its own name at this machine."""
    name = urlsplit(f"//{request.headers.get('host', '')}")
    wanted = {host.strip("[]").lower() for host in allowed}
    if "*" not in wanted and (name.hostname or "") not in wanted:
        raise ApiProblem(400, "refused")


def check_site(request: Request) -> None:
    """Refuse what another site makes a browser send. Programs that are no browser send neither header."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
    if site not in {"same-origin", "none"} or foreign:
        raise ApiProblem(403, "cross_site")


def check_length(request: Request) -> None:
    """Refuse a body that says itself that it is too large."""
    length = request.headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length[:20]) > MAX_BODY:
        raise ApiProblem(413)


def _counted(receive: Receive) -> Receive:
    """The same body, refused as soon as it grows too large, whatever its headers say."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY:
            raise HTTPException(413)
        return message

    return counted


class SafeAnswers:
    """Puts the security headers on every answer, and answers what nobody foresaw without telling how it failed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def send_safely(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        try:
            await self.app(scope, receive, send_safely)
        except Exception as error:
            _log_without_values(error)
            if started:
                raise ConnectionAbortedError("the answer was cut off") from None
            await respond(Request(scope), ApiProblem(500))(scope, receive, send_safely)


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    headers["Cache-Control"] = "max-age=3600" if path.startswith(OPEN_FOLDER) else "no-store"


def _log_without_values(error: Exception) -> None:
    """Only the kind and the place of the error: a database's message may quote the row, and with it a citizen."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s at %s", type(error).__name__, " < ".join(reversed(places[-6:])))
