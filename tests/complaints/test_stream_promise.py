"""Thresholds from the labels that a service gets: all of what waits, audits of what was sent on, under policies that
change. The promise must hold for the whole stream, of which these labels are no sample."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from complaints.coverage import Came, cover
from complaints.guarantee import keeps, keeps_weighted, lowest_threshold
from complaints.watch import audit_share, is_drawn
from complaints.weighting import estimate_rate, is_below

ALPHA, DELTA, DRAWS = 0.1, 0.1, 200
TRAPS, TRAPPED, SLOPE = 0.15, 0.35, 0.15
"""Of all reports these are traps: both old models were sure of them, and the new one is wrong so often; of the others
it is wrong the less the higher its score."""
TIMES = (("", 800), ("policy-1", 1000), ("policy-2", 1200))


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """The scores of the new model, what of it is wrong, and how the labels were drawn."""

    scores: Sequence[float]
    wrong: Sequence[bool]
    drawn: Sequence[float]


def true_rate(threshold: float) -> float:
    """Of what scores at least this much in the whole stream."""
    return TRAPS * TRAPPED + (1 - TRAPS) * SLOPE * (1 - threshold) / 2


def serve(chance: random.Random) -> Labelled:
    """First nothing is sent on; then each policy sends on all traps and half of the rest, and audits begin anew."""
    came: list[Came] = []
    told: dict[int, tuple[float, bool]] = {}
    salt = chance.random()
    for policy, size in TIMES:
        audited = 0
        for number in range(len(came), len(came) + size):
            is_trap, score = chance.random() < TRAPS, chance.random()
            is_sent = bool(policy) and (is_trap or chance.random() < 0.5)
            share = audit_share(0.05, audited, 22) if is_sent else 1.0
            is_labelled = not is_sent or is_drawn(number, 1, f"{policy} {salt}", share)
            audited += is_sent and is_labelled
            came.append(Came(id=number, branch=(), sure=score, policy=policy, reach_p=share, is_labelled=is_labelled))
            told[number] = score, chance.random() < (TRAPPED if is_trap else SLOPE * (1 - score))
    # What was sent on and not drawn is not known to have come to anybody.
    drawn = cover([one for one in came if one.is_labelled]).drawn
    return Labelled(
        scores=[told[number][0] for number in drawn],
        wrong=[told[number][1] for number in drawn],
        drawn=list(drawn.values()),
    )


def test_the_promise_is_kept_by_labels_of_a_service_and_broken_where_they_are_counted_alike() -> None:
    chance = random.Random(20261122)
    broken = naive = made = 0
    for _ in range(DRAWS):
        labels = serve(chance)
        weighed = lowest_threshold(labels.scores, labels.wrong, alpha=ALPHA, delta=DELTA, sampled=labels.drawn).value
        alike = lowest_threshold(labels.scores, labels.wrong, alpha=ALPHA, delta=DELTA).value
        made += weighed is not None
        broken += weighed is not None and true_rate(weighed) > ALPHA
        naive += alike is not None and true_rate(alike) > ALPHA
    assert broken <= binom.ppf(0.999, DRAWS, DELTA)
    assert naive > 3 * DELTA * DRAWS
    # A promise that is never made is never broken.
    assert made > DRAWS / 2


FLAGS = st.lists(st.booleans(), min_size=1, max_size=300)


@given(FLAGS, st.floats(0.01, 1))
def test_labels_that_were_drawn_alike_are_tested_exactly(wrong: list[bool], p: float) -> None:
    alike = keeps_weighted(wrong, [p] * len(wrong), alpha=ALPHA, delta=DELTA)
    assert alike == keeps(sum(wrong), len(wrong), alpha=ALPHA, delta=DELTA)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.05, 0.2, 1.0])), min_size=1, max_size=200))
def test_the_one_look_says_what_the_interval_says(labels: list[tuple[bool, float]]) -> None:
    wrong, sampled = [one for one, _ in labels], [p for _, p in labels]
    high = estimate_rate(wrong, sampled, delta=2 * DELTA).high
    for limit in (0.02, 0.1, 0.5):
        if abs(high - limit) > 1e-6:
            assert is_below(wrong, sampled, limit, delta=DELTA) == (high <= limit)


@given(FLAGS, st.sampled_from([0.25, 4.0]))
def test_the_scale_of_the_probabilities_does_not_matter(wrong: list[bool], scale: float) -> None:
    sampled = [1.0 if number % 3 else 0.25 for number in range(len(wrong))]
    scaled = [p * scale for p in sampled]
    assert is_below(wrong, sampled, ALPHA, delta=DELTA) == is_below(wrong, scaled, ALPHA, delta=DELTA)


def test_no_label_shows_nothing() -> None:
    assert not is_below([], [], ALPHA, delta=DELTA)


def came(first: int, count: int, *, policy: str, p: float) -> list[Came]:
    return [
        Came(id=number, branch=(), sure=0.9, policy=policy, reach_p=p, is_labelled=True)
        for number in range(first, first + count)
    ]


def test_labels_of_before_anything_was_sent_on_count_as_much_as_an_audit() -> None:
    found = cover([*came(0, 5, policy="", p=1.0), *came(5, 5, policy="one", p=1.0), *came(10, 5, policy="one", p=0.2)])
    assert (found.drawn[0], found.drawn[5], found.drawn[10]) == (1.0, pytest.approx(5.0), 1.0)
    assert (found.sampled[0], found.sampled[5], found.sampled[10]) == (1.0, 1.0, 0.2)
