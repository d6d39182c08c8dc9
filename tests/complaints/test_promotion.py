"""When a challenger takes the place of the model that is live."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from complaints.paired import Compared, Did, Measure
from complaints.promotion import EVERYTHING, THE_REST, Verdict, judge

PASSPORTS, PRISONS = ("IMIPAS", "imigrasi"), ("IMIPAS", "pemasyarakatan")
WAITS = Did(routed=False, is_wrong=False, is_suggested=True)
LOST = Did(routed=False, is_wrong=False, is_suggested=False)
RIGHT = Did(routed=True, is_wrong=False, is_suggested=True)
WRONG = Did(routed=True, is_wrong=True, is_suggested=False)
TERMS = {"alpha": 0.02, "delta": 0.05}


def reports(count: int, champion: Did, challenger: Did, branch: tuple[str, ...] = PASSPORTS, p: float = 1.0) -> list:
    return [Compared(branch=branch, sampled=p, champion=champion, challenger=challenger)] * count


def test_a_challenger_that_automates_more_and_errs_no_more_is_promoted() -> None:
    found = judge(reports(120, RIGHT, RIGHT) + reports(80, WAITS, RIGHT), **TERMS)
    assert found.verdict is Verdict.PROMOTE
    assert {one.measure for one in found.telling} == {Measure.AUTOMATED}


def test_what_it_wins_in_one_branch_does_not_make_up_for_what_it_breaks_in_another() -> None:
    better = reports(200, WAITS, RIGHT, PASSPORTS) + reports(30, WRONG, RIGHT, PASSPORTS)
    broken = reports(30, RIGHT, RIGHT, PRISONS) + reports(10, RIGHT, WRONG, PRISONS)
    found = judge(better + broken, **TERMS)
    assert found.verdict is Verdict.WORSE
    assert {one.branch for one in found.telling} == {PRISONS}


def test_a_model_like_the_one_that_is_live_is_not_promoted() -> None:
    assert judge(reports(300, RIGHT, RIGHT), **TERMS).verdict is Verdict.NOT_BETTER


@pytest.mark.parametrize(("differ", "verdict"), [(3, Verdict.NOT_BETTER), (40, Verdict.PROMOTE)])
def test_a_few_reports_on_which_they_differ_are_noise(differ: int, verdict: Verdict) -> None:
    assert judge(reports(300, RIGHT, RIGHT) + reports(differ, LOST, WAITS), **TERMS).verdict is verdict


def test_too_few_labels_are_a_verdict_of_their_own_with_how_many_are_missing() -> None:
    found = judge(reports(100, WAITS, RIGHT), **TERMS)
    assert (found.verdict, found.missing) == (Verdict.TOO_LITTLE, 49)
    assert judge([], **TERMS).missing == 149


def test_labels_that_stand_for_unlike_shares_are_worth_fewer() -> None:
    found = judge(reports(150, WAITS, RIGHT) + reports(5, WAITS, RIGHT, p=0.05), **TERMS)
    assert found.verdict is Verdict.TOO_LITTLE
    assert found.effective < 30


def test_a_label_of_what_is_seldom_reviewed_weighs_as_much_as_it_stands_for() -> None:
    sure = reports(80, RIGHT, RIGHT, p=0.25) + reports(40, RIGHT, WRONG, p=0.25)
    found = judge(reports(140, WAITS, RIGHT) + sure, **TERMS)
    (misrouted,) = [one for one in found.differences if (one.branch, one.measure) == (EVERYTHING, Measure.MISROUTED)]
    assert misrouted.challenger == pytest.approx(40 * 4 / (140 + 120 * 4))


def test_automation_that_breaks_the_promise_does_not_count_as_automation() -> None:
    bold = reports(60, WRONG, WAITS) + reports(200, RIGHT, RIGHT)
    found = judge(bold, **TERMS)
    (automated,) = [one for one in found.differences if (one.branch, one.measure) == (EVERYTHING, Measure.AUTOMATED)]
    assert (automated.champion, found.verdict) == (0.0, Verdict.PROMOTE)


def test_branches_with_few_labels_are_judged_together() -> None:
    few = [one for number in range(4) for one in reports(10, RIGHT, WRONG, ("X", f"x{number}"))]
    found = judge(reports(300, WAITS, RIGHT) + few, **TERMS)
    assert found.verdict is Verdict.WORSE
    assert THE_REST in {one.branch for one in found.telling}


def test_a_model_that_is_as_good_is_seldom_called_better() -> None:
    """Two models that err alike, each on its own reports."""
    chance, alarms = random.Random(3), 0
    either: Callable[[], Did] = lambda: LOST if chance.random() < 0.1 else WAITS  # noqa: E731
    for _ in range(30):
        sample = [replace(one, champion=either(), challenger=either()) for one in reports(200, WAITS, WAITS)]
        found = judge(sample, **TERMS)
        alarms += found.verdict is Verdict.PROMOTE
    assert alarms <= 2


def test_the_same_labels_always_give_the_same_verdict() -> None:
    sample = reports(150, RIGHT, RIGHT) + reports(30, LOST, WAITS) + reports(12, WAITS, LOST)
    assert judge(sample, **TERMS) == judge(sample, **TERMS)
