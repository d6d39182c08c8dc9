"""Figures of days that are over never change: what was read once of them is kept, only open days are read again."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from psycopg import Connection

from complaints.access import Reach
from complaints.figures import Period, parted
from database.figures import Work, folded_until, read_durations, read_work

KEPT = 200


class ClosedDays:
    """What one process has read, by who sees how much and what was asked for; the longest unused goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def work(
        self, connection: Connection, reach: Reach, period: Period, *, code: str = "", offices: Sequence[str] = ()
    ) -> list[Work]:
        """As read_work, except that closed and open days stand in rows of their own for each path and office."""
        closed, still_open = parted(period, folded_until(connection))
        known = self._known((reach, closed, code, tuple(offices)), connection, read_work)
        return [*known, *read_work(connection, still_open, code=code, offices=offices)]

    def durations(
        self, connection: Connection, reach: Reach, period: Period, *, code: str = "", offices: Sequence[str] = ()
    ) -> dict[str, dict[int, int]]:
        """As read_durations."""
        closed, still_open = parted(period, folded_until(connection))
        known = self._known((reach, closed, code, tuple(offices)), connection, read_durations)
        added = read_durations(connection, still_open, code=code, offices=offices)
        return {what: Counter(known[what]) + Counter(added[what]) for what in known}

    def _known(
        self,
        asked: tuple[Reach, Period, str, tuple[str, ...]],
        connection: Connection,
        read: Callable[..., Any],
    ) -> Any:  # noqa: ANN401 - whatever is read
        key = (read, asked)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        _, closed, code, offices = asked
        found = read(connection, closed, code=code, offices=offices)
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found
