"""How many requests everyone who asks may still send: a bucket of tokens for each, shared by all processes."""

from psycopg import Connection


def take_request(connection: Connection, name: str, *, burst: int, per_second: float) -> float:
    """What is left after one more request; below zero where it is one too many, which takes nothing."""
    row = connection.execute(
        """
        INSERT INTO request_buckets AS b (name, filling, granted, at)
        VALUES (%(name)s, %(burst)s::float8 - 1, true, clock_timestamp())
        ON CONFLICT (name) DO UPDATE SET (filling, granted, at) = (
            SELECT now_in - (now_in >= 1)::integer, now_in >= 1, clock_timestamp()
            FROM (SELECT least(%(burst)s, b.filling + %(per_second)s * greatest(0,
                         extract(epoch FROM clock_timestamp() - b.at)))::float8 AS now_in) AS filled
        )
        RETURNING filling, granted
        """,
        {"name": name, "burst": burst, "per_second": per_second},
    ).fetchone()
    assert row is not None
    filling, granted = row
    return float(filling if granted else filling - 1)


def forget_full(connection: Connection, *, burst: int, per_second: float) -> int:
    """Forget whose bucket is full again by now; returns how many."""
    return connection.execute(
        "DELETE FROM request_buckets WHERE at < clock_timestamp() - %(seconds)s * interval '1 second'",
        {"seconds": burst / per_second},
    ).rowcount
