"""How many reports stand where."""

from dataclasses import dataclass

from psycopg import Connection

from complaints.report import Status
from complaints.taxonomy import Taxonomy
from database.counting import count_by_status
from database.quarantine import count_quarantined
from database.waiting_counts import count_waiting

BRANCH_DEPTH = 2


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How many reports stand where."""

    total: int
    received: int
    routed: int
    waiting: int
    reviewed: int
    awaiting_info: int
    quarantined: int


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A branch of the tree by which the queue can be filtered; its code is empty where nothing was suggested."""

    code: str
    name: str
    count: int


def automated_counts(connection: Connection) -> Numbers:
    """How many reports came, and what became of them."""
    counts = count_by_status(connection)
    return Numbers(
        total=sum(counts.values()),
        received=counts.get(Status.RECEIVED, 0),
        routed=counts.get(Status.ROUTED, 0),
        waiting=counts.get(Status.IN_REVIEW, 0),
        reviewed=counts.get(Status.REVIEWED, 0),
        awaiting_info=counts.get(Status.AWAITING_INFO, 0),
        quarantined=count_quarantined(connection),
    )


def waiting_by_branch(connection: Connection, taxonomy: Taxonomy) -> list[Branch]:
    """How many reports wait below each branch of the second level (of the first where there is one only)."""
    depth = min(BRANCH_DEPTH, len(taxonomy.levels))
    totals: dict[tuple[str, ...], int] = {}
    for row in count_waiting(connection):
        path = tuple(row.path or ())[:depth]
        totals[path] = totals.get(path, 0) + row.count
    return [
        Branch(code=path[-1], name=taxonomy.nodes[path].name if path in taxonomy.nodes else path[-1], count=count)
        for path, count in sorted(totals.items(), key=lambda item: -item[1])
        if path
    ]
