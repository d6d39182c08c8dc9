"""What waits for a person: the queue in its order, narrowed down."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

LAST = (2**31 - 1, 0)


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """What to keep of the queue; what is empty keeps all.

    `bidang` and `unit` are codes on the suggested path, `offices` ids of which one is suggested: none of the three,
    nor `reason`, keeps anything that is judged blind. `before` keeps what was reported earlier, `due_from` and
    `due_before` what is due between them, `ids` what a search found (None without a search).
    """

    bidang: str = ""
    unit: str = ""
    offices: Sequence[str] = ()
    reason: str = ""
    kind: str = ""
    klasifikasi: str = ""
    provinsi: str = ""
    kota: str = ""
    before: datetime | None = None
    due_from: datetime | None = None
    due_before: datetime | None = None
    ids: Sequence[int] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """As parameters of a statement."""
        ids = None if self.ids is None else list(self.ids)
        return {**asdict(self), "offices": list(self.offices), "ids": ids}


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One row of the queue; `path`, `path_p` and `office_id` are empty where it is judged blind."""

    report_id: int
    public_id: UUID
    external_id: str
    judul: str
    isi: str
    anonim: bool
    rahasia: bool
    kota: str
    reported_at: datetime
    queued_at: datetime
    due_at: datetime | None
    reason: str
    kind: str
    is_blind: bool
    priority: int
    path: list[str]
    path_p: list[float]
    office_id: str | None
    urgency: dict[str, Any] | None


def pick(
    connection: Connection,
    wanted: QueueFilter,
    *,
    after: tuple[int, int] | None = None,
    limit: int,
    free_for: str = "",
) -> list[tuple[int, int]]:
    """Priority and id of each report that waits and is kept by the filter, in the order of complaints/teaching.py,
    from behind `after` on; with `free_for`, of what nobody but this person holds."""
    priority, report_id = after or LAST
    return connection.execute(
        """
        SELECT q.priority, q.report_id FROM review_queue q
        WHERE q.done_at IS NULL
          AND (q.priority < %(priority)s OR (q.priority = %(priority)s AND q.report_id > %(report_id)s))
          AND (%(bidang)s = '' OR %(bidang)s = ANY(q.path))
          AND (%(unit)s = '' OR %(unit)s = ANY(q.path))
          AND (%(offices)s::text[] = '{}' OR q.office_id = ANY(%(offices)s))
          AND (%(reason)s = '' OR (NOT q.is_blind AND q.reason = %(reason)s))
          AND (%(kind)s = '' OR q.kind = %(kind)s)
          AND (%(klasifikasi)s = '' OR q.klasifikasi = %(klasifikasi)s)
          AND (%(provinsi)s = '' OR q.provinsi = %(provinsi)s) AND (%(kota)s = '' OR q.kota = %(kota)s)
          AND (%(before)s::timestamptz IS NULL OR q.reported_at < %(before)s)
          AND (%(due_before)s::timestamptz IS NULL OR tstzrange(%(due_from)s, %(due_before)s) @> q.due_at)
          AND (%(ids)s::bigint[] IS NULL OR q.report_id = ANY(%(ids)s))
          AND (%(free_for)s = '' OR NOT EXISTS (
              SELECT FROM review_claims c
              WHERE c.report_id = q.report_id AND c.person <> %(free_for)s AND c.until > now()))
        ORDER BY q.priority DESC, q.report_id LIMIT %(limit)s
        """,
        {**wanted.values, "priority": priority, "report_id": report_id, "limit": limit, "free_for": free_for},
        # Most filters are empty: what is planned for these alone goes straight to the rows.
        prepare=False,
    ).fetchall()


def list_queue(
    connection: Connection, wanted: QueueFilter, *, after: tuple[int, int] | None = None, limit: int
) -> list[QueueRow]:
    """What waits and is kept by the filter, as a page shows it; see pick."""
    ids = [report_id for _, report_id in pick(connection, wanted, after=after, limit=limit)]
    with connection.cursor(row_factory=class_row(QueueRow)) as cursor:
        return cursor.execute(
            """
            SELECT q.report_id, r.public_id, r.external_id, r.judul, r.isi, r.anonim, r.rahasia, r.kota, r.reported_at,
                   q.queued_at, q.due_at, q.reason, q.kind, q.is_blind, q.priority,
                   CASE WHEN q.is_blind THEN '{}' ELSE d.path END AS path,
                   CASE WHEN q.is_blind THEN '{}' ELSE d.path_p END AS path_p, q.office_id,
                   d.evidence -> 'urgency' AS urgency
            FROM review_queue q JOIN reports r ON r.id = q.report_id JOIN decisions d ON d.id = q.decision_id
            -- What was decided just now is still shown: a page that came out short would be taken for the last one.
            WHERE q.report_id = ANY((SELECT %(ids)s::bigint[])::bigint[])
            ORDER BY q.priority DESC, q.report_id
            """,
            {"ids": ids},
        ).fetchall()
