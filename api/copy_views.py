"""Who has a copy of a decision, and who may get one, as pages and programs are shown it."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection

from complaints.copies import SEPARATOR, copy_nodes
from complaints.taxonomy import Taxonomy
from database.copies import copies_of


def copy_views(connection: Connection, report_id: int, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """Every copy that was given, with the name of its node; of an office the directory knows more."""
    return [{**vars(one), "name": name_of(one.path, taxonomy)} for one in copies_of(connection, report_id)]


def name_of(path: Sequence[str], taxonomy: Taxonomy) -> str:
    """What people call a node; its code where the tree does not know it (any more)."""
    return taxonomy.label(path) if tuple(path) in taxonomy.nodes else (path[-1] if path else "")


def copy_choices(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """What can be ticked: the codes of a node in one, and its names from the top down; the highest of one name."""
    codes_of: dict[str, str] = {}
    for path in copy_nodes(taxonomy):
        names = dict.fromkeys(taxonomy.label(path[:depth]) for depth in range(1, 1 + len(path)))
        codes_of.setdefault(" › ".join(names), SEPARATOR.join(path))
    return [(codes, name) for name, codes in codes_of.items()]
