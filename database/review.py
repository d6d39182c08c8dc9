"""A person confirms or corrects a suggestion: decision, label, outbox row and audit row, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from psycopg import Connection

from complaints.errors import AlreadyReviewed, NotFound
from database import audit
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
    """Save the verdict and return the id of its decision.

    Raises NotFound where there is no such report, AlreadyReviewed where it was decided or changed since it was shown.
    """
    report_id, version, model, suggested = _win(connection, verdict)
    decision_id = _insert_decision(connection, verdict, report_id, version)
    agreed = list(verdict.path) == suggested
    _insert_label(connection, verdict, report_id, version, model, agreed=agreed)
    _insert_outbox(connection, verdict, report_id, decision_id)
    confirm_likeness(connection, report_id)
    details = {"decision": decision_id, "version": version, "path": list(verdict.path), "agreed": agreed}
    audit.append(connection, f"person:{verdict.person}", "report.reviewed", [(f"report:{report_id}", details)])
    return decision_id


def _win(connection: Connection, verdict: Verdict) -> tuple[int, int, str, list[str]]:
    """The statement that decides a race: only the first of two reviewers moves the status."""
    row = connection.execute(
        """
        UPDATE reports r SET status = 'reviewed'
        FROM decisions d
        WHERE r.public_id = %(public_id)s AND r.status = 'in_review'
          AND d.report_id = r.id AND d.is_current AND d.id = %(shown)s
        RETURNING r.id, r.version, d.model, d.path
        """,
        {"public_id": verdict.public_id, "shown": verdict.shown},
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
    connection: Connection, verdict: Verdict, report_id: int, version: int, model: str, *, agreed: bool
) -> None:
    connection.execute(
        """
        INSERT INTO labels (report_id, report_version, category, klasifikasi, office_id, source, person, agreed, note,
                            model)
        VALUES (%(report_id)s, %(version)s, %(category)s, %(klasifikasi)s, %(office_id)s, 'review', %(person)s,
                %(agreed)s, %(note)s, %(model)s)
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
