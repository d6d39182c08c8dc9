"""A report that cannot be decided without more: the reporter is asked, and it waits for their answer."""

from dataclasses import dataclass, field
from uuid import UUID

from psycopg import Connection

from complaints.errors import JudgedBlind
from complaints.review import QUESTION, Act, Shipment, Weighed, status_after
from database import audit, auditing
from database.deadlines import plan_again
from database.deciding import PersonDecides, decide_by_person, win
from database.leases import refuse_if_taken
from database.outbox import cancel_unsent, insert_shipment


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the reporter is asked. `shown` is the decision that the person was looking at."""

    public_id: UUID
    shown: int
    question: str = field(repr=False)
    person: str


def ask_reporter(connection: Connection, asked: Question) -> int:
    """Hand the question to the outbox and take the report out of the queue until it changes at its source.

    Returns the id of the decision in force. Raises NotFound, AlreadyReviewed, HeldByAnother; JudgedBlind where the
    report is audited or waits for a second opinion.
    """
    refuse_if_taken(connection, asked.public_id, asked.person)
    if auditing.hold_open_audit(connection, asked.public_id, asked.shown) is not None:
        raise JudgedBlind(str(asked.public_id))
    won = win(connection, asked.public_id, asked.shown, status_after(Act.ASK_REPORTER))
    decided = PersonDecides(person=asked.person, reasons=(Weighed.ASKED,))
    decision_id = decide_by_person(connection, won, asked.shown, decided)
    cancel_unsent(connection, [won.report_id], replaced_by=decision_id)
    wanted = Shipment(kind=QUESTION, target=())
    insert_shipment(connection, won.report_id, decision_id, wanted, message=asked.question)
    plan_again(connection, [won.report_id])
    details = {"decision": decision_id, "version": won.version}
    audit.append(connection, f"person:{asked.person}", "report.asked", [(f"report:{won.report_id}", details)])
    return decision_id


def question_of(connection: Connection, decision_id: int) -> str:
    """What the reporter was asked with this decision; empty where it asked nothing."""
    row = connection.execute(
        "SELECT message FROM outbox WHERE decision_id = %(id)s AND NOT goes_beside(kind)", {"id": decision_id}
    ).fetchone()
    return row[0] if row else ""
