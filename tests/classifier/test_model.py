import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import ModelDamaged
from classifier.model import Model, load_model
from classifier.reading import read_attributes
from classifier.rows import LabelledRow
from classifier.saving import load_estimators
from classifier.train import TrainedModel
from complaints.prediction import suggested_path
from complaints.report import Message
from complaints.taxonomy import Taxonomy

ROOT = Path(__file__).parent.parent.parent


def say(text: str) -> Message:
    return Message(judul="", isi=text)


def test_serving_gives_the_probabilities_of_the_stored_estimators(
    trained: TrainedModel, model: Model, rows: list[LabelledRow]
) -> None:
    messages = [row.message for row in rows] + [say("keju dan paku"), say("")]
    estimators = load_estimators((trained.folder / "model.skops").read_bytes())
    matrix = estimators["features"].transform([message.text for message in messages])
    predictions = model.predict(messages)
    for head, field in (("leaves", "leaves"), ("klasifikasi", "klasifikasi")):
        expected = estimators[head].predict_proba(matrix)
        served = [[getattr(one, field)[name] for name in estimators[head].classes_] for one in predictions]
        assert np.allclose(served, expected, atol=1e-5)


def test_serving_imports_neither_scikit_learn_nor_skops_nor_torch(trained: TrainedModel) -> None:
    code = (
        "import sys; from pathlib import Path; import classifier.predictor\n"
        "from classifier.model import load_model; from complaints.report import Message\n"
        f"load_model(Path({str(trained.folder)!r})).predict([Message(judul='', isi='roti basi')])\n"
        "sys.exit(', '.join({'sklearn', 'skops', 'torch', 'joblib'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_probabilities_sum_to_one(model: Model) -> None:
    (prediction,) = model.predict([say("roti basi")])
    assert sum(prediction.leaves.values()) == pytest.approx(1)
    assert sum(prediction.klasifikasi.values()) == pytest.approx(1)


def test_a_text_goes_to_its_leaf(model: Model, taxonomy: Taxonomy) -> None:
    predictions = model.predict([say("keju berjamur"), say("obeng patah"), say("lampu jalan padam")])
    assert [suggested_path(taxonomy, one.leaves)[-1].path[-1] for one in predictions] == ["susu", "paku", "jalan"]


@pytest.mark.parametrize("text", ["", "🙏🙏🙏", "qwxz vkjh", "Ещё раз"])
def test_a_text_that_says_nothing_known_is_read_and_has_no_evidence(model: Model, text: str) -> None:
    (prediction,) = model.predict([say(text)])
    assert sum(prediction.leaves.values()) == pytest.approx(1)
    assert prediction.words == ()


def test_words_add_up_to_the_difference_between_the_two_likeliest_leaves(trained: TrainedModel, model: Model) -> None:
    """The exact contributions: ln(p of the first / p of the second) x temperature less the intercepts."""
    (prediction,) = model.predict([say("keju roti basi asam")])
    first, second = sorted(prediction.leaves, key=lambda leaf: -prediction.leaves[leaf])[:2]
    stored = read_attributes((trained.folder / "model.skops").read_bytes())["leaves"]
    place = {str(name): number for number, name in enumerate(stored["classes_"])}
    scores = np.log(prediction.leaves[first] / prediction.leaves[second]) * stored["temperature_"]
    intercepts = stored["intercept_"][place[first]] - stored["intercept_"][place[second]]
    assert sum(word.weight for word in prediction.words) == pytest.approx(scores - intercepts, abs=1e-4)


def test_the_strongest_word_stands_first_and_as_it_was_written(model: Model) -> None:
    (prediction,) = model.predict([say("Dengan hormat, KEJU berjamur")])
    assert prediction.words[0].word in {"KEJU", "berjamur"}
    assert prediction.words[0].weight > 0


def test_many_messages_are_answered_in_their_order(model: Model, rows: list[LabelledRow]) -> None:
    messages = [row.message for row in rows] * 8
    together = model.predict(messages)
    assert [one.leaves for one in together[-3:]] == [model.predict([one])[0].leaves for one in messages[-3:]]


@pytest.mark.parametrize("name", ["model.skops", "policy.json", "model.json"])
def test_a_changed_file_is_named(trained: TrainedModel, tmp_path: Path, name: str) -> None:
    copy = copy_model(trained, tmp_path)
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(ModelDamaged, match=name):
        load_model(copy)


@pytest.mark.parametrize("name", ["model.skops", "policy.json", "model.json"])
def test_a_half_written_or_missing_file_is_named(trained: TrainedModel, tmp_path: Path, name: str) -> None:
    copy = copy_model(trained, tmp_path)
    (copy / name).write_bytes((copy / name).read_bytes()[:100])
    with pytest.raises(ModelDamaged, match=name):
        load_model(copy)
    (copy / name).unlink()
    with pytest.raises(ModelDamaged, match=name):
        load_model(copy)


def copy_model(trained: TrainedModel, folder: Path) -> Path:
    for path in trained.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder
