"""Tokens of programs: shown once, kept as a hash, with a reach and an end."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg.rows import class_row

from complaints.access import Person, Reach, Role
from complaints.accounts import BeyondReach, NameTaken
from complaints.errors import NotFound
from database import audit
from database.accounts import is_taken

NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token as whoever manages people sees it: never the token itself."""

    id: UUID
    name: str
    role: str
    reach_path: list[str]
    reach_offices: list[str]
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token to be made: the name that its program goes by in records, its role and reach, and how long it is good."""

    name: str
    token_hash: bytes = field(repr=False)
    role: Role = Role.MACHINE
    reach: Reach
    lifetime: timedelta


def add_token(connection: Connection, new: NewToken, *, actor: str) -> UUID:
    """Make the token; returns its id.

    Raises NameTaken where a person has the name, BeyondReach where who acts reaches less.
    """
    if is_taken(connection, new.name, by_a_machine=True):
        raise NameTaken(new.name)
    try:
        row = connection.execute(
            """
            INSERT INTO api_tokens (token_hash, name, role, reach_path, reach_offices, created_by, expires_at)
            VALUES (%(token_hash)s, %(name)s, %(role)s, %(path)s, %(offices)s, %(actor)s, now() + %(lifetime)s)
            RETURNING id
            """,
            {
                "token_hash": new.token_hash,
                "name": new.name,
                "role": new.role.value,
                "path": list(new.reach.path),
                "offices": list(new.reach.offices),
                "actor": actor,
                "lifetime": new.lifetime,
            },
        ).fetchone()
    except psycopg.errors.InsufficientPrivilege as error:
        raise BeyondReach(new.name) from error
    assert row is not None
    reach = {"path": list(new.reach.path), "offices": list(new.reach.offices)}
    details = {"role": new.role.value, **reach, "days": new.lifetime.days}
    audit.append(connection, actor, "token.added", [(f"account:{new.name}", details)])
    id_: UUID = row[0]
    return id_


def list_tokens(connection: Connection, *, limit: int = 200) -> list[Token]:
    """The tokens that who acts may manage, those that are good first, the newest first."""
    with connection.cursor(row_factory=class_row(Token)) as cursor:
        return cursor.execute(
            """
            SELECT id, name, role, reach_path, reach_offices, created_at, created_by, expires_at, last_used_at,
                   revoked_at
            FROM api_tokens ORDER BY revoked_at IS NOT NULL, created_at DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()


def revoke_token(connection: Connection, id_: UUID, *, actor: str) -> None:
    """The token is good for nothing from now on. Raises NotFound where it is not there, or was revoked before."""
    row = connection.execute(
        "UPDATE api_tokens SET revoked_at = now() WHERE id = %(id)s AND revoked_at IS NULL RETURNING name", {"id": id_}
    ).fetchone()
    if row is None:
        raise NotFound(f"token {id_}")
    audit.append(connection, actor, "token.revoked", [(f"account:{row[0]}", {"token": str(id_)})])


def find_by_token(connection: Connection, token_hash: bytes) -> Person | None:
    """The program that holds this token, or None where it is unknown, revoked or over; notes that it is in use."""
    row = connection.execute(
        """
        SELECT name, role, reach_path, reach_offices, coalesce(last_used_at < now() - %(noted)s::interval, true)
        FROM api_tokens WHERE token_hash = %(token_hash)s AND revoked_at IS NULL AND expires_at > now()
        """,
        {"token_hash": token_hash, "noted": NOTED_EVERY},
    ).fetchone()
    if row is None:
        return None
    name, role, path, offices, is_stale = row
    if is_stale:
        connection.execute(
            "UPDATE api_tokens SET last_used_at = now() WHERE token_hash = %(token_hash)s", {"token_hash": token_hash}
        )
    reach = Reach(path=tuple(path), offices=tuple(offices))
    return Person(name=name, shown_as=name, role=Role(role), reach=reach, is_program=True)
