"""Whether a report goes on by itself: by what the policy says, and by mode, brake and promise of its branch."""

import pytest

from complaints.acting import act_on, held_back
from complaints.promises import AuditCount, BranchPromise, judge_all
from complaints.routing import Automation, Decision, Outcome, Reason, RoutingPolicy, Threshold

BRANCH = ("IMIPAS", "imigrasi")
POLICY = RoutingPolicy(
    version="p1",
    alpha=0.02,
    delta=0.05,
    thresholds=(Threshold(level="category", branch=BRANCH, value=0.9),),
    max_depth=4,
)
MANY = AuditCount(audited=5_000, wrong=0, waiting=0)
SURE = Decision(outcome=Outcome.AUTO, depth=2, steps=(), reasons=(Reason.SURE,))
UNSURE = Decision(outcome=Outcome.REVIEW, depth=0, steps=(), reasons=(Reason.UNSURE,))


def promise(*, audited: bool = False, braked: bool = False) -> BranchPromise:
    return judge_all(POLICY, {BRANCH: MANY} if audited else {}, {BRANCH} if braked else set())[BRANCH]


def test_nothing_goes_on_in_shadow_and_what_is_sure_does_provisionally() -> None:
    assert held_back(Automation.SHADOW, promise(audited=True)) is Reason.SHADOW
    assert held_back(Automation.PROVISIONAL, promise()) is None


def test_a_promise_must_be_proven() -> None:
    assert held_back(Automation.PROMISED, promise()) is Reason.UNPROMISED
    assert held_back(Automation.PROMISED, None) is Reason.UNPROMISED
    assert held_back(Automation.PROMISED, promise(audited=True)) is None


@pytest.mark.parametrize("automation", [Automation.PROVISIONAL, Automation.PROMISED])
def test_a_brake_stops_it(automation: Automation) -> None:
    assert held_back(automation, promise(audited=True, braked=True)) is Reason.BRAKED


def test_doubt_and_an_earlier_verdict_of_a_person_stop_it_and_are_told_as_the_reason() -> None:
    told = {"automation": Automation.PROVISIONAL, "promise": promise()}
    assert act_on(SURE, reviewed_before=False, **told) == (True, Reason.SURE)
    assert act_on(UNSURE, reviewed_before=False, **told) == (False, Reason.UNSURE)
    assert act_on(SURE, reviewed_before=True, **told) == (False, Reason.CHANGED)


def test_what_is_held_back_is_told_with_its_reason() -> None:
    assert act_on(SURE, Automation.SHADOW, reviewed_before=False) == (False, Reason.SHADOW)
