import json
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from classifier.judging import gather_kinds, gather_samples
from classifier.policies import fit_policy, fit_samples, policy_from_dict, policy_to_dict
from complaints.guarantee import Terms, upper_bound
from complaints.prediction import Prediction
from complaints.routing import Outcome, branch_of, decide
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
        leaf, p = chance.choice(LEAVES), chance.choice([0.6, 0.9, 0.97, 0.995, 0.99999])
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
    routed, wrong = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for probabilities, leaf in zip(leaves, truth, strict=True):
        decision = decide(Prediction(leaves=probabilities), policy, taxonomy)
        if decision.outcome is Outcome.AUTO:
            branch = branch_of(decision.steps[-1].path)
            routed[branch] += 1
            wrong[branch] += decision.target != taxonomy.path_of_leaf[leaf][: decision.depth]
    own = {one.branch for one in policy.thresholds if one.level == "toko" and one.bound is not None}
    assert all(upper_bound(wrong[branch], routed[branch], policy.delta) <= policy.alpha for branch in own & set(routed))
    assert all(one.bound is None or one.bound <= policy.alpha for one in policy.thresholds)


def test_a_good_model_is_automated_to_the_leaf() -> None:
    leaves, truth = draw(1, 6000, 1.0)
    thresholds = fit_policy(leaves, truth, tree()).thresholds
    assert all(one.value is not None for one in thresholds if one.level == "barang")


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
    samples = gather_samples([outside, ours], ["roti", "roti"], tree())
    assert {branch: len(sample.sure) for branch, sample in samples.items()} == {
        ("T1", "alat"): 1,
        ("T1", "makanan"): 0,
    }
    assert samples["T1", "alat"].wrong.tolist() == [[False, True, True]]


@pytest.mark.parametrize("accuracy", [0.5, 1.0])
def test_a_policy_comes_back_from_json_as_it_was(accuracy: float) -> None:
    policy = fit_policy(*draw(1, 3000, accuracy), tree())
    assert policy_from_dict(json.loads(json.dumps(policy_to_dict(policy)))) == policy


def test_the_name_of_a_policy_is_that_of_its_content() -> None:
    one, same, other = (fit_policy(*draw(seed, 3000, 1.0), tree()).version for seed in (1, 1, 2))
    assert one == same != other


def branched(chance: random.Random, size: int, error_of: dict[str, float]) -> tuple[list[dict[str, float]], list[str]]:
    """Texts of two branches whose scores say little: in each branch a leaf goes wrong as often as `error_of` says."""
    leaves = {"makanan": ("roti", "susu"), "alat": ("paku", "palu")}
    predictions, truth = [], []
    for _ in range(size):
        branch = chance.choice(sorted(leaves))
        leaf, other = leaves[branch]
        p = 0.9 + 0.1 * chance.random()
        outside = "palu" if branch == "makanan" else "susu"
        predictions.append({leaf: p, other: (1 - p) / 2, outside: (1 - p) / 2})
        truth.append(outside if chance.random() < error_of[branch] else leaf)
    return predictions, truth


def two_branches() -> Taxonomy:
    rows = [
        {"toko": "T1", "bagian": bagian, "jenis": leaf}
        for bagian, leaf in (("makanan", "roti"), ("makanan", "susu"), ("alat", "paku"), ("alat", "palu"))
    ]
    return build_taxonomy(["toko", "bagian", "jenis"], rows)


def test_a_branch_that_errs_is_not_automated_and_the_other_is() -> None:
    policy = fit_policy(*branched(random.Random(4), 4000, {"makanan": 0.001, "alat": 0.2}), two_branches())
    values = {(one.level, one.branch): one for one in policy.thresholds}
    assert values["jenis", ("T1", "makanan")].value is not None
    assert values["jenis", ("T1", "alat")].value is None
    assert values["jenis", ("T1", "alat")].why == "too_many_errors"


def test_the_promises_of_all_branches_together_are_broken_in_at_most_delta_of_a_thousand_draws() -> None:
    alpha = delta = 0.1
    chance, taxonomy, draws = random.Random(11), two_branches(), 1000
    broken = 0
    for _ in range(draws):
        # Whatever the threshold, a little more than alpha goes wrong in both branches.
        leaves, truth = branched(chance, 300, {"makanan": 0.105, "alat": 0.105})
        policy = fit_policy(leaves, truth, taxonomy, terms=Terms(alpha=alpha, delta=delta))
        broken += any(one.bound is not None for one in policy.thresholds if one.level == "jenis")
    assert broken <= binom.ppf(0.999, draws, delta)
    assert broken > 0


