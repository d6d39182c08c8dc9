"""Working days, held against a calendar that looks at every single day of 2019 to 2027."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.time_zones import zone_of
from complaints.working_days import YearState, due_day, end_of, indonesian_year, is_working_day

FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)
NATIONAL = holidays.country_holidays("ID", years=range(2018, 2030), categories=("public",))
JOINT_LEAVE = holidays.country_holidays("ID", years=range(2018, 2030), categories=("government",))
EVERY_DAY = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 300)]
WORKED = [day for day in EVERY_DAY if day.strftime("%a") not in {"Sat", "Sun"} and day not in NATIONAL | JOINT_LEAVE]
PROVINCES = {"Jawa Barat": "Asia/Jakarta", "Bali": "Asia/Makassar", "Papua Selatan": "Asia/Jayapura"}


@given(st.dates(FIRST, LAST), st.sampled_from([3, 5, 10, 14, 60]))
def test_a_due_day_is_the_nth_day_that_was_worked_after_the_start(start: date, days: int) -> None:
    assert due_day(start, days).day == [day for day in WORKED if day > start][days - 1]


def test_every_day_is_worked_or_not_as_the_calendar_says() -> None:
    wrong = [day for day in EVERY_DAY if is_working_day(day) != (day in WORKED)]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2024, 12, 26), "cuti bersama Natal"),
        (date(2023, 1, 23), "cuti bersama Imlek"),
        (date(2025, 8, 18), "cuti bersama Proklamasi"),
        (date(2026, 8, 17), "Proklamasi"),
        (date(2026, 3, 19), "Nyepi"),
        (date(2026, 11, 22), "Minggu"),
    ],
)
def test_days_that_the_decrees_name_are_not_worked(day: date, why: str) -> None:
    assert not is_working_day(day), why


@given(st.dates(FIRST, LAST), st.integers(1, 59))
def test_more_working_days_never_end_earlier(start: date, days: int) -> None:
    one, more = due_day(start, days), due_day(start, days + 1)
    assert start < one.day < more.day
    assert set(one.uncertain) <= set(more.uncertain)


@given(st.dates(FIRST, LAST), st.sampled_from(sorted(PROVINCES)))
def test_a_day_ends_at_midnight_where_the_province_lies(day: date, province: str) -> None:
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(PROVINCES[province]))
    assert end_of(day, zone_of(province)) == midnight


def test_the_same_day_ends_two_hours_earlier_in_the_east() -> None:
    west, middle, east = (end_of(date(2026, 11, 20), zone_of(province)) for province in PROVINCES)
    assert (west - middle, middle - east) == (timedelta(hours=1), timedelta(hours=1))


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_years_that_are_over_are_known(year: int) -> None:
    assert indonesian_year(year).state is YearState.DECREED


def test_a_year_that_nobody_has_decreed_is_said_to_be_unknown_and_not_without_holidays() -> None:
    year = indonesian_year(2090)
    assert year.state is YearState.UNKNOWN
    assert date(2090, 8, 17) in year.days


def test_what_reaches_into_an_unknown_year_is_uncertain_and_what_does_not_is_not() -> None:
    assert due_day(date(2026, 6, 1), 60).uncertain == ()
    assert due_day(date(2089, 12, 20), 10).uncertain == (2089, 2090)
    assert due_day(date(2026, 12, 28), 5).uncertain == (2027,)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Prov. NTT", "WITA"),
        ("provinsi kalimantan timur", "WITA"),
        ("KALTENG", "WIB"),
        ("Papua Barat Daya", "WIT"),
        ("DKI Jakarta", "WIB"),
        ("", "WIB"),
        ("Negeri Antah Berantah", "WIB"),
    ],
)
def test_a_province_is_known_by_the_names_that_people_write(written: str, zone: str) -> None:
    assert str(zone_of(written)) == zone
