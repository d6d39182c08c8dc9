"""Trainings: who asked for one, how far it is, what both models did, and what became of the challenger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.errors import NotFound
from database import audit

TRAINING_LOCK = 28337
"""Held by the process that trains, for as long as it lives."""


@dataclass(frozen=True, kw_only=True)
class Training:
    """One training. `state` is requested, running, refused (another one trains), nothing (too few new labels), kept
    (the champion stays), waiting (for a person's yes), promoting, promoted, declined or failed; `why` says more."""

    id: UUID
    requested_by: str
    state: str
    requested_at: datetime
    finished_at: datetime | None
    step: str
    step_done: int
    step_total: int
    snapshot: str | None
    champion: str | None
    challenger: str | None
    judgement: dict[str, Any] | None
    why: str
    settled_by: str | None


def request_training(connection: Connection, *, by: str) -> UUID:
    """Ask for one; a flow takes it up."""
    row = connection.execute("INSERT INTO trainings (requested_by) VALUES (%(by)s) RETURNING id", {"by": by}).fetchone()
    assert row is not None
    id_: UUID = row[0]
    return id_


def take_turn(holder: Connection, id_: UUID) -> bool:
    """Whether this training may run; then it holds the turn until this connection closes.

    Of two at once one gets it. Those whose process died are closed as failed; what they had made stays.
    """
    row = holder.execute("SELECT pg_try_advisory_lock(%(lock)s)", {"lock": TRAINING_LOCK}).fetchone()
    if not (row and row[0]):
        return False
    holder.execute(
        "UPDATE trainings SET state = 'failed', finished_at = now() WHERE state = 'running' AND id <> %(id)s",
        {"id": id_},
    )
    holder.execute("UPDATE trainings SET state = 'running' WHERE id = %(id)s", {"id": id_})
    return True


def whose_turn(connection: Connection) -> str:
    """Who asked for the training that runs, and when (WIB)."""
    row = connection.execute(
        """
        SELECT requested_by || ', ' || to_char(requested_at AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD HH24:MI')
        FROM trainings WHERE state = 'running' ORDER BY requested_at DESC LIMIT 1
        """
    ).fetchone()
    return row[0] if row else "?"


def note_step(connection: Connection, id_: UUID, step: str, done: int = 0, total: int = 0) -> None:
    """How far it is, for whoever watches."""
    connection.execute(
        "UPDATE trainings SET step = %(step)s, step_done = %(done)s, step_total = %(total)s WHERE id = %(id)s",
        {"id": id_, "step": step, "done": done, "total": total},
    )


def note_models(
    connection: Connection, id_: UUID, *, snapshot: str, champion: str | None = None, challenger: str | None = None
) -> None:
    """What it learns from, and which models are compared."""
    connection.execute(
        """
        UPDATE trainings SET snapshot = %(snapshot)s, champion = coalesce(%(champion)s, champion),
            challenger = coalesce(%(challenger)s, challenger)
        WHERE id = %(id)s
        """,
        {"id": id_, "snapshot": snapshot, "champion": champion, "challenger": challenger},
    )


def trained_before(connection: Connection, snapshot: str) -> str | None:
    """The model that an earlier training made of this snapshot, so that nothing is learnt twice."""
    row = connection.execute(
        "SELECT version FROM models WHERE snapshot = %(snapshot)s ORDER BY first_seen_at DESC LIMIT 1",
        {"snapshot": snapshot},
    ).fetchone()
    return row[0] if row else None


def finish_training(
    connection: Connection, id_: UUID, state: str, *, why: str = "", judgement: Mapping[str, Any] | None = None
) -> None:
    """Close it, or let it wait for a yes; a challenger that waited before gives way to the newer one."""
    if state in {"waiting", "promoting"}:
        connection.execute(
            """
            UPDATE trainings SET state = 'declined', settled_by = 'flow:retrain', why = ''
            WHERE state IN ('waiting', 'promoting') AND id <> %(id)s
            """,
            {"id": id_},
        )
    connection.execute(
        """
        UPDATE trainings SET state = %(state)s, finished_at = now(), why = %(why)s,
            judgement = coalesce(%(judgement)s, judgement)
        WHERE id = %(id)s
        """,
        {"id": id_, "state": state, "why": why, "judgement": Jsonb(dict(judgement)) if judgement else None},
    )


def settle_training(connection: Connection, challenger: str, *, accepted: bool, by: str, why: str) -> bool:
    """A waiting challenger goes live, or is declined; False where none of this name waits."""
    row = connection.execute(
        """
        UPDATE trainings SET state = %(state)s, settled_by = %(by)s, why = %(why)s, finished_at = now()
        WHERE challenger = %(challenger)s AND state IN ('waiting', 'promoting') RETURNING id
        """,
        {"challenger": challenger, "by": by, "why": why, "state": "promoted" if accepted else "declined"},
    ).fetchone()
    if row is not None and not accepted:
        audit.append(connection, by, "model.declined", [(f"model:{challenger}", {"why": why})])
    return row is not None


def lost_before(connection: Connection, moment: datetime) -> list[str]:
    """Challengers that never went live, and in no training stood for anything since this moment."""
    rows = connection.execute(
        """
        SELECT challenger FROM trainings t
        WHERE challenger IS NOT NULL AND challenger NOT IN (SELECT version FROM model_periods)
        GROUP BY challenger HAVING bool_and(state IN ('kept', 'declined', 'failed') AND finished_at < %(moment)s)
        """,
        {"moment": moment},
    ).fetchall()
    return [version for (version,) in rows]


def half_promoted(connection: Connection) -> list[tuple[str, str]]:
    """Challengers that were about to go live when a process died, each with the champion that it was judged against."""
    return connection.execute("SELECT challenger, champion FROM trainings WHERE state = 'promoting'").fetchall()


def read_training(connection: Connection, id_: UUID) -> Training:
    """The training as it stands. Raises NotFound."""
    with connection.cursor(row_factory=class_row(Training)) as cursor:
        found = cursor.execute(
            """
            SELECT id, requested_by, state, requested_at, finished_at, step, step_done, step_total, snapshot, champion,
                   challenger, judgement, why, settled_by
            FROM trainings WHERE id = %(id)s
            """,
            {"id": id_},
        ).fetchone()
    if found is None:
        raise NotFound(f"training {id_}")
    return found


def list_trainings(connection: Connection, *, limit: int) -> list[Training]:
    """The newest trainings, newest first."""
    with connection.cursor(row_factory=class_row(Training)) as cursor:
        return cursor.execute(
            """
            SELECT id, requested_by, state, requested_at, finished_at, step, step_done, step_total, snapshot, champion,
                   challenger, judgement, why, settled_by
            FROM trainings ORDER BY requested_at DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()


def last_learnt(connection: Connection) -> datetime | None:
    """When the last training that had labels enough began; None where none has."""
    row = connection.execute(
        """
        SELECT max(requested_at) FROM trainings
        WHERE state IN ('kept', 'waiting', 'promoting', 'promoted', 'declined')
        """
    ).fetchone()
    return row[0] if row else None
