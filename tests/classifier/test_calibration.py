"""Thresholds for another promise, chosen from what was stored with the model."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.calibration import CALIBRATION, Calibration, load_calibration, policy_under
from classifier.judging import Sample
from classifier.model import Model, load_model
from classifier.train import TrainedModel
from complaints.guarantee import Terms
from complaints.promises import alpha_in, judge_branch

ROOT = Path(__file__).parent.parent.parent
FIRST, SECOND = ("A", "a"), ("B", "b")


def make_calibration(sampled: bool = False) -> Calibration:
    """Two branches with 600 texts each: the surer, the more often right."""
    random = np.random.default_rng(7)
    samples = {}
    for branch in (FIRST, SECOND):
        sure = random.uniform(0.5, 1, size=(600, 3))
        wrong = random.uniform(size=(600, 3)) > sure**0.2
        samples[branch] = Sample(sure=sure, wrong=wrong, sampled=np.full(600, 0.5) if sampled else None)
    kind = Sample(sure=random.uniform(0.5, 1, size=(300, 1)), wrong=random.uniform(size=(300, 1)) > 0.95)
    kinds = {("aspirasi",): replace(kind, sampled=np.full(300, 0.5) if sampled else None)}
    return Calibration(samples=samples, levels=("top", "middle", "leaf"), terms=Terms(alpha=0.1), kinds=kinds)


def store(folder: Path, calibration: Calibration) -> None:
    (folder / CALIBRATION).write_bytes(calibration.pack())


@pytest.mark.parametrize("sampled", [False, True])
def test_a_stored_calibration_gives_the_same_policies(tmp_path: Path, sampled: bool) -> None:
    calibration = make_calibration(sampled)
    own = calibration.policy_under(calibration.terms)
    store(tmp_path, calibration)
    loaded = load_calibration(tmp_path, own)
    assert loaded is not None
    assert loaded.terms == calibration.terms
    for terms in (Terms(alpha=0.05), Terms(alpha=0.1, delta=0.01), Terms(alpha=0.1, alpha_in={FIRST: 0.03})):
        assert loaded.policy_under(terms) == calibration.policy_under(terms)


def test_the_same_calibration_is_packed_into_the_same_bytes() -> None:
    assert make_calibration().pack() == make_calibration().pack()


def test_a_stricter_promise_never_lets_more_pass() -> None:
    calibration = make_calibration()
    passing = [
        sum(one.n for one in calibration.policy_under(Terms(alpha=alpha)).thresholds if one.value is not None)
        for alpha in (0.2, 0.1, 0.05, 0.02)
    ]
    assert passing == sorted(passing, reverse=True)
    assert passing[0] > passing[-1]


def test_a_branch_that_is_promised_more_has_no_part_in_the_threshold_of_all() -> None:
    calibration = make_calibration()
    small = calibration.samples[FIRST]
    few = Sample(sure=small.sure[:12], wrong=np.zeros_like(small.wrong[:12]))
    calibration = replace(calibration, samples={FIRST: few, SECOND: calibration.samples[SECOND]})
    alike = calibration.policy_under(Terms(alpha=0.1))
    stricter = calibration.policy_under(Terms(alpha=0.1, alpha_in={FIRST: 0.05}))
    assert {one.why for one in alike.thresholds if one.branch == FIRST and one.value is not None} == {"together"}
    assert [one.value for one in stricter.thresholds if one.branch == FIRST] == [None, None, None]
    assert any(one.value is not None for one in stricter.thresholds if one.branch == SECOND)


def test_the_watch_holds_a_branch_to_its_own_promise() -> None:
    policy = make_calibration().policy_under(Terms(alpha=0.1, alpha_in={FIRST: 0.03}))
    assert (alpha_in(policy, FIRST), alpha_in(policy, SECOND)) == (0.03, 0.1)
    assert judge_branch(policy, FIRST, n=0, errors=0, is_braked=False).alpha == 0.03


def test_another_models_calibration_is_not_used(tmp_path: Path) -> None:
    calibration = make_calibration()
    own = calibration.policy_under(calibration.terms)
    store(tmp_path, calibration)
    assert load_calibration(tmp_path, replace(own, version="policy-of-another")) is None
    (tmp_path / CALIBRATION).write_bytes(b"not a calibration")
    assert policy_under(tmp_path, own, Terms(alpha=0.05)) is None
    (tmp_path / CALIBRATION).unlink()
    assert policy_under(tmp_path, own, Terms(alpha=0.05)) is None


def test_training_stores_the_calibration_from_which_its_policy_follows(trained: TrainedModel, model: Model) -> None:
    assert policy_under(trained.folder, model.policy, Terms()) == model.policy


def test_the_shipped_model_brings_its_calibration() -> None:
    folder = ROOT / "models" / (ROOT / "models" / "current").read_text().strip()
    own = load_model(folder).policy
    assert policy_under(folder, own, Terms(alpha=own.alpha, delta=own.delta)) == own
    looser = policy_under(folder, own, Terms(alpha=0.05))
    assert looser is not None
    assert sum(one.n for one in looser.thresholds if one.value is not None) > sum(
        one.n for one in own.thresholds if one.value is not None
    )
