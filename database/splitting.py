"""A person splits a report into parts, or puts it together again: all or nothing (see migration 0026)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.errors import AlreadyReviewed, JudgedBlind, NotFound, NotSplittable, PartsDecided
from complaints.splitting import PartText
from database import audit
from database.auditing import is_under_audit
from database.deadlines import plan_again
from database.leases import refuse_if_taken, release
from database.outbox import cancel_unsent


@dataclass(frozen=True, kw_only=True)
class Split:
    """What a person says: these are the matters of the report. `shown` is the decision that they were looking at."""

    public_id: UUID
    shown: int
    person: str
    texts: Sequence[PartText] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class StoredPart:
    """A part. Whoever does not see its report knows its number alone: then `public_id` and `status` are None."""

    number: int
    external_id: str
    public_id: UUID | None
    status: str | None
    person: str
    split_at: datetime
    is_withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The report of which another is a part; `has_changed` where it reads otherwise by now, `is_withdrawn` where the
    split was taken back. Whoever does not see it knows its number alone."""

    external_id: str
    public_id: UUID | None
    number: int
    has_changed: bool
    is_withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class _Locked:
    id: int
    version: int
    status: str
    shown: bool
    is_part: bool


def split(connection: Connection, wanted: Split) -> list[int]:
    """Close the report and store its parts, which wait for the machine; returns their ids.

    Raises NotFound; AlreadyReviewed where it was decided, split or changed since it was shown; HeldByAnother where
    somebody else holds it; JudgedBlind where it is judged blind; NotSplittable where it is a part itself.
    """
    refuse_if_taken(connection, wanted.public_id, wanted.person)
    report = _lock(connection, wanted)
    if report.status != "in_review" or not report.shown:
        raise AlreadyReviewed(str(wanted.public_id))
    if is_under_audit(connection, report.id):
        raise JudgedBlind(str(wanted.public_id))
    if report.is_part:
        raise NotSplittable(str(wanted.public_id))
    cancel_unsent(connection, [report.id])
    release(connection, wanted.public_id, wanted.person)
    rows = connection.execute(
        "SELECT split_report(%(id)s, %(person)s, %(texts)s)",
        {"id": report.id, "person": wanted.person, "texts": Jsonb([asdict(text) for text in wanted.texts])},
    ).fetchall()
    parts = [id_ for (id_,) in rows]
    connection.execute("UPDATE reports SET status = 'reviewed' WHERE id = %(id)s", {"id": report.id})
    connection.execute("UPDATE review_queue SET done_at = now() WHERE report_id = %(id)s", {"id": report.id})
    plan_again(connection, [report.id])
    actor, whole = f"person:{wanted.person}", {"part_of": str(wanted.public_id)}
    entry = (f"report:{report.id}", {"parts": len(parts), "version": report.version})
    audit.append(connection, actor, "report.split", [entry])
    audit.append(connection, actor, "report.received", [(f"report:{id_}", whole) for id_ in parts])
    return parts


def _lock(connection: Connection, wanted: Split) -> _Locked:
    with connection.cursor(row_factory=class_row(_Locked)) as cursor:
        report = cursor.execute(
            """
            SELECT r.id, r.version, r.status, EXISTS (SELECT FROM parts p WHERE p.report_id = r.id) AS is_part,
                   EXISTS (SELECT FROM decisions d WHERE d.report_id = r.id AND d.is_current
                           AND d.id = %(shown)s) AS shown
            FROM reports r WHERE r.public_id = %(public_id)s FOR UPDATE
            """,
            {"public_id": wanted.public_id, "shown": wanted.shown},
        ).fetchone()
    if report is None:
        raise NotFound(f"report {wanted.public_id}")
    return report


def undo_split(connection: Connection, public_id: UUID, person: str) -> None:
    """Put the report back into the queue, without its parts.

    Raises NotFound where no split of it is in force, PartsDecided where a part was decided, or is judged blind.
    """
    row = connection.execute(
        """
        SELECT r.id FROM reports r JOIN splits s ON s.report_id = r.id AND s.undone_at IS NULL
        WHERE r.public_id = %(public_id)s AND r.status = 'reviewed' AND s.report_version = r.version FOR UPDATE OF r
        """,
        {"public_id": public_id},
    ).fetchone()
    if row is None:
        raise NotFound(f"split of report {public_id}")
    parts = connection.execute("SELECT unsplit_report(%(id)s, %(by)s)", {"id": row[0], "by": person}).fetchall()
    if not parts:
        raise PartsDecided(str(public_id))
    connection.execute("UPDATE reports SET status = 'in_review' WHERE id = %(id)s", {"id": row[0]})
    connection.execute("UPDATE review_queue SET done_at = NULL WHERE report_id = %(id)s", {"id": row[0]})
    plan_again(connection, [row[0]])
    entries = [(f"report:{id_}", {"part_of": str(public_id)}) for id_ in (row[0], *(id_ for (id_,) in parts))]
    audit.append(connection, f"person:{person}", "report.unsplit", entries)


def parts_of(connection: Connection, report_id: int) -> list[StoredPart]:
    """Every part that the report was ever split into, by number."""
    with connection.cursor(row_factory=class_row(StoredPart)) as cursor:
        return cursor.execute(
            """
            SELECT p.number, o.external_id || '-' || p.number AS external_id, r.public_id, r.status, s.person,
                   s.split_at, p.withdrawn_at IS NOT NULL AS is_withdrawn
            FROM parts p JOIN reports o ON o.id = p.original_id JOIN splits s ON s.id = p.split_id
            LEFT JOIN reports r ON r.id = p.report_id
            WHERE p.original_id = %(id)s ORDER BY p.number
            """,
            {"id": report_id},
        ).fetchall()


def part_of(connection: Connection, report_id: int) -> Whole | None:
    """The report of which this one is a part; None where it is none."""
    with connection.cursor(row_factory=class_row(Whole)) as cursor:
        return cursor.execute(
            """
            SELECT left(r.external_id, -length('-' || p.number)) AS external_id, o.public_id, p.number,
                   coalesce(o.version > s.report_version, false) AS has_changed,
                   p.withdrawn_at IS NOT NULL AS is_withdrawn
            FROM parts p JOIN reports r ON r.id = p.report_id LEFT JOIN reports o ON o.id = p.original_id
            LEFT JOIN splits s ON s.id = p.split_id
            WHERE p.report_id = %(id)s
            """,
            {"id": report_id},
        ).fetchone()


def with_parts(connection: Connection, report_ids: Sequence[int]) -> list[int]:
    """These reports, and every part of them: what is erased of one is erased of the other."""
    rows = connection.execute(
        "SELECT report_id FROM parts WHERE original_id = ANY(%(ids)s) ORDER BY report_id", {"ids": list(report_ids)}
    ).fetchall()
    return list(dict.fromkeys([*report_ids, *(id_ for (id_,) in rows)]))
