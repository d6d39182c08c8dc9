"""The same matter told again scores high, another one low."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from complaints.duplicates import PROPOSED_FROM, Likeness, Seen, compare, text_hash
from complaints.report import Message, Place

WHEN = datetime(2026, 11, 20, tzinfo=UTC)
TEXT = "Paspor saya sudah tiga minggu belum bisa diambil di kantor imigrasi padahal sudah bayar"


def seen(isi: str, *, kota: str = "", when: datetime = WHEN) -> Seen:
    return Seen(message=Message(judul="", isi=isi, place=Place(kota=kota)), reported_at=when)


def test_the_same_words_in_other_letters_are_the_same_text() -> None:
    again = compare(seen(TEXT), seen(f"{TEXT.upper()} !!!"))
    assert (again.score, again.how) == (1.0, Likeness.SAME_TEXT)


def test_a_shortened_and_greeted_text_is_proposed() -> None:
    again = compare(seen(TEXT), seen("Halo min. Paspor saya sudah tiga minggu belum bisa diambil di kantor imigrasi"))
    assert again.how is Likeness.SAME_MATTER
    assert again.score >= PROPOSED_FROM


def test_another_matter_of_the_same_kind_is_not_proposed() -> None:
    other = seen("Petugas imigrasi meminta uang tambahan supaya antrean paspor ibu saya didahulukan")
    assert compare(seen(TEXT), other).score < PROPOSED_FROM


def test_a_few_words_in_common_prove_nothing() -> None:
    assert compare(seen("paspor saya"), seen(TEXT)).score < PROPOSED_FROM


def test_another_city_and_another_season_make_it_less_sure() -> None:
    longer = f"{TEXT}, mohon bantuannya"
    near = compare(seen(TEXT, kota="Cianjur"), seen(longer, kota="cianjur")).score
    far = compare(seen(TEXT, kota="Cianjur"), seen(longer, kota="Medan")).score
    late = compare(seen(TEXT), seen(longer, when=WHEN + timedelta(days=200))).score
    assert far < near
    assert late < near


@given(st.text(), st.text())
def test_it_does_not_matter_which_of_two_reports_is_asked_about(one: str, other: str) -> None:
    assert compare(seen(one), seen(other)) == compare(seen(other), seen(one))
    assert 0 <= compare(seen(one), seen(other)).score <= 1


def test_a_body_of_few_words_is_hashed_with_its_title() -> None:
    assert text_hash(Message(judul="Paspor", isi="tolong")) != text_hash(Message(judul="Lapas", isi="tolong"))
