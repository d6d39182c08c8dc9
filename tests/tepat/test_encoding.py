"""The doors for encoders."""

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from tokenizers import Tokenizer, models, pre_tokenizers

from classifier.errors import EncoderMissing, EncoderPackagesMissing
from classifier.registry import load_current
from classifier.rows import Columns
from complaints.report import Message
from tepat.encoding import encode_job
from tepat.settings import Settings
from tepat.training import Job, run_job, tell_contests

WORDS = ("lampu", "jalan", "sampah", "bau", "padam", "diangkut")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "reports.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "unit", "time"])
        for number in range(20):
            writer.writerow([f"lampu jalan padam di gang {number}", "dinas lampu", f"2024-01-{number + 1:02}"])
            writer.writerow([f"sampah bau belum diangkut {number}", "dinas bersih", f"2024-01-{number + 1:02}"])
    return path


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    folder = tmp_path / "encoder"
    folder.mkdir()
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="lampu"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    vectors = np.eye(len(WORDS), 4, dtype=np.float32)
    header = {"embedding.weight": {"dtype": "F32", "shape": vectors.shape, "data_offsets": [0, vectors.nbytes]}}
    written = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(len(written).to_bytes(8, "little") + written + vectors.tobytes())
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}
    (folder / "modules.json").write_text(json.dumps([module]))
    return folder


def job_of(data: Path, out: Path, encoder: str) -> Job:
    columns = Columns(text="text", label="unit", time="time")
    return Job(data=data, taxonomy=None, columns=columns, out=out, keep_current=False, encoder=encoder)


def test_train_takes_an_encoder_from_a_folder_and_keeps_what_it_needs_of_it(
    data: Path, encoder: Path, tmp_path: Path
) -> None:
    run_job(Settings(home=tmp_path), job_of(data, tmp_path / "models", str(encoder)), Console(file=io.StringIO()))
    for path in encoder.iterdir():
        path.unlink()
    model = load_current(tmp_path / "models")
    (prediction,) = model.predict([Message(judul="", isi="lampu di jalan kami padam")])
    assert max(prediction.leaves, key=prediction.leaves.__getitem__) == "dinas lampu"
    assert prediction.beyond_words != 0
    assert {"vectors.npy", "tokenizer.json"} <= set(model.card["files"])


def test_a_folder_that_is_no_encoder_needs_packages_or_is_named(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises((EncoderMissing, EncoderPackagesMissing), match="empty"):
        run_job(
            Settings(home=tmp_path),
            job_of(data, tmp_path / "models", str(tmp_path / "empty")),
            Console(file=io.StringIO()),
        )


def test_an_encoder_of_ones_own_needs_its_packages_and_says_which(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderPackagesMissing, match=r"tepat\[encoder\]"):
        encode_job(Settings(home=tmp_path), data, Columns(text="text", label="unit"), None, tmp_path / "out")


def test_tuning_an_encoder_needs_its_packages_and_says_which(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    job = replace(job_of(data, tmp_path / "models", ""), tuning=True)
    with pytest.raises(EncoderPackagesMissing, match=r"tepat\[encoder\]"):
        run_job(Settings(home=tmp_path), job, Console(file=io.StringIO()))


@pytest.mark.filterwarnings("default")
def test_what_came_of_tuning_is_told_and_stands_in_the_card(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    job = replace(job_of(data, tmp_path / "models", ""), tuning=True)
    done = run_job(Settings(home=tmp_path), job, Console(file=io.StringIO()))
    first, second = tell_contests(done.trained.contests, "en")
    assert first.startswith("Right category on 40 texts left out: ")
    assert second == "The tuned encoder is not used: it is not proven better."
    assert "An encoder was tuned on the labels" in (done.trained.folder / "README.md").read_text(encoding="utf-8")
