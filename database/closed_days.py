"""Figures of days that are over never change: what was read once of them is kept, only open days are read again."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from psycopg import Connection

from complaints.access import Reach
from complaints.figures import Period, parted
from complaints.timestamps import WIB
from database.figures import Work, folded_until, read_durations, read_work
from database.hub import Buckets, durations_by_path

KEPT = 200
Read = TypeVar("Read")


class ClosedDays:
    """What one process has read, by who sees how much and what was asked for; the longest unused goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def work(
        self, connection: Connection, reach: Reach, period: Period, *, code: str = "", offices: Sequence[str] = ()
    ) -> list[Work]:
        """As read_work, except that closed and open days stand in rows of their own for each path and office."""

        def read(part: Period) -> list[Work]:
            return read_work(connection, part, code=code, offices=offices)

        closed, still_open = self._parts(connection, period, ("work", reach, code, tuple(offices)), read)
        return [*closed, *still_open]

    def durations(
        self, connection: Connection, reach: Reach, period: Period, *, code: str = "", offices: Sequence[str] = ()
    ) -> dict[str, dict[int, int]]:
        """As read_durations."""

        def read(part: Period) -> dict[str, dict[int, int]]:
            return read_durations(connection, part, code=code, offices=offices)

        return _added(*self._parts(connection, period, ("durations", reach, code, tuple(offices)), read))

    def durations_by_path(
        self, connection: Connection, reach: Reach, period: Period
    ) -> dict[tuple[str, ...], dict[int, int]]:
        """As database.hub.durations_by_path."""

        def read(part: Period) -> dict[tuple[str, ...], Buckets]:
            return durations_by_path(connection, part)

        return _added(*self._parts(connection, period, ("by path", reach), read))

    def _parts(
        self, connection: Connection, period: Period, asked: Hashable, read: Callable[[Period], Read]
    ) -> tuple[Read, Read]:
        """What `read` tells of the days that are over, and of the others."""
        closed, still_open = parted(period, folded_until(connection).astimezone(WIB).date())
        return self._known((asked, closed), lambda: read(closed)), read(still_open)

    def _known(self, key: Hashable, read: Callable[[], Read]) -> Read:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]
        found = read()
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


Key = TypeVar("Key", bound=Hashable)


def _added(one: Mapping[Key, Mapping[int, int]], other: Mapping[Key, Mapping[int, int]]) -> dict[Key, dict[int, int]]:
    return {key: Counter(one.get(key, {})) + Counter(other.get(key, {})) for key in dict.fromkeys((*one, *other))}
