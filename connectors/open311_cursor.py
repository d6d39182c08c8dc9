"""How far an Open311 server was read: a moment, and the requests around it that are known already."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

# Requests may be published some time after they were made; this far back is asked for again.
OVERLAP = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Open311Cursor:
    """All up to `since` was read; `seen` names what was read from OVERLAP before it on, so that none comes twice.

    Requests with equal times are told apart by `seen`: none is lost at the border.
    """

    since: datetime
    seen: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: str) -> "Open311Cursor":
        stored = json.loads(text)
        return cls(since=datetime.fromisoformat(stored["since"]), seen=frozenset(stored["seen"]))

    def __str__(self) -> str:
        return json.dumps({"since": self.since.isoformat(), "seen": sorted(self.seen)})

    @property
    def asks_from(self) -> datetime:
        return self.since - OVERLAP

    def move(self, since: datetime, read: Mapping[str, datetime | None]) -> "Open311Cursor":
        """The cursor after a window, with what was read in it: names and times, None where a request has no time."""
        since = max(since, self.since)
        seen = frozenset(name for name, moment in read.items() if moment is None or moment >= since - OVERLAP)
        return Open311Cursor(since=since, seen=seen)
