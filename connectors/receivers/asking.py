"""One request to a receiver, with every way in which it may fail said as an outcome."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from complaints.delivery import Failed
from connectors.tables import MEGABYTE

TIMEOUT_SECONDS = 10.0
WHOLE_ANSWER_SECONDS = 30.0
MAX_ANSWER_MB = 10
LONGEST_WAIT = timedelta(hours=1)
# The receiver understood, and does not want this message: another attempt would fare no better.
ABOUT_THE_MESSAGE = frozenset({400, 409, 410, 413, 414, 415, 422})


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer of success."""

    status: int
    body: bytes


def open_client(transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A client that follows no redirects: a receiver may not send us, and what we carry, elsewhere."""
    return httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, transport=transport)


def ask(
    http: httpx.Client, request: httpx.Request, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Answer | Failed:
    """Send it once. What is wrong with the message alone is final; all else is tried again."""
    deadline = time.monotonic() + WHOLE_ANSWER_SECONDS
    try:
        answer = http.send(request, stream=True)
        try:
            body = _read(answer, deadline)
        finally:
            answer.close()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol):
        return Failed(code="unreachable", blames_receiver=True)
    except httpx.HTTPError as error:
        return Failed(code="no_answer", detail=type(error).__name__, blames_receiver=True, may_have_arrived=True)
    if body is None:
        return Failed(code="no_answer", detail="too long", blames_receiver=True, may_have_arrived=True)
    if answer.is_success:
        return Answer(status=answer.status_code, body=body)
    return _failed(answer, now)


def _read(answer: httpx.Response, deadline: float) -> bytes | None:
    """The body; None where it is too large, or trickles."""
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_MB * MEGABYTE or time.monotonic() > deadline:
            return None
    return bytes(body)


def _failed(answer: httpx.Response, now: Callable[[], datetime]) -> Failed:
    status = answer.status_code
    detail = f"HTTP {status}"
    if status in ABOUT_THE_MESSAGE:
        return Failed(code="refused", detail=detail, is_final=True)
    if status in {401, 403}:
        return Failed(code="not_let_in", detail=detail, blames_receiver=True)
    if status == 429:
        return Failed(code="busy", detail=detail, blames_receiver=True, wait=_retry_after(answer, now))
    # A server that broke down may have kept what it was given.
    broke = status >= 500 and status != 503
    wait = _retry_after(answer, now) if status == 503 else None
    return Failed(code="broken", detail=detail, blames_receiver=True, may_have_arrived=broke, wait=wait)


def _retry_after(answer: httpx.Response, now: Callable[[], datetime]) -> timedelta | None:
    """How long to wait, from a Retry-After header in seconds or as a date (RFC 9110, 10.2.3); at most LONGEST_WAIT."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isdecimal() and len(text) < 10:
        return min(LONGEST_WAIT, timedelta(seconds=int(text)))
    try:
        until = parsedate_to_datetime(text)
        return min(LONGEST_WAIT, max(timedelta(), until - now()))
    except (TypeError, ValueError):
        return None
