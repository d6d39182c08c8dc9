from pathlib import Path

import numpy as np
import pytest

from classifier.estimators import TextFeatures
from classifier.leaf_names import read_names
from classifier.registry import load_current, set_current
from classifier.rows import LabelledRow
from classifier.train import train
from complaints.report import Message
from complaints.taxonomy import flat_taxonomy

OFFICES = {f"Kelurahan {name}": f"Kelurahan {name}" for name in ("Mojo", "Gading", "Dukuh Setro", "Jagir", "Keputran")}
NAMES = {**OFFICES, "Dinas Jalan": "Dinas Jalan"}


def say(text: str) -> Message:
    return Message(judul="", isi=text)


def test_a_word_with_which_five_names_begin_is_a_kind_and_tells_no_leaf_from_another() -> None:
    names = read_names(NAMES)
    assert names.distinct_kinds == ("kelurahan",)
    assert dict(zip(sorted(NAMES), names.own, strict=True))["Kelurahan Dukuh Setro"] == "dukuh setro"
    assert dict(zip(sorted(NAMES), names.own, strict=True))["Dinas Jalan"] == "dinas jalan"
    assert dict(zip(sorted(NAMES), names.kinds, strict=True))["Dinas Jalan"] == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("warga DUKUH SETRO bertanya", {"Kelurahan Dukuh Setro"}),
        ("mojo dan Jagir", {"Kelurahan Mojo", "Kelurahan Jagir"}),
        ("dukuh kami, bukan setro", set()),
        ("ini dukuh", set()),
        ("mojokerto", set()),
    ],
)
def test_a_name_is_found_where_all_its_words_stand_together(text: str, named: set[str]) -> None:
    features = TextFeatures(names=NAMES, least=1).fit(["warga bertanya", "ini jalan kami"])
    matrix = features.transform(["setro", text]).toarray()[1]
    found = matrix[-len(NAMES) :]
    assert {leaf for leaf, value in zip(sorted(NAMES), found, strict=True) if value} == named
    assert matrix[-len(NAMES) - 1] == bool(named)


def test_a_name_does_not_reach_into_the_next_text() -> None:
    features = TextFeatures(names=NAMES, least=1).fit(["warga bertanya"])
    assert not features.transform(["kami di dukuh", "setro"])[:, -len(NAMES) :].nnz


def test_a_name_weighs_as_much_in_a_long_text_as_in_a_short_one() -> None:
    features = TextFeatures(names=NAMES, least=1).fit(["warga bertanya", "ini jalan kami"])
    short, long = features.transform(["mojo", "warga bertanya " * 50 + "mojo"]).toarray()[:, -len(NAMES) :]
    assert np.array_equal(short, long)


def test_an_office_with_few_texts_is_found_by_its_name_among_its_kind(tmp_path: Path) -> None:
    rows = [
        LabelledRow(id="", message=say(f"pemilihan ketua rt {n} curang"), category=leaf, voice=f"v{n}")
        for leaf in OFFICES
        for n in range(3)
    ]
    rows += [
        LabelledRow(id="", message=say(f"jalan berlubang di {place}"), category="Dinas Jalan", voice=f"v{n}")
        for place in ("mojo", "gading", "dukuh setro", "jagir", "keputran")
        for n in range(3)
    ]
    trained = train(rows, flat_taxonomy(NAMES), tmp_path, jobs=1)
    set_current(tmp_path, trained.version)
    asked = ["pemilihan ketua rt di keputran curang", "pemilihan rt Dukuh Setro", "jalan di keputran berlubang"]
    said = load_current(tmp_path).predict([say(text) for text in asked])
    assert [max(one.leaves, key=one.leaves.__getitem__) for one in said] == [
        "Kelurahan Keputran",
        "Kelurahan Dukuh Setro",
        "Dinas Jalan",
    ]
