"""Waiting reports that can be confirmed together: alike, with the same suggestion, and none that needs a look of its
own."""

from collections.abc import Callable
from uuid import UUID

import pytest
from psycopg import Connection

from complaints.urgency import UrgencyLevel
from database.look_alikes import find_look_alikes
from database.reports import find_by_id
from database.review import Verdict, record_verdict
from database.similar import Likeness, keep_likenesses

QueueUp = Callable[..., int]
VISA = ("IMIPAS", "imigrasi", "IMI", "imi-visa")


def like(connection: Connection, report_id: int, *values: int) -> None:
    vector = [*values, *([0] * (256 - len(values)))]
    keep_likenesses(connection, [Likeness(report_id=report_id, text_hash=str(report_id), vector=vector)], "v1")


@pytest.fixture
def queue_alike(connection: Connection, queue_up: QueueUp) -> Callable[..., int]:
    """A waiting report with this vector."""

    def run(number: int, *vector: int, report: dict[str, object] | None = None, **how: object) -> int:
        report_id = queue_up(connection, number, report=report or {}, **how)
        like(connection, report_id, *(vector or (9, 1)))
        return report_id

    return run


def found(connection: Connection, seed: int, least: float = 0.6) -> list[UUID]:
    return [one.public_id for one in find_look_alikes(connection, find_by_id(connection, seed), least=least, limit=50)]


def test_look_alikes_are_the_seed_and_then_the_nearest(connection: Connection, queue_alike: Callable[..., int]) -> None:
    far, near, seed = queue_alike(1, 9, 6), queue_alike(2, 9, 2), queue_alike(3, 9, 1)
    queue_alike(4, -9, 1)
    assert found(connection, seed) == [find_by_id(connection, id_) for id_ in (seed, near, far)]


@pytest.mark.parametrize(
    "other",
    [
        {"path": VISA},
        {"level": UrgencyLevel.SOON},
        {"drawn": True},
        {"report": {"rahasia": True}},
    ],
    ids=["another suggestion", "urgent", "audited", "rahasia"],
)
def test_what_needs_a_look_of_its_own_is_no_look_alike(
    connection: Connection, queue_alike: Callable[..., int], other: dict[str, object]
) -> None:
    seed, apart = queue_alike(1), queue_alike(2, **other)
    assert found(connection, seed) == [find_by_id(connection, seed)]
    assert find_by_id(connection, seed) not in found(connection, apart)


def test_what_waits_is_found_after_the_seed_was_decided(
    connection: Connection, queue_alike: Callable[..., int]
) -> None:
    seed, other = queue_alike(1), queue_alike(2)
    (first, _) = find_look_alikes(connection, find_by_id(connection, seed), least=0.6, limit=50)
    verdict = Verdict(
        public_id=first.public_id,
        shown=first.decision_id,
        path=first.path,
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person="satu",
    )
    record_verdict(connection, verdict)
    assert found(connection, seed) == [find_by_id(connection, other)]
