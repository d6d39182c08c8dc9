"""What the command line does with stored things: the audit log, the directory, the quarantine, the brakes, guides."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

from psycopg import Connection

from api.replaying import Replayed, replay_row
from classifier.masked_words import words_of
from complaints.directory import SHIPPED_FOLDER
from complaints.directory.snapshot import open_snapshot, read_files, version_of
from complaints.guides import Confusion, find_confusions, telling_words
from database import audit, quarantine, runs, watch
from database.agreeing import list_two_answers
from database.audit import AuditCheck
from database.connection import connect
from database.guides import count_corrections, read_pair
from flows.conducting import conduct_in_force
from tepat.services import open_database
from tepat.settings import Settings

GUIDES = 20
TEXTS = 150


@contextmanager
def _connected(settings: Settings) -> Iterator[Connection]:
    with open_database(settings) as (url, _), connect(url) as connection:
        yield connection


def verify_audit(settings: Settings, expect: str) -> tuple[AuditCheck, bool]:
    """Check the chain, and whether a head that was written down earlier is still in it (true where none is asked)."""
    with _connected(settings) as connection:
        return audit.verify(connection), not expect or audit.holds_head(connection, expect)


def check_directory(folder: Path | None) -> dict[str, object]:
    """Counts of a directory that has nothing wrong. Raises InvalidDirectory or InvalidTaxonomy, naming all problems."""
    files = read_files(folder or SHIPPED_FOLDER)
    directory, taxonomy = open_snapshot(files)
    return {
        "version": version_of(files),
        "units": len(directory.units),
        "offices": len(directory.offices),
        "regions": len(directory.regions),
        "leaves": len(taxonomy.leaves),
    }


def waiting_rows(settings: Settings) -> list[quarantine.Quarantined]:
    """Everything that waits in quarantine."""
    with _connected(settings) as connection:
        return quarantine.list_quarantined(connection, limit=1_000_000)


def pulled_brakes(settings: Settings) -> list[watch.Brake]:
    """Every branch that is off automation."""
    with _connected(settings) as connection:
        return watch.list_brakes(connection)


def release_brake(settings: Settings, branch: str, *, by: str, why: str) -> None:
    """Give a branch (codes split by "/", or "*" for all) back to automation. Raises NotFound."""
    codes = [] if branch == "*" else branch.split("/")
    with _connected(settings) as connection, connection.transaction():
        watch.release_brakes(connection, codes, by=by, why=why)


@dataclass(frozen=True, kw_only=True)
class Guide:
    """Two leaves that are taken for each other, and the words that speak for the one and for the other."""

    confusion: Confusion
    words: tuple[tuple[str, ...], tuple[str, ...]]


def confused_leaves(settings: Settings) -> list[Guide]:
    """The pairs that are confused most, with what tells them apart."""
    with _connected(settings) as connection:
        answers = [one.categories for one in list_two_answers(connection)]
        confusions = find_confusions(count_corrections(connection), answers, most=GUIDES)
        return [Guide(confusion=one, words=_telling(connection, one)) for one in confusions]


def _telling(connection: Connection, confusion: Confusion) -> tuple[tuple[str, ...], tuple[str, ...]]:
    texts = read_pair(connection, confusion.leaves, limit=TEXTS)
    one, other = ([words_of(text.message) for text in texts_of_leaf] for texts_of_leaf in texts)
    return telling_words(one, other)


def replay_rows(settings: Settings, ids: Sequence[int], mended: Mapping[str, str]) -> Iterator[Replayed]:
    """Try rows again (all where no id is given), with mended columns; each in a transaction of its own.

    Raises NotFound for an id that does not wait, UnknownColumn for a column that the row's source does not have.
    """
    with _connected(settings) as connection:
        actor, automation = f"person:{getuser()}", conduct_in_force(connection, settings).automation
        run_id = runs.start_run(connection, requested="replay")
        runs.hold_run(connection, run_id)
        waiting = ids or [row.id for row in quarantine.list_quarantined(connection, limit=1_000_000)]
        for id_ in waiting:
            with connection.transaction():
                yield replay_row(connection, id_, mended, actor=actor, run_id=run_id, now=datetime.now(UTC))
        runs.finish_run(connection, run_id, state="done", automation=automation)
