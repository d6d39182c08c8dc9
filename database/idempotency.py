"""Requests that may be sent twice: what each key was answered with, for every person apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

REQUEST_LOCK = 28336


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a request was answered with; `fingerprint` pins what was asked."""

    fingerprint: str
    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]


def hold_request(connection: Connection, name: str) -> None:
    """Let one request at a time deal with this key or id, until this transaction ends."""
    connection.execute(
        "SELECT pg_advisory_xact_lock(%(lock)s, hashtext(%(name)s))", {"lock": REQUEST_LOCK, "name": name}
    )


def find_answered(connection: Connection, person: str, key: str) -> Answered | None:
    """What this person's key was answered with, or None where it is new."""
    row = connection.execute(
        "SELECT fingerprint, status, headers, body FROM answers_given WHERE person = %(person)s AND key = %(key)s",
        {"person": person, "key": key},
    ).fetchone()
    return Answered(fingerprint=row[0], status=row[1], headers=row[2], body=row[3]) if row else None


def remember_answered(connection: Connection, person: str, key: str, answered: Answered) -> None:
    """Keep what this key was answered with, and forget what was answered more than a week ago."""
    connection.execute("DELETE FROM answers_given WHERE answered_at < now() - interval '7 days'")
    connection.execute(
        """
        INSERT INTO answers_given (person, key, fingerprint, status, headers, body)
        VALUES (%(person)s, %(key)s, %(fingerprint)s, %(status)s, %(headers)s, %(body)s)
        """,
        {
            "person": person,
            "key": key,
            "fingerprint": answered.fingerprint,
            "status": answered.status,
            "headers": Jsonb(dict(answered.headers)),
            "body": Jsonb(dict(answered.body)),
        },
    )
