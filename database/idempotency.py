"""Requests that may be sent twice: which key was answered with which report."""

from dataclasses import dataclass

from psycopg import Connection

REQUEST_LOCK = 28336


@dataclass(frozen=True, kw_only=True)
class AnsweredRequest:
    """A request that was answered before: `fingerprint` pins its content, `report_id` is what it made."""

    fingerprint: str
    report_id: int


def hold_request(connection: Connection, name: str) -> None:
    """Let one request at a time deal with this key or id, until this transaction ends."""
    connection.execute(
        "SELECT pg_advisory_xact_lock(%(lock)s, hashtext(%(name)s))", {"lock": REQUEST_LOCK, "name": name}
    )


def find_answered(connection: Connection, key: str) -> AnsweredRequest | None:
    """What this key was answered with, or None where it is new."""
    row = connection.execute(
        "SELECT fingerprint, report_id FROM answered_requests WHERE key = %(key)s", {"key": key}
    ).fetchone()
    return AnsweredRequest(fingerprint=row[0], report_id=row[1]) if row else None


def remember_answered(connection: Connection, key: str, answered: AnsweredRequest) -> None:
    """Keep what this key was answered with."""
    connection.execute(
        """
        INSERT INTO answered_requests (key, fingerprint, report_id)
        VALUES (%(key)s, %(fingerprint)s, %(report_id)s)
        """,
        {"key": key, "fingerprint": answered.fingerprint, "report_id": answered.report_id},
    )
