"""GET of what waits for a program that fetches what is its own, and POST of what it has."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict, Field

from api.access import Fetcher, acting
from api.schemas import Sent, Text
from api.services import Services
from api.v1.cursors import Cursor, Limit, link_next, read_id, write_cursor
from api.v1.described import LINK, WRITING, answered, refused
from api.v1.examples import ID
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Shape, shown_as
from api.v1.verdict_shapes import Sendable
from complaints.delivery import content_of
from complaints.intake import clean_text
from database.fetching import acknowledge, fetchable
from database.idempotency import Answered

MOST_KEYS = 200
EXAMPLE_KEY = "7a0f6a0e-2f0b-4c57-9a3c-0b1f0a5f9c11"


class DeliveredReport(Shape):
    """The report as its receiver may see it: without text where it is rahasia, never with who wrote it."""

    id: str
    source: str
    external_id: str
    judul: str
    isi: str
    klasifikasi: str
    reported_at: datetime
    anonim: bool
    rahasia: bool


class DeliveryOut(Shape):
    """A decision for this program. Act once for each `key`: it stays the same until it is acknowledged."""

    key: str
    kind: str = Field(description="`disposisi`, `bukan-kewenangan`, `minta-informasi`, or another")
    target: list[str] = Field(description="Codes of the directory, from the top down")
    office_id: str | None
    addressee: str
    message: str
    decided_at: datetime
    report: DeliveredReport


class DeliveriesOut(Shape):
    """A page of what is not acknowledged yet, of each report the first, the oldest first."""

    model_config = shown_as(
        {
            "items": [
                {
                    "key": EXAMPLE_KEY,
                    "kind": "disposisi",
                    "target": ["IMIPAS", "imigrasi", "IMI", "imi-paspor"],
                    "office_id": None,
                    "addressee": "",
                    "message": "",
                    "decided_at": "2026-11-20T02:31:00Z",
                    "report": {
                        "id": ID,
                        "source": "lapor",
                        "external_id": "9000001",
                        "judul": "Antrean paspor",
                        "isi": "Jadwal paspor tidak muncul.",
                        "klasifikasi": "tidak-berkadar",
                        "reported_at": "2026-11-20T02:00:00Z",
                        "anonim": False,
                        "rahasia": False,
                    },
                }
            ],
            "next_cursor": None,
        }
    )

    items: list[DeliveryOut]
    next_cursor: str | None


class AcknowledgedIn(Sent):
    """What the program has, and what it calls it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"keys": [EXAMPLE_KEY], "receipt": "agenda 112/2026"}]})

    keys: list[Sendable] = Field(min_length=1, max_length=MOST_KEYS)
    receipt: Text = Field(default="", max_length=200)


class AcknowledgedOut(Shape):
    """How many of the keys were news; those that were acknowledged before, and unknown ones, count nothing."""

    model_config = shown_as({"acknowledged": 1})

    acknowledged: int


def delivery_routes(services: Services) -> APIRouter:
    """GET /v1/deliveries and POST /v1/deliveries/acknowledge."""
    router = APIRouter(prefix="/v1/deliveries", tags=["deliveries"])

    @router.get(
        "",
        summary="Decisions that wait for this program",
        description="For a receiver of the way `api` that has the name of the token. Fetch from the first page on each "
        "time: what is acknowledged does not come again.",
        response_model=DeliveriesOut,
        responses=answered(200, LINK),
    )
    def list_waiting(
        person: Fetcher, request: Request, response: Response, limit: Limit = 50, cursor: Cursor = ""
    ) -> dict[str, Any]:
        with acting(services, person) as connection:
            found = fetchable(connection, person.name, after=read_id(cursor, first=0), limit=limit + 1)
        more = write_cursor(found[limit - 1].id) if len(found) > limit else None
        link_next(request, response, more)
        return {"items": [content_of(parcel) for parcel in found[:limit]], "next_cursor": more}

    @router.post("/acknowledge", summary="This program has these decisions", responses=refused(*WRITING))
    def acknowledge_keys(person: Fetcher, body: AcknowledgedIn, response: Response, key: Key = None) -> AcknowledgedOut:
        fingerprint = fingerprint_of("POST /v1/deliveries/acknowledge", body.model_dump_json())

        def act() -> Answered:
            news = acknowledge(connection, person.name, body.keys, clean_text(body.receipt))
            return Answered(fingerprint=fingerprint, status=200, headers={}, body={"acknowledged": news})

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), AcknowledgedOut)

    return router
