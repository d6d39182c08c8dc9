"""Runs of the triage: what each found and did, for progress and for the table at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

RUN_LOCK = 28336


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of the triage, with how many rows it found and what became of them."""

    id: UUID
    requested: str
    files: list[str]
    started_at: datetime
    finished_at: datetime | None
    state: str
    automation: str | None
    found: int
    stored: int
    changed: int
    known: int
    quarantined: int
    decided: int
    notes: list[str]

    @property
    def counts(self) -> dict[str, int]:
        """What the run did, by name."""
        names = ("found", "stored", "changed", "known", "quarantined", "decided")
        return {name: getattr(self, name) for name in names}


def start_run(connection: Connection, *, requested: str, files: Sequence[str] = ()) -> UUID:
    """Open a run; `requested` says by whom or what, `files` names the export files where only these are wanted."""
    row = connection.execute(
        "INSERT INTO triage_runs (requested, files) VALUES (%(requested)s, %(files)s) RETURNING id",
        {"requested": requested, "files": list(files)},
    ).fetchone()
    assert row is not None
    run_id: UUID = row[0]
    return run_id


def note_finished_run(connection: Connection, *, requested: str, automation: str) -> UUID:
    """A run that begins and ends with this transaction, so that nobody ever sees it running."""
    row = connection.execute(
        """
        INSERT INTO triage_runs (requested, state, finished_at, automation)
        VALUES (%(requested)s, 'done', now(), %(automation)s) RETURNING id
        """,
        {"requested": requested, "automation": automation},
    ).fetchone()
    assert row is not None
    run_id: UUID = row[0]
    return run_id


def read_run(connection: Connection, run_id: UUID) -> Run:
    """The run as it stands now."""
    with connection.cursor(row_factory=class_row(Run)) as cursor:
        run = cursor.execute(
            """
            SELECT id, requested, files, started_at, finished_at, state, automation, found, stored, changed, known,
                   quarantined, decided, notes
            FROM triage_runs WHERE id = %(id)s
            """,
            {"id": run_id},
        ).fetchone()
    assert run is not None
    return run


def add_to_run(
    connection: Connection,
    run_id: UUID,
    *,
    found: int = 0,
    stored: int = 0,
    changed: int = 0,
    known: int = 0,
    quarantined: int = 0,
    decided: int = 0,
    note: str = "",
) -> None:
    """Count what a step of the run did."""
    connection.execute(
        """
        UPDATE triage_runs SET found = found + %(found)s, stored = stored + %(stored)s, changed = changed + %(changed)s,
            known = known + %(known)s, quarantined = quarantined + %(quarantined)s, decided = decided + %(decided)s,
            notes = CASE WHEN %(note)s = '' THEN notes ELSE notes || %(note)s END
        WHERE id = %(id)s
        """,
        {
            "id": run_id,
            "found": found,
            "stored": stored,
            "changed": changed,
            "known": known,
            "quarantined": quarantined,
            "decided": decided,
            "note": note,
        },
    )


def finish_run(connection: Connection, run_id: UUID, *, state: str, automation: str) -> None:
    """Close the run as done or failed."""
    connection.execute(
        """
        UPDATE triage_runs SET finished_at = now(), state = %(state)s, automation = %(automation)s
        WHERE id = %(id)s AND state = 'running'
        """,
        {"id": run_id, "state": state, "automation": automation},
    )


def count_received(connection: Connection) -> int:
    """How many reports wait to be routed."""
    row = connection.execute("SELECT count(*) FROM reports WHERE status = 'received'").fetchone()
    return row[0] if row else 0


def hold_run(connection: Connection, run_id: UUID) -> None:
    """Hold the run until this connection closes, so that others see that its process lives."""
    connection.execute("SELECT pg_advisory_lock(%(lock)s, hashtext(%(id)s::text))", {"lock": RUN_LOCK, "id": run_id})
    connection.execute("UPDATE triage_runs SET state = 'running' WHERE id = %(id)s", {"id": run_id})


def close_abandoned(connection: Connection, own: UUID) -> None:
    """Mark runs as failed whose process died; what they had stored stays, and the next run routes it."""
    connection.execute(
        """
        UPDATE triage_runs SET state = 'failed', finished_at = now()
        WHERE state = 'running' AND id <> %(own)s AND pg_try_advisory_xact_lock(%(lock)s, hashtext(id::text))
        """,
        {"own": own, "lock": RUN_LOCK},
    )
