"""An outage is found in a quiet stream, and a quiet stream is left in peace."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.drift import (
    FALSE_FINDS,
    LEAST_REPORTS,
    Change,
    Count,
    Looked,
    burstiness,
    find_moves,
    find_rises,
    fit_confidence,
    gather,
    keep_sure,
    stability_index,
)

DAYS = 28
WORDS = 1500


def stream(seed: int, *, per_day: int, days: int, bursts: float) -> tuple[np.ndarray, np.ndarray]:
    """How many reports came on each day, and in how many of them each word stands: words burst from day to day."""
    chance = np.random.default_rng(seed)
    usual = np.minimum(0.4, 6 / (np.arange(WORDS) + 11))
    rates = chance.gamma(1 / bursts, bursts, (days, WORDS))
    sizes = chance.poisson(per_day, days)
    return sizes, chance.binomial(sizes[:, None], np.minimum(1, usual * rates))


def looks(sizes: np.ndarray, words: np.ndarray) -> list[set[str]]:
    """What is found on each day that has four weeks before it."""
    found = []
    for day in range(DAYS, len(sizes)):
        before, now = slice(day - DAYS, day), words[day]
        counts = [
            Count(name=str(word), now=int(now[word]), days=words[before, word].tolist())
            for word in np.flatnonzero(now >= LEAST_REPORTS)
        ]
        tested = int((words[before].sum(axis=0) + now >= LEAST_REPORTS).sum())
        looked = Looked(now=int(sizes[day]), days=sizes[before].tolist())
        found.append({rise.name for rise in find_rises(counts, looked, tested=tested)})
    return found


@pytest.mark.parametrize("bursts", [0.01, 0.1, 0.25])
def test_a_quiet_stream_gives_few_alarms_however_its_words_burst(bursts: float) -> None:
    sizes, words = stream(7, per_day=200, days=DAYS + 60, bursts=bursts)
    alarms = [day for day in looks(sizes, words) if day]
    assert len(alarms) <= 3, "at most one false alarm in three weeks"


def test_an_outage_is_found_on_its_day_and_nothing_else_is() -> None:
    sizes, words = stream(7, per_day=200, days=DAYS + 5, bursts=0.1)
    # Two words that nobody wrote before, in a dozen reports; and a usual word that stands in sixty more.
    words[:, -2:] = 0
    words[-1, -2:] = 12
    words[-1, 40] += 60
    *quiet, outage = looks(sizes, words)
    assert outage == {str(WORDS - 2), str(WORDS - 1), "40"}
    assert not any(quiet)


def test_what_fewer_than_five_reports_tell_is_never_found() -> None:
    looked = Looked(now=100, days=[100] * DAYS)
    new = Count(name="baru", now=LEAST_REPORTS - 1, days=[0] * DAYS)
    assert find_rises([new], looked, tested=1) == []
    assert [one.name for one in find_rises([Count(name="baru", now=5, days=[0] * DAYS)], looked, tested=1000)] == [
        "baru"
    ]


def test_without_a_past_nothing_is_new() -> None:
    count = Count(name="baru", now=50, days=[0] * DAYS)
    assert find_rises([count], Looked(now=50, days=[0] * DAYS), tested=1) == []
    assert find_moves([count], Looked(now=0, days=[5] * DAYS)) == []


def test_a_share_that_moves_is_found_in_both_directions_and_a_small_move_is_not() -> None:
    looked = Looked(now=300, days=[100] * DAYS)
    rises = Count(name="a", now=90, days=[10] * DAYS)
    falls = Count(name="b", now=60, days=[50] * DAYS)
    stays = Count(name="c", now=150, days=[40] * DAYS)
    assert {one.name for one in find_moves([rises, falls, stays], looked)} == {"a", "b"}


def rise(name: str, p: float) -> Change:
    return Change(name=name, now=6, before=0, share_now=0.1, share_before=0.0, p=p)


@given(st.integers(0, 10_000))
def test_what_is_kept_is_sure_and_the_more_was_tested_the_less_is_kept(seed: int) -> None:
    chance = random.Random(seed)
    changes = [
        Change(name=str(n), now=5, before=1, share_now=0.1, share_before=0.1, p=chance.random()) for n in range(40)
    ]
    kept = keep_sure(changes, tested=len(changes), rate=FALSE_FINDS)
    assert all(one.p <= FALSE_FINDS for one in kept)
    assert len(keep_sure(changes, tested=4000, rate=FALSE_FINDS)) <= len(kept)


def test_burstiness_is_that_of_the_stream() -> None:
    sizes, words = stream(3, per_day=400, days=DAYS, bursts=0.2)
    counts = [Count(name=str(word), now=0, days=words[:, word].tolist()) for word in range(WORDS)]
    assert burstiness(counts, sizes.tolist()) == pytest.approx(0.2, abs=0.05)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6))
def test_equal_shares_have_no_shift(counts: Sequence[int]) -> None:
    shares = {str(n): count for n, count in enumerate(counts)}
    assert stability_index(shares, shares) == 0
    assert stability_index(shares, {**shares, "x": 50}) >= 0


def test_words_of_the_same_reports_are_one_matter() -> None:
    changes = [rise("a", 1e-9), rise("b", 1e-8), rise("c", 1e-7)]
    reports = {"a": frozenset({1, 2, 3, 4, 5}), "b": frozenset({3, 4, 5, 6, 7}), "c": frozenset({8, 9, 10, 11, 12})}
    clusters = gather(changes, reports)
    assert [[word.name for word in one.words] for one in clusters] == [["a", "b"], ["c"]]
    assert clusters[0].reports == {1, 2, 3, 4, 5, 6, 7}


def confidences(chance: np.random.Generator, *, signal: float, texts: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """How sure a model is of each text, and whether it is right, where texts carry this much signal."""
    truth = chance.integers(0, 10, texts)
    scores = chance.normal(0, 1, (texts, 10))
    scores[np.arange(texts), truth] += signal
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return shares.max(axis=1), shares.argmax(axis=1) == truth


@pytest.mark.parametrize("signal", [3.0, 2.4, 1.8])
def test_accuracy_is_estimated_without_labels_when_the_texts_become_harder(signal: float) -> None:
    chance = np.random.default_rng(5)
    sure, right = confidences(chance, signal=3.0)
    below = fit_confidence(sure.tolist(), (~right).tolist())
    harder, truly_right = confidences(chance, signal=signal)
    estimated = float((harder >= below).mean())
    # Far nearer to the truth than to take the accuracy of before for that of now.
    assert abs(estimated - truly_right.mean()) <= max(0.02, 0.6 * (right.mean() - truly_right.mean()))
