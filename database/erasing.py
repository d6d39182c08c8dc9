"""What is erased about a person, on request or since its time is over; the audit log stays whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import ComplaintError, NotFound
from complaints.retention import Erased, with_what_follows
from database import audit
from database.splitting import with_parts


class StillWaiting(ComplaintError):
    """This report waits for a decision: decide it first, then erase its text."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who has it erased and why (`asked` or `retention`); `reference` names the letter, never a person."""

    by: str
    why: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """That something of a report was erased."""

    what: str
    why: str
    asked_by: str
    reference: str
    erased_at: datetime


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """A tombstone as it is kept outside of the database."""

    public_id: str
    what: str
    why: str
    asked_by: str
    reference: str


def find_reports(connection: Connection, public_ids: Sequence[UUID]) -> list[int]:
    """Their numbers, in this order. Raises NotFound, naming the first that is not there."""
    rows = connection.execute(
        "SELECT public_id, id FROM reports WHERE public_id = ANY(%(ids)s)", {"ids": list(public_ids)}
    ).fetchall()
    known: dict[UUID, int] = dict(rows)
    for public_id in public_ids:
        if public_id not in known:
            raise NotFound(f"report {public_id}")
    return [known[public_id] for public_id in public_ids]


def erase(connection: Connection, report_ids: Sequence[int], what: Erased, asked: Asked) -> int:
    """Erase it for good, parts included; returns of how many reports. What is erased already is left.

    Raises StillWaiting where a text is wanted for a decision.
    """
    wanted = with_parts(connection, report_ids)
    if what is Erased.TEXT:
        _refuse_waiting(connection, wanted)
    return len({id_ for each in with_what_follows(what) for id_ in _erase_each(connection, wanted, each, asked)})


def _erase_each(connection: Connection, report_ids: Sequence[int], what: Erased, asked: Asked) -> list[int]:
    """Those of the reports of which this was not erased before."""
    new = _set_tombstones(connection, report_ids, what, asked)
    if what is Erased.IDENTITY:
        connection.execute("SELECT identity.forget(%(ids)s::bigint[])", {"ids": new})
    else:
        connection.execute("SELECT erase_text(%(ids)s::bigint[])", {"ids": new})
    entries = [(f"report:{id_}", {"what": what, "why": asked.why, "reference": asked.reference}) for id_ in new]
    audit.append(connection, asked.by, "report.erased", entries)
    return new


def _refuse_waiting(connection: Connection, report_ids: Sequence[int]) -> None:
    row = connection.execute(
        """
        SELECT public_id FROM reports
        WHERE id = ANY(%(ids)s) AND status IN ('received', 'in_review', 'awaiting_info') ORDER BY id LIMIT 1
        """,
        {"ids": list(report_ids)},
    ).fetchone()
    if row:
        raise StillWaiting(str(row[0]))


def _set_tombstones(connection: Connection, report_ids: Sequence[int], what: Erased, asked: Asked) -> list[int]:
    rows = connection.execute(
        """
        INSERT INTO erasures (report_id, what, why, asked_by, reference)
        SELECT id, %(what)s, %(why)s, %(by)s, %(reference)s FROM unnest(%(ids)s::bigint[]) AS id
        ON CONFLICT DO NOTHING RETURNING report_id
        """,
        {
            "ids": list(report_ids),
            "what": what,
            "why": asked.why,
            "by": asked.by,
            "reference": asked.reference,
        },
    ).fetchall()
    return sorted(id_ for (id_,) in rows)


def due(connection: Connection, what: Erased, before: date, limit: int) -> list[int]:
    """Reports from before this day (WIB) that are decided, as are their parts, and of which this is not erased yet; the
    oldest first."""
    rows = connection.execute(
        """
        SELECT r.id FROM reports r
        WHERE r.reported_at < (%(before)s::date)::timestamp AT TIME ZONE 'Asia/Jakarta'
          AND r.status IN ('routed', 'reviewed')
          AND NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = r.id AND e.what = %(what)s)
          AND NOT EXISTS (SELECT FROM parts p JOIN reports w ON w.id = p.report_id
                          WHERE p.original_id = r.id AND w.status NOT IN ('routed', 'reviewed'))
        ORDER BY r.reported_at, r.id LIMIT %(limit)s
        """,
        {"what": what, "before": before, "limit": limit},
    ).fetchall()
    return [id_ for (id_,) in rows]


def tombstones_of(connection: Connection, report_id: int) -> list[Tombstone]:
    """What was erased of this report, oldest first."""
    with connection.cursor(row_factory=class_row(Tombstone)) as cursor:
        return cursor.execute(
            """
            SELECT what, why, asked_by, reference, erased_at FROM erasures
            WHERE report_id = %(id)s ORDER BY erased_at, what
            """,
            {"id": report_id},
        ).fetchall()


def all_tombstones(connection: Connection) -> list[Remembered]:
    """Everything that was ever erased, oldest first."""
    with connection.cursor(row_factory=class_row(Remembered)) as cursor:
        return cursor.execute(
            """
            SELECT r.public_id::text, e.what, e.why, e.asked_by, e.reference
            FROM erasures e JOIN reports r ON r.id = e.report_id ORDER BY e.erased_at, e.report_id, e.what
            """
        ).fetchall()


def erase_again(connection: Connection, remembered: Sequence[Remembered]) -> None:
    """Erase what a restored copy still holds of it."""
    for one in remembered:
        row = connection.execute(
            "SELECT id FROM reports WHERE public_id = %(id)s", {"id": UUID(one.public_id)}
        ).fetchone()
        if row:
            asked = Asked(by=one.asked_by, why=one.why, reference=one.reference)
            _erase_each(connection, [row[0]], Erased(one.what), asked)
