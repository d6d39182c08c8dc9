"""Questions to an Open311 server: patient with one that is busy, short with one that refuses."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from complaints.errors import Problem
from connectors.source import SourceUnavailable
from connectors.tables import MEGABYTE

ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
MAX_ANSWER_MB = 50
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class _TryAgain(Exception):
    """The server may answer later; `wait` is what it asks for, in seconds."""

    def __init__(self, cause: str, wait: float | None = None) -> None:
        self.cause = cause
        self.wait = wait
        super().__init__(cause)


@dataclass(frozen=True, kw_only=True)
class Client:
    """Asks one server. `name` is its host, the only part of its address that is ever written into a message.

    Pauses double from FIRST_PAUSE_SECONDS on, each stretched by up to half by `jitter` (a number from 0 to 1), so that
    many clients do not come back at the same moment.
    """

    http: httpx.Client
    name: str
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    jitter: Callable[[], float] = field(default=random.random)

    def ask(self, url: str, params: Mapping[str, str]) -> object:
        """The JSON of the answer. Raises SourceUnavailable, never with the parameters, which hold the API key."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._ask_once(url, params)
            except _TryAgain as again:
                if attempt == ATTEMPTS:
                    values: dict[str, str | int] = {"attempts": ATTEMPTS, "cause": again.cause}
                    problem = Problem(code="source_unreachable", field=self.name, values=values)
                    raise SourceUnavailable(problem) from None
                self._pause(attempt, again.wait)
        raise AssertionError("unreachable")

    def _pause(self, attempt: int, wait: float | None) -> None:
        if wait is not None and wait > LONGEST_PAUSE_SECONDS:
            problem = Problem(code="source_busy", field=self.name, values={"seconds": round(wait)})
            raise SourceUnavailable(problem) from None
        growing = FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * (1 + self.jitter() / 2)
        self.sleep(growing if wait is None else wait)

    def _ask_once(self, url: str, params: Mapping[str, str]) -> object:
        try:
            with self.http.stream("GET", url, params=params) as answer:
                self._check_status(answer)
                body = self._read_body(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _TryAgain(type(error).__name__) from None
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise SourceUnavailable(Problem(code="source_bad_answer", field=self.name)) from None

    def _check_status(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if status in TRY_AGAIN:
            raise _TryAgain(f"HTTP {status}", self._retry_after(answer))
        if 300 <= status < 400:
            raise SourceUnavailable(Problem(code="source_moved", field=self.name, values={"status": status}))
        if status != httpx.codes.OK:
            raise SourceUnavailable(Problem(code="source_refused", field=self.name, values={"status": status}))

    def _read_body(self, answer: httpx.Response) -> bytes:
        body = bytearray()
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > MAX_ANSWER_MB * MEGABYTE:
                values = {"limit": MAX_ANSWER_MB}
                raise SourceUnavailable(Problem(code="source_answer_too_large", field=self.name, values=values))
        return bytes(body)

    def _retry_after(self, answer: httpx.Response) -> float | None:
        """Seconds to wait, from a Retry-After header in seconds or as a date (RFC 9110, 10.2.3); None without one."""
        text = answer.headers.get("Retry-After", "").strip()
        if text.isdecimal():
            return float(text)
        try:
            until = parsedate_to_datetime(text)
            return max(0.0, (until - self.now()).total_seconds())
        except (TypeError, ValueError):
            return None
