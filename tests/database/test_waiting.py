"""The queue: its order, each filter and all together, counts, search, and pages while rows come and go."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from psycopg import Connection

from complaints.report import IncomingReport, Place
from complaints.routing import Reason
from complaints.timestamps import WIB
from complaints.urgency import UrgencyLevel
from database.claiming import claim_received
from database.intake import Stored
from database.leases import claim
from database.reports import find_by_id
from database.review import Verdict, record_verdict
from database.searching import search_all, search_waiting
from database.waiting import QueueFilter, list_queue, pick
from database.waiting_counts import count_values, count_waiting

QueueUp = Callable[..., int]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=WIB)
PATHS = [
    ("IMIPAS", "imigrasi", "IMI", "imi-paspor"),
    ("IMIPAS", "imigrasi", "IMI", "imi-visa"),
    ("IMIPAS", "pemasyarakatan", "PAS", "pas-kunjungan"),
    ("KUM", "hukum", "KUM-AHU", "ahu-fidusia"),
]
OFFICES = ["", "KANIM-1", "KANIM-2"]
PLACES = [("Jawa Barat", "Cianjur"), ("Jawa Barat", "Bandung"), ("Aceh", "Langsa"), ("", "")]
AGES = [NOW - timedelta(days=days) for days in (1, 3, 7)]
FILTERS: list[dict[str, Any]] = [
    {"bidang": "imigrasi"},
    {"unit": "PAS"},
    {"offices": ("KANIM-1",)},
    {"offices": ("KANIM-1", "KANIM-2")},
    {"reason": Reason.NO_THRESHOLD.value},
    {"kind": "audit"},
    {"kind": "review"},
    {"klasifikasi": "aspirasi"},
    {"provinsi": "Jawa Barat"},
    {"kota": "Langsa"},
    {"before": NOW - timedelta(days=3)},
    {"ids": [1, 2, 3]},
    {"bidang": "imigrasi", "offices": ("KANIM-2",), "provinsi": "Jawa Barat", "before": NOW - timedelta(days=1)},
    {"unit": "IMI", "reason": Reason.UNSURE.value, "klasifikasi": "informasi", "kota": "Cianjur"},
]


@dataclass(frozen=True, kw_only=True)
class Case:
    """What was put into the queue, to count by hand."""

    id: int
    path: Sequence[str]
    office_id: str
    reason: str
    kind: str
    klasifikasi: str
    provinsi: str
    kota: str
    reported_at: datetime

    def is_kept(self, wanted: QueueFilter) -> bool:
        told = () if self.kind == "audit" else self.path
        return (
            (not wanted.bidang or wanted.bidang in told)
            and (not wanted.unit or wanted.unit in told)
            and (not wanted.offices or (self.kind == "review" and self.office_id in wanted.offices))
            and (not wanted.reason or (self.kind == "review" and self.reason == wanted.reason))
            and (not wanted.kind or self.kind == wanted.kind)
            and (not wanted.klasifikasi or self.klasifikasi == wanted.klasifikasi)
            and (not wanted.provinsi or self.provinsi == wanted.provinsi)
            and (not wanted.kota or self.kota == wanted.kota)
            and (wanted.before is None or self.reported_at < wanted.before)
            and (wanted.ids is None or self.id in wanted.ids)
        )


@pytest.fixture
def cases(connection: Connection, queue_up: QueueUp) -> list[Case]:
    """Sixty waiting reports of every sort, always the same."""
    chance, made = random.Random(4), []
    for number in range(60):
        path, office_id = chance.choice(PATHS), chance.choice(OFFICES)
        (provinsi, kota), drawn = chance.choice(PLACES), chance.random() < 0.2
        reason, klasifikasi = (
            chance.choice([Reason.UNSURE, Reason.NO_THRESHOLD]),
            chance.choice(["aspirasi", "informasi"]),
        )
        reported_at = NOW - timedelta(hours=chance.randrange(1, 300))
        report = {"place": place(provinsi, kota), "reported_at": reported_at, "klasifikasi": "informasi"}
        how = {"path": path, "office_id": office_id, "reason": reason, "klasifikasi": klasifikasi, "drawn": drawn}
        id_ = queue_up(connection, number, report=report, p=chance.random(), **how)
        made.append(
            Case(
                id=id_,
                path=path,
                office_id=office_id,
                reason=reason,
                kind="audit" if drawn else "review",
                # Of what is judged blind the source's own word is told, not the model's.
                klasifikasi="informasi" if drawn else klasifikasi,
                provinsi=provinsi,
                kota=kota,
                reported_at=reported_at,
            )
        )
    return made


def place(provinsi: str, kota: str) -> Place:
    return Place(provinsi=provinsi, kota=kota)


def ids_of(connection: Connection, wanted: QueueFilter, limit: int = 1000) -> list[int]:
    return [row.report_id for row in list_queue(connection, wanted, limit=limit)]


@pytest.mark.parametrize("chosen", FILTERS, ids="+".join)
def test_a_filter_keeps_what_counting_by_hand_keeps(
    connection: Connection, cases: list[Case], chosen: dict[str, Any]
) -> None:
    wanted = QueueFilter(**chosen)
    if wanted.ids is not None:
        wanted = replace(wanted, ids=[case.id for case in cases[:7]])
    expected = {case.id for case in cases if case.is_kept(wanted)}
    assert set(ids_of(connection, wanted)) == expected
    assert 0 < len(expected) < len(cases)


FIELDS = ("bidang", "unit", "office", "reason", "kind", "klasifikasi", "provinsi", "kota")


def value_of(case: Case, field: str) -> str:
    blind = case.kind == "audit"
    match field:
        case "bidang" | "unit":
            return "" if blind else case.path[1 if field == "bidang" else 2]
        case "office":
            return "" if blind else case.office_id
        case "reason":
            return "" if blind else case.reason
        case _:
            return str(getattr(case, field))


@pytest.mark.parametrize("chosen", [{}, *FILTERS[:11], FILTERS[12]], ids=lambda chosen: "+".join(chosen) or "none")
def test_the_count_of_a_value_is_what_choosing_it_would_leave(
    connection: Connection, cases: list[Case], chosen: dict[str, Any]
) -> None:
    wanted = QueueFilter(**chosen)
    found = count_values(connection, wanted, branch_depth=2, ages=AGES, dues=(NOW, NOW))
    for field in FIELDS:
        without = replace(wanted, **{"offices" if field == "office" else field: () if field == "office" else ""})
        expected = Counter(value_of(case, field) for case in cases if case.is_kept(without))
        assert {row.value: row.count for row in found if row.field == field} == expected
    assert sum(row.count for row in found if row.field == "all") == sum(case.is_kept(wanted) for case in cases)
    by_age = Counter(
        str(sum(case.reported_at >= age for age in AGES))
        for case in cases
        if case.is_kept(replace(wanted, before=None))
    )
    assert {row.value: row.count for row in found if row.field == "age"} == by_age


def test_waiting_counts_by_path_and_by_office_tell_nothing_of_an_audit(
    connection: Connection, cases: list[Case]
) -> None:
    told = [((), "") if case.kind == "audit" else (tuple(case.path[:3]), case.office_id) for case in cases]
    found = count_waiting(connection)
    by_path = {tuple(row.path): row.count for row in found if row.path is not None and row.office_id is None}
    by_office = {row.office_id: row.count for row in found if row.office_id is not None and row.path is None}
    assert (by_path, by_office) == (Counter(path for path, _ in told), Counter(office for _, office in told))
    assert len(by_path) + len(by_office) == len(found)


def test_the_queue_is_urgent_first_then_the_nearest_deadline_then_what_teaches_most(
    connection: Connection, queue_up: QueueUp
) -> None:
    young, old = NOW, NOW - timedelta(days=5)
    sure = queue_up(connection, 1, report={"reported_at": young}, p=0.9)
    unsure = queue_up(connection, 2, report={"reported_at": young}, p=0.2)
    aged = queue_up(connection, 3, report={"reported_at": old}, p=0.9)
    soon = queue_up(connection, 4, report={"reported_at": young}, level=UrgencyLevel.SOON)
    danger = queue_up(connection, 5, report={"reported_at": young}, level=UrgencyLevel.DANGER)
    assert ids_of(connection, QueueFilter()) == [danger, soon, aged, unsure, sure]


def test_a_leaf_that_people_labelled_often_teaches_less(connection: Connection, queue_up: QueueUp) -> None:
    for number in range(5):
        confirm(connection, queue_up(connection, number, report={}, path=PATHS[0]))
    known = queue_up(connection, 10, report={}, path=PATHS[0], p=0.5)
    rare = queue_up(connection, 11, report={}, path=PATHS[1], p=0.5)
    assert ids_of(connection, QueueFilter()) == [rare, known]


def test_the_place_of_an_audit_tells_nothing_of_its_suggestion(connection: Connection, queue_up: QueueUp) -> None:
    for number, p in enumerate((0.1, 0.9)):
        queue_up(connection, number, report={}, p=p, drawn=True)
    assert len({row.priority for row in list_queue(connection, QueueFilter(), limit=9)}) == 1


def confirm(connection: Connection, report_id: int) -> None:
    row = connection.execute(
        "SELECT id, path FROM decisions WHERE report_id = %s AND is_current", [report_id]
    ).fetchone()
    assert row is not None
    verdict = Verdict(
        public_id=find_by_id(connection, report_id),
        shown=row[0],
        path=row[1],
        outside=False,
        klasifikasi="aspirasi",
        office_id=None,
        person="satu",
    )
    record_verdict(connection, verdict)


def test_pages_have_no_gap_and_no_repeat_while_rows_come_and_go(
    connection: Connection, cases: list[Case], queue_up: QueueUp
) -> None:
    chance, seen, after, gone = random.Random(7), [], None, set()
    for step in range(30):
        rows = list_queue(connection, QueueFilter(), after=after, limit=7)
        if not rows:
            break
        seen += [row.report_id for row in rows]
        after = (rows[-1].priority, rows[-1].report_id)
        queue_up(connection, 1000 + step, report={"reported_at": NOW - timedelta(hours=chance.randrange(300))})
        leaving = chance.choice([case.id for case in cases if case.id not in gone and case.kind == "review"])
        confirm(connection, leaving)
        gone.add(leaving)
    assert len(seen) == len(set(seen))
    assert {case.id for case in cases} - gone <= set(seen)


def test_what_others_hold_just_now_is_passed_over_for_whoever_goes_on(
    connection: Connection, cases: list[Case]
) -> None:
    whole = list_queue(connection, QueueFilter(), limit=100)
    mine, theirs, over, *_ = whole
    claim(connection, mine.public_id, "sari")
    claim(connection, theirs.public_id, "tuti")
    claim(connection, over.public_id, "tuti")
    connection.execute(
        "UPDATE review_claims SET until = now() - interval '1 second' WHERE report_id = %s", [over.report_id]
    )
    free = pick(connection, QueueFilter(), limit=100, free_for="sari")
    assert free == [(r.priority, r.report_id) for r in whole if r is not theirs]
    assert list_queue(connection, QueueFilter(), limit=100) == whole


def test_a_search_finds_words_by_their_beginning_in_any_order(connection: Connection, queue_up: QueueUp) -> None:
    wanted = queue_up(connection, 1, report={"judul": "Antrean Kantor", "isi": "jadwal wawancara, tak muncul"})
    queue_up(connection, 2, report={"judul": "Antrean", "isi": "petugas kasar"})
    assert search_waiting(connection, "WAWAN antre") == [wanted]
    assert search_all(connection, "jadwal muncul") == [wanted]
    assert search_waiting(connection, "wawancara kasar") == []


def test_a_search_finds_a_number_whole(connection: Connection, queue_up: QueueUp) -> None:
    wanted = queue_up(connection, 17, report={})
    assert search_waiting(connection, " N17 ") == [wanted]
    assert search_waiting(connection, "N1") == []


@pytest.mark.parametrize(
    "written", ["'; DROP TABLE reports; --", "a & b | !c", "(((", "':*", "\\", "%s %(x)s", "😀", "", "<->", "a:b:c'"]
)
def test_whatever_is_typed_is_only_searched_for(connection: Connection, queue_up: QueueUp, written: str) -> None:
    queue_up(connection, 1, report={"isi": "biasa saja"})
    assert search_waiting(connection, written) == []
    assert search_all(connection, written) == []


def test_what_is_rahasia_is_never_searched_and_forgotten_when_it_becomes_so(
    connection: Connection, queue_up: QueueUp, make_report: Callable[..., IncomingReport], store: Callable[..., Stored]
) -> None:
    queue_up(connection, 1, report={"isi": "kata istimewa", "rahasia": True})
    turned = queue_up(connection, 2, report={"isi": "kata istimewa"})
    assert search_all(connection, "istimewa") == search_waiting(connection, "istimewa") == [turned]
    store(connection, make_report("N2", isi="kata istimewa", rahasia=True))
    assert search_all(connection, "istimewa") == search_waiting(connection, "istimewa") == []


def test_a_rahasia_report_is_not_found_by_its_place(connection: Connection, queue_up: QueueUp) -> None:
    queue_up(connection, 1, report={"rahasia": True, "place": place("Aceh", "Langsa")})
    assert ids_of(connection, QueueFilter(kota="Langsa")) == []


def test_what_is_decided_is_found_among_all_and_not_in_the_queue(connection: Connection, queue_up: QueueUp) -> None:
    decided = queue_up(connection, 1, report={"isi": "kata istimewa"})
    confirm(connection, decided)
    assert search_waiting(connection, "istimewa") == []
    assert search_all(connection, "istimewa") == [decided]


def test_a_changed_report_leaves_the_queue_and_is_found_by_its_new_words(
    connection: Connection, queue_up: QueueUp, make_report: Callable[..., IncomingReport], store: Callable[..., Stored]
) -> None:
    changed = queue_up(connection, 1, report={"isi": "kata lama"})
    store(connection, make_report("N1", isi="kata baru"))
    assert ids_of(connection, QueueFilter()) == []
    assert search_all(connection, "lama") == []
    assert search_all(connection, "baru") == [changed]
    assert len(claim_received(connection, 5)) == 1
