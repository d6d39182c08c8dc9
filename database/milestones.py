"""What was done with a report after it was sent on: by its unit, the reporter or LAPOR!."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.deadlines import Milestone, MilestoneKind
from complaints.errors import NotFound
from complaints.lapor_answers import Answer, AnswerKind
from database import audit
from database.deadlines import plan_again


@dataclass(frozen=True, kw_only=True)
class StoredMilestone:
    """A milestone as it is kept: `source` is where it was learnt from."""

    kind: str
    at: datetime
    source: str
    recorded_by: str


def record_milestone(connection: Connection, public_id: UUID, milestone: Milestone, *, source: str, actor: str) -> bool:
    """Keep that this was done, and plan the deadlines anew; False where it was known already. Raises NotFound.

    `actor` is who says so, as the audit log names them (`person:sari`, `flow:pull`).
    """
    held = connection.execute(
        "SELECT id FROM reports WHERE public_id = %(public_id)s FOR UPDATE", {"public_id": public_id}
    ).fetchone()
    if held is None:
        raise NotFound(f"report {public_id}")
    report_id: int = held[0]
    kept = connection.execute(
        """
        INSERT INTO milestones (report_id, kind, at, source, recorded_by)
        VALUES (%(report_id)s, %(kind)s, %(at)s, %(source)s, %(actor)s)
        ON CONFLICT (report_id, kind, at) DO NOTHING
        """,
        {"report_id": report_id, "kind": milestone.kind, "at": milestone.at, "source": source, "actor": actor},
    ).rowcount
    if kept:
        plan_again(connection, [report_id])
        details = {"kind": milestone.kind, "at": milestone.at.isoformat(), "source": source}
        audit.append(connection, actor, "report.milestone", [(f"report:{report_id}", details)])
    return bool(kept)


MILESTONES = {AnswerKind.FOLLOW_UP: MilestoneKind.FOLLOW_UP, AnswerKind.CLOSED: MilestoneKind.CLOSED}


def note_answer(
    connection: Connection, public_id: UUID, answer: Answer, *, seen_at: datetime, source: str, actor: str
) -> None:
    """A follow-up or a closing at LAPOR! is a milestone, from when it was said (or, where that is not told, seen)."""
    kind = MILESTONES.get(answer.kind)
    if kind is not None:
        milestone = Milestone(kind=kind, at=answer.said_at or seen_at)
        record_milestone(connection, public_id, milestone, source=source, actor=actor)


def milestones_of(connection: Connection, report_id: int) -> Sequence[StoredMilestone]:
    """The milestones of a report, the first first."""
    with connection.cursor(row_factory=class_row(StoredMilestone)) as cursor:
        return cursor.execute(
            "SELECT kind, at, source, recorded_by FROM milestones WHERE report_id = %(id)s ORDER BY at, id",
            {"id": report_id},
        ).fetchall()
