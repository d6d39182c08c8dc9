"""The parts of a comparison: each is held, read, and done whole, so that a killed process leaves no half of one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.rerouting import Consequence, Difference

Phase = Literal["compare", "apply"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A range of report ids, both ends included, held by this transaction."""

    reroute_id: UUID
    number: int
    first_id: int
    last_id: int


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A kind of finding, counted: from which place (a path without the category) to which, and what follows."""

    by_person: bool
    difference: Difference
    consequence: Consequence
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A report about which something follows, and the decision that the comparison saw."""

    report_id: int
    decision_id: int
    consequence: Consequence


def open_parts(connection: Connection, reroute_id: UUID, phase: Phase) -> list[int]:
    """The numbers of the parts that are not done."""
    rows = connection.execute(
        """
        SELECT number FROM reroute_parts
        WHERE reroute_id = %(id)s
          AND CASE WHEN %(phase)s = 'compare' THEN compared IS NULL ELSE applied IS NULL END
        ORDER BY number
        """,
        {"id": reroute_id, "phase": phase},
    ).fetchall()
    return [number for (number,) in rows]


def hold_part(connection: Connection, reroute_id: UUID, number: int, phase: Phase) -> Part | None:
    """The part, held until the transaction ends; None where it is done, or another process holds it."""
    with connection.cursor(row_factory=class_row(Part)) as cursor:
        return cursor.execute(
            """
            SELECT reroute_id, number, first_id, last_id FROM reroute_parts
            WHERE reroute_id = %(id)s AND number = %(number)s
              AND CASE WHEN %(phase)s = 'compare' THEN compared IS NULL ELSE applied IS NULL END
            FOR UPDATE SKIP LOCKED
            """,
            {"id": reroute_id, "number": number, "phase": phase},
        ).fetchone()


def keep_compared(connection: Connection, part: Part, counts: Counter[Compared], changes: Sequence[Change]) -> None:
    """What the comparison found in this part, which is done with it."""
    key = {"id": part.reroute_id, "number": part.number}
    rows = [{**asdict(compared), "reports": reports} for compared, reports in counts.items()]
    connection.execute(
        """
        INSERT INTO reroute_counts (reroute_id, number, by_person, difference, consequence, before, after, reports)
        SELECT %(id)s, %(number)s, by_person, difference, consequence, before, after, reports
        FROM jsonb_to_recordset(%(rows)s) AS r(by_person boolean, difference text, consequence text, before text[],
                                               after text[], reports integer)
        """,
        {**key, "rows": Jsonb(rows)},
    )
    connection.execute(
        """
        INSERT INTO reroute_changes (reroute_id, number, report_id, decision_id, consequence)
        SELECT %(id)s, %(number)s, report_id, decision_id, consequence
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, decision_id bigint, consequence text)
        """,
        {**key, "rows": Jsonb([asdict(change) for change in changes])},
    )
    connection.execute(
        "UPDATE reroute_parts SET compared = %(compared)s WHERE reroute_id = %(id)s AND number = %(number)s",
        {**key, "compared": counts.total()},
    )


def keep_applied(connection: Connection, part: Part, *, applied: int, skipped: int) -> None:
    """How many reports of this part were decided anew, and how many changed meanwhile or are held by somebody."""
    connection.execute(
        """
        UPDATE reroute_parts SET applied = %(applied)s, skipped = %(skipped)s
        WHERE reroute_id = %(id)s AND number = %(number)s
        """,
        {"id": part.reroute_id, "number": part.number, "applied": applied, "skipped": skipped},
    )
