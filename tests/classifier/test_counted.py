"""Texts counted once: a model of a part of them is what it would be had it read that part alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifier.counted import count_texts
from classifier.estimators import TextFeatures
from classifier.leaf_names import read_names
from classifier.vocabulary import unpack_vocabulary

NAMES = {"a": "Dinas Jalan", "b": "Dinas Lampu Taman", "c": "Kelurahan Mojo"}
WORDS = ("jalan", "jalannya", "lampu", "Mojo", "rusak", "padam", "tolooong", "2023", "taman", "dinas")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=4, max_size=12)


@given(TEXTS, st.data(), st.integers(1, 2))
def test_a_part_of_the_whole_is_seen_as_if_it_were_all_there_is(
    texts: list[str], data: st.DataObject, least: int
) -> None:
    part = np.array(sorted(data.draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))))
    whole = TextFeatures(names=NAMES, least=least).fit(texts)
    counted = count_texts(
        [*texts, *NAMES.values()], unpack_vocabulary(vars(whole)), shortest=whole.shortest, longest=whole.longest
    )

    seen = counted.learn(part, read_names(NAMES), least=least)

    alone = TextFeatures(names=NAMES, least=least).fit([texts[number] for number in part])
    assert seen.vocabulary == unpack_vocabulary(vars(alone))
    assert np.array_equal(seen.rarity, alone.rarity_)
    everything = counted.weigh(np.arange(len(texts) + len(NAMES)), seen)
    assert np.array_equal(everything.toarray(), alone.transform([*texts, *NAMES.values()]).toarray())
