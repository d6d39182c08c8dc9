"""A LAPOR! export file, xlsx or csv, as a source of reports."""

import hashlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from complaints.errors import InvalidReport, Problem
from complaints.report import IncomingReport
from connectors.csv_file import csv_tables
from connectors.kept_cells import keep, keep_identity
from connectors.lapor_row import find_columns, missing_columns, read_row, split_identity
from connectors.source import Batch, RejectedRow, SourceUnavailable
from connectors.tables import MAX_FILE_MB, MEGABYTE, FileRow, Table, UnreadableFile, readable_name
from connectors.xlsx_file import xlsx_tables

# Some exports put a title above their header.
HEADER_WITHIN = 20
FINISHED = "end"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
TEXT_TYPES = frozenset({".csv", ".txt", ".tsv"})


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What a batch collects."""

    reports: list[IncomingReport] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.reports) + len(self.rejected)

    def batch(self, cursor: int | str) -> Batch:
        return Batch(reports=tuple(self.reports), rejected=tuple(self.rejected), cursor=str(cursor))


@dataclass(frozen=True)
class LaporExport:
    """The reports in one export file. The file is known by its content: a renamed copy is the same source.

    `now` tells the time, aware of its zone. The cursor is the number of the last row that was read, or FINISHED after a
    file (or the rest of one) could not be read.
    """

    path: Path
    now: Callable[[], datetime] = field(kw_only=True)

    @cached_property
    def key(self) -> str:
        """`lapor:` and the SHA-256 of the content. Raises SourceUnavailable where the file cannot be read."""
        try:
            with self.path.open("rb") as file:
                return f"lapor:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        except OSError as error:
            raise _unavailable(self.path, error) from error

    def batches(self, cursor: str | None, size: int) -> Iterator[Batch]:
        """Batches of at most `size` rows after the cursor. A file that cannot be read is one rejected row, number 0.

        Raises SourceUnavailable where the file is gone or may not be read.
        """
        if cursor == FINISHED:
            return
        try:
            yield from self._read(int(cursor or 0), size)
        except OSError as error:
            raise _unavailable(self.path, error) from error

    def _read(self, after: int, size: int) -> Iterator[Batch]:
        page = _Page()
        cursor: int | str = after
        try:
            for columns, row in self._rows(after):
                self._sort_in(row, columns, page)
                cursor = row.number
                if len(page) >= size:
                    yield page.batch(cursor)
                    page = _Page()
        except UnreadableFile as error:
            page.rejected.append(RejectedRow(origin=readable_name(self.path), row=0, problems=(error.problem,)))
            cursor = FINISHED
        if len(page):
            yield page.batch(cursor)

    def _rows(self, after: int) -> Iterator[tuple[dict[str, int], FileRow]]:
        """Rows with anything in them that stand after this number, with the places of their columns."""
        with closing(_tables(self.path)) as tables:
            columns, rows = _find_table(self.path, tables)
            for row in rows:
                if row.number > after and (row.problem or any(map(str.strip, row.cells))):
                    yield columns, row

    def _sort_in(self, row: FileRow, columns: dict[str, int], page: _Page) -> None:
        cells = {column: row.cells[index] for column, index in columns.items() if index < len(row.cells)}
        raw, reporter = split_identity(cells)
        try:
            if row.problem:
                raise InvalidReport([row.problem])
            page.reports.append(read_row(raw, reporter, now=self.now()))
        except InvalidReport as error:
            page.rejected.append(
                RejectedRow(
                    origin=readable_name(self.path),
                    row=row.number,
                    problems=tuple(error.problems),
                    raw=keep(raw),
                    reporter=keep_identity(reporter),
                )
            )


def _tables(path: Path) -> Generator[Table]:
    """The readings of the file, chosen by what it holds and not only by its name. Raises UnreadableFile, OSError."""
    kind = path.suffix.lower()
    _check_size(path)
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(OLE_MAGIC):
        raise UnreadableFile(Problem(code="file_locked", field=readable_name(path)))
    if kind != ".xlsx" and kind not in TEXT_TYPES:
        raise UnreadableFile(Problem(code="file_type", field=readable_name(path), values={"kind": kind or "?"}))
    if head in ZIP_MAGIC:
        yield from xlsx_tables(path)
    elif kind == ".xlsx":
        raise UnreadableFile(Problem(code="file_not_xlsx", field=readable_name(path)))
    else:
        yield from csv_tables(path)


def _check_size(path: Path) -> None:
    megabytes, rest = divmod(path.stat().st_size, MEGABYTE)
    if not megabytes and not rest:
        raise UnreadableFile(Problem(code="file_empty", field=readable_name(path)))
    if megabytes >= MAX_FILE_MB:
        values = {"size": megabytes, "limit": MAX_FILE_MB}
        raise UnreadableFile(Problem(code="file_too_large", field=readable_name(path), values=values))


def _find_table(path: Path, tables: Iterator[Table]) -> tuple[dict[str, int], Table]:
    """Where columns stand in the first table that has the needed ones, and the rows below. Raises UnreadableFile."""
    best: dict[str, int] = {}
    any_cell = False
    for table in tables:
        for row in table:
            any_cell = any_cell or any(map(str.strip, row.cells))
            found = find_columns(row.cells)
            if found and not missing_columns(found):
                return found, table
            best = max(best, found, key=len)
            if row.number >= HEADER_WITHIN:
                break
    if not any_cell:
        raise UnreadableFile(Problem(code="file_empty", field=readable_name(path)))
    values = {"columns": ", ".join(missing_columns(best))}
    raise UnreadableFile(Problem(code="columns_missing", field=readable_name(path), values=values))


def _unavailable(path: Path, error: OSError) -> SourceUnavailable:
    values = {"cause": error.strerror or type(error).__name__}
    return SourceUnavailable(Problem(code="source_unreadable", field=readable_name(path), values=values))
