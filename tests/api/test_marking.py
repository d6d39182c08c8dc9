"""Deciding words marked in the text."""

from hypothesis import given
from hypothesis import strategies as st

from api.marking import Mark, mark_text

texts = st.text(alphabet="aB <&é.\n", max_size=60)
pieces = st.lists(st.text(alphabet="aB <&é.", min_size=1, max_size=4), max_size=5)


@given(texts, pieces, pieces)
def test_the_stretches_are_the_text(text: str, words: list[str], spans: list[str]) -> None:
    assert "".join(stretch.text for stretch in mark_text(text, words, spans)) == text


def test_whole_words_are_marked_whatever_their_case() -> None:
    marked = mark_text("Paspor, paspornya dan PASPOR", ["paspor"], [])
    assert [stretch.text for stretch in marked if stretch.mark is Mark.WORD] == ["Paspor", "PASPOR"]


def test_an_office_wins_over_a_word_in_it() -> None:
    marked = mark_text("petugas lapas sragen", ["lapas"], ["lapas sragen"])
    assert [(stretch.text, stretch.mark) for stretch in marked] == [
        ("petugas ", Mark.PLAIN),
        ("lapas sragen", Mark.OFFICE),
    ]
