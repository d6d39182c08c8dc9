"""Tables from CSV files as offices make them: any usual delimiter, any usual encoding, cells of any length."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from complaints.errors import Problem
from connectors.tables import FileRow, Table

DELIMITERS = ";,\t|"
# Longer than any cell that somebody meant to write; the parser holds four bytes per character.
MAX_CELL = 64_000_000
CHUNK = 1 << 20


def csv_tables(path: Path) -> Iterator[Table]:
    """The file read with each usual delimiter in turn: the caller takes the reading that has its columns.

    Raises OSError. Rows that cannot be read carry a problem; the rows after them go on.
    """
    encoding = detect_encoding(path)
    for delimiter in DELIMITERS:
        yield _read_rows(path, encoding, delimiter)


def detect_encoding(path: Path) -> str:
    """UTF-16 where the file says so, UTF-8 where all of it is valid UTF-8, otherwise CP1252."""
    with path.open("rb") as file:
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _read_rows(path: Path, encoding: str, delimiter: str) -> Table:
    # The limit is one for the whole process and low by default; it is raised, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    codecs.register_error("as-latin-1", _as_latin_1)
    errors = "as-latin-1" if encoding == "cp1252" else "replace"
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        while True:
            number += 1
            first = lines.count
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield FileRow(
                    number=number, problem=Problem(code="row_unreadable", field="", values={"limit": MAX_CELL})
                )
                continue
            yield FileRow(number=number, cells=cells, problem=_open_quote(lines, lines.count - first))


def _open_quote(lines: "_Lines", taken: int) -> Problem | None:
    """A record that runs into the end of the file has an open quotation mark, and swallowed the rows below it."""
    return Problem(code="quote_open", field="", values={"lines": taken}) if lines.ended else None


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that CP1252 lacks as Latin-1 has them, so that no byte of a mojibake sequence is lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


class _Lines:
    """The lines of a file, counted; `ended` is set once somebody asked for more than there are."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.count = 0
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.file.readline()
        if not line:
            self.ended = True
            raise StopIteration
        self.count += 1
        return line
