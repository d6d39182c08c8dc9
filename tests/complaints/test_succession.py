"""Who has the work of an office that closed, by its names and for each report; and what a new list keeps of the old."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.access import Reach
from complaints.directory import Directory, Office, OfficeWord, Region, WordUse
from complaints.directory.carrying import with_earlier_offices
from complaints.directory.changes import DataStanding, fingerprint_of
from complaints.directory.checkup import Word, standing_since
from complaints.directory.restructuring import ChangeKind, restructured
from complaints.directory.succession import About, Turn, as_before, turn_of, widen_reach
from complaints.office import OfficeMatcher
from complaints.office_search import OfficeSearch
from complaints.report import Message

LAST = date(2025, 3, 31)
DAY = date(2025, 4, 1)
OLD = Office(
    id="OLD",
    kind="Kanwil Lama",
    name="Kanwil Lama Aceh",
    valid_to=LAST,
    successors=("LAW", "JAIL-N", "JAIL-S"),
    aliases=("Kanwil Gabungan Aceh",),
)
LAW = Office(id="LAW", kind="Kanwil Hukum", name="Kanwil Hukum Aceh", bidang="hukum")
NORTH = Office(id="JAIL-N", kind="Kanwil Lapas", name="Kanwil Lapas Utara", bidang="lapas", province="Aceh Utara")
SOUTH = Office(id="JAIL-S", kind="Kanwil Lapas", name="Kanwil Lapas Selatan", bidang="lapas", work_area=("11.1",))
SHUT = Office(id="SHUT", kind="Rupbasan", name="Rupbasan Sigli", valid_to=LAST)
WORDS = tuple(
    OfficeWord(kind=kind, words=words, use=WordUse.NAME)
    for kind, words in (
        ("Kanwil Lama", "kanwil lama"),
        ("Kanwil Lama", "kanwil gabungan"),
        ("Kanwil Hukum", "kanwil hukum"),
        ("Kanwil Lapas", "kanwil lapas"),
        ("Rupbasan", "rupbasan"),
        ("Lapas", "lapas"),
        ("Rutan", "rutan"),
    )
)
DIRECTORY = Directory(
    offices=(OLD, LAW, NORTH, SOUTH, SHUT),
    regions=(Region(code="11.1", level="kota", name="Kota Selatan"),),
    office_words=WORDS,
)


@pytest.mark.parametrize(
    ("about", "turn", "heir"),
    [
        (About(path=("K", "hukum", "U", "leaf")), Turn.SUCCEEDED, "LAW"),
        (About(path=("K", "lapas", "U", "leaf")), Turn.SPLIT, ""),
        (About(path=("K", "lapas"), provinsi="ACEH UTARA"), Turn.SUCCEEDED, "JAIL-N"),
        (About(path=("K", "lapas"), kota="Kota Selatan", provinsi="Aceh"), Turn.SUCCEEDED, "JAIL-S"),
        (About(path=("K", "imigrasi")), Turn.SPLIT, ""),
        (About(), Turn.SPLIT, ""),
    ],
)
def test_of_several_successors_bidang_and_place_choose_one_or_a_person_does(about, turn, heir):
    found, office = turn_of(DIRECTORY.as_of(DAY), "OLD", about)
    assert (found, office.id if office else "") == (turn, heir)


def test_before_its_last_day_an_office_has_its_own_work_and_after_it_perhaps_nobody_has():
    assert turn_of(DIRECTORY.as_of(LAST), "OLD", About())[1] == OLD
    assert turn_of(DIRECTORY.as_of(DAY), "SHUT", About()) == (Turn.CLOSED, None)


def test_the_old_name_finds_whoever_has_the_work_on_the_day():
    message = Message(judul="", isi="Kanwil Gabungan Aceh lambat sekali")

    def found(day, *kinds):
        return [one.id for one in OfficeMatcher(DIRECTORY.as_of(day)).match(message, frozenset(kinds))]

    assert found(LAST) == ["OLD"]
    assert found(DAY) == ["LAW", "JAIL-N", "JAIL-S"]
    assert found(DAY, "Kanwil Hukum") == ["LAW"]


def test_a_former_name_finds_its_office_also_where_its_kind_was_another():
    now = Office(id="A", kind="Lapas", name="Lapas Baru Sigli", former_names=("Rutan Sigli",))
    matcher = OfficeMatcher(Directory(offices=(now,), office_words=WORDS))
    assert [one.id for one in matcher.match(Message(judul="", isi="antre di rutan sigli"))] == ["A"]


def test_the_name_of_today_goes_before_a_former_one():
    former = Office(id="A", kind="Rutan", name="Rutan Banda", former_names=("Rutan Sigli",))
    own = Office(id="B", kind="Rutan", name="Rutan Sigli")
    matcher = OfficeMatcher(Directory(offices=(former, own), office_words=WORDS))
    assert [one.id for one in matcher.match(Message(judul="", isi="antre di rutan sigli"))] == ["B"]


def test_the_search_names_the_successor_and_says_which_name_led_there():
    today = DIRECTORY.as_of(DAY)
    search = OfficeSearch(today.open_offices, [(OLD, ["LAW"]), (SHUT, [])])
    assert [(one.id, one.because) for one in search.find("kanwil lama")] == [("LAW", "Kanwil Lama Aceh")]
    assert search.label_of("OLD") == "Kanwil Lama Aceh (tutup; kini Kanwil Hukum Aceh)"
    assert (search.label_of("SHUT"), search.id_of("OLD")) == ("Rupbasan Sigli (tutup)", None)


def test_below_an_office_that_closed_stands_whoever_is_below_its_successor():
    below = Office(id="X", kind="Lapas", name="Lapas X", bidang="hukum", parent_id="OLD")
    directory = Directory(offices=(*DIRECTORY.offices, below))
    assert directory.as_of(LAST).open_by_id["X"].parent_id == "OLD"
    assert directory.as_of(DAY).open_by_id["X"].parent_id == "LAW"


def test_a_reach_follows_where_it_is_clear_to_whom():
    today = DIRECTORY.as_of(DAY)
    assert widen_reach(Reach(path=("K", "hukum"), offices=("OLD",)), today).offices == ("OLD", "LAW")
    assert widen_reach(Reach(offices=("OLD",)), today) == Reach(offices=("OLD",))


def test_rolled_back_a_new_office_leads_to_the_one_that_it_succeeded():
    before = Directory(offices=(Office(id="OLD", kind="Kanwil Lama", name="Kanwil Lama Aceh"),))
    back = as_before(DIRECTORY.as_of(DAY), before.as_of(DAY))
    assert [one.id for one in back.heirs_of("JAIL-N")] == ["OLD"]
    assert back.heirs_of("SHUT") == ()


@given(st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True), st.integers(-10, 420))
def test_of_a_chain_of_successors_exactly_one_is_at_work_on_any_day(lasts, day):
    days = [date.fromordinal(DAY.toordinal() + last) for last in sorted(lasts)]
    offices = [Office(id=str(n), kind="K", name=str(n), valid_to=last) for n, last in enumerate(days)]
    chained = [
        Office(id=one.id, kind="K", name=one.name, valid_to=one.valid_to, successors=(after.id,))
        for one, after in pairwise([*offices, Office(id="end", kind="K", name="end")])
    ]
    directory = Directory(offices=(*chained, Office(id="end", kind="K", name="end")))
    heirs = directory.as_of(date.fromordinal(DAY.toordinal() + day)).heirs_of("0")
    assert len(heirs) == 1
    assert heirs[0].valid_to is None or heirs[0].valid_to.toordinal() >= DAY.toordinal() + day


HEADER = "id,name,former_names,unit_id,kab_code,work_area,valid_from,valid_to"


def carried(new: str, current: str) -> str:
    texts = [f"{HEADER}\n{text}" for text in (new, current)]
    return with_earlier_offices(*texts, DAY, units="id\nU\n", regions="code\n1\n").removeprefix(f"{HEADER}\n")


def test_a_new_list_keeps_old_names_and_closes_what_it_no_longer_names():
    kept = carried("A,New,First,U,1,,,\n", "A,Old,Zeroth,U,1,,,\nB,Gone,,V,9,1;9*,,\n")
    assert kept == "A,New,First;Zeroth;Old,U,1,,,\nB,Gone,,,,1,,2025-03-31\n"
    assert carried("A,New,First,U,1,,,\n", kept) == kept


def test_a_list_that_need_keep_nothing_stays_as_it_was_written():
    text = 'A, "Spaced" ,,U,1,,,\r\n'
    assert carried(text, text) == text


def test_each_change_of_an_office_is_told_by_its_kind():
    before = Directory(
        offices=tuple(Office(id=id_, kind="K", name=id_, city="Here") for id_ in ("A", "B", "C", "D", "E", "F"))
    )
    after = Directory(
        offices=(
            Office(id="A", kind="K", name="A", city="There", class_="I"),
            Office(id="B", kind="K", name="Renamed", city="Here", former_names=("B",)),
            Office(id="C", kind="K", name="C", city="Here", valid_to=LAST, successors=("A", "G")),
            Office(id="D", kind="K", name="D", city="Here", valid_to=LAST, successors=("G",)),
            Office(id="E", kind="K", name="E", city="Here", valid_to=LAST, successors=("G",)),
            Office(id="F", kind="K", name="F", city="Here", valid_to=LAST),
            Office(id="G", kind="K", name="G"),
        )
    )
    changes = restructured(before, after)
    assert [(one.kind, one.id) for one in changes] == [
        (ChangeKind.NEW, "G"),
        (ChangeKind.RENAMED, "B"),
        (ChangeKind.MERGED, "D"),
        (ChangeKind.MERGED, "E"),
        (ChangeKind.SPLIT, "C"),
        (ChangeKind.MOVED, "A"),
        (ChangeKind.CLOSED, "F"),
        (ChangeKind.CHANGED, "A"),
    ]
    assert changes[-1].details == {"class": ("", "I")}


def test_what_was_confirmed_before_offices_could_have_several_successors_stays_confirmed():
    # The fingerprint of this office as it was made then.
    assert fingerprint_of(Office(id="A", kind="K", name="A")) == "28f9c149d497182a"


@pytest.mark.parametrize(
    ("word", "standing"),
    [
        (None, DataStanding.UNCONFIRMED),
        (("seen", True, "2026-06-30T16:59:59+00:00"), DataStanding.UNCONFIRMED),
        (("seen", True, "2026-06-30T17:00:00+00:00"), DataStanding.CONFIRMED),
        (("seen", False, "2026-07-02T00:00:00+00:00"), DataStanding.DISPUTED),
        (("else", True, "2026-07-02T00:00:00+00:00"), DataStanding.STALE),
    ],
)
def test_each_quarter_asks_anew(word, standing):
    office = Office(id="A", kind="K", name="A")
    said = None
    if word:
        seen = fingerprint_of(office) if word[0] == "seen" else word[0]
        said = Word(seen=seen, is_right=word[1], said_at=datetime.fromisoformat(word[2]))
    assert standing_since(date(2026, 7, 1), office, said) is standing
