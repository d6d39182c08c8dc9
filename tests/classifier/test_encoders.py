"""Dense vectors beside the words: a static embedding without torch, other encoders with it where it is installed."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from classifier.encoders import PROBE, StaticEncoder, describe, find_encoder, reopen
from classifier.errors import EncoderChanged, EncoderMissing, EncoderPackagesMissing, ModelDamaged
from classifier.model import load_model
from classifier.own_encoder import pairs_of, train_encoder
from classifier.reading import read_attributes
from classifier.rows import LabelledRow
from classifier.train import TrainedModel, train
from complaints.report import Message
from complaints.taxonomy import Taxonomy

ROOT = Path(__file__).parent.parent.parent
WORDS = (
    "[UNK]",
    "roti",
    "donat",
    "croissant",
    "kue",
    "susu",
    "keju",
    "paku",
    "obeng",
    "palu",
    "jalan",
    "lampu",
    "basi",
)


def write_static_folder(folder: Path, vectors: NDArray[np.float32]) -> Path:
    """A folder as sentence-transformers stores a StaticEmbedding."""
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    header = {"embedding.weight": {"dtype": "F32", "shape": vectors.shape, "data_offsets": [0, vectors.nbytes]}}
    written = json.dumps(header).encode()
    content = len(written).to_bytes(8, "little") + written + vectors.tobytes()
    (folder / "model.safetensors").write_bytes(content)
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}
    (folder / "modules.json").write_text(json.dumps([module]))
    return folder


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vectors = np.random.default_rng(0).normal(size=(len(WORDS), 6)).astype(np.float32)
    vectors[0] = 0.0
    return write_static_folder(tmp_path_factory.mktemp("encoders") / "static", vectors)


@pytest.fixture(scope="module")
def with_static(
    static: Path, rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory
) -> TrainedModel:
    return train(rows, taxonomy, tmp_path_factory.mktemp("models"), encoder=find_encoder(str(static)), jobs=1)


def test_a_static_embedding_is_the_direction_of_the_mean_of_its_tokens(static: Path) -> None:
    encoder = find_encoder(str(static))
    assert isinstance(encoder, StaticEncoder)
    mean = (encoder.vectors[WORDS.index("roti")] + encoder.vectors[WORDS.index("basi")]) / 2
    vectors = encoder.encode(["Roti basi", "", "qwxz"])
    assert np.allclose(vectors[0], mean / np.linalg.norm(mean), atol=1e-6)
    assert not vectors[1:].any()


def test_a_model_with_a_static_embedding_is_served_without_torch(with_static: TrainedModel) -> None:
    code = (
        "import sys; from pathlib import Path; from classifier.model import load_model\n"
        "from complaints.report import Message\n"
        f"load_model(Path({str(with_static.folder)!r})).predict([Message(judul='', isi='roti basi')])\n"
        "sys.exit(', '.join({'sklearn', 'skops', 'torch', 'sentence_transformers'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_training_with_a_static_embedding_again_gives_the_same_bytes(
    with_static: TrainedModel, static: Path, rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    again = train(rows, taxonomy, tmp_path, encoder=find_encoder(str(static)), jobs=1)
    assert again.version == with_static.version
    assert {path.name: path.read_bytes() for path in again.folder.iterdir()} == {
        path.name: path.read_bytes() for path in with_static.folder.iterdir()
    }


def test_words_and_encoder_together_make_the_difference_of_scores(with_static: TrainedModel) -> None:
    (prediction,) = load_model(with_static.folder).predict([Message(judul="", isi="keju roti basi asam")])
    first, second = sorted(prediction.leaves, key=lambda leaf: -prediction.leaves[leaf])[:2]
    stored = read_attributes((with_static.folder / "model.skops").read_bytes())["leaves"]
    place = {str(name): number for number, name in enumerate(stored["classes_"])}
    scores = np.log(prediction.leaves[first] / prediction.leaves[second]) * stored["temperature_"]
    intercepts = stored["intercept_"][place[first]] - stored["intercept_"][place[second]]
    told = sum(word.weight for word in prediction.words) + prediction.beyond_words
    assert prediction.beyond_words != 0
    assert told == pytest.approx(scores - intercepts, abs=1e-4)


def test_a_changed_vector_is_found(with_static: TrainedModel, tmp_path: Path) -> None:
    for path in with_static.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    content = bytearray((tmp_path / "vectors.npy").read_bytes())
    content[-1] ^= 1
    (tmp_path / "vectors.npy").write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"vectors\.npy"):
        load_model(tmp_path)


def test_an_encoder_that_was_exchanged_is_not_used(static: Path) -> None:
    encoder = find_encoder(str(static))
    card = describe(encoder) | {"probe": [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]}
    assert not encoder.encode([PROBE])[0] @ np.eye(6)[0] > 0.99
    with pytest.raises(EncoderChanged):
        reopen(card, encoder.files)


def test_without_its_packages_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderPackagesMissing, match=r"pip install .*tepat\[encoder\]"):
        find_encoder("some-encoder")


def test_an_encoder_learns_nothing_from_labels(rows: list[LabelledRow], taxonomy: Taxonomy) -> None:
    others = [replace(row, category="jalan", klasifikasi="", office="") for row in rows]
    assert pairs_of(others, taxonomy) == pairs_of(rows, taxonomy)
    assert ("roti", rows[0].message.isi) in pairs_of(rows, taxonomy)


def write_transformer(folder: Path) -> Path:
    """A tiny BERT with weights by chance, as a folder of sentence-transformers."""
    transformers = pytest.importorskip("transformers")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    inner = folder / "bert"
    inner.mkdir(parents=True)
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS[1:]]
    (inner / "vocab.txt").write_text("\n".join(names))
    config = transformers.BertConfig(
        vocab_size=len(names), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    transformers.set_seed(0)
    transformers.BertModel(config).save_pretrained(inner)
    transformers.BertTokenizerFast(str(inner / "vocab.txt")).save_pretrained(inner)
    body = Transformer(str(inner))
    model = SentenceTransformer(modules=[body, Pooling(8)], device="cpu")
    model.save(str(folder / "whole"), create_model_card=False)
    return folder / "whole"


@pytest.mark.filterwarnings("default")
def test_any_sentence_transformer_stands_beside_the_words(
    rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    pytest.importorskip("sentence_transformers")
    encoder = find_encoder(str(write_transformer(tmp_path / "encoder")))
    trained = train(rows, taxonomy, tmp_path / "models", encoder=encoder, jobs=1)
    (prediction,) = load_model(trained.folder).predict([Message(judul="", isi="obeng dan palu patah")])
    assert max(prediction.leaves, key=prediction.leaves.__getitem__) == "paku"
    assert prediction.beyond_words != 0
    assert not (trained.folder / "vectors.npy").exists()


@pytest.mark.filterwarnings("default")
def test_an_encoder_of_our_own_is_trained_alike_again_and_read_alike_without_torch(
    rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    package = pytest.importorskip("sentence_transformers")
    pairs = pairs_of(rows, taxonomy)
    folders = [train_encoder(pairs, tmp_path / name, epochs=2) for name in ("one", "two")]
    contents = [(folder / "model.safetensors").read_bytes() for folder in folders]
    assert contents[0] == contents[1]
    encoder = find_encoder(str(folders[0]))
    assert isinstance(encoder, StaticEncoder)
    texts = [row.message.text for row in rows[:5]]
    theirs = package.SentenceTransformer(str(folders[0]), device="cpu").encode(texts, normalize_embeddings=True)
    assert np.allclose(encoder.encode(texts), theirs, atol=2e-3)


@pytest.mark.filterwarnings("default")
def test_an_encoder_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderMissing, match="gone"):
        find_encoder(str(tmp_path / "gone"))
