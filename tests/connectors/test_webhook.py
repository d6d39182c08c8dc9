"""A receiver can see who tells it, and when; what it refuses is known."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from connectors.webhook import Webhook, WebhookRefused, sign

SECRET = "rahasia yang panjang"


class Receiver(HTTPServer):
    """Keeps what it was told; answers with `status`."""

    status = 204

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Listener)
        self.told: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tepat"


class Listener(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_what_is_told_is_signed_with_its_time(receiver: Receiver) -> None:
    Webhook(url=receiver.url, secret=SECRET, clock=lambda: 1_700_000_000.9).send("alert-1", {"about": ["gangguan"]})
    ((headers, body),) = receiver.told
    assert json.loads(body) == {"about": ["gangguan"]}
    assert headers["X-Tepat-Timestamp"] == "1700000000"
    assert headers["X-Tepat-Signature"] == f"sha256={sign(SECRET, '1700000000', body)}"
    assert headers["Idempotency-Key"] == "alert-1"
    assert sign(SECRET, "1700000001", body) != sign(SECRET, "1700000000", body)


@pytest.mark.parametrize("status", [302, 400, 503])
def test_an_answer_without_success_is_a_refusal(receiver: Receiver, status: int) -> None:
    receiver.status = status
    with pytest.raises(WebhookRefused, match=str(status)):
        Webhook(url=receiver.url, secret=SECRET).send("alert-1", {})
    assert len(receiver.told) == 1, "a redirect is not followed"


def test_nobody_there_is_a_refusal_and_the_secret_is_never_shown(receiver: Receiver) -> None:
    hook = Webhook(url="http://127.0.0.1:9/", secret=SECRET)
    with pytest.raises(WebhookRefused):
        hook.send("alert-1", {})
    assert SECRET not in repr(hook)
