"""What was measured over quarters, kept and read: within reach, like the rows that it was counted from."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from complaints.monev import Cell, PromiseKept, Span
from database.monev_counts import count_span

MONEV_LOCK = 28339


def measure(connection: Connection, span: Span, promises: Sequence[PromiseKept], *, actor: str) -> None:
    """Count the span, in place of what was counted for it before; of two at once the second waits."""
    connection.execute("SELECT pg_advisory_xact_lock(%(lock)s)", {"lock": MONEV_LOCK})
    connection.execute("DELETE FROM monev_spans WHERE code = %(code)s", {"code": span.code})
    connection.execute(
        "INSERT INTO monev_spans (code, first, last, made_by) VALUES (%(code)s, %(first)s, %(last)s, %(actor)s)",
        {"code": span.code, "first": span.first, "last": span.last, "actor": actor},
    )
    count_span(connection, span.code, span.period)
    rows = [{**vars(promise), "path": list(promise.path)} for promise in promises]
    connection.execute(
        """
        INSERT INTO monev_promises (code, path, standing, alpha, audited, errors, lower, upper)
        SELECT %(code)s, path, standing, alpha, audited, errors, lower, upper
        FROM jsonb_to_recordset(%(rows)s) AS r(path text[], standing text, alpha float8, audited integer,
                                               errors integer, lower float8, upper float8)
        """,
        {"code": span.code, "rows": Jsonb(rows)},
    )


def measured_spans(connection: Connection) -> dict[str, datetime]:
    """The codes of the spans that were measured, the newest first, each with when it was."""
    rows = connection.execute("SELECT code, made_at FROM monev_spans ORDER BY first DESC, code").fetchall()
    return dict(rows)


def read_cells(connection: Connection, code: str) -> list[Cell]:
    """What was counted in this span within reach; nothing where it was not measured."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            "SELECT path, office_id, counts FROM monev_cells WHERE code = %(code)s ORDER BY path, office_id",
            {"code": code},
        ).fetchall()
    return [Cell(path=tuple(row["path"]), office_id=row["office_id"], counts=row["counts"]) for row in rows]


def read_promises(connection: Connection, code: str) -> list[PromiseKept]:
    """How the promises within reach stood at the end of this span."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT path, standing, alpha, audited, errors, lower, upper FROM monev_promises
            WHERE code = %(code)s ORDER BY path
            """,
            {"code": code},
        ).fetchall()
    return [PromiseKept(**{**row, "path": tuple(row["path"])}) for row in rows]


def policy_at(connection: Connection, moment: datetime) -> dict[str, object] | None:
    """The policy of the last decision that it made before this moment, as it is kept; None where it made none."""
    row = connection.execute(
        """
        SELECT p.content FROM decisions d JOIN policies p ON p.version = d.policy
        WHERE d.decided_at < %(moment)s AND d.outcome <> 'person' ORDER BY d.decided_at DESC, d.id DESC LIMIT 1
        """,
        {"moment": moment},
    ).fetchone()
    return row[0] if row else None


def braked_at(connection: Connection, policy: str, moment: datetime) -> set[tuple[str, ...]]:
    """The branches that this policy's brakes held at this moment."""
    rows = connection.execute(
        """
        SELECT branch FROM brakes WHERE policy = %(policy)s AND pulled_at < %(moment)s
        AND (released_at IS NULL OR released_at >= %(moment)s)
        """,
        {"policy": policy, "moment": moment},
    ).fetchall()
    return {tuple(row[0]) for row in rows}
