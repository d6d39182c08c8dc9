"""Claim received reports for routing, so that no two processes ever hold the same one."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from complaints.report import Message, Place


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A received report that this transaction holds."""

    id: int
    version: int
    message: Message
    reviewed_before: bool
    reported_at: datetime
    klasifikasi: str = ""
    has_milestones: bool = False

    @property
    def has_past(self) -> bool:
        """Whether more is known of it than what was reported."""
        return self.version > 1 or self.reviewed_before or self.has_milestones


def claim_received(connection: Connection, limit: int) -> list[Claimed]:
    """Up to `limit` received reports that nobody else holds, oldest first, held until this transaction ends."""
    rows = connection.execute(
        """
        SELECT id, version, judul, isi, provinsi, kota, kecamatan, kelurahan,
               EXISTS (SELECT FROM labels WHERE labels.report_id = reports.id)
               OR EXISTS (SELECT FROM merges WHERE merges.report_id = reports.id)
               OR EXISTS (SELECT FROM splits WHERE splits.report_id = reports.id)
               OR EXISTS (SELECT FROM decisions WHERE decisions.report_id = reports.id AND outcome = 'person'),
               reported_at, coalesce(klasifikasi, ''),
               EXISTS (SELECT FROM milestones WHERE milestones.report_id = reports.id)
        FROM reports WHERE status = 'received' ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
        """,
        {"limit": limit},
    ).fetchall()
    return [
        Claimed(
            id=row[0],
            version=row[1],
            message=Message(
                judul=row[2],
                isi=row[3],
                place=Place(provinsi=row[4], kota=row[5], kecamatan=row[6], kelurahan=row[7]),
            ),
            reviewed_before=row[8],
            reported_at=row[9],
            klasifikasi=row[10],
            has_milestones=row[11],
        )
        for row in rows
    ]
