"""Rows of a file, before anybody knows what its columns mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaints.errors import ComplaintError, Problem
from complaints.messages import say

MAX_FILE_MB = 300
MEGABYTE = 1_000_000


class UnreadableFile(ComplaintError):
    """The file, or the rest of it, cannot be read; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(say(problem, "en"))


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """One row as text. `number` counts as a spreadsheet does, from 1; `problem` says what is wrong with its form."""

    number: int
    cells: Sequence[str] = ()
    problem: Problem | None = None


Table = Iterator[FileRow]


def readable_name(path: Path) -> str:
    """The name of a file, fit to be stored: bytes that are no UTF-8 are shown as a question mark."""
    return path.name.encode("utf-8", "replace").decode()
