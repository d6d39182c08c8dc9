import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import skops.io

from classifier import folds
from classifier.errors import ModelDamaged, NoModel, TooFewRows
from classifier.estimators import LinearHead, TextFeatures
from classifier.heads import MANY, SHIPPED_RECIPE, Recipe
from classifier.reading import read_attributes
from classifier.registry import current_version, list_models, load_current, set_current
from classifier.rows import LabelledRow
from classifier.saving import TRUSTED
from classifier.train import TrainedModel, train
from classifier.vocabulary import unpack_strings
from complaints.report import Message
from complaints.taxonomy import Taxonomy, build_taxonomy

ROOT = Path(__file__).parent.parent.parent
TRAIN_AGAIN = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("tiny", sys.argv[1])
tiny = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tiny)
rows, taxonomy = tiny.rows.__wrapped__(), tiny.taxonomy.__wrapped__()
tiny.train(rows, taxonomy, Path(sys.argv[2]), jobs=1)
"""


def test_training_again_in_another_process_gives_the_same_bytes(trained: TrainedModel, tmp_path: Path) -> None:
    conftest = Path(__file__).parent / "conftest.py"
    command = [sys.executable, "-c", TRAIN_AGAIN, str(conftest), str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    again = tmp_path / trained.version
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in trained.folder.iterdir()
    }


def test_skops_loads_the_stored_file_with_our_types_and_no_others(trained: TrainedModel) -> None:
    path = trained.folder / "model.skops"
    assert sorted(skops.io.get_untrusted_types(file=path)) == sorted(TRUSTED)
    assert set(skops.io.load(path, trusted=TRUSTED)) == {"features", "leaves", "klasifikasi"}


def test_other_rows_give_another_version(
    trained: TrainedModel, rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    assert train(rows[1:], taxonomy, tmp_path, jobs=1).version != trained.version


def test_no_name_of_a_person_becomes_a_feature(rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path) -> None:
    signed = [
        replace(
            row, message=replace(row.message, isi=f"{row.message.isi}. Nama saya Xaverius Wiryawan, bosan menunggu")
        )
        for row in rows
    ]
    folder = train(signed, taxonomy, tmp_path, jobs=1).folder
    words = unpack_strings(read_attributes((folder / "model.skops").read_bytes())["features"]["words_"])
    assert "menunggu" in words
    assert not {"xaverius", "wiryawan"} & set(words)


def test_rows_without_klasifikasi_train_a_model_without_that_head(
    rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    silent = [replace(row, klasifikasi="") for row in rows]
    trained = train(silent, taxonomy, tmp_path, jobs=1)
    set_current(tmp_path, trained.version)
    (prediction,) = load_current(tmp_path).predict([rows[0].message])
    assert prediction.klasifikasi == {}
    assert trained.held_out.klasifikasi is None


def test_a_leaf_that_only_one_voice_knows_is_learnt_all_the_same(
    rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    rare = [row for row in rows if row.category != "paku" or row.voice == "sms"]
    trained = train(rare, taxonomy, tmp_path, recipe=SHIPPED_RECIPE, jobs=1)
    set_current(tmp_path, trained.version)
    assert "paku" in load_current(tmp_path).classes


@pytest.mark.parametrize("field", ["category", "voice"])
def test_rows_of_one_category_or_one_voice_are_refused(
    rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path, field: str
) -> None:
    alike = [row for row in rows if getattr(row, field) == getattr(rows[0], field)]
    with pytest.raises(TooFewRows):
        train(alike, taxonomy, tmp_path, jobs=1)


def test_the_card_says_who_wrote_the_texts_and_that_thresholds_are_provisional(trained: TrainedModel) -> None:
    card = (trained.folder / "README.md").read_text(encoding="utf-8")
    assert "written by the project, not by citizens" in card
    assert "(provisional)" in card


def test_pictures_are_sound_svg_and_show_the_reliability_of_every_level(trained: TrainedModel) -> None:
    for picture in sorted(trained.folder.glob("*.svg")):
        assert ElementTree.parse(picture).getroot().tag.endswith("svg")
    card = (trained.folder / "README.md").read_text(encoding="utf-8")
    assert len(list(trained.folder.glob("reliability-*.svg"))) == 3
    assert all(f"({path.name})" in card for path in trained.folder.glob("*.svg"))


def test_the_current_model_is_the_one_that_was_set(trained: TrainedModel) -> None:
    folder = trained.folder.parent
    set_current(folder, trained.version)
    assert current_version(folder) == trained.version == load_current(folder).version


def test_models_are_listed_with_their_scores_and_damaged_ones_with_the_reason(
    trained: TrainedModel, tmp_path: Path
) -> None:
    for name in (trained.version, "broken"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.json").write_bytes((trained.folder / "model.json").read_bytes())
    (tmp_path / "broken" / "model.json").write_text("{")
    broken, sound = list_models(tmp_path)
    assert "model.json" in broken.problem
    assert (sound.version, sound.rows, sound.leaves, sound.problem) == (trained.version, 80, 4, "")
    assert set(sound.accuracy) == {"toko", "bagian", "barang"}


@pytest.mark.parametrize("content", [None, "", "gone", "../elsewhere"])
def test_without_a_current_model_the_error_says_so(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "current").write_text(content)
    with pytest.raises(NoModel, match="tepat train"):
        load_current(tmp_path)


def test_a_damaged_model_never_becomes_current(trained: TrainedModel, tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    with pytest.raises(ModelDamaged):
        set_current(tmp_path, "half")
    assert not (tmp_path / "current").exists()


def test_a_new_leaf_with_ten_texts_is_found_at_once(
    rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    places = ("pasar", "toko", "warung", "gudang", "kios", "rumah", "kantor", "kapal", "pabrik", "dapur")
    new = [
        replace(rows[0], id=str(number), message=Message(judul="", isi=f"ikan di {place} sudah busuk"), category="ikan")
        for number, place in enumerate(places)
    ]
    leaves = [{"barang": leaf} for leaf in (*taxonomy.leaves, "ikan")]
    plain = [replace(row, voice="") for row in [*rows, *new]]
    trained = train(plain, build_taxonomy(["barang"], leaves), tmp_path, jobs=1)
    set_current(tmp_path, trained.version)
    asked = [Message(judul="", isi="ikan bandeng busuk semua pak"), Message(judul="", isi="obeng saya patah")]
    best = [max(one.leaves, key=one.leaves.__getitem__) for one in load_current(tmp_path).predict(asked)]
    assert best == ["ikan", "paku"]


def test_a_leaf_is_found_by_its_name_alone(rows: list[LabelledRow], tmp_path: Path) -> None:
    names = {"roti": "Bakery", "susu": "Dairy", "paku": "Hardware", "jalan": "Infrastructure"}
    tree = build_taxonomy(["barang", "barang_name"], [{"barang": leaf, "barang_name": names[leaf]} for leaf in names])
    spoken = [replace(row, message=Message(judul="", isi=f"{row.message.isi} bakery dairy hardware")) for row in rows]
    trained = train(spoken, tree, tmp_path, jobs=1)
    set_current(tmp_path, trained.version)
    (prediction,) = load_current(tmp_path).predict([Message(judul="", isi="hardware")])
    assert max(prediction.leaves, key=prediction.leaves.__getitem__) == "paku"


def test_a_class_with_few_texts_speaks_louder_and_the_others_as_before() -> None:
    texts = [f"obeng {number} patah" for number in range(40)] + [f"roti {number} basi" for number in range(40)]
    features = TextFeatures().fit([*texts, "ikan busuk", "ikan amis"])
    matrix, labels = (
        features.transform([*texts, "ikan busuk", "ikan amis"]),
        ["alat"] * 40 + ["roti"] * 40 + ["ikan"] * 2,
    )
    plain, helped = (LinearHead(few=few).fit(matrix, labels) for few in (0, 8))
    asked = features.transform(["ikan saya", "roti", "obeng"])
    before, after = plain.decision_function(asked), helped.decision_function(asked)
    assert np.array_equal(before[:, [0, 2]], after[:, [0, 2]])
    assert np.allclose(after[:, 1] + 1, 2 * (before[:, 1] + 1), atol=1e-3)


def test_a_rare_leaf_is_known_by_what_is_said_of_it(rows: list[LabelledRow], tmp_path: Path) -> None:
    about = {"jalan": "jalanan", "roti": "kue", "susu": "keju", "paku": "gergaji, kunci, dan tang"}
    tree = build_taxonomy(["barang", "about"], [{"barang": leaf, "about": said} for leaf, said in about.items()])
    spoken = [replace(row, message=Message(judul="", isi=f"{row.message.isi} gergaji keju kue")) for row in rows]
    trained = train(spoken, tree, tmp_path, recipe=SHIPPED_RECIPE, jobs=1)
    set_current(tmp_path, trained.version)
    (prediction,) = load_current(tmp_path).predict([Message(judul="", isi="gergaji")])
    assert max(prediction.leaves, key=prediction.leaves.__getitem__) == "paku"


def test_of_very_many_rows_halves_are_left_out(rows: list[LabelledRow]) -> None:
    many = [replace(rows[0], id=str(number), voice=f"v{number % 10}") for number in range(folds.HALVES)]
    assert [len(folds.split_rows(part, Recipe())) for part in (many, many[1:], many[:1000])] == [2, 3, 5]


def test_large_data_are_checked_in_fewer_folds(rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path) -> None:
    steps: dict[bool, int] = {}
    for quick in (False, True):

        def tell(step: str, done: int, total: int, quick: bool = quick) -> None:
            if step == "folds":
                steps[quick] = total

        train(rows, taxonomy, tmp_path, tell, recipe=Recipe(strength=0.3, quick=quick), jobs=1)
    assert steps == {False: 6, True: 4}
    assert (Recipe().is_quick(MANY - 1), Recipe().is_quick(MANY)) == (False, True)


def test_labels_that_came_to_people_too_often_are_thinned_out_for_the_policy_alone(
    rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    recipe, seldom = Recipe(strength=0.3, quick=True), rows[0].category
    sampled = [0.01 if row.category == seldom else 1.0 for row in rows]
    alike = train(rows, taxonomy, tmp_path, recipe=recipe, jobs=1)
    thinned = train(rows, taxonomy, tmp_path, recipe=recipe, jobs=1, sampled=sampled)
    few = sum(row.category == seldom for row in rows)
    assert few <= thinned.held_out.rows < few + 5 < alike.held_out.rows == len(rows)
    assert (thinned.folder / "model.skops").stat().st_size == (alike.folder / "model.skops").stat().st_size
