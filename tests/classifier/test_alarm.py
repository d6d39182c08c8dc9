"""The head that takes texts for urgent: how it is learnt, chosen, stored and served."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.alarm_training import BEARABLE, RECALL, choose_threshold
from classifier.errors import InvalidRows
from classifier.model import Model, load_model
from classifier.predictor import Predictor
from classifier.rows import LabelledRow
from classifier.train import TrainedModel, train
from classifier.urgent_texts import UrgentText, read_urgent_texts
from complaints.directory import shipped_directory
from complaints.office import OfficeMatcher
from complaints.report import Message
from complaints.taxonomy import Taxonomy
from complaints.urgency import UrgencyLevel

OPENINGS = ("kami laporkan", "min tolong", "SEGERA!!", "pak")
MATTERS = {
    UrgencyLevel.DANGER: ("roti di toko ini beracun orang sekarat", "palu jatuh orang sekarat", "susu beracun diminum"),
    UrgencyLevel.SOON: ("toko tutup sejam lagi paku tersisa satu", "sejam lagi pintu ditutup"),
    UrgencyLevel.NONE: ("roti enak", "susu dan keju dijual murah", "racun tikus ada di rak lama"),
}


@pytest.fixture(scope="session")
def urgent_texts() -> list[UrgentText]:
    return [
        UrgentText(message=Message(judul="", isi=f"{opening} {matter}"), level=level, voice=opening)
        for opening, level in product(OPENINGS, MATTERS)
        for matter in MATTERS[level]
    ]


@pytest.fixture(scope="session")
def known_rows(rows: list[LabelledRow], urgent_texts: list[UrgentText]) -> list[LabelledRow]:
    """The rows, with others that hold the words of the urgent texts: a feature is one that reports hold."""
    spoken = [
        LabelledRow(id=f"w{number}", message=text.message, category="roti", office="", voice=f"w{number % 2}")
        for number, text in enumerate(urgent_texts)
    ]
    return [*rows, *spoken[: len(spoken) // 6]]


@pytest.fixture(scope="session")
def alarming(
    known_rows: list[LabelledRow],
    urgent_texts: list[UrgentText],
    taxonomy: Taxonomy,
    tmp_path_factory: pytest.TempPathFactory,
) -> TrainedModel:
    folder = tmp_path_factory.mktemp("alarming")
    return train(known_rows, taxonomy, folder, jobs=1, urgent_texts=urgent_texts)


def predict(model: Model, text: str) -> object:
    return model.predict([Message(judul="", isi=text)])[0].alarm


def test_what_is_urgent_raises_an_alarm_with_level_probability_and_words(alarming: TrainedModel) -> None:
    alarm = load_model(alarming.folder).predict([Message(judul="", isi="palu jatuh, orang itu sekarat")])[0].alarm
    assert alarm is not None
    assert alarm.level is UrgencyLevel.DANGER
    assert 0 < alarm.p <= 1
    assert "sekarat" in alarm.words


def test_words_that_tell_nothing_are_not_shown_as_signs(alarming: TrainedModel) -> None:
    (said,) = load_model(alarming.folder).predict([Message(judul="", isi="roti di toko ini beracun orang sekarat")])
    assert said.alarm is not None
    assert {"di", "ini"}.isdisjoint(said.alarm.words)
    assert "sekarat" in said.alarm.words


def test_what_is_calm_raises_none_also_beside_what_is_urgent(alarming: TrainedModel) -> None:
    messages = [Message(judul="", isi=text) for text in ("trotoar retak", "orang sekarat beracun", "yoghurt bocor")]
    alarms = [one.alarm for one in load_model(alarming.folder).predict(messages)]
    assert [alarm is not None for alarm in alarms] == [False, True, False]


def test_a_model_without_urgent_texts_raises_no_alarm(model: Model) -> None:
    assert predict(model, "orang sekarat") is None


def test_learning_again_gives_the_same_bytes(
    alarming: TrainedModel,
    known_rows: list[LabelledRow],
    urgent_texts: list[UrgentText],
    taxonomy: Taxonomy,
    tmp_path: Path,
) -> None:
    again = train(known_rows, taxonomy, tmp_path, jobs=1, urgent_texts=urgent_texts)
    assert (again.folder / "model.skops").read_bytes() == (alarming.folder / "model.skops").read_bytes()
    other = train(known_rows, taxonomy, tmp_path, jobs=1, urgent_texts=urgent_texts[1:])
    assert other.version != alarming.version


def test_the_card_says_how_many_are_found_and_how_many_alarms_that_costs(alarming: TrainedModel) -> None:
    figures = load_model(alarming.folder).card["urgency"]
    assert figures["recall_together"] >= figures["recall_rules"]
    assert figures["ordinary_alarms"] <= BEARABLE
    assert "by rules and model together" in (alarming.folder / "README.md").read_text(encoding="utf-8")


def test_no_name_of_a_person_stands_in_an_alarm(alarming: TrainedModel, taxonomy: Taxonomy) -> None:
    matcher = OfficeMatcher(shipped_directory())
    predictor = Predictor(model=load_model(alarming.folder), matcher=matcher, taxonomy=taxonomy)
    message = Message(judul="", isi="Nama saya Sekarat Siregar, palu jatuh, susu beracun diminum")
    (prediction,) = predictor.predict([message])
    bare = load_model(alarming.folder).predict([message])[0].alarm
    assert bare is not None
    assert "Sekarat" in bare.words
    assert prediction.alarm is not None
    assert "Sekarat" not in prediction.alarm.words


shares = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(shares, st.floats(0, 1), shares)
def test_a_threshold_reaches_the_recall_or_else_the_most_alarms_that_are_bearable(
    missed: list[float], found: float, ordinary: list[float]
) -> None:
    threshold = choose_threshold(np.array(missed), found, np.array(ordinary))
    alarms = [p >= threshold for p in ordinary]
    recall = found + (1 - found) * float(np.mean([p >= threshold for p in missed]))
    allowed = int(BEARABLE * len(ordinary)) + 1
    assert sum(alarms) <= allowed + ordinary.count(threshold)
    assert recall >= RECALL - 1e-9 or threshold >= np.quantile(ordinary, 1 - BEARABLE)


@pytest.mark.parametrize(
    "line", ["{", '{"text": "x", "voice": "u", "kind": "sudden"}', '{"voice": "u", "kind": "none"}']
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "urgency.jsonl"
    path.write_text('{"text": "a", "voice": "u", "kind": "none"}\n' + line, encoding="utf-8")
    with pytest.raises(InvalidRows, match="line 2"):
        read_urgent_texts(path)
