import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.office import OfficeMatcher
from complaints.prediction import OfficeMatch
from complaints.report import Message, Place

PRISONS = frozenset({"Lapas", "Rutan", "LPKA"})
IMMIGRATION = frozenset({"Kanim"})
OFFICE_MATCHER = OfficeMatcher(shipped_directory())


@pytest.fixture(scope="module")
def matcher() -> OfficeMatcher:
    return OfficeMatcher(shipped_directory(), precision={"name": 0.99})


def match(
    matcher: OfficeMatcher, isi: str, kinds: frozenset[str] = frozenset(), kota: str = ""
) -> tuple[OfficeMatch, ...]:
    return matcher.match(Message(judul="", isi=isi, place=Place(kota=kota)), kinds)


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("Kejadian di Lapas Kelas IIA Sragen kemarin", "Lapas Kelas IIA Sragen", "name"),
        ("LP Sragen penuh", "Lapas Kelas IIA Sragen", "name"),
        ("lembaga pemasyarakatan klas 2a sragen", "Lapas Kelas IIA Sragen", "name"),
        ("lapas yang ada di Sragen", "Lapas Kelas IIA Sragen", "kind_town"),
        ("Lapas Kelas IIA Tangerang kotor", "Lapas Kelas IIA Tangerang", "name"),
        ("lapas kelas II A tangerang", "Lapas Kelas IIA Tangerang", "name"),
        ("LPP Tangerang", "Lapas Perempuan Kelas IIA Tangerang", "name"),
        ("lapas kelas IIA wanita Tangerang", "Lapas Perempuan Kelas IIA Tangerang", "name"),
        ("Rutan Kebon Waru", "Rutan Kelas I Bandung", "alias"),
        ("rumah tahanan negara Medaeng", "Rutan Kelas I Surabaya", "alias"),
        (
            "kantor imigrasi kelas I Khusus Non TPI Jakarta Selatan",
            "Kantor Imigrasi Kelas I Khusus Non TPI Jakarta Selatan",
            "name",
        ),
        ("kanim Cianjur", "Kantor Imigrasi Kelas III Non TPI Cianjur", "name"),
        ("imigrasi di Cianjur", "Kantor Imigrasi Kelas III Non TPI Cianjur", "kind_town"),
        ("Rudenim Bangil", "Rumah Detensi Imigrasi Surabaya", "alias"),
        ("Bapas Bogor", "Bapas Kelas II Bogor", "name"),
        ("LPKA Kutoarjo", "LPKA Kelas I Kutoarjo", "name"),
        ("BHP Surabaya", "Balai Harta Peninggalan Surabaya", "name"),
        ("Kanwil Kemenkum Jatim", "Kantor Wilayah Kementerian Hukum Jawa Timur", "alias"),
        ("Kanwil Ditjenpas Jawa Timur", "Kantor Wilayah Direktorat Jenderal Pemasyarakatan Jawa Timur", "name"),
    ],
)
def test_an_office_is_found_by_its_name_in_any_of_its_forms(matcher, text, name, how):
    assert [(found.name, found.how) for found in match(matcher, text)] == [(name, how)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Lapas Tangerang", frozenset()),
        ("keluarga dipindah ke lapas Nusakambangan", PRISONS),
        ("di Salemba besuk ditolak", PRISONS),
        ("antre di Bandara YIA", IMMIGRATION),
        ("Kumham tolong dibenahi", frozenset()),
        ("Kanwil Kemenkumham Jawa Timur tolong dibenahi", frozenset()),
        ("imigrasi Surabaya atau imigrasi Malang sama saja", IMMIGRATION),
    ],
)
def test_what_is_ambiguous_never_decides(matcher, text, kinds):
    assert len(match(matcher, text, kinds)) != 1


def test_an_open_match_shows_the_candidates(matcher):
    names = {found.name for found in match(matcher, "Lapas Tangerang")}
    assert names == {"Lapas Kelas I Tangerang", "Lapas Kelas IIA Tangerang"}


def test_a_narrower_mention_decides_between_the_offices_of_a_wider_one(matcher):
    found = match(matcher, "Saya ke Lapas Tangerang. Maksud saya Lapas Kelas IIA Tangerang.")
    assert [office.name for office in found] == ["Lapas Kelas IIA Tangerang"]


def test_a_town_decides_where_one_such_office_serves_it(matcher):
    found = match(matcher, "Paspor saya di Banyumas belum jadi", IMMIGRATION)
    assert [(office.name, office.how, office.span) for office in found] == [
        ("Kantor Imigrasi Kelas II TPI Cilacap", "area", "Banyumas")
    ]


