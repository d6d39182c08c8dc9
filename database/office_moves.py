"""Reports whose office is not at work any more: who they are, where each goes, and the event that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from database import audit


@dataclass(frozen=True, kw_only=True)
class Stranded:
    """Unfinished reports of which all is the same that decides where they go."""

    office_id: str
    path: list[str]
    provinsi: str
    kota: str
    reports: int


@dataclass(frozen=True, kw_only=True)
class Route:
    """Where such reports go; `to_office` is None where a person must say, `turn` why."""

    stranded: Stranded
    to_office: str | None
    turn: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """That the office of a report changed, as its history tells it."""

    from_office: str | None
    to_office: str | None


def stranded_reports(connection: Connection, open_offices: Iterable[str]) -> list[Stranded]:
    """The unfinished reports of offices that are none of these."""
    known = {"open": list(open_offices)}
    closed = connection.execute(
        """
        SELECT DISTINCT office_id FROM standing
        WHERE what = 'report' AND office_id <> '' AND NOT office_id = ANY(%(open)s)
        """,
        known,
    ).fetchall()
    if not closed:
        return []
    with connection.cursor(row_factory=class_row(Stranded)) as cursor:
        return cursor.execute(
            """
            SELECT r.current_office AS office_id, r.current_path AS path, r.provinsi, r.kota,
                   count(*)::integer AS reports
            FROM reports r WHERE r.current_office = ANY(%(closed)s) AND is_unfinished(r)
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            """,
            {"closed": [office for (office,) in closed]},
        ).fetchall()


def keep_moves(connection: Connection, routes: Sequence[Route], *, change: UUID, directory: str, actor: str) -> None:
    """One event for each of these reports, which are held until the transaction ends."""
    rows = [{**asdict(one.stranded), "to_office": one.to_office, "turn": one.turn} for one in routes]
    connection.execute(
        """
        INSERT INTO office_moves (change, report_id, decision_id, from_office, to_office, turn, status, reason,
                                  directory, moved_by)
        SELECT %(change)s, r.id, d.id, w.office_id, w.to_office, w.turn, r.status, q.reason, %(directory)s, %(actor)s
        FROM jsonb_to_recordset(%(rows)s) AS w(office_id text, path text[], provinsi text, kota text, to_office text,
                                               turn text)
        JOIN reports r ON r.current_office = w.office_id AND r.current_path = w.path AND r.provinsi = w.provinsi
                       AND r.kota = w.kota
        JOIN decisions d ON d.report_id = r.id AND d.is_current
        LEFT JOIN review_queue q ON q.report_id = r.id AND q.done_at IS NULL
        WHERE is_unfinished(r)
        ORDER BY r.id FOR UPDATE OF r
        """,
        {"rows": Jsonb(rows), "change": change, "directory": directory, "actor": actor},
    )


def set_offices(connection: Connection, change: UUID) -> None:
    """The reports of this change stand at their new offices, and what waits of them is told with it."""
    connection.execute(
        """
        UPDATE reports r SET current_office = m.to_office FROM office_moves m
        WHERE m.change = %(change)s AND r.id = m.report_id
        """,
        {"change": change},
    )
    connection.execute(
        """
        UPDATE review_queue q SET current_office = m.to_office,
            office_id = CASE WHEN NOT q.is_blind THEN m.to_office END,
            -- What is urgent, or was given back, comes first for that reason.
            reason = CASE WHEN m.to_office IS NULL AND q.kind = 'review' AND q.reason NOT IN ('urgent', 'returned')
                          THEN m.turn ELSE q.reason END
        FROM office_moves m
        WHERE m.change = %(change)s AND q.report_id = m.report_id AND q.done_at IS NULL
        """,
        {"change": change},
    )


def tell_moves(connection: Connection, change: UUID, *, actor: str) -> int:
    """A row of the audit log for each report of this change; returns how many. Call it last in a transaction."""
    rows = connection.execute(
        """
        SELECT report_id, from_office, to_office, turn, directory FROM office_moves
        WHERE change = %(change)s ORDER BY id
        """,
        {"change": change},
    ).fetchall()
    entries = [
        (f"report:{report_id}", {"from": before, "to": after, "reason": turn, "directory": directory})
        for report_id, before, after, turn, directory in rows
    ]
    audit.append(connection, actor, "report.office_moved", entries)
    return len(entries)


def count_moves(connection: Connection, change: UUID) -> dict[tuple[str, bool], int]:
    """How many reports of this change there are, by what became of their office and whether they have one."""
    rows = connection.execute(
        """
        SELECT turn, to_office IS NOT NULL, count(*) FROM office_moves WHERE change = %(change)s GROUP BY 1, 2
        """,
        {"change": change},
    ).fetchall()
    return {(turn, has_office): count for turn, has_office, count in rows}
