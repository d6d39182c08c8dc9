"""The key of GeoReport v2 (`api_key`, in the address or in the form) as the token that everything else is asked for."""

from collections import deque
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.open311.answering import PREFIX

LONGEST_FORM = 64 * 1024
FORM = "application/x-www-form-urlencoded"


class ApiKeys:
    """Stands before everything that asks who is there. A token in its own header goes before a key."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        if "authorization" not in headers:
            key = _key_in(scope["query_string"])
            if not key and scope["method"] == "POST" and headers.get("content-type", "").startswith(FORM):
                body, receive = await _look_ahead(receive)
                key = _key_in(body)
            if key:
                scope = {**scope, "headers": list(scope["headers"])}
                MutableHeaders(scope=scope)["Authorization"] = f"Bearer {key}"
        return await self.app(scope, receive, send)


def _key_in(written: bytes) -> str:
    """The key, where it can stand in a header."""
    try:
        keys = parse_qs(written.decode("ascii"), max_num_fields=200).get("api_key", [""])
    except ValueError:
        return ""
    return keys[0] if keys[0].isascii() and keys[0].isprintable() else ""


async def _look_ahead(receive: Receive) -> tuple[bytes, Receive]:
    """The start of the body, and a receive that gives all of it once more."""
    messages: deque[Message] = deque()
    body = b""
    while len(body) < LONGEST_FORM:
        message = await receive()
        messages.append(message)
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break

    async def again() -> Message:
        return messages.popleft() if messages else await receive()

    return body, again
