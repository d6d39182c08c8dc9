"""What follows from what a reviewer does, and how two blind answers are settled."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.report import Status
from complaints.review import (
    Act,
    Answer,
    Shipment,
    Turn,
    Weighed,
    agree,
    arrives_at,
    may_be_undone,
    needs_reason,
    settle,
    status_after,
    turn_of,
)

PASPOR = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
VISA = ("IMIPAS", "imigrasi", "IMI", "imi-visa")
PEMDA = ("LUAR", "luar", "LUAR", "luar-pemda")
ONE = Answer(person="satu", path=PASPOR, klasifikasi="aspirasi")
TWO = replace(ONE, person="dua")
THREE = replace(ONE, person="tiga", path=VISA)


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (Act.ROUTE, Status.REVIEWED),
        (Act.NOT_OURS, Status.REVIEWED),
        (Act.DUPLICATE, Status.REVIEWED),
        (Act.ASK_REPORTER, Status.AWAITING_INFO),
        (Act.SECOND_OPINION, Status.IN_REVIEW),
        (Act.SKIP, Status.IN_REVIEW),
    ],
)
def test_each_act_leaves_the_report_in_its_state(act: Act, status: Status) -> None:
    assert status_after(act) is status


@pytest.mark.parametrize(
    ("outcome", "sure", "chosen", "needed"),
    [
        ("auto", PASPOR[:2], PEMDA, True),
        ("auto", PASPOR, VISA, True),
        # What was sure is kept; only the guess below it is corrected.
        ("auto", PASPOR[:2], VISA, False),
        ("review", (), PEMDA, False),
        ("", (), PEMDA, False),
    ],
)
def test_a_reason_is_asked_for_where_a_sure_suggestion_is_overturned(
    outcome: str, sure: tuple[str, ...], chosen: tuple[str, ...], needed: bool
) -> None:
    assert needs_reason(outcome, sure, chosen) is needed


def disposisi(*target: str, office: str | None = None) -> Shipment:
    return Shipment(kind="disposisi", target=target, office_id=office)


@pytest.mark.parametrize(
    ("sent", "wanted", "arrives"),
    [
        (disposisi("IMIPAS", "imigrasi"), disposisi(*PASPOR), True),
        (disposisi("IMIPAS", office="K1"), disposisi(*PASPOR), True),
        (disposisi("IMIPAS", office="K1"), disposisi(*PASPOR, office="K1"), True),
        (disposisi("IMIPAS", office="K1"), disposisi(*PASPOR, office="K2"), False),
        (disposisi("IMIPAS"), disposisi(*PASPOR, office="K2"), False),
        (disposisi("HAM"), disposisi(*PASPOR), False),
        (disposisi(), disposisi(*PASPOR), False),
        (disposisi(*PASPOR), Shipment(kind="bukan-kewenangan", target=PASPOR), False),
        (Shipment(kind="bukan-kewenangan", target=PEMDA), Shipment(kind="bukan-kewenangan", target=PEMDA), True),
        (
            Shipment(kind="bukan-kewenangan", target=PEMDA),
            Shipment(kind="bukan-kewenangan", target=PEMDA, addressee="Pemkab Cianjur"),
            False,
        ),
    ],
)
def test_nothing_is_sent_twice_to_where_it_goes_already(sent: Shipment, wanted: Shipment, arrives: bool) -> None:
    assert arrives_at(sent, wanted) is arrives


def test_two_that_agree_decide_with_what_either_adds() -> None:
    settled = settle([replace(ONE, office_id="K1"), TWO])
    assert settled == replace(TWO, office_id="K1")


@pytest.mark.parametrize(
    "other",
    [
        replace(TWO, path=VISA),
        replace(TWO, klasifikasi="informasi"),
        replace(TWO, office_id="K2"),
        replace(TWO, addressee="Pemkab Bogor"),
    ],
)
def test_two_that_differ_in_anything_leave_it_open(other: Answer) -> None:
    assert settle([replace(ONE, office_id="K1", addressee="Pemkab Cianjur"), other]) is None


def test_the_third_decides_whatever_both_said() -> None:
    assert settle([ONE, replace(TWO, path=PEMDA), THREE]) == THREE


def test_one_answer_decides_nothing() -> None:
    assert settle([]) is None
    assert settle([ONE]) is None


@pytest.mark.parametrize(
    ("person", "answers", "turn"),
    [
        ("peminta", [], Turn.NONE),
        ("satu", [], Turn.BLIND),
        ("satu", [ONE], Turn.NONE),
        ("dua", [ONE], Turn.BLIND),
        ("peminta", [ONE], Turn.NONE),
        ("satu", [ONE, replace(TWO, path=VISA)], Turn.NONE),
        ("tiga", [ONE, replace(TWO, path=VISA)], Turn.SETTLE),
        ("peminta", [ONE, replace(TWO, path=VISA)], Turn.SETTLE),
    ],
)
def test_nobody_answers_twice_and_who_asked_may_only_settle(person: str, answers: list[Answer], turn: Turn) -> None:
    assert turn_of(person, "peminta", answers) is turn


def test_a_blind_verdict_is_never_undone() -> None:
    assert may_be_undone([])
    assert may_be_undone([Weighed.ASKED])
    assert not may_be_undone([Weighed.AUDITED])
    assert not may_be_undone([Weighed.SETTLED])


answers = st.builds(
    Answer,
    person=st.sampled_from(["satu", "dua"]),
    path=st.sampled_from([PASPOR, VISA]),
    klasifikasi=st.sampled_from(["aspirasi", "informasi"]),
    office_id=st.sampled_from([None, "K1", "K2"]),
    addressee=st.sampled_from(["", "Pemkab", "PEMKAB", "Pemkot"]),
)


@given(answers, answers)
def test_agreeing_has_no_order(one: Answer, other: Answer) -> None:
    assert agree(one, other) == agree(other, one)
    assert agree(one, one)