def test_a_town_alone_says_nothing_without_the_kinds_of_office(matcher):
    assert match(matcher, "Jalan di Banyumas berlubang") == ()


def test_a_town_that_several_offices_serve_stays_open(matcher):
    assert len(match(matcher, "Paspor saya di Medan belum jadi", IMMIGRATION)) > 1


def test_a_popular_name_needs_a_text_about_such_offices(matcher):
    assert [office.id for office in match(matcher, "Napi di Kedungpane main HP")] == ["PAS-LAPAS-153"]
    assert match(matcher, "Jalan ke Kedungpane macet") == ()


def test_a_town_is_not_taken_from_an_ordinary_word(matcher):
    assert match(matcher, "Sebagai warga negara saya minta ahli waris dan antrean paspor diurus", IMMIGRATION) == ()


def test_an_office_of_a_kind_that_does_not_handle_the_matter_is_passed_over(matcher):
    found = match(matcher, "Setelah dari Lapas Sragen saya urus paspor di Kanim Cianjur", IMMIGRATION)
    assert [office.name for office in found] == ["Kantor Imigrasi Kelas III Non TPI Cianjur"]


def test_a_police_cell_is_nobodys_office(matcher):
    assert match(matcher, "Dia ditahan di rutan Polres Garut") == ()


def test_the_place_of_the_report_counts_last(matcher):
    silent = match(matcher, "Antrean paspor kacau", IMMIGRATION, kota="Kabupaten Cianjur")
    named = match(matcher, "Antrean paspor di Kanim Depok kacau", IMMIGRATION, kota="Kabupaten Cianjur")
    assert [(office.how, office.id) for office in silent] == [("place", "IMI-KANIM-142")]
    assert [(office.how, office.id) for office in named] == [("name", "IMI-KANIM-137")]


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("lapas surabya penuh", "Lapas Kelas I Surabaya", "typo"),
        ("antre di imigrasi Bandng", "Kantor Imigrasi Kelas I TPI Bandung", "typo"),
        ("LP Tanjung Gista", "Lapas Kelas I Medan", "typo"),
        ("Rutan Medaneg", "Rutan Kelas I Surabaya", "typo"),
        ("Kanim Yogyakrta", "Kantor Imigrasi Kelas I TPI Yogyakarta", "typo"),
        ("kanim tg pinang", "Kantor Imigrasi Kelas I TPI Tanjung Pinang", "name"),
        ("bhp jkt", "Balai Harta Peninggalan Jakarta", "name"),
        ("imigrasi sby", "Kantor Imigrasi Kelas I Khusus TPI Surabaya", "name"),
        ("imigrasi soeta", "Kantor Imigrasi Kelas I Khusus TPI Soekarno-Hatta", "alias"),
        ("kanim kelas I khusus TPI Soetta", "Kantor Imigrasi Kelas I Khusus TPI Soekarno-Hatta", "alias"),
        ("imigrasi Jaksel", "Kantor Imigrasi Kelas I Khusus Non TPI Jakarta Selatan", "alias"),
        ("LP narkotik pamekasan", "Lapas Narkotika Kelas IIA Pamekasan", "name"),
        ("lapas madiun pemuda", "Lapas Pemuda Kelas IIA Madiun", "name"),
        ("lapas Gunung Sindur yang narkotika", "Lapas Narkotika Kelas IIA Gunung Sindur", "name"),
    ],
)
def test_a_misspelt_or_shortened_name_is_read_behind_words_for_its_kind(matcher, text, name, how):
    assert [(found.name, found.how) for found in match(matcher, text)] == [(name, how)]


@pytest.mark.parametrize(
    "text",
    ["lapas sekarang penuh", "lapas banjir tiap hujan", "imigrasi mungkin libur", "surabya macet", "lapas xyzabc"],
)
def test_ordinary_words_are_no_misspelt_names(matcher, text):
    assert match(matcher, text) == ()


@pytest.mark.parametrize(
    ("text", "kinds", "name"),
    [
        ("Pemindahan kakak dari Lapas Banjar ke Lapas Kuningan tertahan", PRISONS, "Lapas Kelas IIB Banjar"),
        ("Feri dari Batam tiba di Karimun, loket paspor cuma satu", IMMIGRATION, "Tanjung Balai Karimun"),
        ("Paspor dicap salah di soeta. Rumah saya di Tegal.", IMMIGRATION, "Soekarno-Hatta"),
    ],
)
def test_where_somebody_comes_from_lives_or_is_moved_to_gives_way(matcher, text, kinds, name):
    assert [name in found.name for found in match(matcher, text, kinds)] == [True]


