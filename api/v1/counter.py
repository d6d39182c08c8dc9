"""The counter of the queue: counted once for all who see the same part of it, however many look."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.concurrency import run_in_threadpool

from api.access import acting
from api.problems import ApiProblem
from api.services import Services
from complaints.access import Person
from database.counting import count_waiting

COUNT_EVERY_SECONDS = 2.0
LOOK_EVERY_SECONDS = 0.5
SILENT_AT_MOST_SECONDS = 15.0
# Then the client comes back by itself, and whether it still may is asked anew.
STREAM_SECONDS = 300.0
STREAMS_EACH = 20


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many reports wait for a person, how many of them are urgent, and how many are audits."""

    waiting: int
    urgent: int
    audits: int

    @property
    def name(self) -> str:
        """The same for the same numbers: a client that says it has seen them is not told again."""
        return f"{self.waiting}-{self.urgent}-{self.audits}"


class QueueCounter:
    """Counts what waits, every two seconds at most for each part of the directory that somebody watches."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self.services = services
        self.clock = clock
        self.is_closing = False
        self._streams: Counter[str] = Counter()
        self._counted: dict[object, tuple[float, Waiting]] = {}
        self._busy: set[object] = set()

    def close(self) -> None:
        """Let every stream end within half a second: whoever stops the server waits for them."""
        self.is_closing = True

    @contextmanager
    def stream(self, person: Person) -> Iterator[None]:
        """A place among the streams of this person. Raises ApiProblem 429 where they have too many."""
        if self._streams[person.name] >= STREAMS_EACH:
            raise ApiProblem(429, headers={"Retry-After": "30"})
        self._streams[person.name] += 1
        try:
            yield
        finally:
            self._streams[person.name] -= 1
            if not self._streams[person.name]:
                del self._streams[person.name]

    async def follow(self, person: Person, seen: str) -> AsyncIterator[Waiting | None]:
        """The numbers whenever they are others than `seen`; None where there is nothing to say for a while."""
        started = spoke = self.clock()
        while not self.is_closing and self.clock() - started < STREAM_SECONDS:
            counted = await self.count(person)
            if counted is not None and counted.name != seen:
                seen, spoke = counted.name, self.clock()
                yield counted
            elif self.clock() - spoke > SILENT_AT_MOST_SECONDS:
                spoke = self.clock()
                yield None
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def count(self, person: Person) -> Waiting | None:
        """What waits within this person's reach, at most two seconds old; None while nobody could count yet."""
        # A program sees what it handed over itself, wherever that lies: it counts for itself.
        key = (person.reach, person.name if person.is_program else "")
        at, known = self._counted.get(key, (-COUNT_EVERY_SECONDS, None))
        if key in self._busy or (known is not None and self.clock() - at < COUNT_EVERY_SECONDS):
            return known
        self._busy.add(key)
        try:
            known = await run_in_threadpool(self._count, person)
            self._counted[key] = (self.clock(), known)
        except (OperationalError, PoolTimeout):
            # The numbers from before stand until the database answers again.
            return known
        finally:
            self._busy.discard(key)
        return known

    def _count(self, person: Person) -> Waiting:
        with acting(self.services, person) as connection:
            waiting, urgent, audits = count_waiting(connection)
        return Waiting(waiting=waiting, urgent=urgent, audits=audits)
