"""Vectors are fixed by the text alone, and near for texts that share words."""

import numpy as np

from classifier.likeness import SIZE, likeness_vectors
from complaints.report import Message


def vectors(*texts: str) -> np.ndarray:
    return likeness_vectors([Message(judul="", isi=text) for text in texts]).astype(float)


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    alone = vectors("paspor saya hilang")
    among = vectors("lapas penuh", "paspor saya hilang", "")
    assert np.array_equal(alone[0], among[1])


def test_a_text_without_words_is_all_zeros() -> None:
    assert np.array_equal(vectors("...", ""), np.zeros((2, SIZE)))
    assert vectors().shape == (0, SIZE)


def test_a_misspelt_text_is_nearer_than_another_one() -> None:
    text, misspelt, other = vectors(
        "paspor belum bisa diambil di kantor imigrasi",
        "pasport blm bisa di ambil kantor imigrsi",
        "kunjungan lapas dibatasi petugas hanya sepuluh menit",
    )
    assert cosine(text, misspelt) > 0.3 > cosine(text, other)


def test_the_words_of_politeness_hardly_count() -> None:
    text, polite = vectors("paspor hilang", "Yth bapak dan ibu admin, mohon bantuannya, paspor hilang, terima kasih")
    assert cosine(text, polite) > 0.7


def test_the_vectors_of_today_are_those_of_the_stored_ones() -> None:
    """A change here needs another name in LIKENESS: stored vectors are compared with new ones."""
    (vector,) = vectors("Paspor saya belum jadi, kunjungan lapas dipersulit")
    assert vector[:8].tolist() == [-26, -62, 4, 17, 0, 0, 3, 17]
