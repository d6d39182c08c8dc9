"""How a new decision differs from the one in force, and what follows."""

from dataclasses import replace

import pytest

from complaints.prediction import OfficeMatch, Step
from complaints.report import Status
from complaints.rerouting import Consequence, Difference, InForceThen, compare, follow
from complaints.routing import Decision, Outcome, Reason

PASPOR = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
VISA = ("IMIPAS", "imigrasi", "IMI", "imi-visa")
NOTARIS = ("KUM", "hukum", "AHU", "ahu-notaris")
SENT = InForceThen(status=Status.ROUTED, outcome="auto", touched=False, path=PASPOR, depth=3, office_id=None)
WAITING = replace(SENT, status=Status.IN_REVIEW, outcome="review", depth=0)
JUDGED = replace(SENT, status=Status.REVIEWED, outcome="person", touched=True, depth=4)


def now(path: tuple[str, ...], depth: int, office: str = "") -> Decision:
    return Decision(
        outcome=Outcome.AUTO if depth else Outcome.REVIEW,
        depth=depth,
        steps=tuple(Step(path=path[:level], p=0.9) for level in range(1, len(path) + 1)),
        reasons=(Reason.SURE,),
        office=OfficeMatch(id=office, name=office, p=0.9, span=office, how="name") if office else None,
    )


@pytest.mark.parametrize(
    ("before", "after", "difference", "consequence"),
    [
        (SENT, now(PASPOR, 3), Difference.SAME, Consequence.NOTHING),
        (SENT, now(NOTARIS, 2), Difference.ELSEWHERE, Consequence.LOOK),
        (SENT, now(NOTARIS, 0), Difference.HELD, Consequence.NOTHING),
        (SENT, now(PASPOR, 2), Difference.DEPTH, Consequence.NOTHING),
        (SENT, now(PASPOR, 3, "KANIM"), Difference.OFFICE, Consequence.NOTHING),
        # Below what was sure both are suggestions only.
        (SENT, now(VISA, 3), Difference.SUGGESTION, Consequence.NOTHING),
        (WAITING, now(PASPOR, 0), Difference.SAME, Consequence.NOTHING),
        (WAITING, now(PASPOR, 3), Difference.SENT, Consequence.ANEW),
        (WAITING, now(NOTARIS, 0), Difference.SUGGESTION, Consequence.ANEW),
        (replace(WAITING, touched=True), now(NOTARIS, 0), Difference.SUGGESTION, Consequence.NOTHING),
        (JUDGED, now(PASPOR, 0), Difference.SAME, Consequence.NOTHING),
        (JUDGED, now(VISA, 0), Difference.SUGGESTION, Consequence.NOTHING),
        (JUDGED, now(NOTARIS, 2), Difference.ELSEWHERE, Consequence.NOTHING),
    ],
)
def test_what_differs_and_what_follows(
    before: InForceThen, after: Decision, difference: Difference, consequence: Consequence
) -> None:
    assert compare(before, after) is difference
    assert follow(before, difference) is consequence


def test_a_report_that_nobody_could_read_differs_from_one_that_was_sent() -> None:
    unread = Decision(outcome=Outcome.REVIEW, depth=0, steps=(), reasons=(Reason.FAILED,))
    assert compare(SENT, unread) is Difference.HELD


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("difference", list(Difference))
def test_what_a_person_had_a_part_in_is_never_decided_again(status: Status, difference: Difference) -> None:
    for touched in (replace(JUDGED, status=status), replace(SENT, status=status, touched=True)):
        assert follow(touched, difference) is Consequence.NOTHING
