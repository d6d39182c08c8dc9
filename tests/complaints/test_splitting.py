"""Splitting a report: stretches of its own text, or the whole with its matter named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.splitting import MOST_PARTS, Part, PartText, split_text

ISI = "Paspor saya belum jadi.\n\nJam besuk   di lapas berubah tanpa kabar."


def codes(*parts: Part) -> list[str]:
    return [problem.code for problem in split_text("Dua soal", ISI, parts, field="teks")[1]]


def test_a_part_is_a_stretch_of_the_report_or_the_whole_with_its_matter() -> None:
    parts = [Part(text="Paspor saya belum jadi."), Part(matter="Jam besuk")]
    assert split_text("Dua soal", ISI, parts, field="teks") == (
        [PartText(judul="Dua soal", isi="Paspor saya belum jadi."), PartText(judul="Jam besuk", isi=ISI)],
        [],
    )


def test_spaces_and_line_ends_do_not_count() -> None:
    assert codes(Part(text="Paspor saya\nbelum jadi."), Part(text=" Jam besuk di  lapas ")) == []


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([Part(matter="satu")], "parts_count"),
        ([Part(matter=str(n)) for n in range(MOST_PARTS + 1)], "parts_count"),
        ([Part(text="Tidak pernah ditulis"), Part(matter="x")], "part_not_quoted"),
        ([Part(), Part(matter="x")], "part_empty"),
        ([Part(matter="a" * 201), Part(matter="x")], "part_matter"),
        ([Part(matter="a\nb"), Part(matter="x")], "part_matter"),
        ([Part(matter="sama"), Part(matter="sama")], "parts_same"),
    ],
)
def test_what_is_wrong_is_named(parts: list[Part], code: str) -> None:
    assert code in codes(*parts)


@given(st.text(alphabet="ab \n", min_size=1, max_size=40), st.data())
def test_every_stretch_of_a_text_may_be_a_part(isi: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(isi)))
    text = isi[start : data.draw(st.integers(start, len(isi)))]
    parts = [Part(text=text, matter="satu"), Part(matter="dua")]
    assert "part_not_quoted" not in [one.code for one in split_text("", isi, parts, field="teks")[1]]
