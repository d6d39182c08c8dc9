"""What the model in force judged of late and what people said of it, and where that asks its thresholds to lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.raising import Raised, Seen
from complaints.routing import Key
from complaints.taxonomy import Taxonomy
from database.training import records_of

HELD = timedelta(days=180)
MOST = 20_000
"""Reports that are looked at, the newest; six half-lives, or fewer days where more come."""


@dataclass(frozen=True, kw_only=True)
class StoredRaised(Raised):
    """What is asked of the threshold of this level and branch; `since` is None while it may stay where it is."""

    level: str
    branch: list[str]
    since: datetime | None
    looked_at: datetime

    @property
    def key(self) -> Key:
        return self.level, tuple(self.branch)


def read_seen(connection: Connection, model: str, taxonomy: Taxonomy) -> list[Seen]:
    """The newest reports that this model judged, each with the path that people gave it.

    A label that somebody's objection or choice brought says nothing of a rate, nor does one of a category that is gone.
    """
    rows = connection.execute(
        """
        SELECT r.id, d.path, d.path_p, extract(epoch FROM newest.at - r.reported_at) / 86400,
               reach_of(r.id, r.version) IS NOT NULL
        FROM (SELECT max(reported_at) AS at FROM reports) newest
        JOIN reports r ON r.reported_at > newest.at - %(held)s
        JOIN LATERAL (
            SELECT path, path_p, model FROM decisions
            WHERE report_id = r.id AND report_version = r.version AND outcome <> 'person' AND restores IS NULL
            ORDER BY id LIMIT 1
        ) AS d ON d.model = %(model)s AND d.path <> '{}'
        WHERE NOT r.rahasia
        ORDER BY r.reported_at DESC, r.id DESC LIMIT %(most)s
        """,
        {"model": model, "held": HELD, "most": MOST},
    ).fetchall()
    records = records_of(connection, [id_ for id_, _, _, _, by_design in rows if by_design])
    said = {id_: record.event.category for id_, record in records.items() if record.event is not None}
    return [
        Seen(path=tuple(path), path_p=tuple(p), age=float(age), label=taxonomy.path_of_leaf.get(said.get(id_, "")))
        for id_, path, p, age, _ in rows
    ]


def keep_raised(connection: Connection, model: str, found: Mapping[Key, Raised]) -> None:
    """Put in force what was found of each threshold of this model; the others stay where they are."""
    rows = [
        {
            "level": level,
            "branch": list(branch),
            "value": None if one.value is None else str(one.value),
            "rate": one.rate,
            "error": one.error,
            "labels": one.labels,
        }
        for (level, branch), one in found.items()
    ]
    connection.execute(
        """
        WITH found AS (
            SELECT * FROM jsonb_to_recordset(%(rows)s) AS f(level text, branch text[], value double precision,
                rate double precision, error double precision, labels integer)
        ), gone AS (
            DELETE FROM raised_thresholds r WHERE r.model = %(model)s
                AND NOT EXISTS (SELECT FROM found f WHERE f.level = r.level AND f.branch = r.branch)
        )
        INSERT INTO raised_thresholds AS r (model, level, branch, value, rate, error, labels, since)
        SELECT %(model)s, level, branch, value, rate, error, labels, CASE WHEN value IS NOT NULL THEN now() END
        FROM found
        ON CONFLICT (model, level, branch) DO UPDATE SET value = excluded.value, rate = excluded.rate,
            error = excluded.error, labels = excluded.labels, looked_at = now(),
            since = CASE WHEN excluded.value IS NOT NULL THEN coalesce(r.since, now()) END
        """,
        {"model": model, "rows": Jsonb(rows)},
    )


def list_raised(connection: Connection, policy: str) -> list[StoredRaised]:
    """What was found at the last look of each threshold of which enough is known, for the model of this policy."""
    with connection.cursor(row_factory=class_row(StoredRaised)) as cursor:
        return cursor.execute(
            """
            SELECT level, branch, value, rate, error, labels, since, looked_at FROM raised_thresholds
            WHERE model = (SELECT model FROM policies WHERE version = %(policy)s) ORDER BY branch, level
            """,
            {"policy": policy},
        ).fetchall()


def raised_now(connection: Connection, policy: str) -> dict[Key, float]:
    """Where the raised thresholds of this policy lie."""
    return {one.key: one.value for one in list_raised(connection, policy) if one.value is not None}
