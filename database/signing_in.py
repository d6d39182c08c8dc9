"""Attempts to sign in: counted before the password is looked at, so that trying in parallel gains nothing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from psycopg import Connection

from complaints.accounts import wait_after
from database import audit

SIGN_IN_LOCK = 28337
REMEMBERED = timedelta(days=1)
ADDRESS_WINDOW = timedelta(minutes=5)
ADDRESS_FAILURES = 30
"""Whole offices share an address: wrong passwords of all their people count together."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """An attempt that was let through: its id, and the hash of the account's password, None where there is none."""

    id: int
    password_hash: str | None = field(repr=False)


def begin_attempt(connection: Connection, name: str, address: str) -> Attempt | timedelta:
    """Count an attempt as failed until it succeeds; or say how long to wait, and count nothing."""
    values = {"name": name, "address": address, "remembered": REMEMBERED, "window": ADDRESS_WINDOW}
    connection.execute(
        "SELECT pg_advisory_xact_lock(%(lock)s, hashtext(%(name)s))", {"lock": SIGN_IN_LOCK, "name": name}
    )
    wait = _wait(connection, values)
    if wait > timedelta():
        return wait
    connection.execute("DELETE FROM sign_in_attempts WHERE at < now() - %(remembered)s::interval", values)
    row = connection.execute(
        """
        INSERT INTO sign_in_attempts (name_hash, address)
        VALUES (sha256(convert_to(%(name)s, 'UTF8')), %(address)s)
        RETURNING id, (SELECT password_hash FROM accounts WHERE name = %(name)s AND state = 'active')
        """,
        values,
    ).fetchone()
    assert row is not None
    return Attempt(id=row[0], password_hash=row[1])


def _wait(connection: Connection, values: dict[str, object]) -> timedelta:
    row = connection.execute(
        """
        WITH of_name AS (
            SELECT at, succeeded FROM sign_in_attempts
            WHERE name_hash = sha256(convert_to(%(name)s, 'UTF8')) AND at > now() - %(remembered)s::interval
        ), wrong AS (
            SELECT at FROM of_name
            WHERE NOT succeeded AND at > coalesce((SELECT max(at) FROM of_name WHERE succeeded), '-infinity')
        ), from_address AS (
            SELECT at FROM sign_in_attempts
            WHERE address = %(address)s AND NOT succeeded AND at > now() - %(window)s::interval
        )
        SELECT clock_timestamp(), (SELECT count(*) FROM wrong), (SELECT max(at) FROM wrong),
               (SELECT count(*) FROM from_address), (SELECT min(at) FROM from_address)
        """,
        values,
    ).fetchone()
    assert row is not None
    now, wrong, last, from_address, first = row
    return max(_left(last, wait_after(wrong), now), _left(first, _window(from_address), now))


def _window(failures: int) -> timedelta:
    return ADDRESS_WINDOW if failures >= ADDRESS_FAILURES else timedelta()


def _left(since: datetime | None, wait: timedelta, now: datetime) -> timedelta:
    return max(since + wait - now, timedelta()) if since else timedelta()


def note_success(connection: Connection, attempt: Attempt, name: str, *, address: str, how: str) -> None:
    """The attempt succeeded: earlier wrong passwords are forgotten."""
    connection.execute("UPDATE sign_in_attempts SET succeeded = true WHERE id = %(id)s", {"id": attempt.id})
    note_sign_in(connection, name, address=address, how=how)


def note_sign_in(connection: Connection, name: str, *, address: str, how: str) -> None:
    """Who signed in, from where and how."""
    details = {"address": address, "how": how}
    audit.append(connection, f"person:{name}", "account.signed_in", [(f"account:{name}", details)])


def note_failure(connection: Connection, name: str, *, address: str) -> None:
    """A wrong password for an account that there is; other names may be passwords, typed in the wrong field."""
    audit.append(connection, "sign-in", "account.refused", [(f"account:{name}", {"address": address})])
