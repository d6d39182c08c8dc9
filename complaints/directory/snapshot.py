"""One version of the directory as its exact files, so that every decision can be recomputed later."""

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

from complaints.directory.facts import Directory
from complaints.directory.reading import read_directory
from complaints.errors import InvalidDirectory
from complaints.taxonomy import Taxonomy, read_taxonomy

FILES = ("taxonomy.csv", "units.csv", "offices.csv", "regions.csv", "office_kinds.csv")


def read_files(folder: Path) -> dict[str, str]:
    """The texts of the directory's files. Raises InvalidDirectory where one is missing."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise InvalidDirectory(f"{folder}: {', '.join(missing)} missing; add them, if only with their header")
    return {name: (folder / name).read_bytes().decode("utf-8-sig") for name in FILES}


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write the files as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_bytes(files[name].encode())


def version_of(files: Mapping[str, str]) -> str:
    """The first 12 hex digits of the SHA-256 over the files: the same files always give the same version."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(f"{name}\0{files[name]}\0".encode())
    return digest.hexdigest()[:12]


def open_snapshot(files: Mapping[str, str]) -> tuple[Directory, Taxonomy]:
    """Directory and taxonomy of these files, checked. Raises InvalidDirectory or InvalidTaxonomy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(files, folder)
        return read_directory(folder), read_taxonomy(folder / "taxonomy.csv")
