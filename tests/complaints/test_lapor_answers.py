"""What LAPOR! says of a report: each line once, in order, with its meaning."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from complaints.directory import Directory, Office, Unit
from complaints.lapor_answers import (
    Answer,
    AnswerKind,
    FollowUp,
    Lesson,
    LogLine,
    answers_of,
    is_closed,
    kind_of,
    lesson_of,
    node_of,
    nodes_by_name,
    oldest_first,
)
from complaints.taxonomy import build_taxonomy

OURS = "Kementerian Imigrasi dan Pemasyarakatan"
NEW, SENT, WORK, DONE = (
    "Belum Terverifikasi",
    "Terdisposisi Belum Ditindaklanjuti",
    "Terdisposisi Sedang Diproses",
    "Terdisposisi Selesai",
)
LEVELS = ["ministry", "bidang", "unit", "category"]
TAXONOMY = build_taxonomy(
    [*LEVELS, "unit_name"],
    [
        dict(zip([*LEVELS, "unit_name"], line.split(","), strict=True))
        for line in (
            "IMIPAS,imigrasi,IMI,imi-paspor,Direktorat Jenderal Imigrasi",
            "IMIPAS,imigrasi,IMI,imi-visa,Direktorat Jenderal Imigrasi",
            "KUM,hukum,AHU,ahu-yayasan,Direktorat Jenderal AHU",
        )
    ],
)


def line(old: str, new: str, *, to: str = "", content: str = "", by: str = "Admin Nasional") -> LogLine:
    return LogLine(content=content, from_name=by, to_name=to, status_old=old, status_new=new)


LOG = (line(NEW, SENT, to=OURS), line(SENT, WORK), line(WORK, DONE))


def kinds(answers: list[Answer]) -> list[AnswerKind]:
    return [answer.kind for answer in answers]


def test_each_line_has_its_meaning() -> None:
    assert kinds(answers_of(LOG, [], OURS)) == [AnswerKind.DISPOSITION, AnswerKind.STATUS, AnswerKind.CLOSED]


def test_a_log_that_is_answered_newest_first_is_read_oldest_first() -> None:
    assert oldest_first(LOG[::-1]) == oldest_first(LOG) == LOG
    assert answers_of(LOG[::-1], [], OURS) == answers_of(LOG, [], OURS)


@given(st.lists(st.sampled_from([NEW, SENT, WORK, DONE]), min_size=1, max_size=9), st.integers(0, 8))
def test_a_longer_log_keeps_the_names_of_what_was_read_before(states: list[str], cut: int) -> None:
    """Every line has a name of its own, and lines that come later change none."""
    log = [line(old, new, content=str(number)) for number, (old, new) in enumerate(pairwise([NEW, *states]))]
    names = [answer.name for answer in answers_of(log, [], OURS)]
    assert len(set(names)) == len(log)
    assert set(names) >= {answer.name for answer in answers_of(log[:cut], [], OURS)}


def test_the_same_way_twice_is_two_answers_but_a_line_that_is_repeated_is_one() -> None:
    there, back = line(SENT, WORK, to="Kanim Bogor"), line(WORK, SENT, to=OURS)
    names = [answer.name for answer in answers_of([there, back, there], [], OURS)]
    assert len(set(names)) == 3
    assert len(answers_of([there, there, back, back], [], OURS)) == 2


def test_who_refuses_is_heard_but_our_own_refusal_is_no_answer_to_us() -> None:
    assert kind_of(line(SENT, "Bukan Wewenang", to=OURS, by="Kanim Bogor"), OURS) is AnswerKind.NOT_OURS
    assert kind_of(line(SENT, SENT, content="Ini bukan kewenangan kami", by="Kanim Bogor"), OURS) is AnswerKind.NOT_OURS
    ours = line(SENT, "Bukan Wewenang", to="Kejaksaan Agung", by=OURS.upper())
    assert kind_of(ours, OURS) is AnswerKind.DISPOSITION


def test_follow_ups_come_by_their_time_and_each_once() -> None:
    written = [
        FollowUp(content="dua", created_at="22-11-2026 09:00:00", institution="A"),
        FollowUp(content="satu", created_at="21-11-2026 10:00:00", institution="A"),
        FollowUp(content="dua", created_at="22-11-2026 09:00:00", institution="A"),
        FollowUp(content="tanpa waktu", created_at="kemarin", institution="A"),
    ]
    answers = answers_of((), written, OURS)
    assert [answer.content for answer in answers] == ["tanpa waktu", "satu", "dua"]
    assert [str(answer.said_at) for answer in answers][1:] == ["2026-11-21 10:00:00+07:00", "2026-11-22 09:00:00+07:00"]


def test_what_is_closed_there_is_closed() -> None:
    assert [state for state in (NEW, SENT, WORK, DONE, " arsip ", "Tertunda") if is_closed(state)] == [DONE, " arsip "]


def test_a_changed_disposition_teaches_only_what_is_certain() -> None:
    path = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
    assert lesson_of(path, ("IMIPAS", "imigrasi", "IMI"), TAXONOMY) is None
    assert lesson_of(path, None, TAXONOMY) is None
    assert lesson_of((), ("KUM",), TAXONOMY) is None
    assert lesson_of(path, ("KUM", "hukum", "AHU"), TAXONOMY) == Lesson(refused="imi-paspor", right="ahu-yayasan")
    elsewhere = ("KUM", "hukum", "AHU", "ahu-yayasan")
    assert lesson_of(elsewhere, ("IMIPAS",), TAXONOMY) == Lesson(refused="ahu-yayasan", right=None)


def test_names_of_institutions_lead_to_their_node_unless_they_are_those_of_two() -> None:
    directory = Directory(
        offices=(
            Office(id="A", kind="Kanim", name="Kanim Bogor", unit_id="IMI", former_names=("Kantor Lama",)),
            Office(id="B", kind="Kanwil", name="Kanwil Jabar", unit_id="AHU", aliases=("Kantor Lama",)),
        ),
        units=(
            Unit(id="IMI", ministry="IMIPAS", bidang="imigrasi", level="eselon1", parent_id="", name="Ditjen Imigrasi"),
        ),
    )
    nodes = nodes_by_name(directory, TAXONOMY)
    imigrasi = ("IMIPAS", "imigrasi", "IMI")
    names = ("kanim  BOGOR", "Direktorat Jenderal Imigrasi", "Ditjen Imigrasi", "Kantor Lama", "Entah")
    assert [node_of(name, nodes) for name in names] == [imigrasi, imigrasi, imigrasi, None, None]
