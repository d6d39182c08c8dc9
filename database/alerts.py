"""Alerts: what changed, since when, with examples; open until a person closes them or the change is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.errors import NotFound
from database import audit

EXAMPLES = 20
MUTED = timedelta(days=14)
"""So long after a person closed it, the same thing opens no new alert."""


class AlertKind(StrEnum):
    """What changed: words, the share of a branch or category, how sure the model is, a branch that was braked, or a
    threshold that was raised."""

    WORDS = "words"
    SHARE = "share"
    ACCURACY = "accuracy"
    BRAKE = "brake"
    RAISED = "raised"


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something that changed: the words, the codes of the node, or the level that it is about, and its figures.

    `path` is the branch whose reach is told of it (empty: everybody), `reports` are examples.
    """

    kind: AlertKind
    about: tuple[str, ...]
    path: tuple[str, ...] = ()
    figures: Mapping[str, Any]
    since: datetime
    reports: Sequence[int] = ()


def raise_alert(connection: Connection, found: Found, *, actor: str) -> int | None:
    """Open an alert; returns its id. None where one about the same is open (it is
    renewed), or was closed by a person of late.

    Two alerts are about the same where they are of one kind and share a word, a whole node, or a level.
    """
    values = {
        "kind": found.kind,
        "about": list(found.about),
        "path": list(found.path),
        "figures": Jsonb(dict(found.figures)),
        "since": found.since,
        "reports": list(found.reports)[:EXAMPLES],
        "muted": MUTED,
    }
    # One after the other: two runs at once would open the same alert twice.
    connection.execute("SELECT pg_advisory_xact_lock(7283350116)")
    known = connection.execute(
        """
        UPDATE alerts SET last_seen_at = now(), figures = %(figures)s, about = %(about)s
        WHERE kind = %(kind)s AND closed_at IS NULL
          AND CASE WHEN kind = 'words' THEN about && %(about)s::text[] ELSE about = %(about)s::text[] END
        RETURNING id
        """,
        values,
    ).fetchone()
    if known is not None:
        _keep_examples(connection, known[0], values)
        return None
    if found.kind is not AlertKind.BRAKE and _is_muted(connection, values):
        return None
    row = connection.execute(
        """
        INSERT INTO alerts (kind, about, path, figures, since)
        VALUES (%(kind)s, %(about)s, %(path)s, %(figures)s, %(since)s) RETURNING id
        """,
        values,
    ).fetchone()
    assert row is not None
    _keep_examples(connection, row[0], values)
    audit.append(connection, actor, "alert.opened", [(f"alert:{row[0]}", {"kind": found.kind})])
    return int(row[0])


def _is_muted(connection: Connection, values: Mapping[str, Any]) -> bool:
    row = connection.execute(
        """
        SELECT EXISTS (
            SELECT FROM alerts
            WHERE kind = %(kind)s AND closed_at > now() - %(muted)s AND closed_by LIKE 'person:%%'
              AND CASE WHEN kind = 'words' THEN about && %(about)s::text[] ELSE about = %(about)s::text[] END)
        """,
        values,
    ).fetchone()
    return bool(row and row[0])


def _keep_examples(connection: Connection, alert_id: int, values: Mapping[str, Any]) -> None:
    connection.execute(
        """
        INSERT INTO alert_reports (alert_id, report_id)
        SELECT %(id)s, r.id FROM reports r WHERE r.id = ANY(%(reports)s) AND NOT r.rahasia
        ORDER BY r.id DESC LIMIT %(most)s - (SELECT count(*) FROM alert_reports WHERE alert_id = %(id)s)
        ON CONFLICT DO NOTHING
        """,
        {**values, "id": alert_id, "most": EXAMPLES},
    )


def close_alert(connection: Connection, alert_id: int, *, by: str, why: str) -> list[str]:
    """A person knows of it; returns its branch. Raises NotFound where no such alert is open, or it is a brake, which is
    released instead.
    """
    row = connection.execute(
        """
        UPDATE alerts SET closed_at = now(), closed_by = 'person:' || %(by)s::text, why = %(why)s
        WHERE id = %(id)s AND closed_at IS NULL AND kind <> 'brake' RETURNING path
        """,
        {"id": alert_id, "by": by, "why": why},
    ).fetchone()
    if row is None:
        raise NotFound(f"alert {alert_id}")
    audit.append(connection, f"person:{by}", "alert.closed", [(f"alert:{alert_id}", {"why": why})])
    path: list[str] = row[0]
    return path


def close_brake(connection: Connection, branch: Sequence[str], *, by: str, why: str) -> None:
    """The brake of this branch was given back."""
    connection.execute(
        """
        UPDATE alerts SET closed_at = now(), closed_by = 'person:' || %(by)s::text, why = %(why)s
        WHERE kind = 'brake' AND about = %(about)s AND closed_at IS NULL
        """,
        {"about": list(branch) or ["*"], "by": by, "why": why},
    )


def close_faded(connection: Connection, quiet: timedelta, *, actor: str) -> None:
    """Close what was not seen for so long: the change is over, or has become the usual."""
    connection.execute(
        """
        UPDATE alerts SET closed_at = now(), closed_by = %(actor)s, why = ''
        WHERE closed_at IS NULL AND kind <> 'brake' AND last_seen_at < now() - %(quiet)s
        """,
        {"quiet": quiet, "actor": actor},
    )


def close_over(connection: Connection, kind: AlertKind, *, but: Sequence[Sequence[str]], actor: str) -> None:
    """Close the alerts of this kind that are about none of these: what they told of is over."""
    connection.execute(
        """
        UPDATE alerts SET closed_at = now(), closed_by = %(actor)s, why = ''
        WHERE kind = %(kind)s AND closed_at IS NULL AND array_to_string(about, '/') <> ALL(%(but)s)
        """,
        {"kind": kind, "but": ["/".join(one) for one in but], "actor": actor},
    )


def mark_told(connection: Connection, alert_id: int) -> None:
    """Note that it was told."""
    connection.execute("UPDATE alerts SET told_at = now() WHERE id = %(id)s", {"id": alert_id})
