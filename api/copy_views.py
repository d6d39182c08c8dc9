"""Who has a copy of a decision, and who may get one, as pages and programs are shown it."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection

from complaints.copies import SEPARATOR, copy_nodes
from complaints.taxonomy import Taxonomy
from database.copies import copies_of

GROUP_DEPTH = 2
WHOLE = "Seluruh instansi"


def copy_views(connection: Connection, report_id: int, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """Every copy that was given, with the name of its node; of an office the directory knows more."""
    return [{**vars(one), "name": name_of(one.path, taxonomy)} for one in copies_of(connection, report_id)]


def name_of(path: Sequence[str], taxonomy: Taxonomy) -> str:
    """What people call a node; its code where the tree does not know it (any more)."""
    return taxonomy.label(path) if tuple(path) in taxonomy.nodes else (path[-1] if path else "")


def copy_groups(taxonomy: Taxonomy) -> dict[str, list[tuple[str, str]]]:
    """What can be ticked, by the names of its bidang: the codes of a node in one, and its name below that bidang.

    What stands above all bidang comes first; of nodes that read the same the highest.
    """
    codes_of: dict[tuple[str, ...], tuple[str, ...]] = {}
    for path in copy_nodes(taxonomy):
        codes_of.setdefault(_names(path, taxonomy), path)
    groups: dict[str, list[tuple[str, str]]] = {}
    for names, path in codes_of.items():
        above = _names(path[:GROUP_DEPTH], taxonomy) if len(names) > 1 else ()
        name = " › ".join(names[len(above) :]) or f"{names[-1]} (seluruhnya)"
        groups.setdefault(" › ".join(above) or WHOLE, []).append((SEPARATOR.join(path), name))
    return groups


def _names(path: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    return tuple(dict.fromkeys(taxonomy.label(path[:depth]) for depth in range(1, 1 + len(path))))
