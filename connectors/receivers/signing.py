"""Signatures of what a webhook gets, as Standard Webhooks has them (v1): HMAC-SHA256 over id, moment and body.

This module needs nothing but Python: a receiver may copy it and call `is_genuine` with the body as it came.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

REPLAY_SECONDS = 300
PREFIX = "whsec_"


def key_of(secret: str) -> bytes:
    """The key that this secret stands for: base64 behind `whsec_`, else the text itself."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def signature_of(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the header webhook-signature."""
    content = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), content, hashlib.sha256)).decode()


def signed_headers(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers with which a message travels; `timestamp` in seconds since 1970."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature_of(secret, message_id, timestamp, body),
    }


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether we sent exactly this, at most REPLAY_SECONDS ago; `headers` by their names in small letters.

    Within that time the same message may come twice: act once for each webhook-id.
    """
    message_id, written = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (written.isascii() and written.isdigit()) or abs(now - int(written)) > REPLAY_SECONDS:
        return False
    expected = signature_of(secret, message_id, int(written), body).encode()
    given = headers.get("webhook-signature", "").split()
    # While a secret is changed there may be a signature with each.
    return any(hmac.compare_digest(expected, one.encode()) for one in given)
