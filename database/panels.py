"""Second opinions: a panel is asked for, two people answer blind, and a third settles where they differ."""

from dataclasses import dataclass, replace
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import AlreadyReviewed, JudgedBlind, NotFound, NotYourTurn
from complaints.review import Answer, Turn, Weighed, settle, turn_of
from database import audit, auditing
from database.leases import refuse_if_held, refuse_if_taken, release
from database.reports import find_report
from database.returning import release_returns
from database.review import Verdict, settle_report


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A panel that is open: who asked for it and why, and the answers so far in their order."""

    id: int
    report_id: int
    asked_by: str
    note: str
    answers: tuple[Answer, ...]

    def turn_of(self, person: str) -> Turn:
        """What this person may add."""
        return turn_of(person, self.asked_by, self.answers)


@dataclass(frozen=True, kw_only=True)
class _Row:
    id: int
    report_id: int
    asked_by: str
    note: str


def open_panel_of(connection: Connection, report_id: int) -> Panel | None:
    """The open panel about the report as it reads now."""
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        row = cursor.execute(
            """
            SELECT p.id, p.report_id, p.asked_by, p.note FROM panels p JOIN reports r ON r.id = p.report_id
            WHERE p.report_id = %(id)s AND p.closed_at IS NULL AND p.report_version = r.version
              AND r.status = 'in_review'
            """,
            {"id": report_id},
        ).fetchone()
    if row is None:
        return None
    return Panel(**vars(row), answers=_answers(connection, row.id))


def _answers(connection: Connection, panel_id: int) -> tuple[Answer, ...]:
    rows = connection.execute(
        """
        SELECT person, path, klasifikasi, office_id, addressee FROM opinions WHERE panel_id = %(id)s ORDER BY id
        """,
        {"id": panel_id},
    ).fetchall()
    return tuple(
        Answer(person=row[0], path=tuple(row[1]), klasifikasi=row[2], office_id=row[3], addressee=row[4])
        for row in rows
    )


def turn_in_panel(connection: Connection, public_id: UUID, person: str) -> Turn | None:
    """What this person may add to the open panel about the report; None where there is none. Raises NotFound."""
    panel = open_panel_of(connection, find_report(connection, public_id).id)
    return panel.turn_of(person) if panel else None


def ask_panel(connection: Connection, public_id: UUID, shown: int, person: str, note: str) -> None:
    """Ask two others to judge the report blind.

    Raises NotFound, HeldByAnother; AlreadyReviewed where the report was decided or changed since it was shown;
    JudgedBlind where it is audited or a panel is open already.
    """
    refuse_if_taken(connection, public_id, person)
    if auditing.hold_open_audit(connection, public_id, shown) is not None:
        raise JudgedBlind(str(public_id))
    report_id, version = _hold(connection, public_id, shown)
    # A panel about an earlier text is over.
    _close(connection, report_id)
    connection.execute(
        """
        INSERT INTO public.panels (report_id, report_version, asked_by, note)
        VALUES (%(report_id)s, %(version)s, %(person)s, %(note)s)
        """,
        {"report_id": report_id, "version": version, "person": person, "note": note},
    )
    connection.execute(
        "UPDATE review_queue SET kind = 'opinion', queued_at = now() WHERE report_id = %(id)s", {"id": report_id}
    )
    release(connection, public_id, person)
    details = {"version": version}
    audit.append(connection, f"person:{person}", "report.opinion_asked", [(f"report:{report_id}", details)])


def withdraw_panel(connection: Connection, public_id: UUID, person: str) -> None:
    """Who asked for the opinion takes the request back; answers that were given are kept.

    Raises NotFound, or NotYourTurn where there is no such request of theirs.
    """
    report_id = find_report(connection, public_id).id
    panel = open_panel_of(connection, report_id)
    if panel is None or panel.asked_by != person:
        raise NotYourTurn(str(public_id))
    _close(connection, report_id)
    release_returns(connection, report_id)
    connection.execute("UPDATE review_queue SET kind = 'review' WHERE report_id = %(id)s", {"id": report_id})
    audit.append(connection, f"person:{person}", "report.opinion_withdrawn", [(f"report:{report_id}", {})])


def give_opinion(connection: Connection, verdict: Verdict) -> bool:
    """Add an answer; whether it decided the report. Nothing of it is told to anybody before the panel is closed.

    Raises NotFound, HeldByAnother; AlreadyReviewed where no panel is open or the report changed since it was shown;
    NotYourTurn where this person asked for it or has answered.
    """
    refuse_if_held(connection, verdict.public_id, verdict.person)
    report_id, _ = _hold(connection, verdict.public_id, verdict.shown)
    panel = open_panel_of(connection, report_id)
    if panel is None:
        raise AlreadyReviewed(str(verdict.public_id))
    turn = panel.turn_of(verdict.person)
    if turn is Turn.NONE:
        raise NotYourTurn(str(verdict.public_id))
    _insert(connection, panel.id, report_id, verdict, is_blind=turn is Turn.BLIND)
    release(connection, verdict.public_id, verdict.person)
    settled = settle(_answers(connection, panel.id))
    if settled is None:
        subject = f"report:{report_id}"
        audit.append(connection, f"person:{verdict.person}", "report.opinion_given", [(subject, {})])
        return False
    _close(connection, report_id)
    # Whoever answered last gave the path that holds; the other may have named the office or the addressee.
    final = replace(verdict, office_id=settled.office_id, addressee=settled.addressee)
    decision_id = settle_report(connection, final, source="opinion", reasons=(Weighed.SETTLED,))
    connection.execute(
        "UPDATE panels SET decision_id = %(decision_id)s WHERE id = %(id)s",
        {"decision_id": decision_id, "id": panel.id},
    )
    return True


def _hold(connection: Connection, public_id: UUID, shown: int) -> tuple[int, int]:
    """The id and version of a report that waits with this decision in force, held until the transaction ends."""
    row = connection.execute(
        """
        SELECT r.id, r.version,
               r.status = 'in_review'
               AND EXISTS (SELECT FROM decisions d WHERE d.report_id = r.id AND d.is_current AND d.id = %(shown)s)
        FROM reports r WHERE r.public_id = %(public_id)s FOR UPDATE
        """,
        {"public_id": public_id, "shown": shown},
    ).fetchone()
    if row is None:
        raise NotFound(f"report {public_id}")
    if not row[2]:
        raise AlreadyReviewed(str(public_id))
    return row[0], row[1]


def _close(connection: Connection, report_id: int) -> None:
    connection.execute(
        "UPDATE panels SET closed_at = now() WHERE report_id = %(id)s AND closed_at IS NULL", {"id": report_id}
    )


def _insert(connection: Connection, panel_id: int, report_id: int, verdict: Verdict, *, is_blind: bool) -> None:
    connection.execute(
        """
        INSERT INTO public.opinions (panel_id, report_id, person, is_blind, path, addressee, klasifikasi, office_id,
                                     note)
        VALUES (%(panel_id)s, %(report_id)s, %(person)s, %(is_blind)s, %(path)s, %(addressee)s, %(klasifikasi)s,
                %(office_id)s, %(note)s)
        """,
        {
            "panel_id": panel_id,
            "report_id": report_id,
            "person": verdict.person,
            "is_blind": is_blind,
            "path": list(verdict.path),
            "addressee": verdict.addressee,
            "klasifikasi": verdict.klasifikasi,
            "office_id": verdict.office_id,
            "note": verdict.note,
        },
    )
