"""A report is split, its parts live on their own, and it is put together again while nothing was decided."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection

from complaints.access import Person, Reach, Role
from complaints.errors import AlreadyReviewed, JudgedBlind, NotFound, NothingToReopen, NotSplittable, PartsDecided
from complaints.figures import period_of
from complaints.report import Reporter
from complaints.retention import Erased
from complaints.splitting import PartText
from database import audit
from database.acting import act_as
from database.deadlines import deadlines_of
from database.erasing import Asked, StillWaiting, due, erase
from database.holding import everything_held
from database.intake import store_reports
from database.monev_counts import count_span
from database.reopening import TakenBack, reopen
from database.reports import decisions_of, find_by_id, find_report
from database.review import Verdict, record_verdict
from database.similar import Likeness, find_candidates, keep_likenesses
from database.splitting import Split, part_of, parts_of, split, undo_split
from database.training import labelled_reports

PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
TEXTS = (PartText(judul="Paspor", isi="paspor saya"), PartText(judul="Besuk", isi="jam besuk"))
SARI = Person(name="sari", shown_as="Sari", role=Role.REVIEWER, reach=Reach(path=("IMIPAS", "imigrasi")))
FAR = Person(name="jauh", shown_as="Jauh", role=Role.REVIEWER, reach=Reach(path=("KUM",)))


@pytest.fixture
def report(connection: Connection, store: Callable, make_report: Callable, route: Callable) -> int:
    reporter = Reporter(name="Nama Contoh", contact="0812")
    (report_id,) = store(connection, make_report("77", isi="paspor saya\njam besuk", reporter=reporter)).new
    route(connection)
    return report_id


def wanted(connection: Connection, report_id: int) -> Split:
    shown = decisions_of(connection, report_id)[-1].id
    return Split(public_id=find_by_id(connection, report_id), shown=shown, person="sari", texts=TEXTS)


def decide(connection: Connection, report_id: int) -> int:
    shown = decisions_of(connection, report_id)[-1].id
    public_id = find_by_id(connection, report_id)
    verdict = Verdict(
        public_id=public_id,
        shown=shown,
        path=PATH,
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person="sari",
    )
    return record_verdict(connection, verdict)


def read(connection: Connection, report_id: int) -> tuple[str, str, str, str]:
    found = find_report(connection, find_by_id(connection, report_id))
    return found.external_id, found.judul, found.isi, found.status


def test_parts_are_reports_that_wait_for_the_machine_and_the_original_stays(
    connection: Connection, report: int, route: Callable
) -> None:
    parts = split(connection, wanted(connection, report))
    assert [read(connection, one) for one in parts] == [
        ("77-1", "Paspor", "paspor saya", "received"),
        ("77-2", "Besuk", "jam besuk", "received"),
    ]
    assert read(connection, report)[2:] == ("paspor saya\njam besuk", "reviewed")
    assert [(one.external_id, one.is_withdrawn) for one in parts_of(connection, report)] == [
        ("77-1", False),
        ("77-2", False),
    ]
    whole = part_of(connection, parts[0])
    assert whole is not None and (whole.external_id, whole.number, whole.has_changed) == ("77", 1, False)
    assert [claimed.id for claimed in route(connection)] == parts
    # The time runs from when the citizen reported.
    start = {one.started_at for one in deadlines_of(connection, parts[1])}
    assert start == {find_report(connection, find_by_id(connection, report)).reported_at}
    assert all(one.met_at is not None for one in deadlines_of(connection, report) if one.step == "verification")
    assert decide(connection, parts[0]) and read(connection, parts[1])[3] == "in_review"


def test_who_wrote_it_stays_with_the_original_and_its_flags_go_along(
    connection: Connection, store: Callable, make_report: Callable, route: Callable, report: int
) -> None:
    (secret,) = store(connection, make_report("78", isi="paspor saya\njam besuk", rahasia=True, anonim=True)).new
    route(connection)
    open_parts = split(connection, wanted(connection, report))
    kept = [
        find_report(connection, find_by_id(connection, one)) for one in split(connection, wanted(connection, secret))
    ]
    assert [(one.rahasia, one.anonim) for one in kept] == [(True, True)] * 2
    connection.execute("RESET ROLE")
    assert connection.execute("SELECT report_id FROM identity.reporters").fetchall() == [(report,)]
    # What turns rahasia at its source does so with its parts.
    store_reports(connection, [make_report("77", isi="lain", rahasia=True)], actor="test", run_id=UUID(int=1))
    assert [find_report(connection, find_by_id(connection, one)).rahasia for one in open_parts] == [True, True]
    whole = part_of(connection, open_parts[0])
    assert whole is not None and whole.has_changed


def test_only_one_of_two_splits_it(connection: Connection, report: int) -> None:
    asked = wanted(connection, report)
    split(connection, asked)
    with pytest.raises(AlreadyReviewed):
        split(connection, asked)
    assert len(parts_of(connection, report)) == 2


def test_what_is_judged_blind_a_part_or_decided_is_not_split(
    connection: Connection, report: int, queue_up: Callable, route: Callable
) -> None:
    drawn = queue_up(connection, 3, report={}, drawn=True)
    with pytest.raises(JudgedBlind):
        split(connection, wanted(connection, drawn))
    part = split(connection, wanted(connection, report))[0]
    route(connection)
    with pytest.raises(NotSplittable):
        split(connection, wanted(connection, part))
    decided = queue_up(connection, 4, report={})
    decide(connection, decided)
    with pytest.raises(AlreadyReviewed):
        split(connection, wanted(connection, decided))


def test_it_is_put_together_again_and_numbers_are_never_used_twice(
    connection: Connection, report: int, route: Callable
) -> None:
    asked = wanted(connection, report)
    first = split(connection, asked)
    route(connection)
    undo_split(connection, asked.public_id, "sari")
    assert read(connection, report)[3] == "in_review"
    assert [read(connection, one)[3] for one in first] == ["reviewed", "reviewed"]
    assert all(not deadlines_of(connection, one) for one in first)
    waiting = connection.execute("SELECT report_id FROM review_queue WHERE done_at IS NULL").fetchall()
    assert waiting == [(report,)]
    with pytest.raises(NothingToReopen):
        reopen(connection, TakenBack(public_id=find_by_id(connection, first[0]), person="sari", reason="x"))
    with pytest.raises(NotFound):
        undo_split(connection, asked.public_id, "sari")
    second = split(connection, wanted(connection, report))
    assert [read(connection, one)[0] for one in second] == ["77-3", "77-4"]


@pytest.mark.parametrize("way", ["by a person", "by the machine"])
def test_it_stays_split_once_a_part_was_decided(connection: Connection, report: int, route: Callable, way: str) -> None:
    asked = wanted(connection, report)
    parts = split(connection, asked)
    route(connection, acted=way == "by the machine")
    if way == "by a person":
        decide(connection, parts[0])
    with pytest.raises(PartsDecided):
        undo_split(connection, asked.public_id, "sari")
    with pytest.raises(NothingToReopen):
        reopen(connection, TakenBack(public_id=asked.public_id, person="sari", reason="x"))


def test_a_person_splits_within_their_reach_and_nowhere_else(connection: Connection, report: int) -> None:
    asked = wanted(connection, report)
    for who, error in ((FAR, psycopg.errors.InsufficientPrivilege), (SARI, None)):
        with connection.transaction(force_rollback=True):
            act_as(connection, who)
            if error:
                with pytest.raises(NotFound):
                    split(connection, asked)
                with pytest.raises(error):
                    connection.execute("SELECT split_report(%s, 'jauh', '[]')", [report])
            else:
                split(connection, asked)
                # Where the parts belong the machine says first: the number alone is told until then.
                assert [(one.external_id, one.public_id) for one in parts_of(connection, report)] == [
                    ("77-1", None),
                    ("77-2", None),
                ]
                undo_split(connection, asked.public_id, "sari")
    split(connection, asked)
    act_as(connection, FAR)
    assert parts_of(connection, report) == []
    with pytest.raises(NotFound):
        undo_split(connection, asked.public_id, "jauh")


def test_parts_of_one_report_are_no_duplicates_of_each_other(
    connection: Connection, report: int, route: Callable
) -> None:
    parts = split(connection, wanted(connection, report))
    route(connection)
    alike = [Likeness(report_id=one, text_hash="sama", vector=[1] * 256) for one in (report, *parts)]
    keep_likenesses(connection, alike, "m1")
    for one in (report, *parts):
        assert find_candidates(connection, one) == []


def test_parts_give_labels_and_the_original_none(connection: Connection, report: int, route: Callable) -> None:
    decide(connection, report)
    reopen(connection, TakenBack(public_id=find_by_id(connection, report), person="sari", reason="dua soal"))
    parts = split(connection, wanted(connection, report))
    route(connection)
    decide(connection, parts[1])
    assert [(one.id, one.message.isi) for one in labelled_reports(connection)] == [(parts[1], "jam besuk")]


def test_each_part_counts_once_in_monev_and_the_original_does_not(
    connection: Connection, report: int, route: Callable
) -> None:
    asked = wanted(connection, report)
    period = period_of(datetime.now(UTC), days=2, step=1)

    def came() -> int:
        connection.execute("DELETE FROM monev_spans")
        connection.execute(
            "INSERT INTO monev_spans (code, first, last, made_by) VALUES ('uji', %s, %s, 'uji')",
            [period.first, period.last],
        )
        count_span(connection, "uji", period)
        return connection.execute("SELECT sum((counts ->> 'in')::integer) FROM monev_cells").fetchone()[0]

    counts = [came()]
    split(connection, asked)
    route(connection)
    counts.append(came())
    undo_split(connection, asked.public_id, "sari")
    assert [*counts, came()] == [1, 2, 1]


def test_erasing_a_report_erases_its_parts_once_they_are_decided(
    connection: Connection, report: int, route: Callable
) -> None:
    parts = split(connection, wanted(connection, report))
    route(connection)
    asked = Asked(by="person:admin", why="asked", reference="surat 1")
    with pytest.raises(StillWaiting):
        erase(connection, [report], Erased.TEXT, asked)
    # What is erased by its time waits for the parts, and holds up nothing else.
    assert due(connection, Erased.TEXT, date(2099, 1, 1), 10) == []
    for one in parts:
        decide(connection, one)
    assert due(connection, Erased.TEXT, date(2099, 1, 1), 10) == [report, *parts]
    assert erase(connection, [report], Erased.TEXT, asked) == 3
    assert [read(connection, one)[1:3] for one in (report, *parts)] == [("", "(teks dihapus)")] * 3


def test_what_is_held_of_a_person_names_the_parts(connection: Connection, report: int) -> None:
    split(connection, wanted(connection, report))
    connection.execute("RESET ROLE")
    held = everything_held(connection, find_by_id(connection, report), by="person:admin", reference="surat 1")
    assert [one["isi"] for one in held["parts"]] == ["paspor saya", "jam besuk"]
    assert audit.history(connection, f"report:{report}")[-1]["action"] == "identity.exported"
