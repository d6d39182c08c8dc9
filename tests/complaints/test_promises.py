import pytest

from complaints.promises import AuditCount, Standing, branch_holding, delta_each, judge_all, judge_branch
from complaints.routing import RoutingPolicy, Threshold

GOOD, POOR = ("M", "a"), ("M", "b")


def make_policy() -> RoutingPolicy:
    thresholds = (
        Threshold(level="ministry", branch=GOOD, value=0.9),
        Threshold(level="bidang", branch=GOOD, value=None, why="too_many_errors"),
        Threshold(level="ministry", branch=POOR, value=None, why="labels_missing:30"),
    )
    return RoutingPolicy(version="p", alpha=0.02, delta=0.05, thresholds=thresholds, max_depth=2)


@pytest.mark.parametrize(
    ("n", "errors", "braked", "standing"),
    [
        (0, 0, False, Standing.LABELS_MISSING),
        (1000, 0, False, Standing.HOLDS),
        (1000, 20, False, Standing.LABELS_MISSING),
        (1000, 0, True, Standing.BRAKED),
    ],
)
def test_the_own_audits_say_how_a_branch_stands(n, errors, braked, standing):
    promise = judge_branch(make_policy(), GOOD, n=n, errors=errors, is_braked=braked)
    assert promise.standing is standing
    assert promise.is_kept == (standing is Standing.HOLDS)


def test_the_promise_holds_with_exactly_as_many_labels_as_were_missing():
    policy = make_policy()
    missing = judge_branch(policy, GOOD, n=100, errors=1, is_braked=False).missing
    standings = [
        judge_branch(policy, GOOD, n=100 + more, errors=1, is_braked=False).standing for more in (missing - 1, missing)
    ]
    assert standings == [Standing.LABELS_MISSING, Standing.HOLDS]


def test_a_branch_without_threshold_says_why():
    promises = judge_all(make_policy(), {POOR: AuditCount(audited=5)}, braked=())
    assert (promises[POOR].standing, promises[POOR].why) == (Standing.NO_THRESHOLD, "labels_missing:30")
    assert promises[GOOD].n == 0


def test_the_branches_share_the_confidence():
    assert delta_each(make_policy()) == pytest.approx(0.025)


def test_a_path_belongs_to_the_most_specific_branch():
    assert branch_holding(make_policy(), ("M", "a", "u", "c")) == GOOD
    assert branch_holding(make_policy(), ("X", "y", "u", "c")) == ()
