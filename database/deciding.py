"""One decision in force for each report: a person's replaces what was shown, and an earlier one can come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import AlreadyReviewed, NotFound
from complaints.report import Status


@dataclass(frozen=True, kw_only=True)
class Won:
    """The report that a person decides, with what was suggested."""

    report_id: int
    version: int
    model: str
    suggested: list[str]


@dataclass(frozen=True, kw_only=True)
class PersonDecides:
    """What a person decides; `reasons` say how it came about where it was not the usual way."""

    person: str
    path: Sequence[str] = ()
    office_id: str | None = None
    klasifikasi: str = ""
    addressee: str = ""
    reasons: Sequence[str] = ()


def win(connection: Connection, public_id: UUID, shown: int, status: Status, *, is_audited: bool = False) -> Won:
    """The statement that decides a race: only the first of two reviewers moves the status.

    Raises NotFound where there is no such report, AlreadyReviewed where it was decided or changed since it was shown.
    """
    with connection.cursor(row_factory=class_row(Won)) as cursor:
        won = cursor.execute(
            """
            WITH won AS (
                UPDATE reports r SET status = %(status)s
                FROM decisions d
                WHERE r.public_id = %(public_id)s
                  AND (r.status = 'in_review' OR (r.status = 'routed' AND %(is_audited)s))
                  AND d.report_id = r.id AND d.is_current AND d.id = %(shown)s
                RETURNING r.id AS report_id, r.version, d.model, d.path AS suggested
            ), replaced AS (
                UPDATE decisions d SET is_current = false FROM won WHERE d.id = %(shown)s
            ), done AS (
                UPDATE review_queue q SET done_at = now() FROM won WHERE q.report_id = won.report_id
            )
            SELECT report_id, version, model, suggested FROM won
            """,
            {"public_id": public_id, "shown": shown, "is_audited": is_audited, "status": status},
        ).fetchone()
    if won is not None:
        return won
    known = connection.execute("SELECT 1 FROM reports WHERE public_id = %(id)s", {"id": public_id}).fetchone()
    if known is None:
        raise NotFound(f"report {public_id}")
    raise AlreadyReviewed(str(public_id))


def decide_by_person(connection: Connection, won: Won, shown: int, decided: PersonDecides) -> int:
    """Save the person's decision in place of the one that was shown, and free the report; returns its id."""
    row = connection.execute(
        """
        WITH held AS (
            DELETE FROM review_claims WHERE report_id = %(report_id)s
            RETURNING extract(epoch FROM clock_timestamp() - claimed_at) AS seconds, person
        )
        INSERT INTO public.decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p,
                                      reasons, office_id, office_p, klasifikasi, klasifikasi_p, evidence, model,
                                      policy, directory, automation, addressee, took)
        SELECT %(report_id)s, %(version)s, 'person:' || %(person)s::text, 'person', true,
               cardinality(%(path)s::text[]), %(path)s,
               array_fill(1.0::double precision, ARRAY[cardinality(%(path)s::text[])]), %(reasons)s,
               %(office_id)s, NULL, %(klasifikasi)s, 1, '{}', model, policy, directory, automation, %(addressee)s,
               (SELECT seconds FROM held WHERE person = %(person)s)
        FROM decisions WHERE id = %(shown)s
        RETURNING id
        """,
        {
            "report_id": won.report_id,
            "version": won.version,
            "person": decided.person,
            "path": list(decided.path),
            "reasons": list(decided.reasons),
            "office_id": decided.office_id,
            "klasifikasi": decided.klasifikasi,
            "addressee": decided.addressee,
            "shown": shown,
        },
    ).fetchone()
    assert row is not None
    decision_id: int = row[0]
    return decision_id


def bring_back(connection: Connection, decision_id: int, person: str, reason: str | None = None) -> int:
    """A new decision, in force, that says what this earlier one said; returns its id.

    With a reason it is a mere suggestion again, for that reason; without, all is as it was.
    """
    connection.execute(
        """
        UPDATE decisions SET is_current = false
        WHERE is_current AND report_id = (SELECT report_id FROM decisions WHERE id = %(id)s)
        """,
        {"id": decision_id},
    )
    row = connection.execute(
        """
        INSERT INTO public.decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p,
                                      reasons, office_id, office_p, klasifikasi, klasifikasi_p, evidence, model,
                                      policy, directory, automation, addressee, restores)
        SELECT report_id, report_version, 'person:' || %(person)s::text,
               CASE WHEN %(reason)s::text IS NULL THEN outcome ELSE 'review' END,
               acted AND %(reason)s::text IS NULL,
               CASE WHEN %(reason)s::text IS NULL THEN depth ELSE 0 END, path, path_p,
               CASE WHEN %(reason)s::text IS NULL THEN reasons ELSE ARRAY[%(reason)s::text] END,
               office_id, office_p, klasifikasi, klasifikasi_p, evidence, model, policy, directory, automation,
               addressee, id
        FROM public.decisions WHERE id = %(id)s
        RETURNING id
        """,
        {"id": decision_id, "person": person, "reason": reason},
    ).fetchone()
    assert row is not None
    restored: int = row[0]
    return restored


def sure_part(connection: Connection, public_id: UUID, shown: int) -> tuple[str, list[str]]:
    """The outcome of the decision that was shown, and the part of its path that passed the threshold.

    Both are empty where it is not in force any more, or is audited, so that nobody was shown it.
    """
    row = connection.execute(
        """
        SELECT d.outcome, d.path[:d.depth] FROM decisions d JOIN reports r ON r.id = d.report_id
        WHERE r.public_id = %(public_id)s AND d.id = %(shown)s AND d.is_current
          AND NOT EXISTS (SELECT FROM audits a WHERE a.decision_id = d.id AND a.judged_at IS NULL)
        """,
        {"public_id": public_id, "shown": shown},
    ).fetchone()
    return (row[0], row[1]) if row else ("", [])
