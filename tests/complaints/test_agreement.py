"""Cohen's kappa, by person and by branch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.agreement import TwoAnswers, agreement_by_branch, agreement_by_person, cohens_kappa

pairs = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40)


def test_kappa_is_that_of_the_textbook() -> None:
    """Two clerks and fifty applications: 20 twice yes, 15 twice no, 5 and 10 apart: (0.7 - 0.5) / (1 - 0.5)."""
    judged = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(judged) == pytest.approx(0.4)


def test_kappa_says_nothing_where_chance_always_agrees() -> None:
    assert cohens_kappa([]) is None
    assert cohens_kappa([("a", "a")] * 9) is None


@given(pairs)
def test_kappa_has_no_sides_and_is_at_most_one(judged: list[tuple[str, str]]) -> None:
    kappa = cohens_kappa(judged)
    assert kappa == cohens_kappa([(other, one) for one, other in judged])
    assert kappa is None or -1 <= kappa <= 1


@given(st.lists(st.sampled_from("ab"), min_size=2).filter(lambda said: len(set(said)) == 2))
def test_kappa_is_one_where_all_agree_on_more_than_one_thing(said: list[str]) -> None:
    assert cohens_kappa([(one, one) for one in said]) == 1


def test_agreement_is_counted_for_each_person_and_each_branch() -> None:
    answers = [
        TwoAnswers(branch=("IMIPAS", "imigrasi"), people=("satu", "dua"), categories=("a", "a")),
        TwoAnswers(branch=("IMIPAS", "imigrasi"), people=("dua", "satu"), categories=("a", "b")),
        TwoAnswers(branch=("HAM", "ham"), people=("satu", "tiga"), categories=("c", "c")),
    ]
    assert {one.about: (one.pairs, one.agreed) for one in agreement_by_person(answers)} == {
        ("satu",): (3, pytest.approx(2 / 3)),
        ("dua",): (2, 0.5),
        ("tiga",): (1, 1.0),
    }
    assert [(one.about, one.pairs) for one in agreement_by_branch(answers)] == [
        (("IMIPAS", "imigrasi"), 2),
        (("HAM", "ham"), 1),
    ]
