"""The one gate: what is cleaned, what is read, what is refused and with which words."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.errors import InvalidReport
from complaints.intake import MAX_TEXT, RawReport, accept, clean_text
from complaints.messages import say
from complaints.report import Klasifikasi, Place, Reporter
from complaints.timestamps import UnreadableDate, UnreadableTime, read_timestamp

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WIB = timezone(timedelta(hours=7))
MARKUP = "& amp; lt; gt; < > b br/ /p <br> &#0; &#8203; &#60; ; \u037e <!-- --> Â Ã â€™ ð Ÿ ˜ € é É” A \u0302 😀"
SPACE_AND_CONTROL = "\x00\u200b\ufeff\x82\x80\x99\x9d\x85\r\n\t \xa0\u2028\ud83d"
NASTY = st.lists(st.sampled_from([*MARKUP.split(" "), *SPACE_AND_CONTROL]), max_size=30).map("".join)


def raw(**changes) -> RawReport:
    fields = {"source": "lapor", "external_id": "1", "isi": "Paspor belum jadi", "reported_at": "2026-11-01"}
    return RawReport(**{**fields, **changes})


def codes_of(report: RawReport) -> list[tuple[str, str]]:
    with pytest.raises(InvalidReport) as refused:
        accept(report, now=NOW)
    for problem in refused.value.problems:
        assert say(problem, "id")
        assert say(problem, "en")
    return [(problem.field, problem.code) for problem in refused.value.problems]


@given(st.one_of(st.text(), NASTY))
def test_cleaning_twice_changes_nothing(text):
    once = clean_text(text)

    assert clean_text(once) == once


@given(st.one_of(st.text(), NASTY))
def test_clean_text_can_be_stored_and_holds_no_control_characters(text):
    cleaned = clean_text(text)

    kinds = {unicodedata.category(character) for character in cleaned.replace("\n", "")}
    assert kinds.isdisjoint({"Cc", "Cs"})
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert not re.search(r"  |\n\n\n", cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Saya\x00 tidak\u200b bisa", "Saya tidak bisa"),
        ("baris satu\r\nbaris dua\rbaris tiga", "baris satu\nbaris dua\nbaris tiga"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("  banyak \t spasi\xa0\xa0di sini ", "banyak spasi di sini"),
        ("<p>Halo</p><p>Pak <b>te</b>bal<br/>dan</p>", "Halo\n\nPak tebal\ndan"),
        ("<script>alert('x')</script>Antrean <style>p {}</style>panjang", "Antrean panjang"),
        (
            "Lapas &amp; Rutan &lt;b&gt;penuh&lt;/b&gt; &amp;amp; sesak&nbsp;sekali",
            "Lapas & Rutan penuh & sesak sekali",
        ),
        ("donâ€™t cafÃ© â€œkutipâ€\x9d", "don’t café “kutip”"),
        ("sudah Ã¢â‚¬Å“rusakÃ¢â‚¬Â\x9d dua kali", "sudah “rusak” dua kali"),
        ("e\u0301", "é"),
    ],
)
def test_text_is_cleaned(written, meant):
    assert clean_text(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "“CAFÉ”",
        "harga < 5 dan > 3",
        "<nama disamarkan> mengadu",
        "R&D",
        "?a=1&copy=2&lang=id",
        "I <3 Rutan",
        "😀 😀",
    ],
)
def test_what_only_looks_like_markup_or_mojibake_stays(text):
    assert clean_text(text) == text


def test_markup_nested_beyond_reason_is_marked_and_not_followed():
    cleaned = clean_text("<b" * 5000 + ">" * 5000)

    assert "\ufffd" in cleaned
    assert clean_text(cleaned) == cleaned


@pytest.mark.parametrize(
    ("written", "clock", "meant"),
    [
        ("5 Jan 2024", "02:13:42", datetime(2024, 1, 5, 2, 13, 42, tzinfo=WIB)),
        ("5 Mei 2024", "", datetime(2024, 5, 5, tzinfo=WIB)),
        ("17 Agu 2024", "2.05", datetime(2024, 8, 17, 2, 5, tzinfo=WIB)),
        ("17 Agt 2024", "14:05 WITA", datetime(2024, 8, 17, 6, 5, tzinfo=UTC)),
        ("1 Okt 2024", "02:13:42 PM", datetime(2024, 10, 1, 14, 13, 42, tzinfo=WIB)),
        ("Jumat, 31 Desember 2024 pukul 23.59 WIT", "", datetime(2024, 12, 31, 14, 59, tzinfo=UTC)),
        ("05/01/2024", "", datetime(2024, 1, 5, tzinfo=WIB)),
        ("5-1-24 07:30", "", datetime(2024, 1, 5, 7, 30, tzinfo=WIB)),
        ("2024-01-05 00:00:00", "02:13:42", datetime(2024, 1, 5, 2, 13, 42, tzinfo=WIB)),
        ("2024-01-05T02:13:42", "", datetime(2024, 1, 5, 2, 13, 42, tzinfo=WIB)),
        ("2024-01-05T02:13:42Z", "", datetime(2024, 1, 5, 2, 13, 42, tzinfo=UTC)),
        ("2024-01-05", "1899-12-30 02:13:42", datetime(2024, 1, 5, 2, 13, 42, tzinfo=WIB)),
    ],
)
def test_dates_are_read_as_exports_write_them(written, clock, meant):
    assert read_timestamp(written, clock) == meant


@pytest.mark.parametrize(
    "written", ["kemarin", "31 Feb 2024", "1/25/2024", "2024", "5 Foo 2024", "0001-01-01", "05/01"]
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(UnreadableDate):
        read_timestamp(written)


@pytest.mark.parametrize("clock", ["25:00", "pagi", "12", "10:61"])
def test_what_is_no_time_is_refused(clock):
    with pytest.raises(UnreadableTime):
        read_timestamp("5 Jan 2024", clock)


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_a_moment_with_a_zone_or_refused(written, clock):
    try:
        moment = read_timestamp(written, clock)
    except (UnreadableDate, UnreadableTime):
        return
    assert moment.utcoffset() is not None


def test_a_full_report_is_accepted_with_its_place_and_reporter():
    incoming = accept(
        raw(
            judul=" Paspor\nlama ",
            klasifikasi="PENGADUAN  Tidak Berkadar Pengawasan",
            kota="Cianjur",
            channel="Website",
            rahasia=True,
            reporter=Reporter(name=" Sari \x00", contact=""),
        ),
        now=NOW,
    )

    assert incoming.report.judul == "Paspor lama"
    assert incoming.report.klasifikasi is Klasifikasi.TIDAK_BERKADAR
    assert incoming.report.place == Place(kota="Cianjur")
    assert incoming.report.rahasia
    assert incoming.reporter == Reporter(name="Sari")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Aspirasi", Klasifikasi.ASPIRASI),
        ("Pengaduan Berkadar Pengawasan", Klasifikasi.BERKADAR),
        ("permintaan informasi", Klasifikasi.INFORMASI),
        ("tidak-berkadar", Klasifikasi.TIDAK_BERKADAR),
        ("", None),
    ],
)
def test_klasifikasi_is_read_by_name_and_by_code(written, kind):
    assert accept(raw(klasifikasi=written), now=NOW).report.klasifikasi is kind


def test_a_report_that_is_anonim_never_has_a_reporter():
    assert accept(raw(anonim=True, reporter=Reporter(name="Sari", contact="x")), now=NOW).reporter is None


def test_a_reporter_without_name_and_contact_is_none():
    assert accept(raw(reporter=Reporter(name=" \u200b ")), now=NOW).reporter is None


@pytest.mark.parametrize("isi", ["halo", "tolong!", "HP saya 😀"])
def test_a_short_text_with_a_word_is_accepted(isi):
    assert accept(raw(isi=isi), now=NOW).report.isi == isi


@pytest.mark.parametrize("isi", ["😀😀😀", "123 456", "?!...", "-", "²³", "a"])
def test_a_text_without_a_word_is_refused(isi):
    assert codes_of(raw(isi=isi)) == [("isi", "no_words")]


@pytest.mark.parametrize("isi", ["", " \x00\u200b\n", "<br>&nbsp;"])
def test_an_empty_text_is_refused(isi):
    assert codes_of(raw(isi=isi)) == [("isi", "missing")]


def test_a_text_of_the_longest_length_is_accepted():
    assert len(accept(raw(isi="ab" * (MAX_TEXT // 2)), now=NOW).report.isi) == MAX_TEXT


@pytest.mark.parametrize("length", [MAX_TEXT + 1, 200_000, 50_000_000])
def test_a_longer_text_is_refused_and_its_length_is_said(length):
    with pytest.raises(InvalidReport) as refused:
        accept(raw(isi="a" * length), now=NOW)

    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("isi", "too_long")
    assert problem.values == {"length": length, "limit": MAX_TEXT}


def test_markup_does_not_count_as_text():
    assert accept(raw(isi="<p>ab</p>" * 20_000), now=NOW).report.isi.startswith("ab")


def test_an_identifier_that_no_index_can_hold_is_refused():
    assert codes_of(raw(external_id="9" * 201)) == [("external_id", "too_long")]


def test_a_report_of_tomorrow_is_accepted_and_a_later_one_refused():
    assert accept(raw(reported_at=(NOW + timedelta(hours=23)).isoformat()), now=NOW)
    assert codes_of(raw(reported_at=(NOW + timedelta(hours=25)).isoformat())) == [("reported_at", "date_in_future")]


def test_an_unreadable_time_names_the_field_where_it_stands():
    assert codes_of(raw(reported_time="pagi")) == [("reported_time", "time_unreadable")]
    assert codes_of(raw(reported_at="5 Jan 2024 pagi")) == [("reported_at", "time_unreadable")]


def test_all_problems_are_told_at_once_by_the_names_that_people_know():
    report = RawReport(
        source="lapor",
        isi="123",
        judul="j" * 1001,
        reported_at="kemarin",
        klasifikasi="Keluhan",
        labels={"external_id": "Tracking ID", "isi": "Isi Laporan Awal", "reported_at": "Tanggal Laporan Masuk"},
    )

    assert codes_of(report) == [
        ("judul", "too_long"),
        ("Tracking ID", "missing"),
        ("Isi Laporan Awal", "no_words"),
        ("Tanggal Laporan Masuk", "date_unreadable"),
        ("klasifikasi", "klasifikasi_unknown"),
    ]


@given(st.builds(dict, external_id=st.text(), isi=st.text(), reported_at=st.text(), klasifikasi=st.text(), judul=NASTY))
def test_any_fields_are_accepted_or_refused_with_reasons(fields):
    try:
        incoming = accept(raw(**fields), now=NOW)
    except InvalidReport as error:
        assert [say(problem) for problem in error.problems]
    else:
        assert "\x00" not in incoming.report.isi + incoming.report.judul
