"""Sessions of browsers. The database keeps a hash of what the browser holds, and never that itself."""

from dataclasses import dataclass
from datetime import timedelta

from psycopg import Connection

from complaints.access import Person, Reach, Role

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
"""A working day and its overtime; after that, or two hours of nothing, people sign in again."""
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Session:
    """Who is signed in. With `must_change_password` they may do nothing else first."""

    person: Person
    must_change_password: bool


def open_session(
    connection: Connection, name: str, id_hash: bytes, *, instead_of: bytes | None = None, how: str = "password"
) -> None:
    """A new session under a new id; the one that the browser came with ends, and so do all that expired.

    `how` somebody signed in: by "password", or through the "office" and its own provider.
    """
    connection.execute(
        """
        DELETE FROM sessions
        WHERE id_hash = %(before)s OR expires_at < now() OR seen_at < now() - %(idle)s::interval
        """,
        {"before": instead_of, "idle": IDLE},
    )
    connection.execute(
        """
        INSERT INTO sessions (id_hash, account, how, expires_at)
        VALUES (%(id_hash)s, %(name)s, %(how)s, now() + %(longest)s)
        """,
        {"id_hash": id_hash, "name": name, "how": how, "longest": LONGEST},
    )


def find_session(connection: Connection, id_hash: bytes) -> Session | None:
    """Who holds this session, or None where it ended, or its account is closed; notes that it is in use."""
    row = connection.execute(
        """
        SELECT a.name, a.shown_as, a.role, a.reach_path, a.reach_offices,
               a.must_change_password AND s.how = 'password',
               s.seen_at < now() - %(noted)s::interval
        FROM sessions s JOIN accounts a ON a.name = s.account
        WHERE s.id_hash = %(id_hash)s AND a.state = 'active' AND s.expires_at > now()
          AND s.seen_at > now() - %(idle)s::interval
        """,
        {"id_hash": id_hash, "idle": IDLE, "noted": NOTED_EVERY},
    ).fetchone()
    if row is None:
        return None
    name, shown_as, role, path, offices, must_change, is_stale = row
    if is_stale:
        connection.execute("UPDATE sessions SET seen_at = now() WHERE id_hash = %(id_hash)s", {"id_hash": id_hash})
    reach = Reach(path=tuple(path), offices=tuple(offices))
    person = Person(name=name, shown_as=shown_as, role=Role(role), reach=reach)
    return Session(person=person, must_change_password=must_change)


def end_session(connection: Connection, id_hash: bytes) -> None:
    """The session is over; nothing where it already was."""
    connection.execute("DELETE FROM sessions WHERE id_hash = %(id_hash)s", {"id_hash": id_hash})
