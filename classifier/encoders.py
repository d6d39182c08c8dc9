"""Dense vectors of texts beside the counted words: from a static embedding, read with numpy, or from any other model of
sentence-transformers, which needs torch wherever it is used."""

import hashlib
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from scipy import sparse

from classifier.errors import EncoderChanged, EncoderMissing, EncoderPackagesMissing
from classifier.features import Floats
from classifier.words import READ_AT_MOST
from complaints.errors import Problem

PROBE = "Permohonan paspor saya sudah dua bulan belum selesai, mohon bantuannya."
SAME = 0.999
VECTORS, TOKENIZER = "vectors.npy", "tokenizer.json"
STATIC = "StaticEmbedding"


class Encoder(Protocol):
    """`name` says where it came from, `files` hold what the model's folder must keep for it."""

    @property
    def name(self) -> str: ...

    @property
    def files(self) -> Mapping[str, bytes]: ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Texts x dimensions, each row of length 1, or all zeros where the text says nothing to it."""
        ...


@dataclass(frozen=True, kw_only=True)
class StaticEncoder:
    """The mean of one vector per token. `tokenizer` is a tokenizers.Tokenizer, `vectors` tokens x dimensions."""

    name: str
    tokenizer: Any
    vectors: Floats

    @property
    def files(self) -> Mapping[str, bytes]:
        """Vectors in half precision, and the tokenizer."""
        target = io.BytesIO()
        np.save(target, self.vectors.astype(np.float16))
        return {VECTORS: target.getvalue(), TOKENIZER: self.tokenizer.to_str().encode()}

    def encode(self, texts: Sequence[str]) -> Floats:
        read = [text[:READ_AT_MOST] for text in texts]
        tokens = [one.ids for one in self.tokenizer.encode_batch(read, add_special_tokens=False)]
        ends = np.cumsum([0, *(len(ids) for ids in tokens)])
        columns = np.array([number for ids in tokens for number in ids], dtype=np.int64)
        counts = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(texts), len(self.vectors)))
        return scale(np.asarray(counts @ self.vectors))


@dataclass(frozen=True, kw_only=True)
class TorchEncoder:
    """Any model of sentence-transformers; nothing of it is kept beside ours but its name."""

    name: str
    model: Any

    @property
    def files(self) -> Mapping[str, bytes]:
        """None."""
        return {}

    def encode(self, texts: Sequence[str]) -> Floats:
        read = [text[:READ_AT_MOST] for text in texts]
        return scale(np.asarray(self.model.encode(read, show_progress_bar=False), dtype=np.float32))


def scale(vectors: Floats) -> Floats:
    """Each row at length 1; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def find_encoder(name: str) -> Encoder:
    """The encoder in this folder, or of this name on the hub.

    A folder with a static embedding needs the package tokenizers, everything else sentence-transformers. Raises
    EncoderMissing or EncoderPackagesMissing.
    """
    folder = Path(name)
    if folder.is_dir() and _is_static(folder):
        vectors = _read_safetensors((folder / "model.safetensors").read_bytes())
        return _static(name, (folder / TOKENIZER).read_bytes(), vectors.astype(np.float16))
    return _load_with_torch(name)


def _is_static(folder: Path) -> bool:
    """Whether it is a static embedding with nothing behind it that changes directions."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [module["type"].rpartition(".")[2] for module in modules]
        return kinds in ([STATIC], [STATIC, "Normalize"]) and modules[0]["path"] == ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False


def _read_safetensors(content: bytes) -> Floats:
    """The one matrix of a safetensors file: a length in 8 bytes, as much JSON, then the numbers. Raises ValueError."""
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    (entry,) = (value for key, value in header.items() if key in {"embedding.weight", "embeddings"})
    start, end = entry["data_offsets"]
    kind = {"F32": np.float32, "F16": np.float16}[entry["dtype"]]
    return np.frombuffer(content[8 + size + start : 8 + size + end], dtype=kind).reshape(entry["shape"])


def _static(name: str, tokenizer: bytes, vectors: Floats) -> StaticEncoder:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise _packages_missing(name, "tokenizers", "tepat[static]") from error
    return StaticEncoder(
        name=name, tokenizer=Tokenizer.from_str(tokenizer.decode()), vectors=vectors.astype(np.float32)
    )


def _packages_missing(name: str, packages: str, extra: str) -> EncoderPackagesMissing:
    values = {"packages": packages, "extra": extra}
    return EncoderPackagesMissing(Problem(code="encoder_packages", field=name, values=values))


def _load_with_torch(name: str) -> Encoder:
    return encoder_of(name, open_with_torch(name))


def open_with_torch(name: str, device: str = "cpu") -> Any:  # noqa: ANN401
    """The SentenceTransformer in this folder, or of this name on the hub; the package is imported where it is needed.

    Raises EncoderMissing or EncoderPackagesMissing.
    """
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise _packages_missing(name, "sentence-transformers, torch", "tepat[encoder]") from error
    try:
        return SentenceTransformer(name, device=device)
    except (OSError, ValueError) as error:
        raise EncoderMissing(Problem(code="encoder_missing", field=name, values={"cause": str(error)})) from error


def is_static(model: Any) -> bool:  # noqa: ANN401
    """Whether a SentenceTransformer is a static embedding with nothing behind it that changes directions."""
    return [type(module).__name__ for module in model] in ([STATIC], [STATIC, "Normalize"])


def encoder_of(name: str, model: Any) -> Encoder:  # noqa: ANN401
    """The encoder that a SentenceTransformer is: without torch where it is static."""
    if is_static(model):
        weights = model[0].embedding.weight.detach().numpy().astype(np.float16)
        return _static(name, model[0].tokenizer.to_str().encode(), weights)
    return TorchEncoder(name=name, model=model)


def keep_with_torch(encoder: TorchEncoder, folder: Path) -> TorchEncoder:
    """Store it as a folder beside the models, named by its content, where they will look for it."""
    partial = folder.resolve() / ".encoder.partial"
    shutil.rmtree(partial, ignore_errors=True)
    encoder.model.to("cpu").save(str(partial), create_model_card=False)
    content = hashlib.sha256()
    for path in sorted(path for path in partial.rglob("*") if path.is_file()):
        content.update(path.read_bytes())
    kept = partial.with_name(f"encoder-{content.hexdigest()[:12]}")
    if kept.is_dir():
        shutil.rmtree(partial)
    else:
        partial.replace(kept)
    return replace(encoder, name=str(kept))


def describe(encoder: Encoder) -> dict[str, Any]:
    """What the manifest says of it: its name, and the vector of one sentence, by which it is known again."""
    return {"name": encoder.name, "probe": [round(float(one), 4) for one in encoder.encode([PROBE])[0]]}


def reopen(card: Mapping[str, Any], files: Mapping[str, bytes]) -> Encoder:
    """The encoder that `describe` described. Raises EncoderMissing, EncoderPackagesMissing or EncoderChanged."""
    if VECTORS in files:
        vectors = np.load(io.BytesIO(files[VECTORS]), allow_pickle=False)
        encoder: Encoder = _static(card["name"], files[TOKENIZER], vectors)
    else:
        encoder = _load_with_torch(card["name"])
    now, then = encoder.encode([PROBE])[0], np.array(card["probe"], dtype=np.float32)
    if now.shape != then.shape or (then.any() and now @ then < SAME):
        raise EncoderChanged(Problem(code="encoder_changed", field=card["name"]))
    return encoder
