"""Tuning an encoder on labels; what trains with torch is skipped without it."""

import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from classifier.contrast import LabelTuner, label_examples
from classifier.encoders import StaticEncoder, TorchEncoder, find_encoder
from classifier.errors import EncoderPackagesMissing
from classifier.own_encoder import pairs_of, train_encoder
from classifier.rows import LabelledRow
from classifier.train import train
from classifier.tuning import Rival
from complaints.report import Message
from complaints.taxonomy import Taxonomy, build_taxonomy

WORDS = {
    "api": ("kompor", "bensin", "nyala", "hangus", "tungku"),
    "air": ("selokan", "pipa", "banjir", "ledeng", "kubangan"),
    "tanah": ("longsor", "lumpur", "gempa", "debu", "kerikil"),
}
"""Each voice has a word of its own for each leaf; that they belong together is said by the taxonomy alone."""


@pytest.fixture
def tree() -> Taxonomy:
    about = {leaf: f"{' '.join(words)} atau {' '.join(words)}" for leaf, words in WORDS.items()}
    return build_taxonomy(["hal", "about"], [{"hal": leaf, "about": about[leaf]} for leaf in WORDS])


@pytest.fixture
def reports() -> list[LabelledRow]:
    return [
        LabelledRow(
            id=f"{voice}-{leaf}-{number}",
            message=Message(judul="", isi=f"mohon ditinjau {WORDS[leaf][voice]} nomor {number}"),
            category=leaf,
            voice=f"suara {voice}",
        )
        for voice, leaf, number in product(range(5), WORDS, range(4))
    ]


def test_a_text_is_told_with_its_leaf_and_with_another_text_of_it(reports: list[LabelledRow], tree: Taxonomy) -> None:
    examples = list(label_examples(reports, tree, np.random.default_rng(0)))
    leaf_of = {row.message.text: row.category for row in reports}
    assert len(examples) == 2 * len(reports)
    assert {example.one for example in examples} == set(leaf_of)
    for example in examples:
        about = f"{tree.leaf(example.leaf).name}. {tree.leaf(example.leaf).about}"
        assert leaf_of[example.one] == example.leaf
        assert example.other == about or leaf_of[example.other] == example.leaf
        assert example.one != example.other


def test_without_its_packages_tuning_says_what_to_install(
    reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    tune = LabelTuner(start="", taxonomy=tree, directory=None)
    with pytest.raises(EncoderPackagesMissing, match=r"pip install .*tepat\[encoder\]"):
        train(reports, tree, tmp_path, tune=tune, jobs=1)


@pytest.mark.filterwarnings("default")
def test_meaning_that_labels_teach_is_kept(reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    tune = LabelTuner(start="", taxonomy=tree, directory=None)
    trained = train(reports, tree, tmp_path, tune=tune, jobs=1)
    (contest,) = trained.contests
    assert contest.won
    assert contest.without < 0.6 < contest.tuned
    assert (trained.folder / "vectors.npy").exists()


@pytest.mark.filterwarnings("default")
def test_where_words_say_it_all_no_encoder_is_kept(reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    plain = [
        replace(row, message=Message(judul="", isi=f"soal {row.category} di sini {number}"))
        for number, row in enumerate(reports)
    ]
    tune = LabelTuner(start="", taxonomy=tree, directory=None)
    trained = train(plain, tree, tmp_path, tune=tune, jobs=1)
    assert [(contest.without, contest.won) for contest in trained.contests] == [(1.0, False)]
    assert not (trained.folder / "vectors.npy").exists()


@pytest.mark.filterwarnings("default")
def test_the_same_rows_tune_a_static_embedding_to_the_same_vectors(
    reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path
) -> None:
    pytest.importorskip("sentence_transformers")
    start = str(train_encoder([*pairs_of(reports, tree), ("mohon ditinjau", "mohon ditinjau")], tmp_path / "start"))
    tune = LabelTuner(start=start, taxonomy=tree, directory=None)
    one, other, before = tune(reports), tune(reports), find_encoder(start)
    assert isinstance(one, StaticEncoder)
    assert one.files == other.files
    texts = [row.message.text for row in reports]
    assert not np.allclose(one.encode(texts), before.encode(texts), atol=1e-3)


@pytest.mark.filterwarnings("default")
def test_an_encoder_that_needs_torch_is_tuned_too(reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path) -> None:
    package = pytest.importorskip("sentence_transformers")
    from sentence_transformers.sentence_transformer.modules import Dense

    inner = package.SentenceTransformer(str(train_encoder(pairs_of(reports, tree), tmp_path / "inner")), device="cpu")
    start = tmp_path / "start"
    package.SentenceTransformer(modules=[inner[0], Dense(256, 8)], device="cpu").save(
        str(start), create_model_card=False
    )
    encoder = LabelTuner(start=str(start), taxonomy=tree, directory=None)(reports)
    assert isinstance(encoder, TorchEncoder)
    before, after = (one.encode([tree.leaf("api").about]) for one in (find_encoder(str(start)), encoder))
    assert not np.array_equal(before, after)


@pytest.mark.filterwarnings("default")
def test_a_given_encoder_must_be_beaten_as_well(reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    start = str(train_encoder([(row.message.text, row.message.text) for row in reports], tmp_path / "start", epochs=1))
    tune = LabelTuner(start=start, taxonomy=tree, directory=None)
    trained = train(reports, tree, tmp_path / "models", encoder=find_encoder(start), tune=tune, jobs=1)
    assert [contest.rival for contest in trained.contests] == [Rival.WORDS, Rival.UNTUNED]
    assert trained.contests[0].tuned == trained.contests[1].tuned
    assert (trained.folder / "vectors.npy").exists()
