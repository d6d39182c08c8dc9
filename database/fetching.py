"""What a program fetches for its unit, within its reach, and says that it has."""

from collections.abc import Sequence
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from complaints.copies import without_work
from complaints.delivery import Parcel, without_identifiers, without_text
from database.delivering import mark_sent


def fetchable(connection: Connection, receiver: str, *, after: int, limit: int) -> list[Parcel]:
    """What waits for a program of this name that fetches what is its own: of each report the first, by id."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT o.id, coalesce(o.mended_key, o.idempotency_key) AS key, o.report_id,
                   coalesce(r.public_id, w.public_id) AS public_id, coalesce(r.source, w.source) AS source,
                   coalesce(r.external_id, w.external_id) AS external_id, o.kind, o.target, o.office_id,
                   coalesce(o.mended_addressee, o.addressee) AS addressee, o.attempts, o.may_have_arrived,
                   coalesce(d.decided_at, w.decided_at) AS decided_at,
                   coalesce(r.reported_at, w.reported_at) AS reported_at,
                   coalesce(d.klasifikasi, w.klasifikasi) AS klasifikasi, coalesce(r.anonim, w.anonim) AS anonim,
                   coalesce(r.rahasia, w.rahasia) AS rahasia, coalesce(o.mended_message, o.message) AS message,
                   coalesce(r.judul, '') AS judul, coalesce(r.isi, '') AS isi
            FROM outbox o JOIN receivers x ON x.name = o.receiver AND x.kind = 'api' AND NOT x.is_paused
            LEFT JOIN reports r ON r.id = o.report_id LEFT JOIN decisions d ON d.id = o.decision_id
            -- Whoever is told that a copy is withdrawn does not see the report any more.
            LEFT JOIN LATERAL (
                SELECT * FROM withdrawn_report(o.id) WHERE r.id IS NULL AND o.kind = 'tembusan-dicabut'
            ) w ON true
            WHERE coalesce(r.public_id, w.public_id) IS NOT NULL
              AND o.receiver = %(receiver)s AND o.id > %(after)s AND o.sent_at IS NULL AND o.cancelled_at IS NULL
              AND o.dead_at IS NULL
              AND NOT EXISTS (
                  SELECT FROM outbox e
                  WHERE e.report_id = o.report_id AND e.receiver = o.receiver AND e.id < o.id AND e.sent_at IS NULL
                    AND e.cancelled_at IS NULL)
            ORDER BY o.id LIMIT %(limit)s
            """,
            {"receiver": receiver, "after": after, "limit": limit},
        ).fetchall()
    # Whoever fetches reads as the database lets them: nothing of what is rahasia.
    parcels = [without_work(Parcel(**{**row, "target": tuple(row["target"])})) for row in rows]
    return [without_text(one) if one.rahasia else without_identifiers(one) if one.anonim else one for one in parcels]


def acknowledge(connection: Connection, receiver: str, keys: Sequence[UUID], receipt: str) -> int:
    """The program has these; returns how many were news. Unknown keys, and those of others, count nothing."""
    rows = connection.execute(
        """
        SELECT id FROM outbox
        WHERE coalesce(mended_key, idempotency_key) = ANY(%(keys)s) AND receiver = %(receiver)s
          AND cancelled_at IS NULL
        ORDER BY id
        """,
        {"keys": list(keys), "receiver": receiver},
    ).fetchall()
    actor = f"person:{receiver}"
    return sum(mark_sent(connection, id_, receipt, receiver, actor=actor) for (id_,) in rows)
