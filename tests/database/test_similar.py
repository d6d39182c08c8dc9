"""Vectors of what is not rahasia, the reports that are like another, and merging by a person."""

from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from psycopg import Connection

from complaints.errors import AlreadyReviewed, NotFound, NotMergeable
from complaints.report import IncomingReport
from database.claiming import Claimed, claim_received
from database.intake import Stored
from database.merging import Merge, merge, merged_into, undo_merge
from database.reports import decisions_of, find_by_id, find_report, history_of
from database.review import Verdict, record_verdict
from database.similar import Likeness, find_candidates, find_similar, keep_likenesses
from database.waiting import QueueFilter, list_queue

Make = Callable[..., IncomingReport]
Store = Callable[..., Stored]
Route = Callable[..., list[Claimed]]


def vector(*values: int) -> list[int]:
    return [*values, *([0] * (256 - len(values)))]


def keep(connection: Connection, ids: Sequence[int], *vectors: list[int]) -> None:
    rows = [Likeness(report_id=id_, text_hash=f"h{id_}", vector=one) for id_, one in zip(ids, vectors, strict=True)]
    keep_likenesses(connection, rows, "v1")


def shown(connection: Connection, report_id: int) -> int:
    return decisions_of(connection, report_id)[-1].id


def confirm(connection: Connection, report_id: int) -> None:
    verdict = Verdict(
        public_id=find_by_id(connection, report_id),
        shown=shown(connection, report_id),
        path=("IMIPAS", "imigrasi", "IMI", "imi-paspor"),
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person="Peninjau",
    )
    record_verdict(connection, verdict)


def public(connection: Connection, *ids: int) -> list[UUID]:
    return [find_by_id(connection, id_) for id_ in ids]


def test_only_confirmed_reports_are_similar_the_nearest_first(
    connection: Connection, make_report: Make, store: Store, route: Route
) -> None:
    ids = store(connection, *[make_report(str(number)) for number in range(4)]).new
    keep(connection, ids, vector(9, 1), vector(9, 5), vector(9, 2), vector(9, 1))
    route(connection)
    confirm(connection, ids[1])
    confirm(connection, ids[2])
    found = find_similar(connection, ids[0], least=0.3)
    assert [one.public_id for one in found] == public(connection, ids[2], ids[1])
    assert {one.category for one in found} == {"imi-paspor"}
    assert find_similar(connection, ids[0], least=0.999) == []


def test_a_rahasia_report_gets_no_vector_and_loses_the_one_it_had(
    connection: Connection, make_report: Make, store: Store, route: Route
) -> None:
    open_id, secret_id, turned_id = store(
        connection, make_report("1"), make_report("2", rahasia=True), make_report("3")
    ).new
    keep(connection, [open_id, secret_id, turned_id], vector(1), vector(1), vector(1))
    route(connection)
    confirm(connection, turned_id)
    assert len(find_similar(connection, open_id, least=0)) == 1
    store(connection, make_report("3", rahasia=True))
    assert find_similar(connection, open_id, least=0) == []
    assert find_candidates(connection, open_id) == []
    assert find_candidates(connection, turned_id) == []
    keep(connection, [turned_id], vector(1))
    assert connection.execute("SELECT report_id FROM likenesses").fetchall() == [(open_id,)]


def test_candidates_are_the_same_text_first_then_the_nearest(
    connection: Connection, make_report: Make, store: Store
) -> None:
    one, far, same, near = store(connection, *[make_report(str(number)) for number in range(4)]).new
    keep(connection, [one, far, near], vector(9, 1), vector(1, 9), vector(9, 2))
    keep_likenesses(connection, [Likeness(report_id=same, text_hash=f"h{one}", vector=vector(-9))], "v1")
    found = find_candidates(connection, one)
    assert [item.public_id for item in found] == public(connection, same, near, far)


@pytest.fixture
def pair(connection: Connection, make_report: Make, store: Store, route: Route) -> tuple[int, int]:
    """A report and its duplicate, both waiting and alike."""
    original, duplicate = store(connection, make_report("1"), make_report("2")).new
    keep(connection, [original, duplicate], vector(1), vector(1))
    route(connection)
    return original, duplicate


def merge_of(connection: Connection, duplicate: int, original: int) -> Merge:
    one, other = public(connection, duplicate, original)
    return Merge(public_id=one, original=other, shown=shown(connection, duplicate), person="Peninjau")


def test_a_merged_report_leaves_the_queue_and_both_histories_say_so(
    connection: Connection, pair: tuple[int, int]
) -> None:
    original, duplicate = pair
    merge(connection, merge_of(connection, duplicate, original))
    assert [row.report_id for row in list_queue(connection, QueueFilter(), limit=50)] == [original]
    into = merged_into(connection, duplicate)
    assert into is not None
    assert (into.public_id, into.person) == (find_by_id(connection, original), "Peninjau")
    assert {history_of(connection, id_)[-1]["action"] for id_ in pair} == {"report.merged"}
    assert find_candidates(connection, original) == []
    assert connection.execute("SELECT count(*) FROM labels").fetchone() == (0,)


def test_a_merge_that_is_taken_back_puts_the_report_into_the_queue_again(
    connection: Connection, pair: tuple[int, int]
) -> None:
    original, duplicate = pair
    merge(connection, merge_of(connection, duplicate, original))
    undo_merge(connection, find_by_id(connection, duplicate), "Peninjau Dua")
    assert [row.report_id for row in list_queue(connection, QueueFilter(), limit=50)] == [original, duplicate]
    assert merged_into(connection, duplicate) is None
    assert history_of(connection, duplicate)[-1]["actor"] == "person:Peninjau Dua"
    with pytest.raises(NotFound):
        undo_merge(connection, find_by_id(connection, duplicate), "Peninjau")
    merge(connection, merge_of(connection, duplicate, original))
    assert merged_into(connection, duplicate) is not None


def test_a_report_is_not_merged_into_itself_or_into_a_duplicate(connection: Connection, pair: tuple[int, int]) -> None:
    original, duplicate = pair
    with pytest.raises(NotMergeable):
        merge(connection, merge_of(connection, duplicate, duplicate))
    merge(connection, merge_of(connection, duplicate, original))
    with pytest.raises(NotMergeable):
        merge(connection, merge_of(connection, original, duplicate))


@pytest.mark.parametrize("secret", ["1", "2"])
def test_what_is_rahasia_is_never_merged(
    connection: Connection, pair: tuple[int, int], make_report: Make, store: Store, route: Route, secret: str
) -> None:
    original, duplicate = pair
    store(connection, make_report(secret, rahasia=True))
    route(connection)
    with pytest.raises(NotMergeable):
        merge(connection, merge_of(connection, duplicate, original))


def test_a_report_that_was_decided_meanwhile_is_not_merged(connection: Connection, pair: tuple[int, int]) -> None:
    original, duplicate = pair
    wanted = merge_of(connection, duplicate, original)
    confirm(connection, duplicate)
    with pytest.raises(AlreadyReviewed):
        merge(connection, wanted)


def test_a_merged_report_that_changes_comes_back_to_a_person(
    connection: Connection, pair: tuple[int, int], make_report: Make, store: Store
) -> None:
    original, duplicate = pair
    merge(connection, merge_of(connection, duplicate, original))
    store(connection, make_report("2", isi="paspor saya, dan ini hal yang lain"))
    (claimed,) = claim_received(connection, 10)
    assert claimed.reviewed_before
    assert merged_into(connection, duplicate) is None
    assert find_report(connection, find_by_id(connection, duplicate)).status == "received"
