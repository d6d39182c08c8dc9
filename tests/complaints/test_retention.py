"""How long what tells of a person is kept."""

from datetime import date

import pytest

from complaints.retention import BadRetention, Erased, check_retention, kept_since, with_what_follows


def test_nothing_is_erased_by_time_unless_it_is_set() -> None:
    assert kept_since(check_retention({}), date(2026, 11, 22)) == {}


def test_the_day_is_counted_back() -> None:
    kept = check_retention({"identity": 365})
    assert kept_since(kept, date(2026, 11, 22)) == {Erased.IDENTITY: date(2025, 11, 22)}


@pytest.mark.parametrize(
    "days", [{"name": 100}, {"identity": 29}, {"identity": -1}, {"identity": 800, "text": 400}, {"text": 0}]
)
def test_what_makes_no_sense_is_refused(days: dict[str, int]) -> None:
    with pytest.raises(BadRetention):
        check_retention(days)


def test_the_identity_goes_with_the_text_but_not_the_text_with_the_identity() -> None:
    assert with_what_follows(Erased.TEXT) == (Erased.IDENTITY, Erased.TEXT)
    assert with_what_follows(Erased.IDENTITY) == (Erased.IDENTITY,)
