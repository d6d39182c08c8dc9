"""Which thresholds are tested, and in which order."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from complaints.sequence import STARTS_AT, STREAM_STARTS_AT, certify, first_step

NEEDED = 20
DRAWN = st.lists(st.sampled_from([0.05, 0.2, 1.0]), min_size=1, max_size=400)


def falling(size: int) -> list[float]:
    return [1 - number / size for number in range(size)]


def up_to(most: int, tested: list[int]) -> Callable[[int], bool]:
    """Passes as long as so many at most are routed; what was tested is kept."""

    def passes(n: int) -> bool:
        tested.append(n)
        return n <= most

    return passes


@given(st.integers(1, 2000), st.integers(0, 2000))
def test_nothing_is_tested_after_the_first_that_fails(size: int, most: int) -> None:
    tested: list[int] = []
    kept = certify(falling(size), up_to(most, tested), needed=NEEDED)
    assert kept == [n for n in tested if n <= most]
    assert sum(n > most for n in tested) <= 1


@given(DRAWN)
def test_labels_worth_less_than_a_promise_needs_are_not_tested(sampled: list[float]) -> None:
    tested: list[int] = []
    certify(falling(len(sampled)), up_to(10_000, tested), needed=NEEDED, sampled=sampled)
    weights = [1 / p for p in sampled]
    worth = max(
        sum(weights[:n]) ** 2 / sum(weight * weight for weight in weights[:n]) for n in range(1, len(weights) + 1)
    )
    if worth < NEEDED - 1e-9:
        assert tested == []
    if worth > NEEDED + 1e-9:
        assert tested


@given(DRAWN, st.sampled_from([0.5, 4.0]))
def test_the_sequence_does_not_depend_on_the_scale_of_the_probabilities(sampled: list[float], scale: float) -> None:
    ranked, one, other = falling(len(sampled)), [], []
    certify(ranked, up_to(10_000, one), needed=NEEDED, sampled=sampled)
    certify(ranked, up_to(10_000, other), needed=NEEDED, sampled=[p * scale for p in sampled])
    assert one == other


def test_labels_of_a_stream_are_tested_first_where_there_are_more() -> None:
    clean: list[int] = []
    stream: list[int] = []
    certify(falling(2000), up_to(2000, clean), needed=NEEDED)
    certify(falling(2000), up_to(2000, stream), needed=NEEDED, sampled=[0.5] * 2000)
    assert (clean[0], stream[0]) == (STARTS_AT * NEEDED, STREAM_STARTS_AT * NEEDED)


@given(st.integers(1, 5000))
def test_the_first_step_takes_a_third_at_most_unless_a_promise_needs_more(size: int) -> None:
    step = first_step(size, needed=NEEDED)
    assert step <= size
    assert step <= max(NEEDED, size // 3)
