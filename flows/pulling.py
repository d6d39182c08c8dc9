"""Which sources a run reads, and how their rows go into the database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from complaints.errors import Problem
from connectors.inbox import Inbox
from connectors.lapor_export import LaporExport
from connectors.open311 import Open311
from connectors.source import Batch, Source
from database.quarantine import Refused
from flows.workplace import now
from tepat.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A source that a run reads; `done` is called once it is read to its end."""

    source: Source
    done: Callable[[], object] = lambda: None


def sources_of(settings: Settings, files: Sequence[str]) -> Iterator[Offered | Problem]:
    """The named files alone, or else the inbox and, where set, the Open311 endpoint.

    A Problem says what cannot be read yet. Raises SourceUnavailable where the inbox itself cannot be read.
    """
    if files:
        yield from (Offered(source=LaporExport(Path(file), now=now)) for file in files)
        return
    if settings.open311_url:
        yield Offered(source=_open311(settings))
    yield from _inbox(settings)


def _inbox(settings: Settings) -> Iterator[Offered | Problem]:
    if not settings.inbox_folder.is_dir():
        return
    inbox = Inbox(settings.inbox_folder, now=now)
    listing = inbox.look()
    for path in listing.unfinished:
        yield Problem(code="still_being_written", field=path.name)
    for export in listing.ready:
        yield Offered(source=export, done=partial(inbox.mark_done, export))


def _open311(settings: Settings) -> Open311:
    return Open311(
        settings.open311_url,
        now=now,
        api_key=settings.open311_key.get_secret_value() or None,
        jurisdiction=settings.open311_jurisdiction or None,
    )


def refused_rows(batch: Batch) -> list[Refused]:
    """The rejected rows as quarantine keeps them."""
    return [
        Refused(origin=row.origin, row_number=row.row, problems=row.problems, raw=row.raw, reporter=row.reporter)
        for row in batch.rejected
    ]
