"""A receiver that is called by https, with a signature that proves who calls."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from complaints.delivery import Delivered, Outcome, Parcel, content_of
from connectors.receivers.asking import Answer, ask
from connectors.receivers.carrier import Carried
from connectors.receivers.signing import signed_headers

MOST_RECEIPT = 200


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Posts a JSON object for each parcel; its key is the header webhook-id, the same at every attempt."""

    url: str
    secret: str = field(repr=False)
    http: httpx.Client
    now: Callable[[], datetime]

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[Carried]:
        for parcel in parcels:
            yield (parcel,), self.post(str(parcel.key), content_of(parcel))

    def probe(self) -> Outcome:
        return self.post("test", {"kind": "test"})

    def post(self, key: str, content: Mapping[str, Any]) -> Outcome:
        """Post this as JSON; what is posted again has the same key."""
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        headers = signed_headers(self.secret, key, int(self.now().timestamp()), body)
        request = self.http.build_request(
            "POST", self.url, content=body, headers={**headers, "Content-Type": "application/json"}
        )
        answer = ask(self.http, request, self.now)
        return Delivered(receipt=_receipt(answer)) if isinstance(answer, Answer) else answer


def _receipt(answer: Answer) -> str:
    """What the receiver calls it: `receipt` of its JSON answer, else nothing. The rest may hold anything."""
    try:
        found = json.loads(answer.body).get("receipt", "")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return found[:MOST_RECEIPT] if isinstance(found, str) else ""
