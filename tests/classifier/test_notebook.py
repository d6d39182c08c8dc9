"""The door for notebooks: a model by its folder, or the current one, and training texts that pandas reads."""

import subprocess
import sys
from pathlib import Path

import pytest

from classifier import load
from classifier.errors import NoModel
from classifier.notebook import EmptyText
from classifier.train import TrainedModel
from tepat.settings import ROOT


def test_the_current_model_says_a_category_for_each_text() -> None:
    model = load(ROOT / "models" / "current")
    texts = ["Paspor saya belum jadi di kantor imigrasi", "Jam kunjungan lapas dipersingkat petugas"]
    assert list(model.predict(texts)) == ["imi-paspor", "pas-kunjungan"]
    shares = model.predict_proba(texts)
    assert shares.shape == (2, len(model.classes_))
    assert shares.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert model.version in repr(model)


def test_no_texts_give_no_answers() -> None:
    model = load(ROOT / "models" / "current")
    assert len(model.predict([])) == 0


def test_a_model_is_loaded_by_its_folder(trained: TrainedModel) -> None:
    assert load(trained.folder).version == trained.version
    assert load(trained.folder).card["version"] == trained.version


def test_where_no_model_is_current_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoModel):
        load(tmp_path / "current")


@pytest.mark.parametrize("name", ["numpy", "sklearn", "classifier.notebook"])
def test_the_door_costs_nothing_until_it_is_used(name: str) -> None:
    code = f"import sys, classifier; sys.exit({name!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_pandas_reads_the_training_texts() -> None:
    pandas = pytest.importorskip("pandas")
    texts = pandas.read_json(ROOT / "training_data" / "reports.jsonl", lines=True)
    assert {"isi", "category", "voice", "split"} <= set(texts.columns)
    assert texts["isi"].str.len().min() > 0


@pytest.mark.parametrize("empty", ["", " \n\t", "<br>&nbsp;"])
def test_a_text_without_anything_in_it_is_refused_by_its_place(empty: str) -> None:
    model = load(ROOT / "models" / "current")
    with pytest.raises(EmptyText, match=r"the texts at 1, 3 \(counted from 0\)") as refused:
        model.predict(["paspor", empty, "visa", empty])
    assert refused.value.places == (1, 3)
