"""An urgent report is sent on at once where the policy is sure, and a person sees it first in any case."""

from collections.abc import Callable
from uuid import UUID

from psycopg import Connection

from complaints.report import IncomingReport, Status
from complaints.routing import Automation, Decision, Outcome, Reason
from complaints.urgency import Urgency, UrgencyKind, UrgencyLevel, UrgentReason
from database.claiming import claim_received
from database.counting import count_by_status
from database.intake import Stored
from database.routed import Routed, Versions
from database.routing import save_routed
from database.waiting import QueueFilter, list_queue

Make = Callable[..., IncomingReport]
Store = Callable[..., Stored]
RUN = UUID("00000000-0000-4000-8000-000000000001")


def urgency(level: UrgencyLevel) -> Urgency:
    reasons = (UrgentReason(kind=UrgencyKind.LIFE, spans=("dibunuh",)),)
    return Urgency(level=level, reasons=() if level is UrgencyLevel.NONE else reasons)


def route(connection: Connection, *cases: tuple[bool, Reason, UrgencyLevel]) -> None:
    claimed = claim_received(connection, len(cases))
    routed = [
        Routed(claimed=item, decision=decision(acted), acted=acted, reason=reason, urgency=urgency(level))
        for item, (acted, reason, level) in zip(claimed, cases, strict=True)
    ]
    save_routed(connection, routed, Versions(directory="d1", automation=Automation.PROVISIONAL, run_id=RUN))


def decision(acted: bool) -> Decision:
    return Decision(outcome=Outcome.AUTO if acted else Outcome.REVIEW, depth=0, steps=(), reasons=(Reason.UNSURE,))


def test_an_urgent_report_is_sent_on_and_stands_in_the_queue(
    connection: Connection, make_report: Make, store: Store
) -> None:
    store(connection, make_report())
    route(connection, (True, Reason.SURE, UrgencyLevel.DANGER))
    assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (1,)
    (row,) = list_queue(connection, QueueFilter(), limit=50)
    assert (row.reason, row.urgency) == (
        Reason.URGENT,
        {"level": "danger", "reasons": [{"kind": "life", "spans": ["dibunuh"]}]},
    )
    assert count_by_status(connection) == {Status.IN_REVIEW: 1}


def test_danger_stands_before_a_deadline_and_both_before_the_rest(
    connection: Connection, make_report: Make, store: Store
) -> None:
    store(connection, *[make_report(str(number)) for number in range(4)])
    route(
        connection,
        (False, Reason.FAILED, UrgencyLevel.NONE),
        (False, Reason.CHANGED, UrgencyLevel.SOON),
        (False, Reason.OUTSIDE, UrgencyLevel.DANGER),
        (True, Reason.SURE, UrgencyLevel.NONE),
    )
    assert [row.external_id for row in list_queue(connection, QueueFilter(), limit=50)] == ["2", "1", "0"]
