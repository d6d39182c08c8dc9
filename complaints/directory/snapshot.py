"""One version of the directory as its exact files, so that every decision can be recomputed later."""

import csv
import hashlib
import io
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from complaints.directory.facts import Directory
from complaints.directory.reading import read_directory, refused
from complaints.errors import Problem
from complaints.leaf_moves import read_moves, successors_of
from complaints.taxonomy import Taxonomy, read_taxonomy

MOVES = "moves.csv"
OFFICES = "offices.csv"
FILES = ("taxonomy.csv", "units.csv", OFFICES, "regions.csv", "office_kinds.csv")


def read_files(folder: Path) -> dict[str, str]:
    """The texts of the directory's files. Raises InvalidDirectory where one is missing."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise refused([Problem(code="directory_file", field=str(folder / name)) for name in missing])
    present = [*FILES, *([MOVES] if (folder / MOVES).is_file() else [])]
    return {name: _read(folder / name) for name in present}


def read_offices(path: Path) -> str:
    """The text of a list of offices that stands alone. Raises InvalidDirectory, also where it is another file."""
    text = _read(path)
    if "id" not in next(csv.reader(io.StringIO(text)), []):
        raise refused([Problem(code="directory_column", field=path.name, values={"column": "id"})])
    return text


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(code="directory_utf8", field=path.name, values={"byte": error.start})
        raise refused([problem]) from error


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write the files as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*FILES, MOVES):
        if name in files:
            (folder / name).write_bytes(files[name].encode())
        else:
            (folder / name).unlink(missing_ok=True)


def version_of(files: Mapping[str, str]) -> str:
    """The first 12 hex digits of the SHA-256 over the files: the same files always give the same version."""
    digest = hashlib.sha256()
    for name in (*FILES, *([MOVES] if MOVES in files else [])):
        digest.update(f"{name}\0{files[name]}\0".encode())
    return digest.hexdigest()[:12]


def open_snapshot(files: Mapping[str, str]) -> tuple[Directory, Taxonomy]:
    """Directory and taxonomy of these files, checked; see leaf_moves for moves.csv.

    Raises InvalidDirectory, InvalidTaxonomy or InvalidMoves.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(files, folder)
        directory, taxonomy = read_directory(folder), read_taxonomy(folder / "taxonomy.csv")
    moves = read_moves(files.get(MOVES, ""))
    return directory, replace(taxonomy, successors=successors_of(moves, taxonomy.leaves)) if moves else taxonomy
