"""GET /v1/queue/events: the counter of the queue as server-sent events."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse

from api.access import Reader
from api.v1.counter import QueueCounter, Waiting
from api.v1.described import Responses

LastSeen = Annotated[
    str, Header(alias="Last-Event-ID", max_length=100, description="The event that was seen last, after a break")
]
EXAMPLE = {"id": "18-2-1", "event": "queue", "data": '{"waiting":18,"urgent":2,"audits":1}'}
EVENT = {
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string"},
        "event": {"const": "queue"},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}
STREAM: Responses = {
    200: {
        "description": "An event `queue` with the numbers, whenever they change; a comment when nothing does. The "
        "stream ends after five minutes: come back with Last-Event-ID.",
        "content": {"text/event-stream": {"schema": EVENT, "example": EXAMPLE}},
    }
}


class EventStream(StreamingResponse):
    """An answer that goes on."""

    media_type = "text/event-stream"


def event_routes(counter: QueueCounter) -> APIRouter:
    """GET /v1/queue/events."""
    router = APIRouter(prefix="/v1", tags=["review"])

    @router.get(
        "/queue/events", summary="The counter of the queue, as it changes", response_class=EventStream, responses=STREAM
    )
    async def follow_queue(person: Reader, last_seen: LastSeen = "") -> EventStream:
        place = ExitStack()
        place.enter_context(counter.stream(person))

        async def events() -> AsyncIterator[str]:
            with place:
                yield "retry: 3000\n\n"
                async for waiting in counter.follow(person, last_seen):
                    yield ":\n\n" if waiting is None else written(waiting)

        return EventStream(events(), headers={"X-Accel-Buffering": "no"})

    return router


def written(waiting: Waiting) -> str:
    """The event, with the numbers as JSON."""
    data = f'{{"waiting":{waiting.waiting},"urgent":{waiting.urgent},"audits":{waiting.audits}}}'
    return f"id: {waiting.name}\nevent: queue\ndata: {data}\n\n"
