"""What LAPOR! says of a report: stored once, in order, with everything that follows from it, all or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import NothingToReopen
from complaints.lapor_answers import Answer, AnswerKind, Lesson, is_closed
from complaints.receivers import LAPOR_SOURCE
from database import audit
from database.delivering import ACTOR
from database.following import leave_queue
from database.in_force import InForce, hold_in_force
from database.labelling import Label, keep_label
from database.milestones import note_answer
from database.outbox import cancel_unsent
from database.reopening import TakenBack
from database.returning import take_return

LAPOR = "LAPOR!"
"""As whom LAPOR! gives back and labels; nobody can sign in under such a name."""
Teach = Callable[[Sequence[str], str], Lesson | None]


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A report of LAPOR! to look after."""

    report_id: int
    public_id: UUID
    external_id: str


@dataclass(frozen=True, kw_only=True)
class StoredAnswer:
    """What LAPOR! said, as people read it."""

    kind: str
    content: str = field(repr=False)
    institution: str
    status: str
    said_at: datetime | None
    noted_at: datetime


def to_look_after(connection: Connection, before: datetime, limit: int) -> list[Followed]:
    """Reports of LAPOR! that are open there and were not looked at since `before`, the longest ago first."""
    with connection.cursor(row_factory=class_row(Followed)) as cursor:
        return cursor.execute(
            """
            SELECT r.id AS report_id, r.public_id, r.external_id
            FROM reports r LEFT JOIN lapor_standings s ON s.report_id = r.id
            WHERE r.source = %(source)s AND s.closed_at IS NULL AND (s.looked_at IS NULL OR s.looked_at < %(before)s)
            ORDER BY s.looked_at NULLS FIRST, r.id LIMIT %(limit)s
            """,
            {"source": LAPOR_SOURCE, "before": before, "limit": limit},
        ).fetchall()


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look at the report showed: its status and all that was said, oldest first."""

    at: datetime
    status: str = ""
    answers: Sequence[Answer] = ()


def take_answers(connection: Connection, followed: Followed, look: Look, teach: Teach) -> int:
    """Store what is new and act on it, oldest first; returns how much was new.

    What stood there when the report was first looked at is stored, with the milestones that it tells of, but nothing
    else follows from it: it was said before we decided anything.
    """
    _hold(connection, followed.report_id)
    is_first = not _was_looked_at(connection, followed.report_id)
    new = [answer for answer in look.answers if _keep(connection, followed.report_id, answer)]
    for answer in new:
        note_answer(connection, followed.public_id, answer, seen_at=look.at, source=LAPOR, actor=ACTOR)
    for answer in [] if is_first else new:
        _act(connection, followed, answer, teach)
    if is_closed(look.status):
        _close(connection, followed.report_id)
    _note_look(connection, followed.report_id, look)
    kinds = sorted({answer.kind.value for answer in new})
    if new:
        audit.append(connection, ACTOR, "answer.received", [(f"report:{followed.report_id}", {"answers": kinds})])
    return len(new)


def _hold(connection: Connection, report_id: int) -> None:
    connection.execute("SELECT FROM reports WHERE id = %(id)s FOR UPDATE", {"id": report_id})


def _was_looked_at(connection: Connection, report_id: int) -> bool:
    row = connection.execute("SELECT FROM lapor_standings WHERE report_id = %(id)s", {"id": report_id}).fetchone()
    return row is not None


def _keep(connection: Connection, report_id: int, answer: Answer) -> bool:
    """Whether it was new."""
    row = connection.execute(
        """
        INSERT INTO lapor_answers (report_id, name, kind, content, institution, status, said_at)
        VALUES (%(report_id)s, %(name)s, %(kind)s, %(content)s, %(institution)s, %(status)s, %(said_at)s)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        {**vars(answer), "report_id": report_id},
    ).fetchone()
    return row is not None


def _note_look(connection: Connection, report_id: int, look: Look) -> None:
    connection.execute(
        """
        INSERT INTO lapor_standings (report_id, looked_at, status, closed_at)
        VALUES (%(id)s, %(now)s, %(status)s, CASE WHEN %(closed)s THEN %(now)s END)
        ON CONFLICT (report_id) DO UPDATE SET looked_at = excluded.looked_at, status = excluded.status,
            closed_at = excluded.closed_at
        """,
        {"id": report_id, "now": look.at, "status": look.status, "closed": is_closed(look.status)},
    )


def _act(connection: Connection, followed: Followed, answer: Answer, teach: Teach) -> None:
    match answer.kind:
        case AnswerKind.NOT_OURS:
            said = ": ".join(part for part in ("LAPOR!", answer.institution, answer.content) if part)
            try:
                take_return(connection, TakenBack(public_id=followed.public_id, person=LAPOR, reason=said))
            except NothingToReopen:
                # A person has it already, or it was sent to nobody: what was said is shown all the same.
                return
        case AnswerKind.DISPOSITION:
            _learn(connection, followed, answer, teach)
        case _:
            return


def _learn(connection: Connection, followed: Followed, answer: Answer, teach: Teach) -> None:
    """A disposition that was changed at LAPOR! is a label against the category, and for another where it is certain."""
    try:
        report = hold_in_force(connection, followed.public_id)
    except NothingToReopen:
        return
    lesson = teach(report.path, answer.institution) if report.acted else None
    if lesson is None:
        return
    keep_label(connection, _label(report, lesson.refused, "return", answer))
    if lesson.right is not None:
        keep_label(connection, _label(report, lesson.right, "disposition", answer))


def _label(report: InForce, category: str, source: str, answer: Answer) -> Label:
    return Label(
        report_id=report.report_id,
        version=report.version,
        category=category,
        klasifikasi=report.klasifikasi,
        office_id=None,
        source=source,
        person=LAPOR,
        agreed=False,
        note=f"LAPOR!: {answer.institution}",
        model=report.model,
        decision_id=report.decision_id,
    )


def _close(connection: Connection, report_id: int) -> None:
    """Nobody must do anything about it any more: nothing is sent, and people are not asked."""
    cancel_unsent(connection, [report_id])
    closed = connection.execute(
        "UPDATE reports SET status = 'reviewed' WHERE id = %(id)s AND status IN ('in_review', 'awaiting_info') "
        "RETURNING id",
        {"id": report_id},
    ).fetchone()
    if closed:
        leave_queue(connection, [report_id])
        audit.append(connection, ACTOR, "report.closed", [(f"report:{report_id}", {})])


def answers_about(connection: Connection, report_id: int) -> list[StoredAnswer]:
    """What LAPOR! said of the report, oldest first; of a rahasia one only to whoever may read it."""
    with connection.cursor(row_factory=class_row(StoredAnswer)) as cursor:
        return cursor.execute(
            """
            SELECT kind, content, institution, status, said_at, noted_at FROM lapor_answers
            WHERE report_id = %(id)s ORDER BY coalesce(said_at, noted_at), id
            """,
            {"id": report_id},
        ).fetchall()
