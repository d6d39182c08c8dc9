"""A person confirms or corrects a suggestion: decision, label, outbox row and audit row, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import Connection

from complaints.errors import AlreadyReviewed, NotFound
from database import audit, auditing
from database.similar import confirm_likeness


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a person decided about a report: the whole path from the top down, and the office where there is one.

    `shown` is the decision that the person was looking at; `outside` says that somebody else must handle it.
    """

    public_id: UUID
    shown: int
    path: Sequence[str]
    outside: bool
    klasifikasi: str
    office_id: str | None
    person: str
    note: str = field(default="", repr=False)


def record_verdict(connection: Connection, verdict: Verdict) -> int:
    """Save the verdict and return the id of the decision that is then in force.

    A verdict on what was routed and is audited changes the decision only where it went wrong. Raises NotFound where
    there is no such report, AlreadyReviewed where it was decided or changed since it was shown.
    """
    under_audit = auditing.hold_open_audit(connection, verdict.public_id, verdict.shown)
    if under_audit is not None:
        missed = under_audit.is_missed_by(verdict.path)
        auditing.close_audit(connection, under_audit.decision_id, wrong=missed)
        if under_audit.acted and not missed:
            return _confirm_routed(connection, verdict, under_audit)
    report_id, version, model, suggested = _win(connection, verdict, is_audited=under_audit is not None)
    decision_id = _insert_decision(connection, verdict, report_id, version)
    agreed = list(verdict.path) == suggested
    sampling_p = under_audit.sampling_p if under_audit else None
    _insert_label(connection, verdict, report_id, version, model, agreed=agreed, sampling_p=sampling_p)
    _insert_outbox(connection, verdict, report_id, decision_id)
    confirm_likeness(connection, report_id)
    details: dict[str, Any] = {
        "decision": decision_id,
        "version": version,
        "path": list(verdict.path),
        "agreed": agreed,
        "audit": under_audit is not None,
    }
    audit.append(connection, f"person:{verdict.person}", "report.reviewed", [(f"report:{report_id}", details)])
    return decision_id


def _confirm_routed(connection: Connection, verdict: Verdict, under_audit: auditing.OpenAudit) -> int:
    """A label for what was routed well: it stays routed, and nothing is sent twice."""
    agreed = list(verdict.path) == under_audit.path
    _insert_label(
        connection,
        verdict,
        under_audit.report_id,
        under_audit.version,
        under_audit.model,
        agreed=agreed,
        sampling_p=under_audit.sampling_p,
    )
    confirm_likeness(connection, under_audit.report_id)
    details = {"decision": under_audit.decision_id, "version": under_audit.version, "agreed": agreed}
    subject = f"report:{under_audit.report_id}"
    audit.append(connection, f"person:{verdict.person}", "report.audited", [(subject, details)])
    return under_audit.decision_id


def _win(connection: Connection, verdict: Verdict, *, is_audited: bool) -> tuple[int, int, str, list[str]]:
    """The statement that decides a race: only the first of two reviewers moves the status."""
    row = connection.execute(
        """
        UPDATE reports r SET status = 'reviewed'
        FROM decisions d
        WHERE r.public_id = %(public_id)s
          AND (r.status = 'in_review' OR (r.status = 'routed' AND %(is_audited)s))
          AND d.report_id = r.id AND d.is_current AND d.id = %(shown)s
        RETURNING r.id, r.version, d.model, d.path
        """,
        {"public_id": verdict.public_id, "shown": verdict.shown, "is_audited": is_audited},
    ).fetchone()
    if row is not None:
        connection.execute("UPDATE decisions SET is_current = false WHERE id = %(id)s", {"id": verdict.shown})
        connection.execute("UPDATE review_queue SET done_at = now() WHERE report_id = %(id)s", {"id": row[0]})
        return row[0], row[1], row[2], row[3]
    known = connection.execute(
        "SELECT 1 FROM reports WHERE public_id = %(public_id)s", {"public_id": verdict.public_id}
    ).fetchone()
    if known is None:
        raise NotFound(f"report {verdict.public_id}")
    raise AlreadyReviewed(str(verdict.public_id))


def _insert_decision(connection: Connection, verdict: Verdict, report_id: int, version: int) -> int:
    row = connection.execute(
        """
        INSERT INTO decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p, reasons,
                               office_id, office_p, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                               automation)
        SELECT %(report_id)s, %(version)s, %(by)s, 'person', true, cardinality(%(path)s::text[]), %(path)s,
               array_fill(1.0::double precision, ARRAY[cardinality(%(path)s::text[])]), '{}',
               %(office_id)s, NULL, %(klasifikasi)s, 1, '{}', model, policy, directory, automation
        FROM decisions WHERE id = %(shown)s
        RETURNING id
        """,
        {
            "report_id": report_id,
            "version": version,
            "by": f"person:{verdict.person}",
            "path": list(verdict.path),
            "office_id": verdict.office_id,
            "klasifikasi": verdict.klasifikasi,
            "shown": verdict.shown,
        },
    ).fetchone()
    assert row is not None
    decision_id: int = row[0]
    return decision_id


def _insert_label(
    connection: Connection,
    verdict: Verdict,
    report_id: int,
    version: int,
    model: str,
    *,
    agreed: bool,
    sampling_p: float | None,
) -> None:
    connection.execute(
        """
        INSERT INTO labels (report_id, report_version, category, klasifikasi, office_id, source, person, agreed, note,
                            model, sampling_p)
        VALUES (%(report_id)s, %(version)s, %(category)s, %(klasifikasi)s, %(office_id)s, %(source)s, %(person)s,
                %(agreed)s, %(note)s, %(model)s, %(sampling_p)s)
        """,
        {
            "report_id": report_id,
            "version": version,
            "category": verdict.path[-1],
            "klasifikasi": verdict.klasifikasi,
            "office_id": verdict.office_id,
            "person": verdict.person,
            "agreed": agreed,
            "note": verdict.note,
            "model": model,
            "source": "review" if sampling_p is None else "audit",
            "sampling_p": sampling_p,
        },
    )


def _insert_outbox(connection: Connection, verdict: Verdict, report_id: int, decision_id: int) -> None:
    connection.execute(
        """
        INSERT INTO outbox (report_id, decision_id, kind, target, office_id)
        VALUES (%(report_id)s, %(decision_id)s, %(kind)s, %(target)s, %(office_id)s)
        """,
        {
            "report_id": report_id,
            "decision_id": decision_id,
            "kind": "bukan-kewenangan" if verdict.outside else "disposisi",
            "target": list(verdict.path),
            "office_id": verdict.office_id,
        },
    )
