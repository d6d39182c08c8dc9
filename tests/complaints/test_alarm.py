"""Rules and model together: either is enough, and each is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.alarm import Alarm, judge_urgency
from complaints.report import Message
from complaints.urgency import Urgency, UrgencyKind, UrgencyLevel, urgency_of

CALM = Message(judul="", isi="Antrean paspor penuh")
DEADLINE = Message(judul="", isi="besok pagi saya terbang, paspor belum jadi")
SUICIDE = Message(judul="", isi="kakak mencoba gantung diri")


def alarm(level: UrgencyLevel = UrgencyLevel.DANGER, p: float = 0.6) -> Alarm:
    return Alarm(level=level, p=p, words=("antrean",))


def test_without_an_alarm_the_rules_decide_alone() -> None:
    assert judge_urgency(SUICIDE, None) == urgency_of(SUICIDE)
    assert judge_urgency(CALM, None) == Urgency()


def test_an_alarm_alone_is_enough_and_says_that_it_was_the_model() -> None:
    urgency = judge_urgency(CALM, alarm())
    assert urgency.view() == {
        "level": "danger",
        "reasons": [{"kind": "model", "spans": ["antrean"], "p": 0.6}],
    }


def test_what_both_find_has_both_reasons_and_only_that_of_the_model_a_probability() -> None:
    reasons = judge_urgency(SUICIDE, alarm()).reasons
    assert [(reason.kind, reason.p) for reason in reasons] == [(UrgencyKind.SUICIDE, None), (UrgencyKind.MODEL, 0.6)]


@pytest.mark.parametrize(
    ("message", "level", "together"),
    [
        (DEADLINE, UrgencyLevel.DANGER, UrgencyLevel.DANGER),
        (SUICIDE, UrgencyLevel.SOON, UrgencyLevel.DANGER),
        (CALM, UrgencyLevel.SOON, UrgencyLevel.SOON),
    ],
)
def test_the_higher_level_counts(message: Message, level: UrgencyLevel, together: UrgencyLevel) -> None:
    assert judge_urgency(message, alarm(level)).level is together


@given(st.floats(0, 1), st.floats(0, 1))
def test_of_one_level_a_rule_comes_first_and_then_the_likelier_alarm(p: float, other: float) -> None:
    likelier, less = (judge_urgency(CALM, alarm(p=one)).precedence for one in (max(p, other), min(p, other)))
    deadline = judge_urgency(DEADLINE, None).precedence
    assert judge_urgency(SUICIDE, None).precedence > likelier >= less > deadline