@pytest.mark.parametrize(
    ("text", "kinds", "name", "other"),
    [
        ("Dulunya di Rutan Salatiga. Kini di Lapas Sragen ia dipalak.", PRISONS, "Lapas Kelas IIA Sragen", "Salatiga"),
        ("Lapas Sragen kotor, padahal di Lapas Tegal bersih", PRISONS, "Lapas Kelas IIA Sragen", "Tegal"),
        ("Dekat Lapas Tegal, yaitu Lapas Sragen, orang bertengkar", PRISONS, "Lapas Kelas IIA Sragen", "Tegal"),
        ("Lapor ke Rutan Salatiga percuma, Lapas Sragen tetap begitu", PRISONS, "Lapas Kelas IIA Sragen", "Salatiga"),
    ],
)
def test_the_office_complained_about_wins_and_the_one_beside_it_is_named(matcher, text, kinds, name, other):
    found = matcher.find(Message(judul="", isi=text), kinds)
    assert [office.name for office in found.offices] == [name]
    assert [other in office.name for office in found.others] == [True]


def test_a_word_in_the_sentence_before_puts_no_office_aside(matcher):
    text = "Kami punya contoh. Lapas Tegal kotor. Lapas Sragen kotor."
    assert len(match(matcher, text, PRISONS)) == 2


def test_offices_that_are_both_complained_about_stay_open_and_none_is_beside(matcher):
    found = matcher.find(Message(judul="", isi="Lapas Tegal dan Lapas Sragen sama kotornya"), PRISONS)
    assert (len(found.offices), found.others) == (2, ())


def test_an_office_of_a_kind_that_does_not_handle_the_matter_is_named_beside(matcher):
    text = "Setelah dari Lapas Sragen saya urus paspor di Kanim Cianjur"
    found = matcher.find(Message(judul="", isi=text), IMMIGRATION)
    assert [office.span for office in found.offices] == ["Kanim Cianjur"]
    assert [office.span for office in found.others] == ["Lapas Sragen"]


def test_the_place_of_the_report_decides_between_offices_that_the_text_leaves_open(matcher):
    text = "imigrasi Surabaya atau imigrasi Malang sama saja"
    assert [office.id for office in match(matcher, text, IMMIGRATION, kota="Kota Malang")] == [
        office.id for office in match(matcher, "imigrasi Malang", IMMIGRATION)
    ]
    assert len(match(matcher, text, IMMIGRATION, kota="Kota Bogor")) > 1


def test_the_province_of_the_report_decides_where_its_town_is_not_known(matcher):
    bhp = frozenset({"BHP"})
    found = matcher.match(Message(judul="", isi="Harta belum diurus", place=Place(provinsi="Bali")), bhp)
    assert [(office.name, office.how) for office in found] == [("Balai Harta Peninggalan Makassar", "place")]


def test_a_match_carries_the_measured_precision_of_its_rule(matcher):
    assert [office.p for office in match(matcher, "LP Sragen")] == [0.99]
    assert [office.p for office in match(matcher, "imigrasi di Cianjur")] == [0.0]


@given(
    st.text(max_size=40),
    st.sampled_from(["Rutan KEBON-WARU", "LP  Sragen", "Kanim Cianjur", "imigrasi di Depok"]),
    st.text(max_size=40),
)
def test_the_span_is_a_stretch_of_the_text_as_it_was_written(before, name, after):
    message = Message(judul=before, isi=f"{name} {after}")
    for found in OFFICE_MATCHER.match(message):
        assert found.span in message.text
        assert found.span


@given(
    st.text(alphabet="lapas di Tangerang kelas IIA negara imigrasi\n.,", max_size=120),
    st.sampled_from([PRISONS, IMMIGRATION]),
)
def test_no_text_breaks_the_matcher_and_no_office_comes_twice(text, kinds):
    ids = [found.id for found in OFFICE_MATCHER.match(Message(judul="", isi=text), kinds)]
    assert len(ids) == len(set(ids))


def test_every_office_that_nobody_shares_a_name_with_is_found_by_its_own_name(matcher):
    lost = [
        office.name
        for office in shipped_directory().offices
        if office.id not in {found.id for found in match(matcher, office.name, frozenset({office.kind}))}
    ]
    assert lost == []


def test_every_kind_of_office_in_the_taxonomy_is_in_the_directory():
    taxonomy, kinds = shipped_taxonomy(), {office.kind for office in shipped_directory().offices}
    assert {kind for leaf in taxonomy.leaves for kind in taxonomy.leaf(leaf).office_types} <= kinds