def pick(leaves: list[dict[str, float]], wanted: str) -> list[int]:
    return [number for number, one in enumerate(leaves) if max(one, key=one.__getitem__) == wanted]


def test_a_branch_with_too_few_labels_goes_by_the_promise_of_all_together() -> None:
    leaves, truth = branched(random.Random(4), 3000, {"makanan": 0.001, "alat": 0.001})
    chosen = pick(leaves, "roti") + pick(leaves, "paku")[:60]
    policy = fit_policy([leaves[n] for n in chosen], [truth[n] for n in chosen], two_branches())
    found = {(one.level, one.branch[-1]): one for one in policy.thresholds}
    assert found["jenis", "makanan"].bound is not None
    assert (found["jenis", "alat"].bound, found["jenis", "alat"].why) == (None, "together")
    assert found["jenis", "alat"].value is not None


def test_a_branch_seen_to_break_the_promise_does_not_hide_behind_the_others() -> None:
    leaves, truth = branched(random.Random(4), 6000, {"makanan": 0.001, "alat": 0.3})
    chosen = pick(leaves, "roti") + pick(leaves, "paku")[:150]
    policy = fit_policy([leaves[n] for n in chosen], [truth[n] for n in chosen], two_branches())
    found = {(one.level, one.branch[-1]): one for one in policy.thresholds}
    assert found["jenis", "alat"].value is None
    assert found["jenis", "makanan"].value is not None


def test_a_level_may_be_promised_more_than_the_whole() -> None:
    leaves, truth = draw(1, 6000, 1.0)
    strict = fit_policy(leaves, truth, tree(), terms=Terms(alpha_of={"barang": 0.001}))
    bound = {(one.level, one.branch): one for one in strict.thresholds}["barang", ("T1", "makanan")]
    assert (bound.alpha, bound.value) == (0.001, None)


def test_labels_drawn_with_known_probabilities_count_by_their_weight() -> None:
    leaves, truth = branched(random.Random(4), 4000, {"makanan": 0.001, "alat": 0.001})
    chance = random.Random(5)
    policy = fit_policy(leaves, truth, two_branches(), sampled=[chance.choice([0.5, 1.0]) for _ in truth])
    assert all(one.value is not None and one.bound == one.alpha for one in policy.thresholds if one.level == "jenis")


def draw_kinds(size: int) -> tuple[list[dict[str, float]], list[str]]:
    """Texts whose klasifikasi is right where it is sure of aspirasi, and a coin's throw otherwise."""
    chance = random.Random(9)
    kinds, truth = [], []
    for _ in range(size):
        name, p = chance.choice(["aspirasi", "informasi"]), chance.choice([0.6, 0.99])
        rest = "informasi" if name == "aspirasi" else "aspirasi"
        kinds.append({name: p, rest: 1 - p})
        is_right = chance.random() < (0.999 if name == "aspirasi" and p > 0.9 else 0.5)
        truth.append(name if is_right else rest)
    return kinds, truth


def test_the_klasifikasi_gets_the_same_promise_kind_by_kind() -> None:
    policy = fit_samples({}, ["barang"], Terms(), gather_kinds(*draw_kinds(3000)))
    found = {one.branch: one for one in policy.kinds}
    assert found["aspirasi",].value == 0.99
    assert found["aspirasi",].bound is not None and found["aspirasi",].bound <= policy.alpha
    assert found["informasi",].value is None and found["informasi",].why
    assert policy.provisional
    assert policy_from_dict(json.loads(json.dumps(policy_to_dict(policy)))) == policy


def test_texts_whose_klasifikasi_nobody_said_prove_nothing_of_it() -> None:
    kinds, truth = draw_kinds(100)
    silent = gather_kinds([*kinds, {"aspirasi": 1.0}, {}], [*truth, "", "aspirasi"])
    assert sum(len(one.sure) for one in silent.values()) == 100


def test_a_policy_without_kinds_keeps_its_name() -> None:
    leaves, truth = draw(1, 200, 1.0)
    samples = gather_samples(leaves, truth, tree())
    plain, told = (fit_samples(samples, tree().levels, Terms(), kinds) for kinds in ({}, gather_kinds(*draw_kinds(9))))
    raw = policy_to_dict(plain)
    del raw["kinds"]
    assert policy_from_dict(raw) == plain
    assert told.version != plain.version
    assert told.thresholds == plain.thresholds
