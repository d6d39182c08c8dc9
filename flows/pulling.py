"""Which sources a run reads, and how their rows go into the database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.inbox import Inbox
from connectors.lapor_export import LaporExport
from connectors.open311 import Open311
from connectors.source import Batch, Source
from database.quarantine import Refused
from flows.workplace import now
from tepat.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A source that a run may read; `done` is called once it is read to its end. `notes` are for people."""

    source: Source | None
    done: Callable[[], object] = lambda: None
    notes: Sequence[str] = ()


def sources_of(settings: Settings, files: Sequence[str]) -> Iterator[Offered]:
    """The named files alone, or else the inbox and, where set, the Open311 endpoint."""
    if files:
        yield from (Offered(source=LaporExport(Path(file), now=now)) for file in files)
        return
    yield from _inbox(settings)
    if settings.open311_url:
        yield Offered(source=_open311(settings))


def refused_rows(batch: Batch) -> list[Refused]:
    """The rejected rows as quarantine keeps them."""
    return [
        Refused(
            origin=row.origin, row_number=row.row, problems=row.problems, raw=row.raw, reporter=row.reporter
        )
        for row in batch.rejected
    ]
