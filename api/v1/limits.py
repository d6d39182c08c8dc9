"""How many requests a person, or an address, may send: a bucket of tokens for each, in the memory of this process.

Several processes each count for themselves, and a start begins anew: this keeps one client from crowding out the
others, it is no quota.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.people import who
from api.problems import ApiProblem, respond
from api.services import Limit

LIMITED = ("/v1/", "/open311/")
MOST_BUCKETS = 10_000


@dataclass(kw_only=True)
class Bucket:
    """`left` requests at the moment `at` (seconds)."""

    left: float
    at: float


class Buckets:
    """A bucket for everyone who asks; one that is full again is forgotten."""

    def __init__(self, limit: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self.clock = clock
        self._buckets: dict[str, Bucket] = {}

    def take(self, name: str) -> float:
        """What is left after one more request; below zero where it is one too many, which takes nothing."""
        now = self.clock()
        bucket = self._buckets.get(name)
        if bucket is None:
            self._forget_full(now)
            bucket = self._buckets[name] = Bucket(left=self.limit.burst, at=now)
        bucket.left, bucket.at = self._filled(bucket, now), now
        if bucket.left < 1:
            return bucket.left - 1
        bucket.left -= 1
        return bucket.left

    def _filled(self, bucket: Bucket, now: float) -> float:
        return min(self.limit.burst, bucket.left + (now - bucket.at) * self.limit.per_second)

    def _forget_full(self, now: float) -> None:
        if len(self._buckets) >= MOST_BUCKETS:
            kept = {name: one for name, one in self._buckets.items() if self._filled(one, now) < self.limit.burst}
            # Where so many ask at once, counting begins anew rather than fill the memory.
            self._buckets = kept if len(kept) < MOST_BUCKETS else {}


class RateLimit:
    """Counts the requests of programs, and tells every one of them how many are left.

    The headers are those of draft-ietf-httpapi-ratelimit-headers.
    """

    def __init__(self, app: ASGIApp, limit: Limit) -> None:
        self.app = app
        self.limit = limit
        self.buckets = Buckets(limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            return await self.app(scope, receive, send)
        request = Request(scope)
        left = self.buckets.take(_name(request))

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers_of(self.limit, left))
            await send(message)

        if left < 0:
            wait = math.ceil(-left / self.limit.per_second)
            problem = ApiProblem(429, headers={"Retry-After": str(wait)})
            return await respond(request, problem)(scope, receive, send_counted)
        return await self.app(scope, receive, send_counted)


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
