import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.prediction import OfficeMatch, Prediction, node_probabilities, suggested_path
from complaints.taxonomy import Taxonomy, build_taxonomy


@st.composite
def predicted(draw: st.DrawFn) -> tuple[Taxonomy, dict[str, float]]:
    levels = [f"level{number}" for number in range(draw(st.integers(1, 5)))]
    leaves = [f"leaf{number}" for number in range(draw(st.integers(1, 8)))]
    rows = [
        dict(zip(levels, [draw(st.sampled_from("abc")) for _ in levels[1:]] + [leaf], strict=True)) for leaf in leaves
    ]
    weights = [draw(st.floats(0.01, 1)) for _ in leaves]
    return build_taxonomy(levels, rows), {
        leaf: weight / sum(weights) for leaf, weight in zip(leaves, weights, strict=True)
    }


@given(predicted())
def test_the_probability_of_a_node_is_the_sum_of_its_leaves(case):
    taxonomy, leaves = case
    totals = node_probabilities(taxonomy, leaves)
    for path, total in totals.items():
        below = [p for leaf, p in leaves.items() if taxonomy.path_of_leaf[leaf][: len(path)] == path]
        assert total == pytest.approx(sum(below))


@given(predicted())
def test_the_probabilities_of_each_level_sum_to_one(case):
    taxonomy, leaves = case
    totals = node_probabilities(taxonomy, leaves)
    for depth in range(1, len(taxonomy.levels) + 1):
        assert sum(p for path, p in totals.items() if len(path) == depth) == pytest.approx(1)


@given(predicted())
def test_the_suggested_path_goes_down_to_a_leaf_and_never_grows_surer(case):
    taxonomy, leaves = case
    steps = suggested_path(taxonomy, leaves)
    assert [len(step.path) for step in steps] == list(range(1, len(taxonomy.levels) + 1))
    assert all(below.path[:-1] == above.path for above, below in itertools.pairwise(steps))
    assert all(below.p <= above.p + 1e-9 for above, below in itertools.pairwise(steps))


def test_a_leaf_that_the_taxonomy_does_not_know_is_an_error():
    with pytest.raises(KeyError):
        node_probabilities(build_taxonomy(["leaf"], [{"leaf": "x"}]), {"y": 1.0})


@pytest.mark.parametrize(("count", "decided"), [(0, False), (1, True), (2, False)])
def test_only_a_single_match_decides_the_office(count, decided):
    offices = tuple(OfficeMatch(id=str(number), name="n", how="name", span="n") for number in range(count))
    assert (Prediction(leaves={"x": 1.0}, offices=offices).office is not None) == decided
