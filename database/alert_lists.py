"""Alerts as people are shown them: open and closed ones, and the reports behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from database.alerts import AlertKind


@dataclass(frozen=True, kw_only=True)
class Alert:
    """An alert as it is stored."""

    id: int
    kind: AlertKind
    about: list[str]
    path: list[str]
    figures: dict[str, Any]
    since: datetime
    opened_at: datetime
    last_seen_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    why: str | None


def _alert(row: Mapping[str, Any]) -> Alert:
    return Alert(**{**row, "kind": AlertKind(row["kind"])})


def list_alerts(connection: Connection, *, is_open: bool, limit: int) -> list[Alert]:
    """Open alerts, or closed ones, the newest first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT id, kind, about, path, figures, since, opened_at, last_seen_at, closed_at, closed_by, why
            FROM alerts WHERE (closed_at IS NULL) = %(is_open)s ORDER BY coalesce(closed_at, opened_at) DESC, id DESC
            LIMIT %(limit)s
            """,
            {"is_open": is_open, "limit": limit},
        ).fetchall()
    return [_alert(row) for row in rows]


def list_untold(connection: Connection) -> list[Alert]:
    """Alerts that nobody outside was told of yet, oldest first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT id, kind, about, path, figures, since, opened_at, last_seen_at, closed_at, closed_by, why
            FROM alerts WHERE told_at IS NULL ORDER BY id
            """
        ).fetchall()
    return [_alert(row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A report behind an alert, as its list shows it."""

    alert_id: int
    public_id: UUID
    judul: str
    isi: str
    reported_at: datetime


def examples_of(connection: Connection, alert_ids: Sequence[int], *, limit: int) -> list[Example]:
    """Up to `limit` reports behind each alert that whoever asks may see, the newest first.

    Never a rahasia one, nor one that is judged blind just now: an alert may tell what was suggested.
    """
    with connection.cursor(row_factory=class_row(Example)) as cursor:
        return cursor.execute(
            """
            SELECT e.* FROM unnest(%(ids)s::bigint[]) AS wanted(alert_id) CROSS JOIN LATERAL (
                SELECT a.alert_id, r.public_id, r.judul, left(r.isi, 300) AS isi, r.reported_at
                FROM alert_reports a JOIN reports r ON r.id = a.report_id
                WHERE a.alert_id = wanted.alert_id AND NOT r.rahasia
                  AND NOT EXISTS (SELECT FROM review_queue q
                                  WHERE q.report_id = r.id AND q.is_blind AND q.done_at IS NULL)
                ORDER BY r.reported_at DESC LIMIT %(limit)s
            ) AS e
            """,
            {"ids": list(alert_ids), "limit": limit},
        ).fetchall()


def instansi_of_alerts(connection: Connection, alert_ids: Sequence[int]) -> dict[int, list[str]]:
    """In which instansi the examples of each alert lie, as far as whoever asks sees them; none that is judged blind."""
    rows = connection.execute(
        """
        SELECT e.alert_id, array_agg(DISTINCT r.current_path[1] ORDER BY r.current_path[1])
        FROM alert_reports e JOIN reports r ON r.id = e.report_id
        WHERE e.alert_id = ANY(%(ids)s) AND r.current_path[1] IS NOT NULL
          AND (r.copied_to = '{}' OR NOT is_only_copied(r.id)) AND NOT EXISTS (
              SELECT FROM review_queue q WHERE q.report_id = r.id AND q.is_blind AND q.done_at IS NULL)
        GROUP BY e.alert_id
        """,
        {"ids": list(alert_ids)},
    ).fetchall()
    return dict(rows)
