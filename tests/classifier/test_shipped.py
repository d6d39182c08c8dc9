"""The model that comes with the project."""

import csv
from pathlib import Path

import pytest

from classifier.predictor import Predictor, load_predictor
from classifier.rows import read_rows
from classifier.train import fingerprint
from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.report import Message
from complaints.routing import Outcome, decide

ROOT = Path(__file__).parent.parent.parent
LIMIT = 25 * 2**20


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return load_predictor(ROOT / "models", shipped_directory(), shipped_taxonomy())


def test_the_shipped_model_was_trained_on_the_shipped_texts_without_the_holdout(predictor: Predictor) -> None:
    rows = read_rows(ROOT / "training_data" / "reports.jsonl", shipped_taxonomy(), split="train")
    assert predictor.card["data"]["sha256"] == fingerprint(rows)
    assert "v12" not in {row.voice for row in rows}


def test_the_shipped_model_knows_the_shipped_taxonomy(predictor: Predictor) -> None:
    taxonomy = shipped_taxonomy()
    assert predictor.model.classes == taxonomy.leaves
    assert {leaf: tuple(path) for leaf, path in predictor.card["paths"].items()} == dict(taxonomy.path_of_leaf)


def test_the_shipped_policy_is_provisional_and_keeps_its_promise(predictor: Predictor) -> None:
    policy = predictor.policy
    automated = [threshold for threshold in policy.thresholds if threshold.value is not None]
    assert policy.provisional
    assert automated
    for threshold in automated:
        # A branch without a promise of its own goes by that of all branches together, and is not seen to break it.
        keeps_its_own = threshold.bound is not None and threshold.bound <= policy.alpha
        assert keeps_its_own or threshold.why == "together"


@pytest.mark.parametrize(
    "text", ["", "qwrtzp xkcvbn mnbvcx lkjhgf", "zzxxq wvvk", "🙏🙏🙏", "кто здесь", "0812 0000 0000"]
)
def test_gibberish_is_sure_of_no_bidang_and_waits_for_a_person(predictor: Predictor, text: str) -> None:
    (prediction,) = predictor.predict([Message(judul="", isi=text)])
    decision = decide(prediction, predictor.policy, predictor.taxonomy)
    assert decision.outcome is Outcome.REVIEW
    assert predictor.taxonomy.is_outside(decision.steps[1].path) or decision.steps[1].p < 0.5


@pytest.mark.parametrize(
    "kind",
    ["english", "javanese", "sundanese", "minang", "malay", "other_language", "gibberish", "other_city"],
)
def test_texts_that_belong_to_nobody_here_are_sure_of_no_bidang(predictor: Predictor, kind: str) -> None:
    with (ROOT / "benchmarks" / "data" / "strange.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["kind"] == kind]
    decisions = [
        decide(prediction, predictor.policy, predictor.taxonomy)
        for prediction in predictor.predict([Message(judul="", isi=text) for text in texts])
    ]
    assert texts
    assert {decision.outcome for decision in decisions} == {Outcome.REVIEW}
    sure = [one.steps[1].p for one in decisions if not predictor.taxonomy.is_outside(one.steps[1].path)]
    assert max(sure, default=0.0) < 0.5


def test_the_shipped_model_is_small_enough_for_the_repository(predictor: Predictor) -> None:
    files = (ROOT / "models" / predictor.version).iterdir()
    assert sum(path.stat().st_size for path in files) < LIMIT


def test_no_identifier_of_a_person_stands_in_the_evidence(predictor: Predictor) -> None:
    isi = "Nama saya Siti Aminah, NIK 9971010203800001, WA 0812-0000-1234. Antrean paspor di Kanim Cianjur kacau."
    (prediction,) = predictor.predict([Message(judul="", isi=isi)])
    shown = {word.word.lower() for word in prediction.words} | {office.span.lower() for office in prediction.offices}
    assert [office.span for office in prediction.offices] == ["Kanim Cianjur"]
    assert not shown & {"siti", "aminah", "9971010203800001", "0812", "0000", "1234"}
