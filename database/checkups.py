"""Whom the check-up of a quarter asks, and that they were asked."""

from dataclasses import dataclass

from psycopg import Connection

from complaints.access import Person, Reach, Role
from database import audit


@dataclass(frozen=True, kw_only=True)
class Askable:
    """An account that can be written to."""

    person: Person
    email: str


def not_asked(connection: Connection, quarter: str) -> list[Askable]:
    """Active accounts with a mailbox that reach a part of the directory and were not asked in this quarter."""
    rows = connection.execute(
        """
        SELECT a.name, a.shown_as, a.role, a.reach_path, a.reach_offices, a.email FROM accounts a
        WHERE a.state = 'active' AND a.email <> '' AND (a.reach_path <> '{}' OR a.reach_offices <> '{}')
          AND NOT EXISTS (SELECT FROM checkup_letters l WHERE l.quarter = %(quarter)s AND l.account = a.name)
        ORDER BY a.name
        """,
        {"quarter": quarter},
    ).fetchall()
    return [
        Askable(
            person=Person(
                name=row[0],
                shown_as=row[1],
                role=Role(row[2]),
                reach=Reach(path=tuple(row[3]), offices=tuple(row[4])),
            ),
            email=row[5],
        )
        for row in rows
    ]


def note_asked(connection: Connection, quarter: str, account: str, *, actor: str) -> None:
    """The account was asked."""
    connection.execute(
        "INSERT INTO checkup_letters (quarter, account) VALUES (%(quarter)s, %(account)s) ON CONFLICT DO NOTHING",
        {"quarter": quarter, "account": account},
    )
    audit.append(connection, actor, "checkup.asked", [(f"account:{account}", {"quarter": quarter})])
