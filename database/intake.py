"""Reports come in: stored once, versioned when they change, with the cursor in the same transaction."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.report import IncomingReport, Report
from database import audit
from database.following import leave_queue
from database.outbox import cancel_unsent

INTAKE_LOCK = 28335


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What became of a batch: ids of new and changed reports, and how many were known already."""

    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    known: int = 0


def read_cursor(connection: Connection, key: str) -> str | None:
    """How far the source was read, or None where it never was."""
    row = connection.execute("SELECT cursor FROM source_cursors WHERE key = %(key)s", {"key": key}).fetchone()
    return row[0] if row else None


def move_cursor(connection: Connection, key: str, cursor: str) -> None:
    """Remember how far the source was read."""
    connection.execute(
        """
        INSERT INTO source_cursors (key, cursor) VALUES (%(key)s, %(cursor)s)
        ON CONFLICT (key) DO UPDATE SET cursor = excluded.cursor, updated_at = now()
        """,
        {"key": key, "cursor": cursor},
    )


def hold_source(connection: Connection, key: str) -> bool:
    """Hold a source until this connection closes; False where another process reads it just now."""
    row = connection.execute(
        "SELECT pg_try_advisory_lock(%(lock)s, hashtext(%(key)s))", {"lock": INTAKE_LOCK, "key": key}
    ).fetchone()
    return bool(row and row[0])


def store_reports(connection: Connection, incoming: Sequence[IncomingReport], *, actor: str, run_id: UUID) -> Stored:
    """Store each report once by source and external id; a changed one becomes a new version and is routed anew.

    Within the batch a later report wins over an earlier one of the same id, and both texts are kept.
    """
    new: list[int] = []
    changed: list[int] = []
    known = 0
    for distinct in _rounds(incoming):
        rows = [_row(number, item.report) for number, item in enumerate(distinct)]
        inserted = _insert_new(connection, rows, run_id)
        _insert_identities(connection, distinct, inserted)
        updated = _update_changed(connection, [row for row in rows if row["number"] not in inserted], run_id)
        new += inserted.values()
        changed += updated
        known += len(rows) - len(inserted) - len(updated)
    audit.append(connection, actor, "report.received", [(f"report:{id_}", {"run": str(run_id)}) for id_ in new])
    audit.append(connection, actor, "report.changed", [(f"report:{id_}", {"run": str(run_id)}) for id_ in changed])
    return Stored(new=tuple(new), changed=tuple(changed), known=known)


def _rounds(incoming: Sequence[IncomingReport]) -> Iterator[list[IncomingReport]]:
    """Split so that no round holds one report twice, in the order in which they came."""
    waiting = list(incoming)
    while waiting:
        seen: set[tuple[str, str]] = set()
        now: list[IncomingReport] = []
        later: list[IncomingReport] = []
        for item in waiting:
            key = (item.report.source, item.report.external_id)
            (later if key in seen else now).append(item)
            seen.add(key)
        yield now
        waiting = later


