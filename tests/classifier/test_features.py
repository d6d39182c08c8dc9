import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from classifier.estimators import TextFeatures
from classifier.features import Finder, Vocabulary, count
from classifier.vocabulary import learn_vocabulary, pack_strings, unpack_strings
from classifier.words import READ_AT_MOST, WORD_AT_MOST, cut_pieces, cut_words, normalise_word

TEXTS = ["Paspor saya belum jadi", "paspor adik saya juga belum", "lapas penuh", "antre paspor lama, lama sekali"]


@pytest.mark.parametrize(
    ("word", "normal"),
    [("TOLOOONG", "tolong"), ("2025", "0000"), ("Lapas", "lapas"), ("saat", "saat"), ("x" * 99, "x")],
)
def test_a_word_is_read_in_one_spelling(word: str, normal: str) -> None:
    assert normalise_word(word) == normal


def test_fancy_letters_are_read_as_plain_ones() -> None:
    assert cut_words("𝓹𝓪𝓼𝓹𝓸𝓻 ｌａｍａ!") == ["paspor", "lama"]


def test_pieces_know_where_a_word_begins_and_ends() -> None:
    assert cut_pieces("ibu", 3, 4) == [" ib", "ibu", "bu ", " ibu", "ibu "]


def test_counts_are_those_of_scikit_learn() -> None:
    """Words, pairs and pieces as CountVectorizer counts them on the same words; an independent implementation."""
    vocabulary, _ = learn_vocabulary(TEXTS, shortest=3, longest=5, least=1)
    found = Finder(vocabulary, shortest=3, longest=5).find(TEXTS)
    ours = count(found, len(vocabulary))[0].toarray()
    normal = [" ".join(normalise_word(word) for word in cut_words(text)) for text in TEXTS]
    words = CountVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", vocabulary=[*vocabulary.words, *vocabulary.pairs])
    # char_wb gives a word shorter than the piece itself as a piece of every size; ours gives it once.
    pieces = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), vocabulary=vocabulary.pieces)
    theirs = np.hstack([words.fit_transform(normal).toarray(), pieces.fit_transform(normal).toarray()])
    assert np.array_equal(ours, theirs)


def test_a_feature_must_stand_in_enough_texts() -> None:
    vocabulary, _ = learn_vocabulary(TEXTS, shortest=3, longest=5, least=2)
    assert vocabulary.words == ["belum", "paspor", "saya"]


def test_each_block_of_a_text_of_which_all_is_known_has_length_one() -> None:
    features = TextFeatures(least=1).fit(TEXTS)
    matrix = features.transform(TEXTS)
    assert np.allclose(matrix.multiply(matrix).sum(axis=1), 2.0, atol=1e-5)


def test_what_is_unknown_makes_a_text_quieter() -> None:
    features = TextFeatures(least=1).fit(TEXTS)
    matrix = features.transform(["paspor", "paspor qwxzy jkvbn"])
    assert abs(matrix[1]).sum() < abs(matrix[0]).sum()


def test_a_text_without_a_known_feature_is_an_empty_row() -> None:
    features = TextFeatures(least=1).fit(TEXTS)
    assert features.transform(["", "🙏🙏", "xqz"]).nnz == 0


def test_an_endless_text_and_an_endless_word_are_read_up_to_a_limit() -> None:
    vocabulary = Vocabulary(words=["a"], pairs=[], pieces=[])
    found = Finder(vocabulary, shortest=3, longest=5).find(["a " * 100_000, "abc" * 100_000])
    assert len(found.words) == READ_AT_MOST // 2 + 1
    assert found.unknown[1, 1] <= 3 * WORD_AT_MOST


@given(st.lists(st.sampled_from([*TEXTS, "", "saya mau paspor", "PASPOR paspor"]), min_size=1), st.data())
def test_what_is_found_in_some_texts_is_what_is_found_without_the_others(texts: list[str], data: st.DataObject) -> None:
    vocabulary, _ = learn_vocabulary(TEXTS, shortest=3, longest=5, least=1)
    finder = Finder(vocabulary, shortest=3, longest=5)
    chosen = np.array([data.draw(st.booleans()) for _ in texts])
    some = finder.find(texts).of_texts(chosen)
    alone = finder.find([text for text, is_chosen in zip(texts, chosen, strict=True) if is_chosen])
    assert some.words == alone.words
    assert (some.size, some.alone) == (alone.size, alone.alone)
    for name in ("keys", "text_of", "features", "left", "right", "unknown"):
        assert np.array_equal(getattr(some, name), getattr(alone, name))


@given(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"), min_size=1)))
def test_packed_strings_come_back(strings: list[str]) -> None:
    assert unpack_strings(pack_strings(strings)) == strings


@given(st.lists(st.text(), max_size=4))
def test_any_texts_are_read(texts: list[str]) -> None:
    vocabulary, _ = learn_vocabulary(TEXTS, shortest=3, longest=5, least=1)
    found = Finder(vocabulary, shortest=3, longest=5).find(texts)
    matrix, entries = count(found, len(vocabulary))
    assert matrix.shape == (len(texts), len(vocabulary))
    assert matrix.sum() == len(entries)
