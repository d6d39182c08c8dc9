"""Whether a report goes on by itself under a conduct: by mode, brake and promise of the branch that holds its path."""

import pytest

from complaints.acting import would_act
from complaints.conduct import BranchConduct, Conduct
from complaints.promises import AuditCount, judge_all
from complaints.routing import Automation, RoutingPolicy, Threshold

PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
BRANCH = PATH[:2]
POLICY = RoutingPolicy(
    version="p1",
    alpha=0.02,
    delta=0.05,
    thresholds=(Threshold(level="category", branch=BRANCH, value=0.9),),
    max_depth=4,
)
MANY = AuditCount(audited=5_000, wrong=0, waiting=0)


def acts(automation: Automation, *, sure: bool = True, before: bool = False, braked: bool = False, n: int = 0) -> bool:
    counts = {BRANCH: MANY} if n else {}
    return would_act(
        PATH,
        is_sure=sure,
        reviewed_before=before,
        conduct=Conduct(automation=automation),
        policy=POLICY,
        promises=judge_all(POLICY, counts, {BRANCH} if braked else set()),
    )


def test_nothing_goes_on_in_shadow_and_what_is_sure_does_provisionally() -> None:
    assert (acts(Automation.SHADOW), acts(Automation.PROVISIONAL)) == (False, True)


def test_a_promise_must_be_proven() -> None:
    assert (acts(Automation.PROMISED), acts(Automation.PROMISED, n=1)) == (False, True)


@pytest.mark.parametrize("stopped", [{"sure": False}, {"before": True}, {"braked": True}])
def test_doubt_a_person_or_a_brake_stops_it(stopped: dict[str, bool]) -> None:
    assert not acts(Automation.PROVISIONAL, **stopped)


def test_a_branch_may_differ_from_the_whole() -> None:
    conduct = Conduct(branches={BRANCH: BranchConduct(automation=Automation.PROVISIONAL)})
    promises = judge_all(POLICY, {}, set())
    told = {"is_sure": True, "reviewed_before": False, "conduct": conduct, "policy": POLICY, "promises": promises}
    assert would_act(PATH, **told)
    assert not would_act(("KUM", "hukum", "KUM-AHU", "x"), **told)
