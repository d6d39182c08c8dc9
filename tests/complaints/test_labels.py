"""Which label follows from what people said of a report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.labels import LabelEvent, Rule, Source, explain_label, label_of_record

START = datetime(2026, 11, 1, tzinfo=UTC)


def said(*told: tuple[str, str, Source]) -> list[LabelEvent]:
    """Person, category and source of one event after the other."""
    return [
        LabelEvent(
            id=number,
            category=category,
            klasifikasi="",
            office_id=None,
            source=source,
            person=person,
            at=START + timedelta(minutes=number),
        )
        for number, (person, category, source) in enumerate(told)
    ]


REVIEW, AUDIT, RETURN, OPINION = Source.REVIEW, Source.AUDIT, Source.RETURN, Source.OPINION


@pytest.mark.parametrize(
    ("told", "category", "rule"),
    [
        ([], "", Rule.NONE),
        ([("sari", "paspor", REVIEW)], "paspor", Rule.SINGLE),
        ([("sari", "paspor", REVIEW), ("budi", "visa", REVIEW)], "visa", Rule.SINGLE),
        ([("sari", "paspor", REVIEW), ("sari", "paspor", REVIEW)], "paspor", Rule.SINGLE),
        ([("sari", "paspor", REVIEW), ("budi", "paspor", AUDIT)], "paspor", Rule.AGREED),
        ([("sari", "paspor", REVIEW), ("budi", "paspor", AUDIT), ("tuti", "visa", REVIEW)], "paspor", Rule.AGREED),
        ([("sari", "paspor", REVIEW), ("budi", "paspor", AUDIT), ("sari", "visa", REVIEW)], "visa", Rule.SINGLE),
        ([("sari", "visa", OPINION), ("budi", "paspor", AUDIT), ("tuti", "paspor", REVIEW)], "visa", Rule.ADJUDICATED),
        ([("sari", "visa", OPINION), ("dewi", "paspor", Source.CORRECTION)], "paspor", Rule.ADJUDICATED),
        ([("sari", "paspor", REVIEW), ("unit", "paspor", RETURN)], "", Rule.REFUSED),
        ([("sari", "paspor", REVIEW), ("unit", "paspor", RETURN), ("budi", "visa", REVIEW)], "visa", Rule.SINGLE),
        ([("sari", "paspor", REVIEW), ("unit", "paspor", RETURN), ("budi", "paspor", REVIEW)], "paspor", Rule.SINGLE),
        ([("sari", "paspor", OPINION), ("unit", "paspor", RETURN)], "", Rule.REFUSED),
        ([("sari", "paspor", REVIEW), ("unit", "visa", RETURN)], "paspor", Rule.SINGLE),
    ],
)
def test_the_label_of_record_follows_the_rules(
    told: Sequence[tuple[str, str, Source]], category: str, rule: Rule
) -> None:
    found = label_of_record(said(*told))
    assert (found.category, found.rule) == (category, rule)


def test_what_was_withdrawn_or_said_of_an_earlier_text_does_not_count() -> None:
    first, second, third = said(("sari", "paspor", REVIEW), ("budi", "visa", REVIEW), ("tuti", "visa", REVIEW))
    found = label_of_record([first, replace(second, is_withdrawn=True), replace(third, is_outdated=True)])
    assert (found.category, found.rule) == ("paspor", Rule.SINGLE)


def test_what_a_unit_refused_is_known_not_to_be_the_category() -> None:
    found = label_of_record(said(("sari", "paspor", REVIEW), ("unit", "paspor", RETURN), ("budi", "visa", REVIEW)))
    assert found.refused == ("paspor",)


events = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["paspor", "visa"]), st.sampled_from(Source)), max_size=8
)


@given(events, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_read_does_not_matter(told: list[tuple], chance: object) -> None:
    given_order = said(*told)
    shuffled = list(given_order)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert label_of_record(shuffled) == label_of_record(given_order)


@given(events)
def test_a_correction_always_holds(told: list[tuple]) -> None:
    found = label_of_record(said(*told, ("dewi", "visa", Source.CORRECTION)))
    assert (found.category, found.people) == ("visa", ("dewi",))


@given(events)
def test_a_refused_category_never_holds(told: list[tuple]) -> None:
    found = label_of_record(said(*told, ("unit", "visa", RETURN)))
    assert found.category != "visa"
    assert "visa" in found.refused


def test_why_a_label_holds_is_said_in_both_languages() -> None:
    found = label_of_record(said(("sari", "paspor", REVIEW), ("budi", "paspor", AUDIT)))
    assert explain_label(found, "id").startswith("sari dan budi sependapat")
    assert explain_label(found, "en").startswith("sari and budi agree")
    refused = label_of_record(said(("unit", "visa", RETURN)))
    assert "visa ditolak" in explain_label(refused, "id")
