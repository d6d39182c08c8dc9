"""A comparison of everything that is stored with what would be decided now: what it found, what was done."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import ComplaintError, NotFound
from complaints.rerouting import Consequence, Difference
from database import audit
from database.reroute_parts import Compared, Phase


class NothingStored(ComplaintError):
    """No report was decided yet, so there is nothing to compare."""


@dataclass(frozen=True, kw_only=True)
class Reroute:
    """A comparison with what decides in it; times are None for what has not happened yet."""

    id: UUID
    asked_by: str
    model: str
    policy: str
    directory: str
    asked_at: datetime
    compared_at: datetime | None
    applying_at: datetime | None
    applied_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a phase has come: parts, and reports in the parts that are done."""

    parts: int
    done: int
    reports: int


def start_reroute(
    connection: Connection, *, asked_by: str, model: str, policy: str, directory: str, part_size: int
) -> UUID:
    """A comparison of all reports that were decided, in parts of `part_size` ids. Raises NothingStored."""
    row = connection.execute(
        """
        INSERT INTO reroutes (asked_by, model, policy, directory)
        VALUES (%(asked_by)s, %(model)s, %(policy)s, %(directory)s) RETURNING id
        """,
        {"asked_by": asked_by, "model": model, "policy": policy, "directory": directory},
    ).fetchone()
    assert row is not None
    parts = connection.execute(
        """
        INSERT INTO reroute_parts (reroute_id, number, first_id, last_id)
        SELECT %(id)s, row_number() OVER (ORDER BY first), first, first + %(size)s - 1
        FROM (SELECT min(report_id) AS low, max(report_id) AS high FROM decisions WHERE is_current) AS ids,
             generate_series(low, high, %(size)s::bigint) AS first
        """,
        {"id": row[0], "size": part_size},
    ).rowcount
    if not parts:
        raise NothingStored
    reroute_id: UUID = row[0]
    details = {"model": model, "policy": policy, "directory": directory}
    audit.append(connection, asked_by, "reroute.started", [(f"reroute:{reroute_id}", details)])
    return reroute_id


def find_reroute(connection: Connection, reroute_id: UUID) -> Reroute:
    """Raises NotFound."""
    found = _find(connection, reroute_id)
    if found is None:
        raise NotFound(f"reroute {reroute_id}")
    return found


def find_unfinished(connection: Connection, *, model: str, policy: str, directory: str) -> Reroute | None:
    """The latest comparison with the same deciders that was not carried to its end, to go on with."""
    row = connection.execute(
        """
        SELECT id FROM reroutes
        WHERE model = %(model)s AND policy = %(policy)s AND directory = %(directory)s AND compared_at IS NULL
        ORDER BY asked_at DESC LIMIT 1
        """,
        {"model": model, "policy": policy, "directory": directory},
    ).fetchone()
    return _find(connection, row[0]) if row else None


def _find(connection: Connection, reroute_id: UUID) -> Reroute | None:
    with connection.cursor(row_factory=class_row(Reroute)) as cursor:
        return cursor.execute(
            """
            SELECT id, asked_by, model, policy, directory, asked_at, compared_at, applying_at, applied_at
            FROM reroutes WHERE id = %(id)s
            """,
            {"id": reroute_id},
        ).fetchone()


def finish_comparing(connection: Connection, reroute_id: UUID) -> None:
    """The comparison is whole."""
    connection.execute("UPDATE reroutes SET compared_at = now() WHERE id = %(id)s", {"id": reroute_id})


def start_applying(connection: Connection, reroute_id: UUID, *, person: str) -> None:
    """What was found is carried out from now on; who wants it is in the audit log."""
    connection.execute(
        "UPDATE reroutes SET applying_at = coalesce(applying_at, now()) WHERE id = %(id)s", {"id": reroute_id}
    )
    audit.append(connection, person, "reroute.applying", [(f"reroute:{reroute_id}", {})])


def finish_applying(connection: Connection, reroute_id: UUID) -> None:
    """All of it was carried out."""
    connection.execute("UPDATE reroutes SET applied_at = now() WHERE id = %(id)s", {"id": reroute_id})


def progress_of(connection: Connection, reroute_id: UUID, phase: Phase) -> Progress:
    """How far this phase has come."""
    row = connection.execute(
        """
        SELECT count(*), count(done), coalesce(sum(done), 0)
        FROM (SELECT CASE WHEN %(phase)s = 'compare' THEN compared ELSE applied END AS done
              FROM reroute_parts WHERE reroute_id = %(id)s) AS parts
        """,
        {"id": reroute_id, "phase": phase},
    ).fetchone()
    assert row is not None
    return Progress(parts=row[0], done=row[1], reports=int(row[2]))


def count_compared(connection: Connection, reroute_id: UUID) -> Counter[Compared]:
    """What the comparison found so far."""
    rows = connection.execute(
        """
        SELECT by_person, difference, consequence, before, after, sum(reports)::integer
        FROM reroute_counts WHERE reroute_id = %(id)s
        GROUP BY by_person, difference, consequence, before, after
        """,
        {"id": reroute_id},
    ).fetchall()
    return Counter(
        {
            Compared(
                by_person=row[0],
                difference=Difference(row[1]),
                consequence=Consequence(row[2]),
                before=tuple(row[3]),
                after=tuple(row[4]),
            ): row[5]
            for row in rows
        }
    )


def count_skipped(connection: Connection, reroute_id: UUID) -> int:
    """How many reports were left as they are, since they changed after the comparison or somebody held them."""
    row = connection.execute(
        "SELECT coalesce(sum(skipped), 0)::integer FROM reroute_parts WHERE reroute_id = %(id)s", {"id": reroute_id}
    ).fetchone()
    return row[0] if row else 0
