"""A bucket of requests: one for each, filled again in time, never over its brim, forgotten once it is full."""

from psycopg import Connection

from database.pacing import forget_full, take_request


def take(connection: Connection, name: str = "person:sari") -> float:
    return round(take_request(connection, name, burst=2, per_second=0.01), 1)


def wait(connection: Connection, seconds: float) -> None:
    connection.execute("UPDATE request_buckets SET at = at - %(s)s * interval '1 second'", {"s": seconds})


def test_a_bucket_is_one_persons(connection: Connection) -> None:
    assert [take(connection) for _ in range(3)] == [1, 0, -1]
    assert take(connection, "person:budi") == 1


def test_a_refused_request_takes_nothing_and_time_fills_the_bucket_to_its_brim(connection: Connection) -> None:
    assert [take(connection) for _ in range(4)] == [1, 0, -1, -1]
    wait(connection, 50)
    assert take(connection) == -0.5
    wait(connection, 50)
    assert take(connection) == 0
    wait(connection, 100_000)
    assert take(connection) == 1


def test_a_bucket_that_is_full_again_is_forgotten(connection: Connection) -> None:
    take(connection)
    wait(connection, 250)
    take(connection, "person:budi")
    assert forget_full(connection, burst=2, per_second=0.01) == 1
    assert connection.execute("SELECT name FROM request_buckets").fetchall() == [("person:budi",)]
