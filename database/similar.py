"""What makes reports alike, and which are: never a rahasia report, neither as the one asked about nor as an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.sql import SQL

NEAREST = 20
"""How many of the nearest reports are compared word by word when duplicates are looked for."""
LOOKED_UP = 200
"""How many of the nearest are looked up: whoever does not see all of them still finds the nearest of their own."""
SCANNED = 4_000
"""How many confirmed reports are passed at most in search of similar ones that somebody with little reach may see."""
WINDOW = 3_000
"""How many reports before and after are looked through for near ones; the same words are found however far away."""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """A report's vector (256 whole numbers, not all zero) and the hash of its words."""

    report_id: int
    text_hash: str
    vector: Sequence[int] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SimilarReport:
    """A report that a person confirmed, with the category they gave; `similarity` is a cosine."""

    public_id: UUID
    external_id: str
    judul: str
    category: str
    similarity: float


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A report that may tell the same matter."""

    public_id: UUID
    external_id: str
    judul: str
    isi: str
    kota: str
    reported_at: datetime
    status: str


def keep_likenesses(connection: Connection, likenesses: Sequence[Likeness], made_by: str) -> None:
    """Store them, but for rahasia reports, which lose what they had before they became so."""
    ids = [one.report_id for one in likenesses]
    connection.execute(
        """
        DELETE FROM likenesses l USING reports r
        WHERE r.id = l.report_id AND r.rahasia AND l.report_id = ANY(%(ids)s)
        """,
        {"ids": ids},
    )
    connection.execute(
        """
        INSERT INTO likenesses (report_id, made_by, text_hash, vector)
        SELECT given.report_id, %(made_by)s, given.text_hash, given.vector
        FROM unnest(%(ids)s::bigint[], %(hashes)s::text[], %(vectors)s::halfvec[])
             AS given(report_id, text_hash, vector)
        JOIN reports r ON r.id = given.report_id AND NOT r.rahasia
        ON CONFLICT (report_id) DO UPDATE SET made_by = excluded.made_by, text_hash = excluded.text_hash,
            vector = excluded.vector, confirmed = false
        """,
        {
            "made_by": made_by,
            "ids": ids,
            "hashes": [one.text_hash for one in likenesses],
            "vectors": [_written(one.vector) for one in likenesses],
        },
    )


def _written(vector: Sequence[int]) -> str:
    return f"[{','.join(map(str, vector))}]"


def confirm_likeness(connection: Connection, report_id: int) -> None:
    """From now on the report is shown beside others that are like it."""
    connection.execute("UPDATE likenesses SET confirmed = true WHERE report_id = %(id)s", {"id": report_id})


def find_similar(connection: Connection, report_id: int, *, least: float, limit: int = 3) -> list[SimilarReport]:
    """The most similar reports that a person confirmed, with a cosine of `least` or more, the nearest first."""
    known = _likeness_of(connection, report_id)
    if known is None:
        return []
    with connection.cursor(row_factory=class_row(SimilarReport)) as cursor:
        found = cursor.execute(
            # The limit is part of the text, not a value: so it is planned once, and not at every look.
            SQL("""
            SELECT r.public_id, r.external_id, r.judul, said.category,
                   1 - (l.vector <=> %(vector)s::halfvec) AS similarity
            FROM likenesses l JOIN reports r ON r.id = l.report_id
            JOIN LATERAL (
                SELECT category FROM labels
                WHERE labels.report_id = r.id AND withdrawn_at IS NULL AND source <> 'return'
                ORDER BY labels.id DESC LIMIT 1
            ) AS said ON true
            WHERE l.confirmed AND l.made_by = %(made_by)s AND l.report_id <> %(id)s AND NOT r.rahasia
            ORDER BY l.vector <=> %(vector)s::halfvec LIMIT {limit}
            """)
            .format(limit=limit)
            .as_string(),
            {**known, "id": report_id},
        ).fetchall()
    return [one for one in found if one.similarity >= least]


def find_candidates(connection: Connection, report_id: int) -> list[Candidate]:
    """The reports with the same words, and the nearest of those that came at about the same time.

    None of them is closed as a duplicate itself. Nothing is found for a rahasia report.
    """
    with connection.cursor(row_factory=class_row(Candidate)) as cursor:
        return cursor.execute(
            SQL("""
            SELECT r.public_id, r.external_id, r.judul, r.isi, r.kota, r.reported_at, r.status
            FROM find_nearest(%(id)s, %(window)s, %(looked_up)s) WITH ORDINALITY AS near(report_id, place)
            JOIN reports r ON r.id = near.report_id AND NOT r.rahasia
            WHERE EXISTS (SELECT FROM reports asked WHERE asked.id = %(id)s AND NOT asked.rahasia)
            ORDER BY near.place LIMIT {nearest}
            """)
            .format(nearest=NEAREST)
            .as_string(),
            {"id": report_id, "looked_up": LOOKED_UP, "window": WINDOW},
        ).fetchall()


def _likeness_of(connection: Connection, report_id: int) -> dict[str, str] | None:
    """The likeness of a report that is not rahasia; for it the index goes on until enough rows are found."""
    row = connection.execute(
        """
        SELECT l.vector::text, l.made_by, set_config('hnsw.iterative_scan', 'strict_order', true),
               set_config('hnsw.max_scan_tuples', %(most)s::text, true)
        FROM likenesses l JOIN reports r ON r.id = l.report_id
        WHERE l.report_id = %(id)s AND NOT r.rahasia
        """,
        {"id": report_id, "most": SCANNED},
    ).fetchone()
    return {"vector": row[0], "made_by": row[1]} if row else None
