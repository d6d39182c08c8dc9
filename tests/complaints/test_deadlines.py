"""What must be done about a report by when."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.course import Decided, Past, course_of
from complaints.deadline_rules import Rule, Step, read_rules, shipped_rules
from complaints.deadlines import (
    Course,
    Deadline,
    Milestone,
    MilestoneKind,
    Standing,
    next_due,
    plan,
    standing_of,
)
from complaints.errors import InvalidDeadlineRules
from complaints.time_zones import zone_of
from complaints.timestamps import WIB
from complaints.working_days import due_day

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=WIB)
HOUR = timedelta(hours=1)
UNIT = ("IMIPAS", "imigrasi", "IMI")


def on(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, 0, tzinfo=WIB)


def due_days(past: Past) -> dict[Step, date]:
    return {deadline.step: deadline.due_on for deadline in plan(course_of(past))}


def met(past: Past) -> dict[Step, datetime | None]:
    return {deadline.step: deadline.met_at for deadline in plan(course_of(past))}


def decided(number: int, at: datetime, **fields: object) -> Decided:
    values = {"acted": True, "path": UNIT, "office_id": None, "by_person": False, "klasifikasi": "tidak-berkadar"}
    return Decided(id=number, at=at, **(values | fields))


def past(*decisions: Decided, **fields: object) -> Past:
    values = {"reported_at": MONDAY, "zone": WIB, "klasifikasi": "tidak-berkadar"}
    return Past(decisions=decisions, **(values | fields))


def done(kind: MilestoneKind, at: datetime) -> Milestone:
    return Milestone(kind=kind, at=at)


def test_what_waits_has_three_days_to_be_verified_and_runs_by_its_kind() -> None:
    assert due_days(past()) == {Step.VERIFICATION: date(2026, 11, 5), Step.TOTAL: date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("klasifikasi", "days"), [("informasi", 5), ("aspirasi", 5), ("tidak-berkadar", 14), ("berkadar", 60)]
)
def test_the_whole_way_is_as_long_as_the_kind_says(klasifikasi: str, days: int) -> None:
    assert due_days(past(klasifikasi=klasifikasi))[Step.TOTAL] == due_day(MONDAY.date(), days).day


def test_of_a_kind_that_nobody_knows_only_the_verification_is_due() -> None:
    assert list(due_days(past(klasifikasi=""))) == [Step.VERIFICATION]


def test_once_it_is_sent_the_unit_has_five_days() -> None:
    sent = past(decided(1, on(4)))
    assert due_days(sent)[Step.FOLLOW_UP] == date(2026, 11, 11)
    assert met(sent)[Step.VERIFICATION] == on(4)


def test_a_person_who_confirms_what_was_sent_does_not_give_the_unit_more_time() -> None:
    sent = past(decided(1, on(4), path=UNIT[:2]), decided(2, on(6), by_person=True, office_id="KANIM-CJR"))
    assert due_days(sent)[Step.FOLLOW_UP] == date(2026, 11, 11)


@pytest.mark.parametrize(
    "elsewhere", [{"path": ("IMIPAS", "pemasyarakatan", "PAS")}, {"office_id": "KANIM-BGR"}], ids=["unit", "office"]
)
def test_a_unit_that_gets_it_later_has_its_five_days_from_then_on(elsewhere: dict[str, object]) -> None:
    first = decided(1, on(4), office_id="KANIM-CJR")
    corrected = past(first, decided(2, on(10), by_person=True, **{"office_id": "KANIM-CJR", **elsewhere}))
    assert due_days(corrected)[Step.FOLLOW_UP] == date(2026, 11, 17)
    assert due_days(corrected)[Step.TOTAL] == date(2026, 11, 20)


def test_what_a_unit_gives_back_must_be_verified_anew_while_the_whole_goes_on() -> None:
    returned = past(decided(1, on(4)), decided(2, on(9), acted=False), taken_back_at=on(9))
    assert due_days(returned) == {Step.VERIFICATION: date(2026, 11, 12), Step.TOTAL: date(2026, 11, 20)}
    assert met(returned)[Step.VERIFICATION] is None


def test_a_person_who_changes_the_kind_changes_how_long_it_may_take() -> None:
    corrected = past(decided(1, on(4), by_person=True, klasifikasi="berkadar"))
    assert due_days(corrected)[Step.TOTAL] == due_day(MONDAY.date(), 60).day


def test_a_verdict_that_is_undone_leaves_the_deadlines_as_they_were() -> None:
    waits = past(decided(1, on(3), acted=False))
    verdict = decided(2, on(4), by_person=True, klasifikasi="berkadar")
    undone = past(*waits.decisions, verdict, decided(3, on(4, 10), acted=False, restores=1))
    assert plan(course_of(undone)) == plan(course_of(waits))


def test_a_correction_that_is_undone_leaves_the_unit_the_time_that_it_had() -> None:
    sent, elsewhere = decided(1, on(4)), decided(2, on(6), by_person=True, path=("IMIPAS", "pemasyarakatan", "PAS"))
    undone = past(sent, elsewhere, decided(3, on(6, 10), restores=1))
    assert plan(course_of(undone)) == plan(course_of(past(sent)))


@pytest.mark.parametrize("gone", [{"is_elsewhere": True}, {"given_away_at": on(4)}])
def test_what_is_not_ours_any_more_has_no_deadline_but_that_it_was_verified(gone: dict[str, object]) -> None:
    assert list(met(past(decided(1, on(4)), **gone)).items()) == [(Step.VERIFICATION, on(4))]


def test_a_follow_up_without_reply_closes_ten_days_later() -> None:
    followed = past(decided(1, on(4)), milestones=[done(MilestoneKind.FOLLOW_UP, on(6))])
    assert met(followed)[Step.FOLLOW_UP] == on(6)
    assert due_days(followed)[Step.CLOSING] == date(2026, 11, 20)


def test_a_reply_stops_the_closing_until_the_next_follow_up() -> None:
    replied = [done(MilestoneKind.FOLLOW_UP, on(6)), done(MilestoneKind.REPLY, on(9))]
    assert Step.CLOSING not in due_days(past(decided(1, on(4)), milestones=replied))
    answered = [*replied, done(MilestoneKind.FOLLOW_UP, on(12))]
    assert due_days(past(decided(1, on(4)), milestones=answered))[Step.CLOSING] == date(2026, 11, 26)


def test_what_is_closed_has_nothing_open() -> None:
    milestones = [done(MilestoneKind.FOLLOW_UP, on(6)), done(MilestoneKind.CLOSED, on(20))]
    deadlines = plan(course_of(past(decided(1, on(4)), milestones=milestones)))
    assert [deadline.step for deadline in deadlines] == list(Step)
    assert next_due(deadlines) is None


def test_what_is_closed_at_once_counts_as_answered() -> None:
    closed = met(past(decided(1, on(4)), milestones=[done(MilestoneKind.CLOSED, on(5))]))
    assert closed == {Step.VERIFICATION: on(4), Step.FOLLOW_UP: on(5), Step.TOTAL: on(5)}


def test_a_report_keeps_the_rule_of_its_day() -> None:
    change = date(2026, 11, 3)
    rules = [
        Rule(step=Step.VERIFICATION, klasifikasi=None, days=3, valid_to=change - timedelta(days=1)),
        Rule(step=Step.VERIFICATION, klasifikasi=None, days=1, valid_from=change),
    ]
    before, after = (Course(reported_at=at, zone=WIB, opened_at=at) for at in (on(2), on(3)))
    assert [plan(course, rules)[0].due_on for course in (before, after)] == [date(2026, 11, 5), date(2026, 11, 4)]


def test_the_day_of_a_report_is_that_of_its_place() -> None:
    late = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)
    west, east = (plan(Course(reported_at=late, zone=zone_of(name), opened_at=late))[0] for name in ("Aceh", "Papua"))
    assert (west.due_on, east.due_on) == (date(2026, 11, 5), date(2026, 11, 6))


@given(st.integers(-500, 500), st.one_of(st.none(), st.integers(-500, 500)))
def test_a_deadline_stands_somewhere_at_every_moment(now: int, met_after: int | None) -> None:
    due_at = on(20)
    met_at = None if met_after is None else due_at + met_after * HOUR
    standing = standing_of(due_at, met_at, due_at + now * HOUR)
    assert (standing in {Standing.MET, Standing.MET_LATE}) == (met_at is not None)
    assert (standing is Standing.OVERDUE) == (met_at is None and now >= 0)
    assert (standing is Standing.TODAY) == (met_at is None and -24 <= now < 0)


@given(st.lists(st.tuples(st.sampled_from(MilestoneKind), st.integers(1, 600)), max_size=6))
def test_every_milestone_leaves_a_plan_whose_open_part_is_what_was_not_done(steps: list) -> None:
    milestones = [done(kind, MONDAY + hours * HOUR) for kind, hours in sorted(steps, key=lambda one: one[1])]
    deadlines = plan(course_of(past(decided(1, MONDAY), milestones=milestones)))
    by_step = {deadline.step: deadline for deadline in deadlines}
    kinds = {one.kind for one in milestones}
    assert (by_step[Step.TOTAL].met_at is not None) == (MilestoneKind.CLOSED in kinds)
    assert (by_step[Step.FOLLOW_UP].met_at is None) == (not kinds & {MilestoneKind.FOLLOW_UP, MilestoneKind.CLOSED})
    assert all(deadline.due_at > deadline.started_at for deadline in deadlines)


def test_the_shipped_rules_name_their_source() -> None:
    assert all(rule.source for rule in shipped_rules())
    assert {rule.step for rule in shipped_rules()} == set(Step)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nanti,,3,,,x", "row 2, column step: 'nanti' is not a step; write one of verification"),
        ("total,biasa,3,,,x", "row 2, column klasifikasi: 'biasa' is not a klasifikasi"),
        ("total,,nol,,,x", "row 2, column days: 'nol' is not a number of working days"),
        ("total,,0,,,x", "row 2, column days: '0' is not a number of working days"),
        ("total,,3,kemarin,,x", "row 2, column valid_from: 'kemarin' is not a day; write it as 2026-01-31"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named_with_its_remedy(tmp_path: Path, row: str, said: str) -> None:
    table = tmp_path / "rules.csv"
    table.write_text(f"step,klasifikasi,days,valid_from,valid_to,source\n{row}\n")
    with pytest.raises(InvalidDeadlineRules, match=said):
        read_rules(table)


def test_the_open_deadline_that_ends_first_comes_first() -> None:
    deadlines = plan(course_of(past(decided(1, on(4)))))
    found = next_due(deadlines)
    assert isinstance(found, Deadline)
    assert found.step is Step.FOLLOW_UP
