"""An Open311 GeoReport v2 server as a source of reports."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from complaints.errors import InvalidReport, Problem
from complaints.report import IncomingReport
from connectors.kept_cells import keep, keep_identity
from connectors.open311_cursor import Open311Cursor
from connectors.open311_http import Client
from connectors.open311_pages import Entry, Pages
from connectors.open311_record import fields_of, read_record, reporter_of
from connectors.source import Batch, RejectedRow

# GeoReport v2, GET service_requests: no question may span more than 90 days.
LOOK_BACK = timedelta(days=90)
WINDOW = timedelta(days=7)


@dataclass(frozen=True)
class Open311:
    """The service requests of one server, asked for in windows of time and pages.

    `url` is the folder of `requests.json`; `now` tells the time, aware of its zone; the first run starts at `start`
    (90 days back where None). The API key is never shown. `transport` and `sleep` stand in for network and clock.
    """

    url: str
    now: Callable[[], datetime] = field(kw_only=True)
    api_key: str | None = field(default=None, kw_only=True, repr=False)
    jurisdiction: str | None = field(default=None, kw_only=True)
    start: datetime | None = field(default=None, kw_only=True)
    timeout_seconds: float = field(default=20, kw_only=True)
    transport: httpx.BaseTransport | None = field(default=None, kw_only=True, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, kw_only=True, repr=False)

    @property
    def key(self) -> str:
        """`open311:` with host, port where it is said, and jurisdiction; it is the `source` of every report as well."""
        url = httpx.URL(self.url)
        host = f"{url.host}:{url.port}" if url.port else url.host
        return f"open311:{host}/{self.jurisdiction}" if self.jurisdiction else f"open311:{host}"

    def batches(self, cursor: str | None, size: int) -> Iterator[Batch]:
        """Batches of at most `size` requests since the cursor, which moves once a window of time was read to its end.

        Raises SourceUnavailable where the server cannot be reached, refuses, or does not speak GeoReport.
        """
        end = self.now()
        place = Open311Cursor.read(cursor) if cursor else Open311Cursor(since=self.start or end - LOOK_BACK)
        _hide_queries()
        with httpx.Client(timeout=self.timeout_seconds, transport=self.transport) as http:
            pages = self._pages(http)
            until = place.since
            while until < end:
                until = min(place.since + WINDOW, end)
                window = _Window(source=self, pages=pages, place=place, until=until, end=end)
                yield from window.batches(size)
                place = window.place_after()

    def _pages(self, http: httpx.Client) -> Pages:
        client = Client(http=http, name=self.key, now=self.now, sleep=self.sleep)
        params = {"jurisdiction_id": self.jurisdiction, "api_key": self.api_key}
        given = {name: value for name, value in params.items() if value}
        return Pages(client=client, url=f"{self.url.rstrip('/')}/requests.json", params=given)

    def sort(self, entry: Entry) -> IncomingReport | RejectedRow:
        """The report in this entry, or why there is none."""
        if not isinstance(entry.content, dict):
            problem = Problem(code="record_unreadable", field="", values={"name": entry.name[:60]})
            return RejectedRow(origin=self.key, row=_row_number(entry.name), problems=(problem,))
        fields, reporter = fields_of(entry.content), reporter_of(entry.content)
        try:
            return read_record(fields, reporter, source=self.key, now=self.now())
        except InvalidReport as error:
            return RejectedRow(
                origin=self.key,
                row=_row_number(entry.name),
                problems=tuple(error.problems),
                raw=keep(fields),
                reporter=keep_identity(reporter),
            )


@dataclass(frozen=True, kw_only=True)
class _Window:
    """One stretch of time of one server: from the cursor to `until`, of a run that reads to `end`."""

    source: Open311
    pages: Pages
    place: Open311Cursor
    until: datetime
    end: datetime
    read: dict[str, datetime | None] = field(default_factory=dict)

    def batches(self, size: int) -> Iterator[Batch]:
        """Until the window is read to its end the cursor stays: after a crash all of it is read again, to no harm."""
        reports: list[IncomingReport] = []
        rejected: list[RejectedRow] = []
        for entry in self._entries():
            became = self.source.sort(entry)
            if isinstance(became, RejectedRow):
                rejected.append(became)
            else:
                reports.append(became)
            if len(reports) + len(rejected) >= size:
                yield Batch(reports=tuple(reports), rejected=tuple(rejected), cursor=str(self.place))
                reports, rejected = [], []
        if reports or rejected or self.place_after() != self.place:
            yield Batch(reports=tuple(reports), rejected=tuple(rejected), cursor=str(self.place_after()))

    def _entries(self) -> Iterator[Entry]:
        """What the window holds and no earlier run has read; what belongs to the next window is left to it."""
        for entry in self.pages.between(self.place.asks_from, self.until, set()):
            if entry.moment and self.until < entry.moment <= self.end:
                continue
            self.read[entry.name] = entry.moment
            if entry.name not in self.place.seen:
                yield entry

    def place_after(self) -> Open311Cursor:
        """The end of the window; for one that ends now, and is still filling up, the newest request in it."""
        moments = [moment for moment in self.read.values() if moment]
        newest = min(max(moments, default=self.place.since), self.end)
        return self.place.move(self.until if self.until < self.end else newest, self.read)


class _HideQueries(logging.Filter):
    """Takes the query, where the API key stands, out of the addresses that httpx logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(arg.copy_with(query=None) if isinstance(arg, httpx.URL) else arg for arg in record.args)
        return True


def _hide_queries() -> None:
    logger = logging.getLogger("httpx")
    if not any(isinstance(known, _HideQueries) for known in logger.filters):
        logger.addFilter(_HideQueries())


def _row_number(name: str) -> int:
    """A number that is the same each time the same broken record is met, so that it is kept once (31 bits)."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:4]) >> 1 or 1
