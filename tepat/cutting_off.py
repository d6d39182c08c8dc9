"""Who sees or gets nothing any more where a directory changes: accounts, programs and receivers."""

from psycopg import Connection

from complaints.access import Reach
from complaints.directory import Directory
from complaints.directory.succession import heir_within
from complaints.taxonomy import Taxonomy
from database import leaf_moves
from database.receivers import list_receivers


def cut_off_by(connection: Connection, directory: Directory, taxonomy: Taxonomy) -> tuple[str, ...]:
    """The names of those whose branch is gone, or who reach an office of which it is not clear who has its work now.

    Where that is clear, people and programs reach the successor by themselves (see widen_reach). A receiver is where
    one office is told: its successor needs one of its own, or that of the branch above.
    """
    people = {
        name
        for name, reach in leaf_moves.reaches(connection).items()
        if reach.path not in {(), *taxonomy.nodes} or _is_unclear(reach, directory)
    }
    receivers = {
        one.name
        for one in list_receivers(connection)
        if one.offices and not set(one.offices) & set(directory.open_by_id)
    }
    return tuple(sorted(people | receivers))


def _is_unclear(reach: Reach, directory: Directory) -> bool:
    return any(heir_within(reach, directory, office) is None for office in reach.offices)
