"""Have reports follow the offices that open or close today, as the directory in force says."""

from collections import Counter

from prefect import flow
from psycopg import Connection

from complaints.directory import Directory
from complaints.directory.snapshot import open_snapshot
from complaints.taxonomy import Taxonomy
from complaints.timestamps import day_of
from database import facts
from flows.following import Followed, follow, is_anything_left
from flows.workplace import NotSetUp, Workplace, now, open_workplace
from tepat.settings import Settings

ACTOR = "flow:offices"


@flow(name="offices", description=__doc__)
def offices() -> dict[str, int]:
    """One run; how many reports went to a successor, and how many before a person."""
    with open_workplace(Settings()) as work:
        followed = follow_all(work)
    return {"moved": followed.moved, "before_people": followed.before_people}


def follow_all(work: Workplace) -> Followed:
    """All that is left at an office that is not at work, in one transaction. Raises NotSetUp.

    Nobody is held up where nothing is left.
    """
    with work.pool.connection() as connection:
        if not is_anything_left(connection, _directory(connection)[1]):
            return Followed(by_office=Counter())
    with work.pool.connection() as connection:
        facts.hold_directory(connection)
        version, directory, taxonomy = _directory(connection)
        return follow(connection, directory, taxonomy, version=version, actor=ACTOR)


def _directory(connection: Connection) -> tuple[str, Directory, Taxonomy]:
    found = facts.current_directory(connection)
    if found is None:
        raise NotSetUp
    directory, taxonomy = open_snapshot(found[1])
    return found[0], directory.as_of(day_of(now())), taxonomy
