from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.prediction import OfficeMatch, Prediction
from complaints.routing import Outcome, Reason, RoutingPolicy, Threshold, branch_of, decide
from complaints.taxonomy import Taxonomy, build_taxonomy

VALUES = st.one_of(st.none(), st.floats(0.01, 1))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Taxonomy, Prediction, RoutingPolicy]:
    """A tree of one to five levels, a prediction on it, and thresholds for levels and for branches of it."""
    levels = [f"level{number}" for number in range(draw(st.integers(1, 5)))]
    leaves = [f"leaf{number}" for number in range(draw(st.integers(1, 6)))]
    rows = [
        dict(zip(levels, [draw(st.sampled_from("ab")) for _ in levels[1:]] + [leaf], strict=True))
        | {"outside": draw(st.sampled_from(["", "", "yes"]))}
        for leaf in leaves
    ]
    taxonomy = build_taxonomy([*levels, "outside"], rows)
    weights = [draw(st.floats(0.01, 1)) for _ in leaves]
    prediction = Prediction(leaves={leaf: weight / sum(weights) for leaf, weight in zip(leaves, weights, strict=True)})
    branches = draw(st.lists(st.sampled_from([(), *taxonomy.nodes]), max_size=4, unique=True))
    thresholds = tuple(
        Threshold(level=draw(st.sampled_from(levels)), branch=branch, value=draw(VALUES)) for branch in branches
    )
    return taxonomy, prediction, policy(*thresholds, max_depth=draw(st.integers(0, 6)))


def policy(*thresholds: Threshold, max_depth: int = 9) -> RoutingPolicy:
    return RoutingPolicy(version="p", alpha=0.02, delta=0.05, thresholds=thresholds, max_depth=max_depth)


@given(cases(), st.data())
def test_a_lower_threshold_never_routes_less(case, data):
    taxonomy, prediction, before = case
    lower = tuple(
        replace(threshold, value=data.draw(st.floats(0, 1 if threshold.value is None else threshold.value)))
        for threshold in before.thresholds
    )
    after = replace(before, thresholds=lower)
    assert decide(prediction, after, taxonomy).depth >= decide(prediction, before, taxonomy).depth


@given(cases())
def test_a_decision_never_goes_deeper_than_its_policy_allows(case):
    taxonomy, prediction, rules = case
    assert decide(prediction, rules, taxonomy).depth <= rules.max_depth


@given(cases())
def test_what_is_routed_passes_the_threshold_of_its_level(case):
    taxonomy, prediction, rules = case
    decision = decide(prediction, rules, taxonomy)
    if decision.outcome is Outcome.AUTO:
        step = decision.steps[decision.depth - 1]
        threshold = rules.threshold_for(taxonomy.levels[decision.depth - 1], decision.steps[-1].path)
        assert threshold is not None and threshold.value is not None and step.p >= threshold.value
        assert decision.target == step.path


@given(cases())
def test_outside_is_never_routed_by_machine(case):
    taxonomy, prediction, rules = case
    decision = decide(prediction, rules, taxonomy)
    if any(taxonomy.is_outside(step.path) for step in decision.steps):
        assert (decision.outcome, decision.target, decision.reasons) == (Outcome.REVIEW, (), (Reason.OUTSIDE,))


def test_the_most_specific_branch_sets_the_threshold():
    rules = policy(
        Threshold(level="leaf", value=0.5),
        Threshold(level="leaf", branch=("a",), value=0.7),
        Threshold(level="leaf", branch=("a", "b"), value=0.9),
        Threshold(level="leaf", branch=("c",), value=0.1),
    )
    assert [rules.threshold_for("leaf", path).value for path in (("a", "b", "x"), ("a", "d", "x"), ("e", "x"))] == [
        0.9,
        0.7,
        0.5,
    ]
    assert rules.threshold_for("unit", ("a", "b")) is None


def test_a_branch_that_keeps_no_promise_is_not_automated_even_where_its_level_is():
    taxonomy = build_taxonomy(["top", "leaf"], [{"top": "a", "leaf": "x"}, {"top": "b", "leaf": "y"}])
    rules = policy(Threshold(level="leaf", value=0.5), Threshold(level="leaf", branch=("a",), value=None))
    assert decide(Prediction(leaves={"x": 1.0, "y": 0.0}), rules, taxonomy).reasons == (Reason.NO_THRESHOLD,)
    assert decide(Prediction(leaves={"x": 0.0, "y": 1.0}), rules, taxonomy).depth == 2


