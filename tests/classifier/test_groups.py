from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from classifier.groups import BLOCKS, group_by_likeness, group_by_time

LONG = "saya sudah tiga kali datang ke kantor itu dan selalu disuruh kembali minggu depan tanpa alasan yang jelas"


def test_texts_that_differ_by_a_word_are_one_group() -> None:
    same, nearly, other = group_by_likeness([LONG, f"{LONG} sekali", "jalan di depan rumah kami berlubang sejak lama"])
    assert same == nearly != other


def test_the_same_text_in_other_letters_and_digits_is_one_group() -> None:
    one, other = group_by_likeness(["Antrean nomor 12 lama", "ANTREAN nomor 98 lama!!!"])
    assert one == other


def test_empty_texts_and_texts_of_one_word_have_groups_too() -> None:
    assert len(group_by_likeness(["", "lama", "rusak"])) == 3
    assert group_by_likeness([]) == []


@given(st.lists(st.integers(0, 10_000), min_size=BLOCKS, max_size=60))
def test_blocks_of_time_never_overlap_and_are_of_like_size(days: list[int]) -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(days=day) for day in days]
    blocks = dict.fromkeys(sorted(group_by_time(moments)))
    spans = {
        block: [moment for moment, own in zip(moments, group_by_time(moments), strict=True) if own == block]
        for block in blocks
    }
    assert len(spans) == BLOCKS
    ordered = list(spans.values())
    assert all(max(before) <= min(after) for before, after in pairwise(ordered))
    assert max(map(len, ordered)) - min(map(len, ordered)) <= 1
