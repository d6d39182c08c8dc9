"""Accounts: who may sign in, as what, and where. Every change is an audit row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import class_row

from complaints.access import Person, Reach, Role
from complaints.accounts import BeyondReach, NameTaken
from complaints.errors import NotFound
from database import audit


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as whoever manages people sees it."""

    name: str
    shown_as: str
    role: str
    reach_path: list[str]
    reach_offices: list[str]
    state: str
    email: str | None
    must_change_password: bool
    created_at: datetime
    created_by: str

    @property
    def person(self) -> Person:
        reach = Reach(path=tuple(self.reach_path), offices=tuple(self.reach_offices))
        return Person(name=self.name, shown_as=self.shown_as, role=Role(self.role), reach=reach)


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to be made; its first password is changed at the first sign-in."""

    person: Person
    password_hash: str = field(repr=False)
    email: str | None = None
    must_change_password: bool = True


def has_accounts(connection: Connection) -> bool:
    """Whether anybody can sign in at all."""
    row = connection.execute("SELECT EXISTS (SELECT FROM accounts)").fetchone()
    return bool(row and row[0])


def add_account(connection: Connection, new: NewAccount, *, actor: str) -> None:
    """Make the account. Raises NameTaken, or BeyondReach where who acts reaches less."""
    if is_taken(connection, new.person.name, by_a_machine=False):
        raise NameTaken(new.person.name)
    try:
        connection.execute(
            """
            INSERT INTO accounts (name, shown_as, role, reach_path, reach_offices, password_hash, email, created_by,
                                  must_change_password)
            VALUES (%(name)s, %(shown_as)s, %(role)s, %(path)s, %(offices)s, %(password_hash)s, %(email)s, %(actor)s,
                    %(must_change)s)
            """,
            {
                **_values(new.person),
                "password_hash": new.password_hash,
                "email": new.email,
                "actor": actor,
                "must_change": new.must_change_password,
            },
        )
    except psycopg.errors.InsufficientPrivilege as error:
        raise BeyondReach(new.person.name) from error
    except psycopg.errors.UniqueViolation as error:
        raise NameTaken(new.email or new.person.name) from error
    audit.append(connection, actor, "account.added", [(f"account:{new.person.name}", _told(new.person))])


def is_taken(connection: Connection, name: str, *, by_a_machine: bool) -> bool:
    """Whether a person has the name, or (for a new person) a machine; several tokens may share one machine's name."""
    row = connection.execute(
        "SELECT name_is_taken(%(name)s, %(by_a_machine)s)", {"name": name, "by_a_machine": by_a_machine}
    ).fetchone()
    return bool(row and row[0])


def list_accounts(connection: Connection, *, after: str = "", limit: int = 50) -> list[Account]:
    """The accounts that who acts may manage, by name, from behind `after` on."""
    with connection.cursor(row_factory=class_row(Account)) as cursor:
        return cursor.execute(
            """
            SELECT name, shown_as, role, reach_path, reach_offices, state, email, must_change_password, created_at,
                   created_by
            FROM accounts WHERE name > %(after)s ORDER BY name LIMIT %(limit)s
            """,
            {"after": after, "limit": limit},
        ).fetchall()


def full_names(connection: Connection) -> dict[str, str]:
    """The full name of each account, closed ones too, by the name that it signs in with; with the service's rights."""
    return dict(connection.execute("SELECT name, shown_as FROM accounts").fetchall())


def find_account(connection: Connection, name: str) -> Account:
    """The account. Raises NotFound where there is none, or not within reach."""
    with connection.cursor(row_factory=class_row(Account)) as cursor:
        account = cursor.execute(
            """
            SELECT name, shown_as, role, reach_path, reach_offices, state, email, must_change_password, created_at,
                   created_by
            FROM accounts WHERE name = %(name)s
            """,
            {"name": name},
        ).fetchone()
    if account is None:
        raise NotFound(f"account {name}")
    return account


def change_account(connection: Connection, person: Person, *, email: str | None, actor: str) -> None:
    """Give the account of this name this role, reach and shown name. Raises NotFound or BeyondReach."""
    changes = {**_values(person), "email": email}
    before = find_account(connection, person.name)
    try:
        connection.execute(
            """
            UPDATE accounts SET shown_as = %(shown_as)s, role = %(role)s, reach_path = %(path)s,
                reach_offices = %(offices)s, email = %(email)s
            WHERE name = %(name)s
            """,
            changes,
        )
    except psycopg.errors.InsufficientPrivilege as error:
        raise BeyondReach(person.name) from error
    except psycopg.errors.UniqueViolation as error:
        raise NameTaken(email or "") from error
    details = {"before": _told(before.person), "after": _told(person)}
    audit.append(connection, actor, "account.changed", [(f"account:{person.name}", details)])


def set_state(connection: Connection, name: str, state: str, *, actor: str) -> None:
    """Close the account ("closed"), which ends its sessions at once, or open it again ("active"). Raises NotFound."""
    changed = connection.execute(
        "UPDATE accounts SET state = %(state)s WHERE name = %(name)s", {"name": name, "state": state}
    )
    if not changed.rowcount:
        raise NotFound(f"account {name}")
    action = "account.closed" if state == "closed" else "account.opened"
    audit.append(connection, actor, action, [(f"account:{name}", {})])


def set_password(connection: Connection, name: str, password_hash: str, *, must_change: bool, actor: str) -> None:
    """Give the account this password, which ends its sessions. Raises NotFound."""
    changed = connection.execute(
        """
        UPDATE accounts SET password_hash = %(password_hash)s, must_change_password = %(must_change)s
        WHERE name = %(name)s
        """,
        {"name": name, "password_hash": password_hash, "must_change": must_change},
    )
    if not changed.rowcount:
        raise NotFound(f"account {name}")
    details = {"one_time": must_change}
    audit.append(connection, actor, "account.password", [(f"account:{name}", details)])


def _values(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "shown_as": person.shown_as,
        "role": person.role.value,
        "path": list(person.reach.path),
        "offices": list(person.reach.offices),
    }


def _told(person: Person) -> Mapping[str, Any]:
    values = _values(person)
    return {key: values[key] for key in ("role", "path", "offices")}
