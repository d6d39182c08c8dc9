"""What people said of the data of an office: right or wrong, as they saw it, and when."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row

from complaints.directory.checkup import Word
from database import audit


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The data of an office as a person saw it: the version of the directory, and the fingerprint of its row there."""

    office_id: str
    directory: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What a person said of the data of an office."""

    id: int
    office_id: str
    directory: str
    fingerprint: str
    is_right: bool
    note: str
    person: str
    confirmed_at: datetime


def word_of(said: Confirmation | None) -> Word | None:
    """What it says to the check-up of a quarter."""
    return Word(seen=said.fingerprint, is_right=said.is_right, said_at=said.confirmed_at) if said else None


def confirm_office(connection: Connection, seen: Seen, *, is_right: bool, note: str, person: str) -> None:
    """Keep what this person says of the office's data."""
    connection.execute(
        """
        INSERT INTO office_confirmations (office_id, directory, fingerprint, is_right, note, person)
        VALUES (%(office_id)s, %(directory)s, %(fingerprint)s, %(is_right)s, %(note)s, %(person)s)
        """,
        {
            "office_id": seen.office_id,
            "directory": seen.directory,
            "fingerprint": seen.fingerprint,
            "is_right": is_right,
            "note": note,
            "person": person,
        },
    )
    details = {"right": is_right, "directory": seen.directory}
    audit.append(connection, f"person:{person}", "office.confirmed", [(f"office:{seen.office_id}", details)])


def latest_confirmations(connection: Connection) -> dict[str, Confirmation]:
    """The newest word about each office, by its id."""
    with connection.cursor(row_factory=class_row(Confirmation)) as cursor:
        rows = cursor.execute(
            """
            SELECT DISTINCT ON (office_id) id, office_id, directory, fingerprint, is_right, note, person, confirmed_at
            FROM office_confirmations ORDER BY office_id, id DESC
            """
        ).fetchall()
    return {row.office_id: row for row in rows}


def confirmations_of(connection: Connection, office_id: str) -> list[Confirmation]:
    """All that was said of one office, newest first."""
    with connection.cursor(row_factory=class_row(Confirmation)) as cursor:
        return cursor.execute(
            """
            SELECT id, office_id, directory, fingerprint, is_right, note, person, confirmed_at
            FROM office_confirmations WHERE office_id = %(office_id)s ORDER BY id DESC LIMIT 100
            """,
            {"office_id": office_id},
        ).fetchall()
