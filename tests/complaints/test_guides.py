"""Which leaves are taken for each other, what to do about it, and by which words they differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.guides import ENOUGH_ANSWERS, Advice, find_confusions, telling_words


def test_both_directions_of_a_confusion_are_one_pair_and_the_most_confused_comes_first() -> None:
    corrections = {("a", "b"): 2, ("b", "a"): 2, ("c", "a"): 9, ("a", "a"): 50, ("b", "c"): 2}
    first, second = find_confusions(corrections, [("b", "a")], most=9)
    assert (first.leaves, first.corrected, first.disagreed) == (("a", "c"), 9, 0)
    assert (second.leaves, second.corrected, second.disagreed) == (("a", "b"), 4, 1)


def test_kappa_is_that_of_answers_that_name_one_of_the_two() -> None:
    answers = [("a", "a"), ("b", "b"), ("a", "b"), ("a", "c"), ("c", "c")] * 3
    (pair, _) = find_confusions({}, answers, most=9)
    assert (pair.leaves, pair.answers, pair.disagreed) == (("a", "b"), 9, 3)
    assert pair.kappa == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("answers", "advice"),
    [
        ([("a", "b"), ("b", "a"), ("a", "a"), ("b", "b")] * (ENOUGH_ANSWERS // 4), Advice.MERGE),
        ([("a", "b"), ("b", "a"), ("a", "a"), ("b", "b")] * (ENOUGH_ANSWERS // 4 - 1), Advice.DESCRIBE),
        ([("a", "a"), ("b", "b")] * ENOUGH_ANSWERS + [("a", "b")] * 3, Advice.DESCRIBE),
    ],
)
def test_leaves_are_merged_only_where_people_cannot_tell_them_apart(
    answers: list[tuple[str, str]], advice: Advice
) -> None:
    assert find_confusions({("a", "b"): 5}, answers, most=1)[0].advice is advice


def test_words_that_tell_two_leaves_apart_are_found_and_shared_or_rare_ones_are_not() -> None:
    visits = [["kunjungan", "lapas", "jadwal", f"rare{n}"] for n in range(40)]
    parole = [["bebas", "lapas", "bersyarat", "sekali"], *[["bebas", "lapas", "bersyarat"]] * 39]
    ours, theirs = telling_words(visits, parole)
    assert set(ours) == {"kunjungan", "jadwal"}
    assert set(theirs) == {"bebas", "bersyarat"}


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), max_size=30))
def test_the_same_texts_are_told_apart_by_nothing(texts: list[list[str]]) -> None:
    assert telling_words(texts, texts) == ((), ())