def test_a_report_is_routed_as_deep_as_it_is_sure():
    taxonomy = build_taxonomy(
        ["top", "leaf"], [{"top": "a", "leaf": "x"}, {"top": "a", "leaf": "y"}, {"top": "b", "leaf": "z"}]
    )
    rules = policy(Threshold(level="top", value=0.9), Threshold(level="leaf", value=0.9))
    decision = decide(Prediction(leaves={"x": 0.5, "y": 0.45, "z": 0.05}), rules, taxonomy)
    assert (decision.outcome, decision.target, decision.steps[-1].path) == (Outcome.AUTO, ("a",), ("a", "x"))


@pytest.mark.parametrize("depth", [1, 5])
def test_a_tree_of_any_depth_and_names_is_routed(depth):
    levels = [f"étage {number}" for number in range(depth)]
    rows = [dict.fromkeys(levels, "boulangerie"), dict.fromkeys(levels, "crèmerie")]
    taxonomy = build_taxonomy(levels, rows)
    rules = policy(Threshold(level=levels[-1], value=0.8))
    decision = decide(Prediction(leaves={"boulangerie": 0.9, "crèmerie": 0.1}), rules, taxonomy)
    assert decision.target == ("boulangerie",) * depth


@pytest.mark.parametrize(
    ("office_p", "unit_threshold", "offices", "is_sure"),
    [
        (0.95, 0.5, 1, True),
        (0.85, 0.5, 1, False),
        (0.95, 0.99, 1, False),
        (0.95, 0.5, 2, False),
    ],
    ids=["sure", "office doubtful", "unit doubtful", "two offices"],
)
def test_a_report_goes_along_to_its_office_only_where_office_and_unit_are_sure(
    office_p, unit_threshold, offices, is_sure
):
    taxonomy = build_taxonomy(["unit", "leaf"], [{"unit": "a", "leaf": "x"}, {"unit": "b", "leaf": "y"}])
    matches = tuple(OfficeMatch(id=str(n), name="", how="name", span="", p=office_p) for n in range(offices))
    prediction = Prediction(leaves={"x": 0.9, "y": 0.1}, offices=matches)
    decision = decide(prediction, policy(Threshold(level="unit", value=unit_threshold)), taxonomy)
    assert decision.office_sure is is_sure


@pytest.mark.parametrize(
    ("kind", "p", "is_sure"),
    [("aspirasi", 0.9, True), ("aspirasi", 0.7, False), ("informasi", 1.0, False), ("berkadar", 1.0, False)],
    ids=["passes", "doubtful", "no threshold keeps the promise", "never heard of"],
)
def test_a_klasifikasi_is_sure_only_from_the_threshold_of_its_kind_on(kind, p, is_sure):
    taxonomy = build_taxonomy(["leaf"], [{"leaf": "x"}])
    rules = replace(
        policy(),
        kinds=(
            Threshold(level="klasifikasi", branch=("aspirasi",), value=0.8),
            Threshold(level="klasifikasi", branch=("informasi",), value=None, why="too_few_labels"),
        ),
    )
    decision = decide(Prediction(leaves={"x": 1.0}, klasifikasi={kind: p}), rules, taxonomy)
    assert (decision.klasifikasi, decision.klasifikasi_sure) == (kind, is_sure)
    assert decision.evidence["klasifikasi_sure"] is is_sure


def test_a_level_above_its_branch_is_judged_by_the_branch_that_is_suggested():
    tree = build_taxonomy(
        ["ministry", "bidang", "unit"],
        [
            {"ministry": "M", "bidang": "aman", "unit": "u1"},
            {"ministry": "M", "bidang": "ragu", "unit": "u2"},
        ],
    )
    rules = policy(
        Threshold(level="ministry", branch=("M", "aman"), value=0.9),
        Threshold(level="ministry", branch=("M", "ragu"), value=None, why="too_many_errors"),
    )
    depths = [decide(Prediction(leaves={leaf: 1.0}), rules, tree).depth for leaf in ("u1", "u2")]
    assert depths == [1, 0]


def test_the_branch_of_a_path_is_never_a_leaf():
    assert [branch_of(path) for path in (("a",), ("a", "b"), ("a", "b", "c"), ("a", "b", "c", "d"))] == [
        (),
        ("a",),
        ("a", "b"),
        ("a", "b"),
    ]
