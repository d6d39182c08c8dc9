"""Models that decided anything: which was live when, who put it there, and the policies that decided with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.errors import NotFound
from database import audit


@dataclass(frozen=True, kw_only=True)
class Period:
    """A time in which one model was live; `live_to` is None for the one that is."""

    id: int
    version: str
    live_from: datetime
    live_to: datetime | None
    started_by: str
    why: str


def note_live_model(
    connection: Connection, version: str, card: Mapping[str, Any], *, actor: str, why: str = ""
) -> bool:
    """Record which model is live from now on, and why where a person chose it; False where it already was."""
    row = connection.execute("SELECT version FROM model_periods WHERE live_to IS NULL FOR UPDATE").fetchone()
    if row and row[0] == version:
        return False
    values = {"version": version, "card": Jsonb(dict(card)), "actor": actor, "why": why}
    connection.execute(
        "INSERT INTO models (version, card) VALUES (%(version)s, %(card)s) ON CONFLICT DO NOTHING", values
    )
    connection.execute("UPDATE model_periods SET live_to = clock_timestamp() WHERE live_to IS NULL")
    connection.execute(
        "INSERT INTO model_periods (version, started_by, why) VALUES (%(version)s, %(actor)s, %(why)s)", values
    )
    audit.append(connection, actor, "model.live", [(f"model:{version}", {"why": why} if why else {})])
    return True


def note_trained_model(connection: Connection, version: str, card: Mapping[str, Any], snapshot: str) -> None:
    """Keep a model that is not live (yet), with what it learnt from."""
    connection.execute(
        """
        INSERT INTO models (version, card, snapshot) VALUES (%(version)s, %(card)s, %(snapshot)s)
        ON CONFLICT (version) DO UPDATE SET snapshot = excluded.snapshot
        """,
        {"version": version, "card": Jsonb(dict(card)), "snapshot": snapshot},
    )


def once_live(connection: Connection) -> list[str]:
    """Every model that was ever live, the last one first: who serves where the current one is damaged."""
    rows = connection.execute("SELECT version FROM model_periods GROUP BY version ORDER BY max(id) DESC").fetchall()
    return [version for (version,) in rows]


def learnt_until(connection: Connection, version: str) -> datetime | None:
    """Until when the reports were reported from which this model learnt; None where it learnt from none of our own."""
    row = connection.execute(
        "SELECT s.until FROM models m JOIN snapshots s ON s.name = m.snapshot WHERE m.version = %(version)s",
        {"version": version},
    ).fetchone()
    return row[0] if row else None


def list_periods(connection: Connection, *, limit: int) -> list[Period]:
    """The newest periods, newest first."""
    with connection.cursor(row_factory=class_row(Period)) as cursor:
        return cursor.execute(
            """
            SELECT id, version, live_from, live_to, started_by, why FROM model_periods ORDER BY id DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()


def note_policy(connection: Connection, version: str, model: str, content: Mapping[str, Any]) -> None:
    """Keep the exact policy that decides from now on, once."""
    connection.execute(
        """
        INSERT INTO policies (version, model, content) VALUES (%(version)s, %(model)s, %(content)s)
        ON CONFLICT DO NOTHING
        """,
        {"version": version, "model": model, "content": Jsonb(dict(content))},
    )


@dataclass(frozen=True, kw_only=True)
class KnownModel:
    """A model with its card; `live_from` and `live_to` tell when it was last live (`live_to` None: it is)."""

    version: str
    card: dict[str, Any]
    first_seen_at: datetime
    live_from: datetime | None
    live_to: datetime | None

    @property
    def is_live(self) -> bool:
        return self.live_from is not None and self.live_to is None


def list_models(connection: Connection) -> list[KnownModel]:
    """Every model, the one that went live last first."""
    with connection.cursor(row_factory=class_row(KnownModel)) as cursor:
        return cursor.execute(
            """
            SELECT m.version, m.card, m.first_seen_at, p.live_from, p.live_to
            FROM models m LEFT JOIN LATERAL (
                SELECT live_from, live_to FROM model_periods WHERE version = m.version ORDER BY id DESC LIMIT 1
            ) AS p ON true
            ORDER BY p.live_from DESC NULLS LAST, m.version
            """
        ).fetchall()


def live_model(connection: Connection) -> KnownModel:
    """The model that decides now. Raises NotFound where none has decided yet."""
    with connection.cursor(row_factory=class_row(KnownModel)) as cursor:
        model = cursor.execute(
            """
            SELECT m.version, m.card, m.first_seen_at, p.live_from, p.live_to
            FROM model_periods p JOIN models m USING (version) WHERE p.live_to IS NULL
            """
        ).fetchone()
    if model is None:
        raise NotFound("live model")
    return model
