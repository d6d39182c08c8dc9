"""Looks at what is kept back: the text of a rahasia report, and who wrote a report. Each leaves an audit row."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import class_row, dict_row

from complaints.errors import ComplaintError


class NotShown(ComplaintError):
    """This identity is not shown: the report is anonim or rahasia, or out of reach, or no reason was given."""


@dataclass(frozen=True, kw_only=True)
class KeptReporter:
    """Who wrote a report; both are empty where the source told nothing."""

    name: str = field(repr=False)
    contact: str = field(repr=False)


def rahasia_text(connection: Connection, report_id: int) -> dict[str, Any] | None:
    """The text and place of a rahasia report, or None for whoever may not read it; a look is kept once a request."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT judul, isi, provinsi, kota, kecamatan, kelurahan FROM look_at_rahasia(%(id)s)", {"id": report_id}
        ).fetchone()


def look_at_reporter(connection: Connection, report_id: int, reason: str) -> KeptReporter:
    """Who wrote the report; the reason is kept with the look. Raises NotShown, which ends the transaction."""
    with connection.cursor(row_factory=class_row(KeptReporter)) as cursor:
        try:
            found = cursor.execute(
                "SELECT name, contact FROM identity.look(%(id)s, %(reason)s)", {"id": report_id, "reason": reason}
            ).fetchone()
        except psycopg.errors.InsufficientPrivilege as error:
            raise NotShown(str(report_id)) from error
    return found or KeptReporter(name="", contact="")
