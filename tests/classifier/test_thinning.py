"""Labels drawn with unequal probabilities become a plain sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.thinning import thin
from complaints.guarantee import keeps

DRAWN = st.lists(st.floats(0.01, 1), min_size=1, max_size=50)


@given(DRAWN)
def test_what_was_drawn_with_the_smallest_probability_is_always_kept(drawn: list[float]) -> None:
    assert {number for number, p in enumerate(drawn) if p == min(drawn)} <= set(thin(drawn).tolist())


@given(DRAWN, st.sampled_from([0.25, 2.0, 16.0]))
def test_the_scale_of_the_probabilities_does_not_matter(drawn: list[float], scale: float) -> None:
    assert thin(drawn).tolist() == thin([p * scale for p in drawn]).tolist()


def test_labels_that_were_all_drawn_alike_are_all_kept() -> None:
    assert thin([0.3] * 40).tolist() == list(range(40))


def test_what_can_never_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        thin([0.5, 0.0])


def test_bounds_on_what_is_left_hold_where_plain_counts_fail() -> None:
    """Half of the reports are labelled, with hardly an error; of the other half a tenth, and a fifth is wrong."""
    chance, rounds = np.random.default_rng(1), 400
    broken, naive = 0, 0
    for _ in range(rounds):
        doubtful = chance.random(3000) < 0.5
        wrong = chance.random(3000) < np.where(doubtful, 0.2, 0.002)
        sampled = np.where(doubtful, 0.1, 1.0)
        labelled = np.flatnonzero(chance.random(3000) < sampled)
        left = labelled[thin(sampled[labelled].tolist())]
        rate = 0.5 * 0.2 + 0.5 * 0.002
        broken += keeps(int(wrong[left].sum()), len(left), alpha=rate - 0.001, delta=0.05)
        naive += keeps(int(wrong[labelled].sum()), len(labelled), alpha=rate - 0.001, delta=0.05)
    assert broken <= 0.08 * rounds
    assert naive > 0.9 * rounds
