"""Tells another program of something by HTTPS, signed so that it knows who tells and when."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from complaints.errors import ComplaintError

SECONDS = 10.0


class WebhookRefused(ComplaintError):
    """The receiver could not be reached, or did not answer with success; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Where to send, the secret that both sides know, and the clock (seconds since 1970)."""

    url: str
    secret: str = field(repr=False)
    clock: Callable[[], float] = time.time

    def send(self, key: str, content: Mapping[str, object]) -> None:
        """Post this as JSON; what is sent again has the same Idempotency-Key. Raises WebhookRefused.

        X-Tepat-Signature is "sha256=" and the HMAC-SHA256 (hex) of the time in X-Tepat-Timestamp, a full stop and the
        body: a receiver refuses what is older than a few minutes.
        """
        body = json.dumps(content, ensure_ascii=False).encode()
        moment = str(int(self.clock()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "X-Tepat-Timestamp": moment,
            "X-Tepat-Signature": f"sha256={sign(self.secret, moment, body)}",
        }
        try:
            answer = httpx.post(self.url, content=body, headers=headers, timeout=SECONDS, follow_redirects=False)
        except httpx.HTTPError as error:
            raise WebhookRefused(type(error).__name__) from error
        if not answer.is_success:
            raise WebhookRefused(f"status {answer.status_code}")


def sign(secret: str, moment: str, body: bytes) -> str:
    """The HMAC-SHA256 (hex) of time, full stop and body."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
