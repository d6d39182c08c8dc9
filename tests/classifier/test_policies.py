import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.floor import gather_sample, lowest_floor
from classifier.policies import fit_policy, policy_from_dict, policy_to_dict
from complaints.guarantee import upper_bound
from complaints.prediction import Prediction
from complaints.routing import Outcome, decide
from complaints.taxonomy import Taxonomy, build_taxonomy

LEAVES = ("jalan", "paku", "roti", "susu")


def tree() -> Taxonomy:
    """The taxonomy of conftest, for tests that draw examples and cannot take fixtures."""
    rows = [
        {"toko": "T1", "bagian": "makanan", "barang": "roti"},
        {"toko": "T1", "bagian": "makanan", "barang": "susu"},
        {"toko": "T1", "bagian": "alat", "barang": "paku"},
        {"toko": "LUAR", "bagian": "luar", "barang": "jalan", "outside": "yes"},
    ]
    return build_taxonomy(["toko", "bagian", "barang", "outside"], rows)


def draw(seed: int, size: int, accuracy: float) -> tuple[list[dict[str, float]], list[str]]:
    """Texts whose suggested leaf is right with its own probability, or a little less often."""
    chance = random.Random(seed)
    predictions, truth = [], []
    for _ in range(size):
        leaf, p = chance.choice(LEAVES), chance.choice([0.6, 0.9, 0.97, 0.995, 0.9995])
        rest = [other for other in LEAVES if other != leaf]
        predictions.append({leaf: p, **dict.fromkeys(rest, (1 - p) / 3)})
        truth.append(leaf if chance.random() < p * accuracy else chance.choice(rest))
    return predictions, truth


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6), accuracy=st.floats(0.97, 1.0))
def test_what_is_routed_keeps_the_promise_level_by_level_and_as_a_whole(seed: int, accuracy: float) -> None:
    taxonomy = tree()
    leaves, truth = draw(seed, 3000, accuracy)
    policy = fit_policy(leaves, truth, taxonomy)
    routed = wrong = 0
    for probabilities, leaf in zip(leaves, truth, strict=True):
        decision = decide(Prediction(leaves=probabilities), policy, taxonomy)
        if decision.outcome is Outcome.AUTO:
            routed += 1
            wrong += decision.target != taxonomy.path_of_leaf[leaf][: decision.depth]
    assert routed == 0 or upper_bound(wrong, routed, policy.delta) <= policy.alpha
    assert all(one.bound is None or one.bound <= policy.alpha for one in policy.thresholds)


def test_a_good_model_is_automated_to_the_leaf() -> None:
    leaves, truth = draw(1, 6000, 1.0)
    values = {one.level: one.value for one in fit_policy(leaves, truth, tree()).thresholds}
    assert values["barang"] is not None


def test_too_few_texts_give_no_threshold_and_say_how_many_are_missing() -> None:
    leaves, truth = draw(1, 100, 1.0)
    for threshold in fit_policy(leaves, truth, tree()).thresholds:
        assert threshold.value is None
        assert threshold.why.startswith("labels_missing:")


def test_without_a_threshold_nothing_is_routed() -> None:
    leaves, truth = draw(1, 3000, 0.5)
    policy = fit_policy(leaves, truth, tree())
    outcomes = {decide(Prediction(leaves=one), policy, tree()).outcome for one in leaves}
    assert outcomes == {Outcome.REVIEW}


def test_texts_suggested_to_somebody_else_do_not_count() -> None:
    outside = {"jalan": 0.97, "paku": 0.01, "roti": 0.01, "susu": 0.01}
    ours = {"jalan": 0.01, "paku": 0.97, "roti": 0.01, "susu": 0.01}
    sample = gather_sample([outside, ours], ["roti", "roti"], tree())
    assert sample.sure.shape == (1, 3)
    assert sample.wrong.tolist() == [[False, True, True]]


def test_there_is_no_floor_where_no_level_is_automated() -> None:
    leaves, truth = draw(1, 1000, 1.0)
    assert lowest_floor(gather_sample(leaves, truth, tree()), [None] * 3, alpha=0.02, delta=0.05) is None


@pytest.mark.parametrize("accuracy", [0.5, 1.0])
def test_a_policy_comes_back_from_json_as_it_was(accuracy: float) -> None:
    policy = fit_policy(*draw(1, 3000, accuracy), tree())
    assert policy_from_dict(json.loads(json.dumps(policy_to_dict(policy)))) == policy


def test_the_name_of_a_policy_is_that_of_its_content() -> None:
    one, same, other = (fit_policy(*draw(seed, 3000, 1.0), tree()).version for seed in (1, 1, 2))
    assert one == same != other
