"""Waiting reports that are alike and have the same suggestion: never what is rahasia, urgent, given back or judged
blind."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.teaching import STEP, Tier


@dataclass(frozen=True, kw_only=True)
class LookAlike:
    """A waiting report with its suggestion; `similarity` is a cosine with the report that was asked about."""

    public_id: UUID
    external_id: str
    judul: str
    isi: str = field(repr=False)
    kota: str
    reported_at: datetime
    decision_id: int
    path: list[str]
    path_p: list[float]
    klasifikasi: str
    office_id: str | None
    similarity: float


def find_look_alikes(
    connection: Connection, seed: UUID, *, least: float, limit: int, only: UUID | None = None
) -> list[LookAlike]:
    """What waits, with the same suggestion as the seed has or had last, and a cosine of `least` or more.

    The nearest come first, the seed itself (if it waits) before all. `only` asks about a single report.
    """
    with connection.cursor(row_factory=class_row(LookAlike)) as cursor:
        return cursor.execute(
            """
            WITH seed AS (
                SELECT q.path, l.vector, l.made_by
                FROM reports r JOIN review_queue q ON q.report_id = r.id JOIN likenesses l ON l.report_id = r.id
                WHERE r.public_id = %(seed)s AND NOT r.rahasia AND q.kind = 'review' AND q.path <> '{}'
                  AND q.priority < %(urgent)s
            )
            SELECT r.public_id, r.external_id, r.judul, r.isi, r.kota, r.reported_at, d.id AS decision_id, d.path,
                   d.path_p, d.klasifikasi, r.current_office AS office_id, 1 - (l.vector <=> seed.vector) AS similarity
            FROM seed JOIN review_queue q ON q.path = seed.path AND q.done_at IS NULL AND q.kind = 'review'
                  AND q.priority < %(urgent)s
            JOIN likenesses l ON l.report_id = q.report_id AND l.made_by = seed.made_by
            JOIN reports r ON r.id = q.report_id AND NOT r.rahasia AND r.status = 'in_review'
            JOIN decisions d ON d.id = q.decision_id AND d.is_current
            WHERE 1 - (l.vector <=> seed.vector) >= %(least)s
              AND (%(only)s::uuid IS NULL OR r.public_id = %(only)s)
            ORDER BY r.public_id <> %(seed)s, l.vector <=> seed.vector, r.id LIMIT %(limit)s
            """,
            {"seed": seed, "least": least, "limit": limit, "only": only, "urgent": Tier.RETURNED * STEP},
            prepare=False,
        ).fetchall()
