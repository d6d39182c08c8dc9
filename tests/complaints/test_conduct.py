"""How the machine may act: what counts where, and what differs between two versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.conduct import BranchConduct, Conduct, conduct_from_dict, conduct_to_dict, differences
from complaints.routing import Automation

IMI = ("IMIPAS", "imigrasi")
SHARES = st.none() | st.floats(0.001, 0.02)
BRANCHES = st.builds(
    BranchConduct,
    alpha=SHARES,
    audit_share=st.none() | st.floats(0.01, 1),
    automation=st.none() | st.sampled_from(Automation),
)
CONDUCTS = st.builds(
    Conduct,
    alpha=st.floats(0.02, 0.3),
    delta=st.floats(0.01, 0.4),
    alpha_of=st.dictionaries(st.sampled_from(["unit", "category"]), st.floats(0.001, 0.02)),
    automation=st.sampled_from(Automation),
    branches=st.dictionaries(st.sampled_from([("IMIPAS",), IMI, ("KUM", "hukum")]), BRANCHES),
)


def test_the_nearest_branch_says_how_far_the_machine_may_act() -> None:
    conduct = Conduct(
        automation=Automation.SHADOW,
        audit_share=0.05,
        branches={
            ("IMIPAS",): BranchConduct(automation=Automation.PROVISIONAL, audit_share=0.1),
            IMI: BranchConduct(automation=Automation.PROMISED),
        },
    )
    assert conduct.automation_in((*IMI, "IMI", "imi-paspor")) is Automation.PROMISED
    assert conduct.automation_in(("IMIPAS", "pemasyarakatan", "PAS")) is Automation.PROVISIONAL
    assert conduct.automation_in(("KUM", "hukum")) is Automation.SHADOW
    assert conduct.automation_in(()) is Automation.SHADOW
    assert [conduct.audit_share_in(path) for path in (IMI, ("KUM",))] == [0.1, 0.05]


def test_of_all_alphas_that_hold_for_a_branch_the_strictest_counts() -> None:
    conduct = Conduct(
        alpha=0.05,
        alpha_of={"unit": 0.02},
        branches={("IMIPAS",): BranchConduct(alpha=0.01), IMI: BranchConduct(alpha=0.03)},
    )
    assert conduct.terms.at("unit", IMI)[0] == 0.01
    assert conduct.terms.at("unit", ("KUM", "hukum"))[0] == 0.02
    assert conduct.terms.at("bidang", ("KUM", "hukum"))[0] == 0.05


@pytest.mark.parametrize(
    "fields",
    [
        {"alpha": 0.0},
        {"delta": 1.0},
        {"audit_share": 0.0},
        {"audit_share": 1.1},
        {"alpha": 0.02, "branches": {IMI: BranchConduct(alpha=0.03)}},
        {"branches": {IMI: BranchConduct(audit_share=0.0)}},
    ],
)
def test_what_contradicts_itself_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must"):
        Conduct(**fields)


@given(CONDUCTS)
def test_what_is_stored_comes_back_the_same(conduct: Conduct) -> None:
    assert conduct_from_dict(conduct_to_dict(conduct)) == conduct


@given(CONDUCTS, CONDUCTS)
def test_two_that_act_alike_differ_in_nothing_and_others_in_something(one: Conduct, other: Conduct) -> None:
    assert differences(one, one) == []
    assert len(differences(one, other)) == len(differences(other, one))
    if (one.alpha, one.delta, one.automation) != (other.alpha, other.delta, other.automation):
        assert differences(one, other)


def test_a_difference_names_where_what_and_both_values() -> None:
    before = Conduct()
    after = Conduct(delta_of={"unit": 0.01}, branches={IMI: BranchConduct(automation=Automation.PROMISED)})
    found = [(one.key, one.before, one.after) for one in differences(before, after)]
    assert found == [("delta:unit", None, 0.01), ("IMIPAS/imigrasi:automation", None, "promised")]
