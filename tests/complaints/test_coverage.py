"""With which probability a labelled report came to be labelled."""

import random

import pytest

from complaints.coverage import Came, cover
from complaints.weighting import estimate_rate

IMI, PAS = ("IMIPAS", "imigrasi"), ("IMIPAS", "pemasyarakatan")


def came(
    count: int,
    labelled: int,
    *,
    first: int = 0,
    branch: tuple = IMI,
    sure: float = 0.3,
    p: float = 1.0,
    policy: str = "one",
) -> list:
    return [
        Came(id=first + number, branch=branch, sure=sure, policy=policy, reach_p=p, is_labelled=number < labelled)
        for number in range(count)
    ]


def test_a_queue_that_was_worked_through_is_known_for_certain() -> None:
    found = cover(came(10, 10))
    assert (set(found.sampled.values()), found.unseen) == ({1.0}, 0.0)


def test_where_people_got_through_half_each_label_stands_for_two() -> None:
    assert set(cover(came(10, 5)).sampled.values()) == {0.5}


def test_an_audit_has_the_probability_of_its_draw() -> None:
    found = cover([*came(10, 10, sure=0.97, p=0.05), *came(10, 5, first=10, sure=0.97)])
    assert {found.sampled[0], found.sampled[10]} == {0.05, 0.5}


def test_bands_of_sureness_are_apart_unless_one_of_them_has_no_label() -> None:
    apart = cover([*came(10, 10, sure=0.2), *came(10, 5, first=10, sure=0.6)])
    assert (apart.sampled[0], apart.sampled[10]) == (1.0, 0.5)
    together = cover([*came(10, 10, sure=0.2), *came(10, 0, first=10, sure=0.6)])
    assert set(together.sampled.values()) == {0.5}


def test_a_branch_without_any_label_is_unseen_and_said_so() -> None:
    found = cover([*came(30, 30), *came(10, 0, first=30, branch=PAS)])
    assert found.unseen == pytest.approx(0.25)
    assert len(found.sampled) == 30
    assert cover([]).unseen == 0.0


def test_what_was_reviewed_first_because_of_doubt_does_not_bias_the_rate() -> None:
    """In each band of sureness people take as many as they manage, most where the model was unsure."""
    chance, stream = random.Random(5), []
    for number in range(6000):
        sure = chance.choice((0.3, 0.6, 0.9, 0.99))
        stream.append((sure, chance.random() < 1 - sure, chance.random() < 1.05 - sure, number))
    found = cover(
        [Came(id=n, branch=IMI, sure=s, policy="one", reach_p=1.0, is_labelled=taken) for s, _, taken, n in stream]
    )
    known = [(wrong, found.sampled[number]) for _, wrong, taken, number in stream if taken]
    truth = sum(wrong for _, wrong, _, _ in stream) / len(stream)
    weighted = estimate_rate([wrong for wrong, _ in known], [p for _, p in known])
    assert weighted.low <= truth <= weighted.high
    assert sum(wrong for wrong, _ in known) / len(known) > truth + 0.15
