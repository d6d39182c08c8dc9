"""Models that decided anything, and which of them is live."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import NotFound


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
