import random
from statistics import median

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from complaints.watch import audit_share, is_broken, is_drawn

ALPHA, DELTA = 0.02, 0.05


def stream(chance: random.Random, rate: float, length: int) -> list[bool]:
    return [chance.random() < rate for _ in range(length)]


def test_a_kept_promise_is_braked_in_at_most_delta_of_a_thousand_streams():
    chance = random.Random(20241021)
    streams = 1000
    false_brakes = sum(is_broken(stream(chance, ALPHA, 600), alpha=ALPHA, delta=DELTA) for _ in range(streams))
    assert false_brakes <= binom.ppf(0.999, streams, DELTA)
    # A brake that is never pulled would pass too: here the rate stands right at the promise.
    assert false_brakes > 0


def time_to_brake(chance: random.Random, rate: float) -> int:
    """How many audits it takes, at most 2,000, until the brake is pulled."""
    audits = stream(chance, rate, 2000)
    low, high = 0, len(audits)
    while low < high:
        middle = (low + high) // 2
        if is_broken(audits[:middle], alpha=ALPHA, delta=DELTA):
            high = middle
        else:
            low = middle + 1
    return low


def test_a_broken_branch_is_braked_the_sooner_the_worse_it_is():
    chance = random.Random(7)
    times = {rate: median(time_to_brake(chance, rate) for _ in range(100)) for rate in (0.06, 0.1, 0.3)}
    assert times[0.06] > times[0.1] > times[0.3]
    assert times[0.06] < 300
    assert times[0.3] < 15


def test_a_branch_that_was_good_and_turns_bad_is_braked():
    chance = random.Random(3)
    turned = [stream(chance, 0.01, 300) + stream(chance, 0.15, 500) for _ in range(50)]
    assert all(is_broken(audits, alpha=ALPHA, delta=DELTA) for audits in turned)


@given(st.lists(st.booleans(), max_size=200), st.lists(st.booleans(), max_size=50))
def test_a_brake_once_earned_is_not_undone_by_later_audits(before, after):
    if is_broken(before, alpha=ALPHA, delta=DELTA):
        assert is_broken(before + after, alpha=ALPHA, delta=DELTA)


def test_about_the_wanted_share_is_drawn_and_always_the_same():
    drawn = [is_drawn(number, 1, "policy-1", 0.05) for number in range(20_000)]
    assert binom.ppf(0.001, 20_000, 0.05) <= sum(drawn) <= binom.ppf(0.999, 20_000, 0.05)
    assert drawn == [is_drawn(number, 1, "policy-1", 0.05) for number in range(20_000)]
    assert drawn != [is_drawn(number, 1, "policy-2", 0.05) for number in range(20_000)]


@given(st.integers(), st.integers(1), st.floats(0.001, 1))
def test_who_is_drawn_at_a_share_is_drawn_at_a_larger_one(report_id, version, share):
    if is_drawn(report_id, version, "p", share):
        assert is_drawn(report_id, version, "p", min(1.0, share * 2))


def test_a_new_model_is_audited_more_until_it_has_labels_enough():
    assert audit_share(0.05, 0, 149) == 0.2
    assert audit_share(0.05, 595, 149) == 0.2
    assert audit_share(0.05, 596, 149) == 0.05
    assert audit_share(0.5, 0, 149) == 1.0
