"""What the command line does with accounts and tokens: the first admin above all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from getpass import getuser
from uuid import UUID

from psycopg import Connection

from api.passwords import Passwords, hash_of, new_token, one_time_password
from api.reaching import read_reach
from complaints.access import Person, Reach, Role
from complaints.accounts import problems_of_name
from complaints.directory.snapshot import open_snapshot
from complaints.errors import ComplaintError
from database import accounts, facts, tokens
from database.accounts import Account, NewAccount
from database.connection import connect
from database.tokens import NewToken, Token
from tepat.services import NotSetUp, open_database
from tepat.settings import Settings

FIRST_ADMIN = Person(name="admin", shown_as="Admin", role=Role.ADMIN)
DEMO_REVIEWER = Person(name="peninjau", shown_as="Peninjau Contoh", role=Role.REVIEWER)
EVERYBODY = 1_000_000


class BadReach(ComplaintError):
    """The directory holds no such branch or office."""


class BadName(ComplaintError):
    """Nobody can sign in with such a name."""


def first_passwords(url: str, *, demo: bool) -> dict[str, str]:
    """One-time passwords by name of the accounts that a new installation starts with; nothing where there are any."""
    with connect(url) as connection, connection.transaction():
        if accounts.has_accounts(connection):
            return {}
        people = [FIRST_ADMIN, DEMO_REVIEWER] if demo else [FIRST_ADMIN]
        return {person.name: _add(connection, person, None, actor="setup") for person in people}


def add_account(settings: Settings, person: Person, email: str) -> str:
    """Make the account; its one-time password. Raises NameTaken or BadName."""
    if problems_of_name(person.name):
        raise BadName(person.name)
    with _connected(settings) as connection:
        return _add(connection, person, email.strip().lower() or None, actor=_actor())


def every_account(settings: Settings) -> list[Account]:
    """All accounts, by name."""
    with _connected(settings) as connection:
        return accounts.list_accounts(connection, limit=EVERYBODY)


def close_account(settings: Settings, name: str) -> None:
    """Nobody signs in with it any more. Raises NotFound."""
    with _connected(settings) as connection:
        accounts.set_state(connection, name, "closed", actor=_actor())


def reset_account(settings: Settings, name: str) -> str:
    """Open the account where it was closed, and return a new one-time password. Raises NotFound."""
    password = one_time_password()
    with _connected(settings) as connection:
        if accounts.find_account(connection, name).state == "closed":
            accounts.set_state(connection, name, "active", actor=_actor())
        kept = Passwords().hash(password)
        accounts.set_password(connection, name, kept, must_change=True, actor=_actor())
    return password


def set_reach(settings: Settings, name: str, reach: Reach) -> None:
    """Let the account see this, and no more. Raises NotFound."""
    with _connected(settings) as connection:
        found = accounts.find_account(connection, name)
        person = Person(name=name, shown_as=found.shown_as, role=Role(found.role), reach=reach)
        accounts.change_account(connection, person, email=found.email, actor=_actor())


def add_token(settings: Settings, name: str, role: Role, reach: Reach, days: int) -> str:
    """Make a token for this program; the token itself, which is kept nowhere. Raises NameTaken or BadName."""
    if problems_of_name(name):
        raise BadName(name)
    token = new_token()
    new = NewToken(name=name, token_hash=hash_of(token), role=role, reach=reach, lifetime=timedelta(days=days))
    with _connected(settings) as connection:
        tokens.add_token(connection, new, actor=_actor())
    return token


def every_token(settings: Settings) -> list[Token]:
    """All tokens, those that are good first."""
    with _connected(settings) as connection:
        return tokens.list_tokens(connection, limit=EVERYBODY)


def revoke_token(settings: Settings, id_: UUID) -> None:
    """The token is good for nothing from now on. Raises NotFound."""
    with _connected(settings) as connection:
        tokens.revoke_token(connection, id_, actor=_actor())


def find_reach(settings: Settings, branch: str, offices: Sequence[str]) -> Reach:
    """The reach of a branch (codes split by "/") and of offices with those below them. Raises BadReach."""
    with _connected(settings) as connection:
        loaded = facts.current_directory(connection)
    if loaded is None:
        raise NotSetUp
    directory, taxonomy = open_snapshot(loaded[1])
    reach, problems = read_reach(branch, ";".join(offices), taxonomy, directory.offices)
    if problems:
        raise BadReach("; ".join(str(problem.values["value"]) for problem in problems))
    return reach


def _add(connection: Connection, person: Person, email: str | None, *, actor: str) -> str:
    password = one_time_password()
    new = NewAccount(person=person, password_hash=Passwords().hash(password), email=email)
    accounts.add_account(connection, new, actor=actor)
    return password


def _actor() -> str:
    return f"person:{getuser()}"


@contextmanager
def _connected(settings: Settings) -> Iterator[Connection]:
    with open_database(settings) as (url, _), connect(url) as connection, connection.transaction():
        yield connection
