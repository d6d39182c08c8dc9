"""A receiver that is called: what is signed, how it is verified, and what each answer means."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.delivery import Delivered, Failed, Outcome, Parcel
from connectors.receivers.asking import open_client
from connectors.receivers.signing import REPLAY_SECONDS, is_genuine, signed_headers
from connectors.receivers.webhook import Webhook

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"rahasia yang panjang").decode()


def post(parcel: Parcel, answer: Callable[[httpx.Request], httpx.Response]) -> Outcome:
    with open_client(httpx.MockTransport(answer)) as http:
        webhook = Webhook(url="https://kanim.example/x", secret=SECRET, http=http, now=lambda: NOW)
        ((carried, outcome),) = webhook.carry([parcel])
    assert list(carried) == [parcel]
    return outcome


def test_the_receiver_can_prove_who_sent_what(parcel: Callable[..., Parcel]) -> None:
    seen: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(202, json={"receipt": "agenda 7"})

    sent = parcel(isi="Paspor saya")

    assert post(sent, take) == Delivered(receipt="agenda 7")
    headers, body = dict(seen[0].headers), seen[0].content
    assert is_genuine(SECRET, headers, body, NOW.timestamp())
    assert headers["webhook-id"] == str(sent.key)
    assert json.loads(body)["report"]["isi"] == "Paspor saya"


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """Computed once more, as the standard writes it."""
    headers = signed_headers(SECRET, "msg_1", 1_700_000_000, b'{"a":1}')
    wanted = hmac.new(b"rahasia yang panjang", b'msg_1.1700000000.{"a":1}', hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(wanted).decode()}"


@given(
    st.binary(max_size=200), st.text("abc-123", min_size=1, max_size=20), st.integers(-REPLAY_SECONDS, REPLAY_SECONDS)
)
def test_what_was_signed_is_genuine_and_nothing_else(body: bytes, message_id: str, late: int) -> None:
    headers = signed_headers(SECRET, message_id, 1_700_000_000, body)
    now = 1_700_000_000 + late
    assert is_genuine(SECRET, headers, body, now)
    assert not is_genuine(SECRET, headers, body + b" ", now)
    assert not is_genuine("lain", headers, body, now)
    assert not is_genuine(SECRET, headers | {"webhook-id": message_id + "x"}, body, now)
    assert not is_genuine(SECRET, headers | {"webhook-timestamp": "1700000001"}, body, now)


@pytest.mark.parametrize("late", [-REPLAY_SECONDS - 1, REPLAY_SECONDS + 1])
def test_what_is_replayed_later_is_not_genuine(late: int) -> None:
    headers = signed_headers(SECRET, "satu", 1_700_000_000, b"{}")
    assert not is_genuine(SECRET, headers, b"{}", 1_700_000_000 + late)


@pytest.mark.parametrize("headers", [{}, {"webhook-id": "a"}, {"webhook-id": "a", "webhook-timestamp": "¹"}])
def test_what_carries_no_signature_is_not_genuine(headers: dict[str, str]) -> None:
    assert not is_genuine(SECRET, headers, b"{}", 0)


def raising(error: type[httpx.HTTPError]) -> Callable[[httpx.Request], httpx.Response]:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("x", request=request)

    return fail


def answering(status: int, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status, headers={name.replace("_", "-"): text for name, text in headers.items()})


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (answering(422), Failed(code="refused", detail="HTTP 422", is_final=True)),
        (answering(401), Failed(code="not_let_in", detail="HTTP 401", blames_receiver=True)),
        (answering(404), Failed(code="broken", detail="HTTP 404", blames_receiver=True)),
        (
            answering(307, location="http://169.254.169.254/"),
            Failed(code="broken", detail="HTTP 307", blames_receiver=True),
        ),
        (answering(500), Failed(code="broken", detail="HTTP 500", blames_receiver=True, may_have_arrived=True)),
        (
            answering(429, Retry_After="90"),
            Failed(code="busy", detail="HTTP 429", blames_receiver=True, wait=timedelta(seconds=90)),
        ),
        (
            answering(503, Retry_After="Sun, 22 Nov 2026 03:10:00 GMT"),
            Failed(code="broken", detail="HTTP 503", blames_receiver=True, wait=timedelta(minutes=10)),
        ),
        (answering(429, Retry_After="besok"), Failed(code="busy", detail="HTTP 429", blames_receiver=True)),
        (raising(httpx.ConnectError), Failed(code="unreachable", blames_receiver=True)),
        (
            raising(httpx.ReadTimeout),
            Failed(code="no_answer", detail="ReadTimeout", blames_receiver=True, may_have_arrived=True),
        ),
    ],
)
def test_every_answer_but_success_says_what_to_do(
    parcel: Callable[..., Parcel], answer: Callable[[httpx.Request], httpx.Response], failed: Failed
) -> None:
    assert post(parcel(), answer) == failed


def test_an_answer_that_is_no_receipt_is_no_receipt(parcel: Callable[..., Parcel]) -> None:
    for body in (b"", b"ok", b"[1]", b'{"receipt": {"a": 1}}'):
        assert post(parcel(), lambda _, body=body: httpx.Response(200, content=body)) == Delivered()
    long = post(parcel(), lambda _: httpx.Response(200, json={"receipt": "x" * 999}))
    assert long == Delivered(receipt="x" * 200)
