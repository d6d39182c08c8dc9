"""A folder into which people drop export files; what was read moves to a folder below it."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from complaints.errors import Problem
from connectors.lapor_export import LaporExport
from connectors.source import SourceUnavailable

DONE = "selesai"
# A download or a copy over the network may pause: half a workbook is waited for this long.
INCOMPLETE_SECONDS = 60
UNFINISHED_TYPES = frozenset({".part", ".partial", ".tmp", ".crdownload", ".filepart"})
NOT_FROM_PEOPLE = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The files that may be read now, oldest first, and those that somebody is still writing."""

    ready: tuple[LaporExport, ...]
    unfinished: tuple[Path, ...]


@dataclass(frozen=True)
class Inbox:
    """A folder of export files. Every file that people put there is a source, also one of a wrong type: it is refused
    with the remedy. Hidden files, lock files, subfolders and links that lead outside are left alone.
    """

    folder: Path
    now: Callable[[], datetime] = field(kw_only=True)
    settle_seconds: float = field(default=2, kw_only=True)

    def look(self) -> Listing:
        """What lies there now. Raises SourceUnavailable where the folder cannot be read."""
        now = self.now().timestamp()
        try:
            found = sorted(self._found())
        except OSError as error:
            values = {"cause": error.strerror or type(error).__name__}
            raise SourceUnavailable(Problem(code="source_unreadable", field=str(self.folder), values=values)) from error
        unfinished = tuple(path for written, path in found if self._is_unfinished(path, now - written))
        ready = tuple(LaporExport(path, now=self.now) for _, path in found if path not in unfinished)
        return Listing(ready=ready, unfinished=unfinished)

    def mark_done(self, export: LaporExport) -> Path:
        """Move a file that was read to the folder `selesai`, and say where it lies now.

        It stays where it is if it may not be moved, or if somebody put other content in its place meanwhile. Staying
        does no harm: the same content is never stored twice.
        """
        done = self.folder / DONE
        try:
            if LaporExport(export.path, now=self.now).key != export.key:
                return export.path
            done.mkdir(exist_ok=True)
            target = done / export.path.name
            if target.exists():
                target = target.with_stem(f"{target.stem}-{export.key[-8:]}")
            return export.path.replace(target)
        except (OSError, SourceUnavailable):
            return export.path

    def _found(self) -> Iterator[tuple[float, Path]]:
        """When each file was last written (seconds since 1970), and the file."""
        inside = self.folder.resolve()
        for path in self.folder.iterdir():
            name = path.name.lower()
            if name.startswith((".", "~$")) or name in NOT_FROM_PEOPLE or path.suffix.lower() in UNFINISHED_TYPES:
                continue
            try:
                if path.is_file() and path.resolve().is_relative_to(inside):
                    yield path.stat().st_mtime, path
            except FileNotFoundError:
                continue

    def _is_unfinished(self, path: Path, age: float) -> bool:
        """Whether the file was written to in the last moments; a time in the future is not waited for."""
        if 0 <= age < self.settle_seconds:
            return True
        return 0 <= age < INCOMPLETE_SECONDS and path.suffix.lower() == ".xlsx" and _is_half_a_zip(path)


def _is_half_a_zip(path: Path) -> bool:
    """Whether the file begins as a zip but lacks the directory at its end."""
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK" and not zipfile.is_zipfile(path)
    except OSError:
        return False
