"""The reports of a part as they stand, and those among them about which something follows, held for that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from complaints.report import Message, Place, Status
from complaints.rerouting import Consequence, InForceThen
from database.claiming import Claimed
from database.reroute_parts import Part


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A report that was decided, with the decision in force."""

    item: Claimed
    decision_id: int
    before: InForceThen


def read_standing(connection: Connection, part: Part) -> list[Standing]:
    """Every report of the part that was decided and does not wait to be routed anyway."""
    rows = connection.execute(
        """
        SELECT r.id, r.version, r.judul, r.isi, r.provinsi, r.kota, r.kecamatan, r.kelurahan, r.reported_at, r.status,
               d.id, d.outcome, d.path, d.depth, d.office_id,
               EXISTS (SELECT FROM labels l WHERE l.report_id = r.id)
               OR EXISTS (SELECT FROM reopenings o WHERE o.report_id = r.id)
               OR EXISTS (SELECT FROM panels p WHERE p.report_id = r.id)
        FROM reports r JOIN decisions d ON d.report_id = r.id AND d.is_current
        WHERE r.id BETWEEN %(first)s AND %(last)s AND r.status <> 'received'
        ORDER BY r.id
        """,
        {"first": part.first_id, "last": part.last_id},
    ).fetchall()
    return [_standing(row) for row in rows]


def _standing(row: Sequence[Any]) -> Standing:
    before = InForceThen(
        status=Status(row[9]),
        outcome=row[11],
        touched=row[15],
        path=tuple(row[12]),
        depth=row[13],
        office_id=row[14],
    )
    return Standing(item=_claimed(row), decision_id=row[10], before=before)


def _claimed(row: Sequence[Any]) -> Claimed:
    place = Place(provinsi=row[4], kota=row[5], kecamatan=row[6], kelurahan=row[7])
    message = Message(judul=row[2], isi=row[3], place=place)
    return Claimed(id=row[0], version=row[1], message=message, reviewed_before=False, reported_at=row[8])


def hold_changed(connection: Connection, part: Part) -> list[tuple[Claimed, Consequence]]:
    """The reports about which something follows, held until the transaction ends.

    Left out is what changed since the comparison, and what a person is at: whoever holds it, audits it, or was asked.
    """
    rows = connection.execute(
        """
        SELECT r.id, r.version, r.judul, r.isi, r.provinsi, r.kota, r.kecamatan, r.kelurahan, r.reported_at,
               c.consequence
        FROM reroute_changes c
        JOIN reports r ON r.id = c.report_id
        JOIN decisions d ON d.id = c.decision_id AND d.is_current AND d.report_version = r.version
        WHERE c.reroute_id = %(reroute_id)s AND c.number = %(number)s
          AND r.status = CASE c.consequence WHEN 'anew' THEN 'in_review' ELSE 'routed' END
          AND NOT EXISTS (SELECT FROM review_claims h WHERE h.report_id = r.id AND h.until > now())
          AND NOT EXISTS (SELECT FROM audits a WHERE a.report_id = r.id AND a.judged_at IS NULL)
          AND NOT EXISTS (SELECT FROM labels l WHERE l.report_id = r.id)
          AND NOT EXISTS (SELECT FROM reopenings o WHERE o.report_id = r.id)
          AND NOT EXISTS (SELECT FROM panels p WHERE p.report_id = r.id)
        ORDER BY r.id FOR UPDATE OF r SKIP LOCKED
        """,
        {"reroute_id": part.reroute_id, "number": part.number},
    ).fetchall()
    return [(_claimed(row), Consequence(row[9])) for row in rows]


def count_changes(connection: Connection, part: Part) -> int:
    """Of how many reports of the part something follows."""
    row = connection.execute(
        "SELECT count(*) FROM reroute_changes WHERE reroute_id = %(reroute_id)s AND number = %(number)s",
        {"reroute_id": part.reroute_id, "number": part.number},
    ).fetchone()
    return row[0] if row else 0
