"""What a person may ask about their own data: which reports, what is held, and that it be erased (UU 27/2022)."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import Connection

from complaints.retention import Erased
from database.connection import connect
from database.erasing import Asked, erase, find_reports
from database.holding import everything_held, reports_of
from tepat.copying import remember_erasures
from tepat.services import open_database
from tepat.settings import Settings


@contextmanager
def _as_owner(settings: Settings) -> Iterator[Connection]:
    with open_database(settings) as (url, _), psycopg.connect(url) as connection:
        yield connection


def find_person(settings: Settings, contact: str, reference: str) -> list[UUID]:
    """The reports of whoever has this telephone number or address."""
    with _as_owner(settings) as owner:
        return reports_of(owner, contact, by=_actor(), reference=reference)


def export_held(settings: Settings, public_id: UUID, reference: str, out: Path) -> None:
    """Write all that is held about this report as JSON into a file that only its owner may read. Raises NotFound."""
    with _as_owner(settings) as owner:
        held = everything_held(owner, public_id, by=_actor(), reference=reference)
    out.touch(mode=0o600)
    out.write_text(json.dumps(held, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def erase_reports(settings: Settings, public_ids: Sequence[UUID], what: Erased, reference: str) -> int:
    """Erase it of these reports, all or none; of how many it was not erased before. Raises NotFound, StillWaiting."""
    asked = Asked(by=_actor(), why="asked", reference=reference)
    with open_database(settings) as (url, _), connect(url) as connection:
        with connection.transaction():
            erased = erase(connection, find_reports(connection, public_ids), what, asked)
        remember_erasures(settings, connection)
    return erased


def _actor() -> str:
    return f"command:{getuser()}"
