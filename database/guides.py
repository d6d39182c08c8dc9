"""Which leaves people put in place of which suggestion, and reports of two leaves to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.report import Message


@dataclass(frozen=True, kw_only=True)
class LabelledText:
    """A report that people put into this leaf; never a rahasia one, nor one that is judged blind just now."""

    public_id: UUID
    judul: str
    isi: str
    category: str
    suggested: str

    @property
    def message(self) -> Message:
        return Message(judul=self.judul, isi=self.isi)


def count_corrections(connection: Connection) -> dict[tuple[str, str], int]:
    """How often (suggested leaf, leaf that a person named) differ, of labels that hold."""
    rows = connection.execute(
        """
        SELECT s.path[cardinality(s.path)], l.category, count(*)
        FROM labels l CROSS JOIN LATERAL (
            SELECT d.path FROM decisions d
            WHERE d.report_id = l.report_id AND d.report_version = l.report_version AND d.outcome <> 'person'
            ORDER BY d.id LIMIT 1
        ) AS s
        WHERE l.withdrawn_at IS NULL AND l.source <> 'return' AND NOT l.agreed AND cardinality(s.path) > 0
          AND s.path[cardinality(s.path)] <> l.category
        GROUP BY 1, 2
        """
    ).fetchall()
    return {(suggested, category): count for suggested, category, count in rows}


def read_texts(connection: Connection, leaf: str, *, limit: int) -> list[LabelledText]:
    """The newest reports that people put into this leaf, with what was suggested of each."""
    with connection.cursor(row_factory=class_row(LabelledText)) as cursor:
        return cursor.execute(
            """
            SELECT r.public_id, r.judul, r.isi, l.category, coalesce(s.path[cardinality(s.path)], '') AS suggested
            FROM labels l JOIN reports r ON r.id = l.report_id AND r.version = l.report_version
            LEFT JOIN LATERAL (
                SELECT d.path FROM decisions d
                WHERE d.report_id = l.report_id AND d.report_version = l.report_version AND d.outcome <> 'person'
                ORDER BY d.id LIMIT 1
            ) AS s ON true
            WHERE l.category = %(leaf)s AND l.withdrawn_at IS NULL AND l.source <> 'return' AND NOT r.rahasia
              AND NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = r.id AND e.what = 'text')
              AND NOT EXISTS (SELECT FROM review_queue q
                              WHERE q.report_id = r.id AND q.is_blind AND q.done_at IS NULL)
            ORDER BY l.id DESC LIMIT %(limit)s
            """,
            {"leaf": leaf, "limit": limit},
        ).fetchall()


def read_pair(connection: Connection, leaves: Sequence[str], *, limit: int) -> tuple[list[LabelledText], ...]:
    """The newest reports of each of these leaves."""
    return tuple(read_texts(connection, leaf, limit=limit) for leaf in leaves)
