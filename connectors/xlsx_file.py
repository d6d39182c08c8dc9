"""Tables from Excel workbooks, streamed, after a look at the file that costs nothing if it is a trap."""

import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from complaints.errors import Problem
from connectors.tables import FileRow, Table, UnreadableFile, readable_name
from connectors.xlsx_guard import check_package

# Row and column numbers in a file may lie: a workbook never has more rows than this, an export never more columns.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 100
EXACT_UP_TO = 1e15


def xlsx_tables(path: Path) -> Iterator[Table]:
    """The worksheets of a workbook in their order. Raises UnreadableFile, here or between rows, and OSError."""
    check_package(path)
    # Opened here, because openpyxl judges a path by the ending of its name.
    with path.open("rb") as file, closing(_open(file, readable_name(path))) as workbook:
        for sheet in workbook.worksheets:
            # The size that a file states for its sheets is often wrong; without it every row is read as it stands.
            sheet.reset_dimensions()
            yield _read_rows(sheet, readable_name(path))


def _open(file: IO[bytes], name: str) -> Any:  # noqa: ANN401 - the class for reading differs from what the stubs name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except OSError:
            raise
        except Exception as error:
            # A damaged workbook makes the library fail in any way: KeyError, ParseError, ValueError, zlib.error.
            raise UnreadableFile(Problem(code="file_broken", field=name)) from error


def _read_rows(sheet: Any, name: str) -> Table:  # noqa: ANN401
    rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    number = 0
    while True:
        try:
            values = next(rows)
        except StopIteration:
            return
        except OSError:
            raise
        except Exception as error:
            raise UnreadableFile(Problem(code="file_stopped", field=name, values={"row": number})) from error
        number += 1
        if values.count(None) < len(values):
            yield FileRow(number=number, cells=[cell_text(value) for value in values])


def cell_text(value: object) -> str:
    """A cell as a person would type it: dates in ISO 8601, whole numbers without a fraction.

    Numbers too long for Excel keep their exponent, so that nobody takes the rounded digits for an identifier.
    """
    match value:
        case None:
            return ""
        case str():
            return unescape(value)
        case float() if abs(value) >= EXACT_UP_TO:
            return f"{value:.14E}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
