"""How many requests a person, or an address, may send: this keeps one client from crowding out the others."""

import math
import time

import psycopg
from fastapi import Request
from psycopg_pool import PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.people import who
from api.problems import ApiProblem, respond
from api.services import Limit, Services
from database.pacing import forget_full, take_request

LIMITED = ("/v1/", "/open311/")
FORGET_EVERY_SECONDS = 60.0


class RateLimit:
    """Counts the requests of programs, and tells every one of them how many are left.

    The headers are those of draft-ietf-httpapi-ratelimit-headers.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self.services = services
        self._forgot_at = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            return await self.app(scope, receive, send)
        request, limit = Request(scope), self.services.limit
        try:
            left = await run_in_threadpool(self._take, _name(request))
        except (PoolTimeout, psycopg.OperationalError):
            problem = ApiProblem(503, headers={"Retry-After": "5"})
            return await respond(request, problem)(scope, receive, send)

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers_of(limit, left))
            await send(message)

        if left < 0:
            wait = math.ceil(-left / limit.per_second)
            problem = ApiProblem(429, headers={"Retry-After": str(wait)})
            return await respond(request, problem)(scope, receive, send_counted)
        return await self.app(scope, receive, send_counted)

    def _take(self, name: str) -> float:
        limit = self.services.limit
        with self.services.pool.connection() as connection:
            if time.monotonic() - self._forgot_at > FORGET_EVERY_SECONDS:
                self._forgot_at = time.monotonic()
                forget_full(connection, burst=limit.burst, per_second=limit.per_second)
            return take_request(connection, name, burst=limit.burst, per_second=limit.per_second)


def headers_of(limit: Limit, left: float) -> dict[str, str]:
    """RateLimit-Policy and RateLimit for a bucket with so much left."""
    window = math.ceil(limit.burst / limit.per_second)
    remaining = max(0, math.floor(left))
    full_in = math.ceil((limit.burst - max(0.0, left)) / limit.per_second)
    return {
        "RateLimit-Policy": f'"default";q={limit.burst};w={window}',
        "RateLimit": f'"default";r={remaining};t={full_in}',
    }


def _name(request: Request) -> str:
    person = who(request)
    if person is not None:
        return f"person:{person.name}"
    return f"address:{request.client.host if request.client else ''}"
