"""What a model learnt from: stored as which report said what, so that it can be built again and compared."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from complaints.errors import NotFound
from complaints.privacy import mask_message
from complaints.report import Message, Place
from complaints.training_set import TrainingRow
from database import audit


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A training set: its name, what it holds, and until when its reports were reported."""

    name: str
    made_at: datetime
    made_by: str
    until: datetime
    base: str
    base_rows: int
    own_rows: int


@dataclass(frozen=True, kw_only=True)
class OwnRow:
    """A row of one's own reports, and which report it is."""

    report_id: int
    version: int
    row: TrainingRow = field(repr=False)


def keep_snapshot(connection: Connection, snapshot: Snapshot, rows: Sequence[OwnRow]) -> None:
    """Store it once; the same rows are the same snapshot."""
    stored = connection.execute(
        """
        INSERT INTO snapshots (name, made_by, until, base, base_rows, own_rows)
        VALUES (%(name)s, %(made_by)s, %(until)s, %(base)s, %(base_rows)s, %(own_rows)s) ON CONFLICT DO NOTHING
        """,
        vars(snapshot),
    )
    if not stored.rowcount:
        return
    connection.execute(
        """
        INSERT INTO snapshot_rows (snapshot, report_id, report_version, category, klasifikasi, office_id, reported_at,
                                   sampled)
        SELECT %(name)s, report_id, report_version, category, klasifikasi, office_id, reported_at, sampled
        FROM jsonb_to_recordset(%(rows)s) AS r(
            report_id bigint, report_version integer, category text, klasifikasi text, office_id text,
            reported_at timestamptz, sampled double precision)
        """,
        {"name": snapshot.name, "rows": Jsonb([_stored(one) for one in rows])},
    )
    details = {"own_rows": snapshot.own_rows, "base_rows": snapshot.base_rows}
    audit.append(connection, snapshot.made_by, "snapshot.made", [(f"snapshot:{snapshot.name}", details)])


def _stored(one: OwnRow) -> dict[str, Any]:
    row = one.row
    return {
        "report_id": one.report_id,
        "report_version": one.version,
        "category": row.category,
        "klasifikasi": row.klasifikasi,
        "office_id": row.office,
        "reported_at": row.reported_at.isoformat() if row.reported_at else None,
        "sampled": row.sampled,
    }


def find_snapshot(connection: Connection, name: str) -> Snapshot:
    """The snapshot of this name, or of the one that begins so. Raises NotFound where it is none, or several."""
    with connection.cursor(row_factory=class_row(Snapshot)) as cursor:
        found = cursor.execute(
            """
            SELECT name, made_at, made_by, until, base, base_rows, own_rows FROM snapshots
            WHERE starts_with(name, %(name)s) LIMIT 2
            """,
            {"name": name},
        ).fetchall()
    if not name or len(found) != 1:
        raise NotFound(f"snapshot {name}")
    return found[0]


def list_snapshots(connection: Connection) -> list[Snapshot]:
    """All snapshots, the newest first."""
    with connection.cursor(row_factory=class_row(Snapshot)) as cursor:
        return cursor.execute(
            """
            SELECT name, made_at, made_by, until, base, base_rows, own_rows FROM snapshots
            ORDER BY made_at DESC, name
            """
        ).fetchall()


def rebuild_own_rows(connection: Connection, name: str) -> list[OwnRow]:
    """The rows of one's own reports as they were, masked; without what was erased or turned rahasia since."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT s.report_id, s.report_version, s.category, s.klasifikasi, s.office_id, s.reported_at, s.sampled,
                   coalesce(v.content ->> 'judul', r.judul) AS judul, coalesce(v.content ->> 'isi', r.isi) AS isi,
                   coalesce(v.content ->> 'provinsi', r.provinsi) AS provinsi,
                   coalesce(v.content ->> 'kota', r.kota) AS kota
            FROM snapshot_rows s JOIN reports r ON r.id = s.report_id
            LEFT JOIN report_versions v ON v.report_id = s.report_id AND v.version = s.report_version
            WHERE s.snapshot = %(name)s AND NOT r.rahasia
              AND NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = r.id AND e.what = 'text')
              AND NOT coalesce((v.content ->> 'rahasia')::boolean, false) AND coalesce(v.content ->> 'isi', r.isi) <> ''
              AND (v.version IS NOT NULL OR r.version = s.report_version)
            ORDER BY s.reported_at, s.report_id
            """,
            {"name": name},
        ).fetchall()
    return [OwnRow(report_id=row["report_id"], version=row["report_version"], row=_training_row(row)) for row in rows]


def _training_row(row: dict[str, Any]) -> TrainingRow:
    place = Place(provinsi=row["provinsi"], kota=row["kota"])
    return TrainingRow(
        message=mask_message(Message(judul=row["judul"], isi=row["isi"], place=place)),
        category=row["category"],
        klasifikasi=row["klasifikasi"],
        office=row["office_id"],
        reported_at=row["reported_at"],
        sampled=row["sampled"],
    )


@dataclass(frozen=True, kw_only=True)
class SnapshotDiff:
    """How two snapshots differ in one's own reports: how many came and went, and whose label or text changed.

    `moved` counts (from category, to category).
    """

    added: int
    removed: int
    rewritten: int
    moved: Sequence[tuple[str, str, int]]
    same_base: bool


def compare_snapshots(connection: Connection, one: Snapshot, other: Snapshot) -> SnapshotDiff:
    """From one to the other."""
    names = {"one": one.name, "other": other.name}
    counted = connection.execute(
        """
        SELECT count(*) FILTER (WHERE a.report_id IS NULL), count(*) FILTER (WHERE b.report_id IS NULL),
               count(*) FILTER (WHERE a.report_version <> b.report_version)
        FROM (SELECT * FROM snapshot_rows WHERE snapshot = %(one)s) a
        FULL JOIN (SELECT * FROM snapshot_rows WHERE snapshot = %(other)s) b USING (report_id)
        """,
        names,
    ).fetchone()
    moved = connection.execute(
        """
        SELECT a.category, b.category, count(*)
        FROM snapshot_rows a JOIN snapshot_rows b USING (report_id)
        WHERE a.snapshot = %(one)s AND b.snapshot = %(other)s AND a.category <> b.category
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
        """,
        names,
    ).fetchall()
    added, removed, rewritten = counted or (0, 0, 0)
    return SnapshotDiff(
        added=added, removed=removed, rewritten=rewritten, moved=moved, same_base=one.base == other.base
    )
