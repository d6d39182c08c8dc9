"""All requests that an Open311 server holds in a window of time, whatever it understands of paging."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from complaints.errors import Problem
from complaints.timestamps import UnreadableDate, UnreadableTime, read_timestamp
from connectors.open311_http import Client
from connectors.source import SourceUnavailable

# GeoReport v2, GET service_requests: a server without paging answers with the first 1,000.
CUT_AT = 1000
PAGE_SIZE = 100
SHORTEST_WINDOW = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of an answer, with a name that is the same each time, and its time (None where it has none)."""

    name: str
    moment: datetime | None
    content: object


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The requests of one server; `params` go with every question."""

    client: Client
    url: str
    params: Mapping[str, str] = field(repr=False)

    def between(self, start: datetime, until: datetime, known: set[str]) -> Iterator[Entry]:
        """Every entry from `start` to `until` that is not yet `known` by name; what is yielded becomes known.

        Pages are asked for until one holds nothing new: a server that ignores `page` repeats itself, one with small
        pages is still read to its end. Where an answer looks cut off, the window is halved. Raises SourceUnavailable.
        """
        page = 1
        while True:
            entries = self._ask(start, until, page)
            fresh = {entry.name: entry for entry in entries if entry.name not in known}
            known.update(fresh)
            yield from fresh.values()
            if not fresh:
                break
            page += 1
        if len(entries) >= CUT_AT and until - start > SHORTEST_WINDOW and _heeds_dates(entries, start, until):
            middle = start + (until - start) / 2
            yield from self.between(start, middle, known)
            yield from self.between(middle, until, known)

    def _ask(self, start: datetime, until: datetime, page: int) -> list[Entry]:
        window = {"start_date": _utc(start), "end_date": _utc(until)}
        paging = {"page": str(page), "page_size": str(PAGE_SIZE)}
        answer = self.client.ask(self.url, {**self.params, **window, **paging})
        if isinstance(answer, dict):
            answer = answer.get("service_requests", answer.get("requests"))
        if not isinstance(answer, list):
            raise SourceUnavailable(Problem(code="source_bad_answer", field=self.client.name))
        return [_entry(content) for content in answer]


def _heeds_dates(entries: list[Entry], start: datetime, until: datetime) -> bool:
    return all(entry.moment is None or start - DAY <= entry.moment <= until + DAY for entry in entries)


def _entry(content: object) -> Entry:
    written = content if isinstance(content, dict) else {}
    name = written.get("service_request_id")
    if name is None or name == "":
        name = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return Entry(name=str(name), moment=_moment(written.get("requested_datetime")), content=content)


def _moment(written: object) -> datetime | None:
    try:
        return read_timestamp(str(written))
    except (UnreadableDate, UnreadableTime):
        return None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
