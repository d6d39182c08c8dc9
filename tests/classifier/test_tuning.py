"""A tuned encoder stays only where it wins on rows that it was not tuned on."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from classifier.encoders import StaticEncoder, TorchEncoder
from classifier.features import Floats
from classifier.model import load_model
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
"""Each voice has a word of its own for each leaf, so that words learnt from the others do not help."""


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


def knows_the_words() -> StaticEncoder:
    """What a good encoder would have learnt: all words of a leaf point one way."""
    words = [word for leaf in WORDS.values() for word in leaf]
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(["?", *words])}, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.vstack([np.zeros((1, 3)), np.repeat(np.eye(3), 5, axis=0)]).astype(np.float32)
    return StaticEncoder(name="kamus", tokenizer=tokenizer, vectors=vectors)


class ByHeart:
    """It knows the label of each text that it was tuned on, and nothing of others."""

    name = "hafalan"
    files: Mapping[str, bytes] = {}

    def __init__(self, rows: Sequence[LabelledRow]) -> None:
        self.known = {row.message.text: sorted(WORDS).index(row.category) for row in rows}

    def encode(self, texts: Sequence[str]) -> Floats:
        vectors = np.vstack([np.eye(3), np.zeros((1, 3))]).astype(np.float32)
        chosen: Floats = vectors[[self.known.get(text, 3) for text in texts]]
        return chosen


def test_an_encoder_that_sees_what_words_do_not_is_kept_and_served(
    reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path
) -> None:
    trained = train(reports, tree, tmp_path, tune=lambda rows: knows_the_words(), jobs=1)
    (contest,) = trained.contests
    assert (contest.rival, contest.won, contest.texts) == (Rival.WORDS, True, 60)
    assert contest.tuned == trained.held_out.levels[0].accuracy == 1.0
    assert contest.low <= contest.tuned - contest.without <= contest.high
    (prediction,) = load_model(trained.folder).predict([Message(judul="", isi="ada tungku")])
    assert prediction.beyond_words != 0
    card = (trained.folder / "README.md").read_text(encoding="utf-8")
    assert f"100.0% against {contest.without:.1%} with words alone" in card
    assert "It is used." in card


def test_an_encoder_that_knows_its_rows_by_heart_wins_nothing(
    reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path
) -> None:
    trained = train(reports, tree, tmp_path / "tuned", tune=ByHeart, jobs=1)
    plain = train(reports, tree, tmp_path / "plain", jobs=1)
    assert [contest.won for contest in trained.contests] == [False]
    assert load_model(trained.folder).card["encoder"] is None
    assert (trained.folder / "model.skops").read_bytes() == (plain.folder / "model.skops").read_bytes()
    assert "It is not used" in (trained.folder / "README.md").read_text(encoding="utf-8")


def test_each_row_is_judged_with_an_encoder_that_saw_nothing_of_its_voice(
    reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path
) -> None:
    seen: list[set[str]] = []

    def tune(rows: Sequence[LabelledRow]) -> StaticEncoder:
        seen.append({row.voice for row in rows})
        return knows_the_words()

    train(reports, tree, tmp_path, tune=tune, jobs=1)
    voices = {row.voice for row in reports}
    *folds, whole = seen
    assert whole == voices
    assert sorted(voice for fold in folds for voice in voices - fold) == sorted(voices)


def test_an_encoder_that_tuning_does_not_improve_stays_as_it_was_given(
    reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path
) -> None:
    given = knows_the_words()
    trained = train(reports, tree, tmp_path, encoder=given, tune=lambda rows: knows_the_words(), jobs=1)
    assert {contest.rival: contest.won for contest in trained.contests} == {Rival.WORDS: True, Rival.UNTUNED: False}
    assert load_model(trained.folder).card["encoder"]["name"] == "kamus"


def test_only_rows_that_were_drawn_from_the_stream_are_judged(
    reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path
) -> None:
    sampled = [0.5 if number % 2 else None for number in range(len(reports))]
    trained = train(reports, tree, tmp_path, tune=lambda rows: knows_the_words(), sampled=sampled, jobs=1)
    assert [contest.texts for contest in trained.contests] == [30]


@pytest.mark.filterwarnings("default")
def test_an_encoder_that_needs_torch_and_wins_is_stored_beside_the_models(
    reports: list[LabelledRow], tree: Taxonomy, tmp_path: Path
) -> None:
    package = pytest.importorskip("sentence_transformers")
    from sentence_transformers.sentence_transformer.modules import Dense, StaticEmbedding

    static = knows_the_words()
    modules = [StaticEmbedding(static.tokenizer, embedding_weights=static.vectors), Dense(3, 3)]
    encoder = TorchEncoder(name="dua lapis", model=package.SentenceTransformer(modules=modules, device="cpu"))
    trained = train(reports, tree, tmp_path, tune=lambda rows: encoder, jobs=1)
    model = load_model(trained.folder)
    kept = Path(model.card["encoder"]["name"])
    assert (kept.parent, kept.name[:8]) == (tmp_path, "encoder-")
    assert kept.is_dir()
    assert not (trained.folder / "vectors.npy").exists()
    (prediction,) = model.predict([Message(judul="", isi="ada tungku")])
    assert prediction.beyond_words != 0
