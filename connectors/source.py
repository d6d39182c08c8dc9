"""What every source of reports has in common."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from complaints.errors import ComplaintError, Problem
from complaints.messages import say
from complaints.report import IncomingReport, Reporter


class SourceUnavailable(ComplaintError):
    """The source cannot be read now; what was read before is kept and the next run carries on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(say(problem, "en"))


@dataclass(frozen=True, kw_only=True)
class RejectedRow:
    """A row that is no report: `row` counts as people see it in the file (1 is the header), 0 is the file itself.

    `raw` maps column names to what stood there, fit to be stored (see keep), without the reporter's identity, which
    stands in `reporter`.
    """

    origin: str
    row: int
    problems: tuple[Problem, ...]
    raw: Mapping[str, str] = field(default_factory=dict)
    reporter: Reporter | None = None


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Some reports, the rows that could not be read, and the cursor from which the next batch goes on."""

    reports: Sequence[IncomingReport]
    rejected: Sequence[RejectedRow]
    cursor: str


class Source(Protocol):
    """Where reports come from.

    `key` names the place whose cursor is kept; what it yields is stored once and for all.
    """

    @property
    def key(self) -> str: ...

    def batches(self, cursor: str | None, size: int) -> Iterator[Batch]:
        """Batches of at most `size` rows from the cursor on (None: from the start), in the source's order.

        Raises SourceUnavailable where the source cannot be read at all just now.
        """
        ...
