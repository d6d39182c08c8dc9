"""A person confirms or corrects a suggestion: decision, label, outbox row and audit row, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import Connection

from complaints.copies import CopyTo, beside
from complaints.review import DISPOSISI, NOT_OURS, Act, Shipment, Weighed, status_after
from database import audit, auditing
from database.copies import give_copies
from database.deadlines import plan_again
from database.deciding import PersonDecides, Won, decide_by_person, win
from database.labelling import Label, keep_label
from database.leases import refuse_if_taken, release
from database.outbox import hand_over
from database.returning import queue_released, release_returns


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a person decided about a report: the whole path from the top down, and the office where there is one.

    `shown` is the decision that the person was looking at; `outside` says that somebody else must handle it, whom
    `addressee` names where the category alone does not. `copies` are told of it, beside whoever is responsible.
    """

    public_id: UUID
    shown: int
    path: Sequence[str]
    outside: bool
    klasifikasi: str
    office_id: str | None
    person: str
    note: str = field(default="", repr=False)
    addressee: str = ""
    copies: Sequence[CopyTo] = ()


def record_verdict(connection: Connection, verdict: Verdict) -> int:
    """Save the verdict and return the id of the decision that is then in force.

    A verdict on what was routed and is audited changes the decision only where it went wrong. Raises NotFound where
    there is no such report, AlreadyReviewed where it was decided or changed since it was shown, HeldByAnother where
    somebody else holds it, JudgedBlind where a second opinion was asked for.
    """
    refuse_if_taken(connection, verdict.public_id, verdict.person)
    under_audit = auditing.hold_open_audit(connection, verdict.public_id, verdict.shown)
    if under_audit is None:
        return settle_report(connection, verdict, source="review")
    missed = under_audit.is_missed_by(verdict.path)
    auditing.close_audit(connection, under_audit.decision_id, wrong=missed)
    if under_audit.acted and not missed:
        return _confirm_routed(connection, verdict, under_audit)
    return settle_report(
        connection, verdict, source="audit", reasons=(Weighed.AUDITED,), sampling_p=under_audit.sampling_p
    )


def settle_report(
    connection: Connection,
    verdict: Verdict,
    *,
    source: str,
    reasons: Sequence[str] = (),
    sampling_p: float | None = None,
) -> int:
    """The verdict holds, whoever asked for it. Raises NotFound or AlreadyReviewed; see record_verdict."""
    status = status_after(Act.NOT_OURS if verdict.outside else Act.ROUTE)
    won = win(connection, verdict.public_id, verdict.shown, status, is_audited=source == "audit")
    decided = PersonDecides(
        person=verdict.person,
        path=verdict.path,
        office_id=verdict.office_id,
        klasifikasi=verdict.klasifikasi,
        addressee=verdict.addressee,
        reasons=reasons,
    )
    decision_id = decide_by_person(connection, won, verdict.shown, decided)
    label = _label(verdict, won, decision_id, source=source, sampling_p=sampling_p)
    keep_label(connection, label)
    release_returns(connection, won.report_id)
    hand_over(connection, won.report_id, decision_id, _shipment(verdict))
    plan_again(connection, [won.report_id])
    details: dict[str, Any] = {
        "decision": decision_id,
        "version": won.version,
        "path": list(verdict.path),
        "agreed": label.agreed,
        "audit": source == "audit",
    }
    audit.append(connection, f"person:{verdict.person}", "report.reviewed", [(f"report:{won.report_id}", details)])
    wanted = beside(verdict.copies, verdict.path, verdict.office_id)
    give_copies(connection, won.report_id, decision_id, wanted, verdict.person)
    return decision_id


def _confirm_routed(connection: Connection, verdict: Verdict, under_audit: auditing.OpenAudit) -> int:
    """A label for what was routed well: it stays routed, and nothing is sent twice."""
    won = Won(
        report_id=under_audit.report_id,
        version=under_audit.version,
        model=under_audit.model,
        suggested=under_audit.path,
    )
    label = _label(verdict, won, under_audit.decision_id, source="audit", sampling_p=under_audit.sampling_p)
    keep_label(connection, label)
    release(connection, verdict.public_id, verdict.person)
    if release_returns(connection, won.report_id):
        queue_released(connection, won.report_id, verdict.person)
    details = {"decision": under_audit.decision_id, "version": won.version, "agreed": label.agreed}
    audit.append(connection, f"person:{verdict.person}", "report.audited", [(f"report:{won.report_id}", details)])
    return under_audit.decision_id


def _label(verdict: Verdict, won: Won, decision_id: int, *, source: str, sampling_p: float | None) -> Label:
    return Label(
        report_id=won.report_id,
        version=won.version,
        category=verdict.path[-1],
        klasifikasi=verdict.klasifikasi,
        office_id=verdict.office_id,
        source=source,
        person=verdict.person,
        agreed=list(verdict.path) == won.suggested,
        note=verdict.note,
        model=won.model,
        sampling_p=sampling_p,
        decision_id=decision_id,
    )


def _shipment(verdict: Verdict) -> Shipment:
    return Shipment(
        kind=NOT_OURS if verdict.outside else DISPOSISI,
        target=tuple(verdict.path),
        office_id=verdict.office_id,
        addressee=verdict.addressee,
    )
