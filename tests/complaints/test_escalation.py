"""Who is told of a deadline, and when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.deadline_rules import Step
from complaints.directory import Office
from complaints.escalation import Level, addressees_of, notices_by

PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
OFFICES = {
    "KANIM-CJR": Office(id="KANIM-CJR", kind="Kanim", name="Kanim Cianjur", parent_id="KW-32"),
    "KW-32": Office(id="KW-32", kind="Kanwil Imigrasi", name="Kanwil Jawa Barat"),
    "BHP-JKT": Office(id="BHP-JKT", kind="BHP", name="BHP Jakarta"),
}
DUE = date(2026, 11, 20)


def told(step: Step, today: date, path: tuple[str, ...] = PATH, office: str | None = "KANIM-CJR") -> list[str]:
    notices = notices_by(step, DUE, today, addressees_of(path, office, OFFICES))
    return [f"{notice.level}{'!' if notice.is_overdue else ''}" for notice in notices]


@pytest.mark.parametrize(
    ("today", "levels"),
    [
        (date(2026, 11, 18), []),
        (date(2026, 11, 19), ["office"]),
        (date(2026, 11, 20), ["office"]),
        (date(2026, 11, 21), ["office", "kanwil!"]),
        (date(2026, 11, 24), ["office", "kanwil!"]),
        (date(2026, 11, 25), ["office", "kanwil!", "unit!"]),
        (date(2026, 11, 27), ["office", "kanwil!", "unit!", "instansi!"]),
    ],
)
def test_first_the_office_is_warned_and_then_one_level_higher_is_told_each_time(today: date, levels: list[str]) -> None:
    assert told(Step.FOLLOW_UP, today) == levels


def test_the_warning_goes_to_the_lowest_level_that_somebody_holds() -> None:
    assert told(Step.FOLLOW_UP, DUE, office=None) == ["unit"]
    assert told(Step.FOLLOW_UP, DUE, office="KW-32") == ["kanwil"]
    assert told(Step.FOLLOW_UP, DUE, path=PATH[:2], office=None) == ["instansi"]


def test_an_office_without_a_kanwil_is_passed_over_to_its_unit() -> None:
    later = date(2026, 11, 30)
    assert told(Step.TOTAL, later, office="BHP-JKT") == ["office", "unit!", "instansi!"]


def test_before_it_is_sent_only_the_instansi_is_told() -> None:
    assert told(Step.VERIFICATION, DUE) == ["instansi"]
    assert told(Step.VERIFICATION, date(2026, 12, 20)) == ["instansi", "instansi!"]


def test_what_closes_by_itself_is_told_to_nobody() -> None:
    assert told(Step.CLOSING, date(2026, 12, 20)) == []


def test_each_level_has_its_address() -> None:
    found = addressees_of(PATH, "KANIM-CJR", OFFICES)
    assert {level: (one.office_id, one.path) for level, one in found.items()} == {
        Level.OFFICE: ("KANIM-CJR", PATH[:3]),
        Level.KANWIL: ("KW-32", PATH[:3]),
        Level.UNIT: (None, PATH[:3]),
        Level.INSTANSI: (None, PATH[:1]),
    }


@given(st.integers(-10, 60), st.sampled_from(Step), st.sampled_from(["KANIM-CJR", "KW-32", "BHP-JKT", None]))
def test_who_was_told_stays_told(days: int, step: Step, office: str | None) -> None:
    today = DUE + timedelta(days=days)
    assert set(told(step, today, office=office)) <= set(told(step, today + timedelta(days=1), office=office))
