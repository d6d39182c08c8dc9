"""A look into an Excel file before it is opened: what it would swell to, and whether its XML is plain."""

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from complaints.errors import Problem
from complaints.intake import shorten
from connectors.tables import MAX_FILE_MB, MEGABYTE, UnreadableFile, readable_name

MAX_RATIO = 200
RATIO_COUNTS_FROM_MB = 20
MAX_PARTS = 5_000
CHUNK = 1 << 16


class _DoctypeFound(Exception):
    """The part declares a DOCTYPE, where entities could be defined."""


class _PrologEnded(Exception):
    """The first element begins: no DOCTYPE can follow."""


def check_package(path: Path) -> None:
    """Raise UnreadableFile where the file is no zip, would swell beyond MAX_FILE_MB, or declares a DOCTYPE anywhere.

    openpyxl parses with expat, which expands the entities that a DOCTYPE defines; no program that saves workbooks
    writes one. Raises OSError where the file cannot be read.
    """
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as package:
                _check_size(package, path)
                _check_parts(package, path)
        except UnreadableFile:
            raise
        except Exception as error:
            # A hostile package makes zipfile fail in many ways: BadZipFile, RuntimeError, zlib.error, OSError.
            raise UnreadableFile(Problem(code="file_broken", field=readable_name(path))) from error


def _check_parts(package: zipfile.ZipFile, path: Path) -> None:
    for part in package.infolist():
        with package.open(part) as stream:
            if _declares_doctype(stream):
                values = {"part": shorten(part.filename)}
                raise UnreadableFile(Problem(code="file_doctype", field=readable_name(path), values=values))


def _check_size(package: zipfile.ZipFile, path: Path) -> None:
    """Judge by the sizes in the directory of the zip: its reader never yields more than they say."""
    parts = package.infolist()
    size = sum(part.file_size for part in parts)
    megabytes = size // MEGABYTE
    swells = megabytes >= RATIO_COUNTS_FROM_MB and size > MAX_RATIO * path.stat().st_size
    if megabytes > MAX_FILE_MB or swells or len(parts) > MAX_PARTS:
        raise UnreadableFile(Problem(code="file_bomb", field=readable_name(path), values={"size": megabytes}))


def _declares_doctype(stream: IO[bytes]) -> bool:
    """Whether a DOCTYPE stands before the first element; False for what is no XML."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _find_doctype
    parser.StartElementHandler = _end_prolog
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
    except _DoctypeFound:
        return True
    except (_PrologEnded, expat.ExpatError):
        return False
    return False


def _find_doctype(*_: object) -> None:
    raise _DoctypeFound


def _end_prolog(*_: object) -> None:
    raise _PrologEnded
