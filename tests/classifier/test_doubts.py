"""Flipped labels are found among right ones, and before those that are merely hard."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.doubts import doubt_rows, find_doubts
from classifier.rows import LabelledRow
from complaints.report import Message
from complaints.taxonomy import flat_taxonomy

CLASSES = ("kartu", "paspor", "visa")
TEXTS = {
    "kartu": "kartu tanda masuk hilang di loket nomor",
    "paspor": "paspor belum terbit sejak wawancara nomor",
    "visa": "visa ditolak kedutaan tanpa sebab nomor",
}


def test_a_label_against_which_the_model_is_confident_is_doubted_and_names_the_likelier_class() -> None:
    right = [[0.9, 0.05, 0.05], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.05, 0.9, 0.05]]
    probabilities = np.array([*right, [0.02, 0.96, 0.02]])
    (doubt,) = find_doubts(probabilities, ["kartu", "kartu", "paspor", "paspor", "kartu"], CLASSES)
    assert (doubt.row, doubt.label, doubt.instead) == (4, "kartu", "paspor")
    assert (doubt.label_p, doubt.instead_p) == (0.02, 0.96)


def test_a_class_of_which_the_model_is_never_sure_is_held_to_its_own_average() -> None:
    # Of "visa" the model is never surer than 0.4: a text at 0.45 is confidently visa, though paspor seems likelier.
    probabilities = np.array([[0.1, 0.9, 0.0], [0.1, 0.9, 0.0], [0.3, 0.3, 0.4], [0.3, 0.3, 0.4], [0.05, 0.5, 0.45]])
    (doubt,) = find_doubts(probabilities, ["paspor", "paspor", "visa", "visa", "paspor"], CLASSES)
    assert (doubt.row, doubt.instead) == (4, "visa")


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_who_agrees_with_the_model_is_never_doubted(seed: int) -> None:
    probabilities = np.random.default_rng(seed).dirichlet([0.3] * 3, 40)
    labels = [CLASSES[number] for number in probabilities.argmax(axis=1)]
    doubts = find_doubts(probabilities, labels, CLASSES)
    # Below its class's own average a text may be doubted even so, but only for a class that stands above its own.
    assert all(doubt.instead != doubt.label for doubt in doubts)
    assert [doubt.strength for doubt in doubts] == sorted((doubt.strength for doubt in doubts), reverse=True)


def test_flipped_labels_of_texts_are_found() -> None:
    rows = [
        LabelledRow(id=f"{leaf}{n}", message=Message(judul="", isi=f"{text} {n}"), category=leaf, voice=f"v{n % 7}")
        for leaf, text in TEXTS.items()
        for n in range(40)
    ]
    flipped = {3: "visa", 50: "kartu", 100: "paspor"}
    wrong = [
        LabelledRow(**{**vars(row), "category": flipped.get(number, row.category)}) for number, row in enumerate(rows)
    ]
    doubts = doubt_rows(wrong, flat_taxonomy(TEXTS), jobs=1)
    assert {doubt.row for doubt in doubts[:3]} == set(flipped)
    assert {doubt.instead for doubt in doubts[:3]} == set(TEXTS)


def test_a_class_without_rows_is_never_preferred() -> None:
    probabilities = np.array([[0.4, 0.0, 0.6], [0.5, 0.0, 0.5], [0.4, 0.5, 0.1]])
    assert find_doubts(probabilities, ["kartu", "kartu", "paspor"], CLASSES) == []


@pytest.mark.parametrize("labels", [["kartu"], ["visa"]])
def test_one_row_is_held_to_itself(labels: list[str]) -> None:
    assert find_doubts(np.array([[0.3, 0.3, 0.4]]), labels, CLASSES) == []
