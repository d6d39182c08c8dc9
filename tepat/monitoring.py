"""`tepat monev`: measure a quarter and write what may leave the system."""

from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

from psycopg import Connection

from api.monev_page import read_measured
from api.wording import KLASIFIKASI
from complaints.directory.snapshot import open_snapshot
from complaints.errors import ComplaintError
from complaints.monev import Measured, Span, span_named
from complaints.monev_export import charts_of, everything, printed
from complaints.monev_shapes import Names
from complaints.monev_words import STANDINGS, notes_of, title_of
from complaints.timestamps import WIB
from connectors.monev_pdf import write_pdf
from connectors.monev_xlsx import write_workbook
from database import facts
from database.connection import connect
from database.figures import fold_figures
from database.monev import measured_spans
from flows.monev import last_quarter, measure_with_before
from flows.workplace import now
from tepat.services import NotSetUp, open_database
from tepat.settings import Settings


class PeriodAhead(ComplaintError):
    """This period has not begun: there is nothing to measure."""


def make_monev(settings: Settings, code: str, folder: Path | None) -> list[Path]:
    """Measure the span with this code (empty: the last whole quarter); returns the files, below `folder` or monev/ of
    the data folder. Raises UnknownPeriod or PeriodAhead before anything is done, NotSetUp where no directory is."""
    span = _span_begun(code) if code else last_quarter()
    with open_database(settings) as (url, _), connect(url) as connection:
        with connection.transaction():
            fold_figures(connection, datetime.now(UTC))
        with connection.transaction():
            measure_with_before(connection, span, actor=f"person:{getuser()}")
        measured = read_measured(connection, span.code, measured_spans(connection))
        names = _names(connection)
    return write_monev(measured, names, folder or settings.place / "monev")


def _span_begun(code: str) -> Span:
    """The span with this code. Raises UnknownPeriod, or PeriodAhead."""
    span = span_named(code)
    if span.first > now().astimezone(WIB).date():
        raise PeriodAhead(code)
    return span


def write_monev(measured: Measured, names: Names, folder: Path) -> list[Path]:
    """The workbook and the PDF, fit for the public."""
    folder.mkdir(parents=True, exist_ok=True)
    title, notes, charts = title_of(measured), notes_of(measured), charts_of(measured, names)
    book, paper = (folder / f"monev-{measured.span.code}.{ending}" for ending in ("xlsx", "pdf"))
    book.write_bytes(write_workbook(title, notes, everything(measured, names, is_public=True), charts))
    paper.write_bytes(write_pdf(title, notes, printed(measured, names, is_public=True), charts))
    return [book, paper]


def _names(connection: Connection) -> Names:
    found = facts.current_directory(connection)
    if found is None:
        raise NotSetUp
    directory, taxonomy = open_snapshot(found[1])
    return Names(taxonomy=taxonomy, offices=directory.offices, kinds=KLASIFIKASI, standings=STANDINGS)