def content_hash(report: Report) -> str:
    """SHA-256 (hex) over all that a source can change about a report."""
    content = json.dumps(asdict(report), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _row(number: int, report: Report) -> dict[str, Any]:
    values = asdict(report)
    place = values.pop("place")
    return {
        **values,
        **place,
        "number": number,
        "reported_at": report.reported_at.isoformat(),
        "content_hash": content_hash(report),
    }


def _insert_new(connection: Connection, rows: Sequence[dict[str, Any]], run_id: UUID) -> dict[int, int]:
    found = connection.execute(
        """
        WITH wanted AS (
            SELECT * FROM jsonb_to_recordset(%(rows)s) AS r(
                number integer, source text, external_id text, judul text, isi text, klasifikasi text, channel text,
                category_hint text, provinsi text, kota text, kecamatan text, kelurahan text, anonim boolean,
                rahasia boolean, reported_at timestamptz, content_hash text)
        ), inserted AS (
            INSERT INTO reports (source, external_id, judul, isi, klasifikasi, channel, category_hint, provinsi, kota,
                                 kecamatan, kelurahan, anonim, rahasia, reported_at, content_hash, run_id)
            SELECT source, external_id, judul, isi, klasifikasi, channel, category_hint, provinsi, kota,
                   kecamatan, kelurahan, anonim, rahasia, reported_at, content_hash, %(run_id)s
            FROM wanted ORDER BY number
            ON CONFLICT (source, external_id) DO NOTHING
            RETURNING id, source, external_id
        )
        SELECT wanted.number, inserted.id FROM inserted JOIN wanted USING (source, external_id) ORDER BY inserted.id
        """,
        {"rows": Jsonb(list(rows)), "run_id": run_id},
    ).fetchall()
    return dict(found)


def _insert_identities(connection: Connection, items: Sequence[IncomingReport], inserted: dict[int, int]) -> None:
    known = [
        {"report_id": id_, "name": reporter.name, "contact": reporter.contact}
        for number, id_ in inserted.items()
        if (reporter := items[number].reporter) is not None and not items[number].report.anonim
    ]
    connection.execute(
        """
        INSERT INTO identity.reporters (report_id, name, contact)
        SELECT report_id, name, contact
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, name text, contact text)
        ON CONFLICT DO NOTHING
        """,
        {"rows": Jsonb(known)},
    )


def _update_changed(connection: Connection, rows: Sequence[dict[str, Any]], run_id: UUID) -> list[int]:
    """Keep the earlier text as a version, take the new one, and let it be routed anew."""
    if not rows:
        return []
    found = connection.execute(
        """
        WITH wanted AS (
            SELECT * FROM jsonb_to_recordset(%(rows)s) AS r(
                source text, external_id text, judul text, isi text, klasifikasi text, channel text,
                category_hint text, provinsi text, kota text, kecamatan text, kelurahan text, anonim boolean,
                rahasia boolean, reported_at timestamptz, content_hash text)
        ), earlier AS (
            SELECT reports.* FROM reports JOIN wanted USING (source, external_id)
            WHERE reports.content_hash <> wanted.content_hash
              -- What was erased does not come back with the next export.
              AND NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = reports.id AND e.what = 'text')
            ORDER BY reports.id FOR UPDATE OF reports
        ), kept AS (
            INSERT INTO report_versions (report_id, version, content, content_hash)
            SELECT id, version, jsonb_build_object(
                'judul', judul, 'isi', isi, 'klasifikasi', klasifikasi, 'channel', channel,
                'category_hint', category_hint, 'provinsi', provinsi, 'kota', kota, 'kecamatan', kecamatan,
                'kelurahan', kelurahan, 'anonim', anonim, 'rahasia', rahasia, 'reported_at', reported_at), content_hash
            FROM earlier
        )
        UPDATE reports SET
            judul = wanted.judul, isi = wanted.isi, klasifikasi = wanted.klasifikasi, channel = wanted.channel,
            category_hint = wanted.category_hint, provinsi = wanted.provinsi, kota = wanted.kota,
            kecamatan = wanted.kecamatan, kelurahan = wanted.kelurahan, anonim = wanted.anonim,
            rahasia = wanted.rahasia, reported_at = wanted.reported_at, content_hash = wanted.content_hash,
            version = earlier.version + 1, status = 'received', run_id = %(run_id)s
        FROM earlier JOIN wanted USING (source, external_id)
        WHERE reports.id = earlier.id
        RETURNING reports.id, reports.anonim
        """,
        {"rows": Jsonb(list(rows)), "run_id": run_id},
    ).fetchall()
    _forget_reporters(connection, [id_ for id_, anonim in found if anonim])
    changed = [id_ for id_, _ in found]
    leave_queue(connection, changed)
    # What was decided about the earlier text must not be sent with the new one.
    cancel_unsent(connection, changed)
    return changed


def _forget_reporters(connection: Connection, report_ids: Sequence[int]) -> None:
    connection.execute("SELECT identity.forget(%(ids)s::bigint[])", {"ids": list(report_ids)})
